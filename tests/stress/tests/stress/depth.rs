//! Nesting: far beyond the limit, at the limit, and recursion of schemas at that depth.

use std::time::{Duration, Instant};

use codegen_runtime::text::parse::parse;
use codegen_runtime::text::scanner::{MAX_DEPTH, Scanner};
use serde_json::Value;
use stress::{COMPILED, compiled, interpreter};
use support::clock::{assert_linear, on_a_thread};

/// Five million levels, of arrays, of objects, of both.
const DEEP: usize = 5_000_000;

fn deep(shape: &str, levels: usize) -> String {
    match shape {
        "arrays" => "[".repeat(levels),
        "closed arrays" => "[".repeat(levels) + &"]".repeat(levels),
        "objects" => "{\"a\":".repeat(levels),
        "objects of a known name" => "{\"next\":".repeat(levels),
        "closed objects" => "{\"a\":".repeat(levels) + "1" + &"}".repeat(levels),
        "both" => "[{\"a\":".repeat(levels / 2),
        "elements before" => "[1,{},[],{\"next\":".repeat(levels / 2),
        _ => unreachable!("there is no shape {shape}"),
    }
}

const SHAPES: [&str; 7] =
    ["arrays", "closed arrays", "objects", "objects of a known name", "closed objects", "both", "elements before"];

#[test]
fn nesting_of_five_million_is_refused() {
    on_a_thread(|| {
        for shape in SHAPES {
            let text = deep(shape, DEEP);
            for name in ["any", "nested", "list", "members", "either", "evaluated"] {
                let start = Instant::now();
                assert!(!(compiled(name).is_valid_slice)(text.as_bytes()), "{name}: {shape}");
                assert!((compiled(name).validate_slice)(text.as_bytes()).is_err(), "{name}: {shape}");
                println!("{name}: {shape} in {:.1?}", start.elapsed());
                assert!(start.elapsed() < Duration::from_secs(20), "{name}: {shape}");
            }
            assert!(parse(text.as_bytes()).is_err());
            assert_eq!(interpreter("any").is_valid(&text), None, "{shape}");
        }
    });
}

#[test]
fn every_schema_refuses_nesting_beyond_the_limit() {
    on_a_thread(|| {
        for shape in SHAPES {
            let text = deep(shape, 10_000);
            for compiled in COMPILED {
                assert!(!(compiled.is_valid_slice)(text.as_bytes()), "{}: {shape}", compiled.name);
                assert!((compiled.validate_slice)(text.as_bytes()).is_err(), "{}: {shape}", compiled.name);
            }
        }
    });
}

/// A lookahead skips nested values before anything is read.
#[test]
fn deep_members_before_the_tag_are_skipped() {
    on_a_thread(|| {
        let text = format!("{{\"x\":{},\"a\":1}}", deep("closed arrays", DEEP));
        for name in ["any", "either", "one", "condition", "evaluated", "closed", "dependent"] {
            assert!(!(compiled(name).is_valid_slice)(text.as_bytes()), "{name}");
        }
    });
}

#[test]
fn brackets_inside_of_strings_do_not_nest() {
    let text = format!("\"{}\"", "[{\\\"".repeat(DEEP / 4));
    assert!((compiled("any").is_valid_slice)(text.as_bytes()));
    assert!((compiled("text").is_valid_slice)(text.as_bytes()));
    assert_eq!(interpreter("any").is_valid(&text), Some(true));
}

#[test]
fn values_nest_up_to_the_limit() {
    on_a_thread(|| {
        let limit = MAX_DEPTH as usize;
        for (levels, expected) in [(limit - 1, true), (limit, true), (limit + 1, false), (limit + 2, false)] {
            for shape in ["closed arrays", "closed objects"] {
                let text = deep(shape, levels);
                let scan = Scanner::new(text.as_bytes()).value();
                assert_eq!(scan.is_some(), expected, "{levels} {shape}");
                assert_eq!(parse(text.as_bytes()).is_ok(), expected, "{levels} {shape}");
                for name in ["any", "nested", "unique"] {
                    let compiled = compiled(name);
                    assert_eq!((compiled.is_valid_slice)(text.as_bytes()), expected, "{name}: {levels} {shape}");
                    assert_eq!((compiled.validate_slice)(text.as_bytes()).is_ok(), expected, "{name}: {levels}");
                    assert_eq!(interpreter(name).is_valid(&text), expected.then_some(true), "{name}: {levels}");
                }
                // `serde_json` reads one level less.
                let value = serde_json::from_str::<Value>(&text).ok();
                assert_eq!(value.is_some(), levels < limit, "{levels} {shape}");
                if let Some(value) = value {
                    assert!((compiled("nested").is_valid)(&value));
                    assert!((compiled("nested").validate)(&value).is_ok());
                }
            }
        }
    });
}

/// Returns an instance whose objects nest in `next`, with something in each.
fn chain(levels: usize, with: &str, innermost: &str) -> String {
    let with = if with.is_empty() { String::new() } else { format!("{with},") };
    format!("{{{with}\"next\":").repeat(levels) + innermost + &"}".repeat(levels)
}

/// The recursive schemas, the content of each level, and the innermost value when valid and when not.
const RECURSIONS: [(&str, &str, &str, &str); 8] = [
    ("list", "\"value\":1", "{}", "{\"x\":1}"),
    ("either", "\"a\":1,\"b\":1", "{\"a\":1}", "{\"a\":2}"),
    ("one", "", "5", "\"5\""),
    ("evaluated", "", "{\"leaf\":1}", "{\"x\":1}"),
    ("condition", "", "{\"leaf\":1}", "{}"),
    ("negation", "", "{}", "\"x\""),
    ("dependent", "", "{}", "{\"next\":1}"),
    ("nested", "", "{}", "{\"a\":[}"),
];

/// A schema that applies to the same value in two ways must not double the work on every level: 2^127 would not end.
#[test]
fn recursion_takes_linear_time() {
    for (name, with, valid, invalid) in RECURSIONS {
        for (innermost, expected) in [(valid, true), (invalid, false)] {
            let compiled = compiled(name);
            let text = |levels| chain(levels, with, innermost);
            assert_linear(&format!("{name} from bytes, {expected}"), 28, text, |text| {
                assert_eq!((compiled.is_valid_slice)(text.as_bytes()), expected, "{name}: {text}");
            });
            let value = |levels| serde_json::from_str::<Value>(&text(levels)).ok();
            assert_linear(&format!("{name} of a value, {expected}"), 28, value, |value| {
                // Malformed JSON has no value.
                let is_valid = value.as_ref().is_some_and(compiled.is_valid);
                assert_eq!(is_valid, expected, "{name}");
            });
            assert_linear(&format!("{name} by the interpreter, {expected}"), 28, text, |text| {
                let found = interpreter(name).is_valid(text);
                assert_eq!(found.unwrap_or(false), expected, "{name}: {text}");
            });
            assert_linear(&format!("{name}, all violations from bytes, {expected}"), 28, text, |text| {
                assert_eq!((compiled.validate_slice)(text.as_bytes()).is_ok(), expected, "{name}");
            });
        }
    }
}
