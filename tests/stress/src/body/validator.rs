//! The bodies of the fuzz targets of validators.

use codegen_runtime::text::parse::parse;
use codegen_runtime::text::scanner::Scanner;
use codegen_runtime::validate::invalid::Invalid;
use codegen_runtime::value::exact::Exact;
use serde::de::IgnoredAny;
use serde_json::Value;
use support::compiled::Compiled;
use support::interpreter::Interpreter;

use super::Target;
use crate::COMPILED;

/// All targets.
pub const TARGETS: [Target; 3] = [("scanner", scanner), ("faces", faces), ("values", values)];

/// Checks that scanner and parser accept the same as `serde_json`, with other limits: no duplicate names, 128 levels, numbers of any size.
///
/// # Panics
///
/// If they disagree.
pub fn scanner(input: &[u8]) {
    let read = |mut scanner: Scanner<'_>| scanner.value().and_then(|()| scanner.end());
    let scanned = read(Scanner::new(input)).is_some();
    let parsed = parse(input);
    assert_eq!(scanned, parsed.is_ok(), "the parser says {:?}", parsed.err());
    match serde_json::from_slice::<Value>(input) {
        Ok(value) => assert!(scanned || has_name_twice(input), "it is {value}"),
        Err(error) if is_limit(&error) => {}
        Err(error) => assert!(!scanned, "serde_json says {error}"),
    }
    // Grammar alone, in any size.
    if scanned {
        assert!(serde_json::from_slice::<IgnoredAny>(input).is_ok());
    }
}

/// Returns true for errors about the limits of `serde_json`.
fn is_limit(error: &serde_json::Error) -> bool {
    let text = error.to_string();
    text.starts_with("number out of range") || text.starts_with("recursion limit exceeded")
}

fn has_name_twice(input: &[u8]) -> bool {
    use codegen_runtime::text::json_error::JsonErrorKind;
    parse(input).is_err_and(|error| error.kind == JsonErrorKind::DuplicateName)
}

/// Returns the schema selected by the first byte of an input, and the rest of it.
fn choose(input: &[u8]) -> Option<(&'static Compiled, &[u8])> {
    let (first, text) = input.split_first()?;
    Some((&COMPILED[usize::from(*first) % COMPILED.len()], text))
}

/// Checks that the verdicts on bytes, on a value, and of the interpreter agree; the first byte of the input selects the schema.
///
/// # Panics
///
/// If they disagree.
pub fn faces(input: &[u8]) {
    let Some((compiled, bytes)) = choose(input) else { return };
    let name = compiled.name;
    let from_bytes = (compiled.is_valid_slice)(bytes);
    let text = std::str::from_utf8(bytes);
    let interpreted = text.ok().and_then(|text| interpreted(name, |interpreter| interpreter.is_valid(text)));
    assert_eq!(from_bytes, interpreted.unwrap_or(false), "{name}: interpreted {interpreted:?}");
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else { return };
    if interpreted.is_some() && text.is_ok_and(|text| has_its_numbers(text, &value)) {
        assert_eq!(from_bytes, (compiled.is_valid)(&value), "{name}: {value}");
    }
}

/// Checks that the validators that collect violations agree with those that do not.
///
/// # Panics
///
/// If they disagree.
pub fn values(input: &[u8]) {
    let Some((compiled, bytes)) = choose(input) else { return };
    let name = compiled.name;
    match (compiled.validate_slice)(bytes) {
        Ok(()) => assert!((compiled.is_valid_slice)(bytes), "{name}"),
        Err(Invalid::Schema(violations)) => {
            assert!(!(compiled.is_valid_slice)(bytes), "{name}: {violations}");
            assert!(violations.iter().next().is_some());
        }
        Err(_) => {
            assert!(!(compiled.is_valid_slice)(bytes), "{name}");
            assert!(parse(bytes).is_err(), "{name}");
        }
    }
    if let Ok(value) = serde_json::from_slice::<Value>(bytes) {
        let violations = (compiled.validate)(&value);
        assert_eq!(violations.is_ok(), (compiled.is_valid)(&value), "{name}: {value}: {violations:?}");
    }
}

/// Calls the interpreter of a schema, which is created once.
fn interpreted<T>(name: &'static str, ask: impl FnOnce(&Interpreter) -> T) -> T {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    thread_local! {
        static KNOWN: RefCell<BTreeMap<&'static str, Interpreter>> = const { RefCell::new(BTreeMap::new()) };
    }
    KNOWN.with_borrow_mut(|known| ask(known.entry(name).or_insert_with(|| crate::interpreter(name))))
}

/// Returns true if a value has the exact numbers of its text, and none near a bound of the schemas: `serde_json` may have rounded those.
fn has_its_numbers(text: &str, value: &Value) -> bool {
    let mut numbers = Vec::new();
    collect(value, &mut numbers);
    let is_plain = |number: &String| {
        Exact::parse(number).is_some_and(|decimal| {
            decimal.to_i128().is_some_and(|number| number.unsigned_abs() < 1 << 53) || number.len() < 16
        })
    };
    // Without a long number in the text, none was rounded.
    let longest = text.split(|found: char| !found.is_ascii_digit() && !"+-.eE".contains(found)).map(str::len).max();
    longest.unwrap_or_default() < 16 && numbers.iter().all(is_plain)
}

fn collect(value: &Value, numbers: &mut Vec<String>) {
    match value {
        Value::Number(number) => numbers.push(number.to_string()),
        Value::Array(elements) => elements.iter().for_each(|element| collect(element, numbers)),
        Value::Object(members) => members.values().for_each(|member| collect(member, numbers)),
        _ => {}
    }
}
