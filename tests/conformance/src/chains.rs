//! Chains of schemas with twice as many paths per level: a verdict takes time proportional to their length.

use codegen_runtime::validate::invalid::Invalid;
use serde_json::Value;
use support::chain::{FAMILIES, Family, LEVELS};
use support::clock::{assert_linear, on_a_thread};
use support::compiled::{Compiled, named};
use support::interpreter::Interpreter;

/// Asserts that verdicts take linear time on each instance of each family.
fn assert_each<T>(face: &str, input: impl Fn(&Family, usize, &str) -> T, run: impl Fn(&T, bool)) {
    for family in &FAMILIES {
        let interpreters = LEVELS.map(|levels| interpreter(family, levels));
        for index in 0..family.instances(1).len() {
            let input = |levels: usize| {
                let text = &family.instances(levels)[index];
                let expected = interpreters[usize::from(levels == LEVELS[1])].is_valid(text);
                (input(family, levels, text), expected.expect("it is JSON"))
            };
            let what = format!("{} {index}, {face}", family.name);
            assert_linear(&what, LEVELS[0], input, |(input, expected)| run(input, *expected));
        }
    }
}

fn interpreter(family: &Family, levels: usize) -> Interpreter {
    Interpreter::of(&family.schema_name(levels), &family.schema(levels))
}

/// Asserts that a verdict on bytes takes linear time.
///
/// # Panics
///
/// If it takes longer, or if the interpreter has another verdict.
pub fn verdicts_from_bytes_take_linear_time(all: &'static [Compiled]) {
    let input = |family: &Family, levels: usize, text: &str| (named(all, &family.schema_name(levels)), text.to_owned());
    on_a_thread(move || {
        assert_each("from bytes", input, |(compiled, text), expected| {
            assert_eq!((compiled.is_valid_slice)(text.as_bytes()), expected, "{}", compiled.name);
        });
    });
}

/// Asserts that a verdict on a value takes linear time.
///
/// # Panics
///
/// If it takes longer, or if the interpreter has another verdict.
pub fn verdicts_of_a_value_take_linear_time(all: &'static [Compiled]) {
    let input = |family: &Family, levels: usize, text: &str| (named(all, &family.schema_name(levels)), value(text));
    on_a_thread(move || {
        assert_each("of a value", input, |(compiled, value), expected| {
            assert_eq!((compiled.is_valid)(value), expected, "{}", compiled.name);
        });
    });
}

fn value(text: &str) -> Value {
    serde_json::from_str(text).expect("it is JSON")
}

/// Asserts that an interpreted verdict takes linear time.
///
/// # Panics
///
/// If it takes longer.
pub fn interpreted_verdicts_take_linear_time() {
    let input = |family: &Family, levels: usize, text: &str| (interpreter(family, levels), text.to_owned());
    on_a_thread(move || {
        assert_each("interpreted", input, |(interpreter, text), expected| {
            assert_eq!(interpreter.is_valid(text), Some(expected));
        });
    });
}

/// Asserts that all validators collect as many violations, and few. Locations grow with a chain, so their number says more than their time.
///
/// # Panics
///
/// If they collect more, or not as many.
pub fn faces_collect_as_many_violations_and_few(all: &'static [Compiled]) {
    on_a_thread(|| {
        for (family, levels) in FAMILIES.iter().flat_map(|family| LEVELS.map(|levels| (family, levels))) {
            let name = family.schema_name(levels);
            let (compiled, interpreter) = (named(all, &name), interpreter(family, levels));
            for text in family.instances(levels) {
                let of_bytes = (compiled.validate_slice)(text.as_bytes()).err();
                let of_bytes = of_bytes.as_ref().and_then(Invalid::violations).map_or(0, |found| found.iter().len());
                let of_value = (compiled.validate)(&value(&text)).err().map_or(0, |found| found.iter().len());
                println!("{name}: {of_bytes}");
                assert_eq!((of_value, Some(of_value)), (of_bytes, interpreter.violations(&text)), "{name}: {text}");
                assert!(of_value < 4_096, "{name}: {text}");
            }
        }
    });
}

/// Asserts that long chains have the verdicts of short ones, which are decided before memoization starts.
///
/// # Panics
///
/// If they have others.
pub fn kept_verdicts_change_no_verdict(all: &[Compiled]) {
    for family in &FAMILIES {
        let verdicts = LEVELS.map(|levels| {
            let compiled = named(all, &family.schema_name(levels));
            let instances = family.instances(levels);
            instances.iter().map(|text| (compiled.is_valid_slice)(text.as_bytes())).collect::<Vec<_>>()
        });
        println!("{}: {:?}", family.name, verdicts[0]);
        assert_eq!(verdicts[0], verdicts[1], "{}", family.name);
    }
}

/// Asserts that texts which are cut, too deep, or not JSON are refused by every chain.
///
/// # Panics
///
/// If one is accepted.
pub fn other_texts_are_refused(all: &'static [Compiled]) {
    let texts = ["[".repeat(10_000), "{\"n\":".repeat(10_000), "{\"a\":1,\"b\":2,".to_owned(), "[01]".to_owned()];
    on_a_thread(move || {
        for (compiled, text) in all.iter().flat_map(|compiled| texts.iter().map(move |text| (compiled, text))) {
            assert!(!(compiled.is_valid_slice)(text.as_bytes()), "{}: {text:.50}", compiled.name);
            let found = (compiled.validate_slice)(text.as_bytes());
            assert!(matches!(found, Err(Invalid::NotJson(_))), "{}: {text:.50}: {found:?}", compiled.name);
        }
    });
}
