//! Patterns that cause catastrophic backtracking elsewhere, and formats on very long strings.

use serde_json::Value;
use stress::{COMPILED, compiled, interpreter};
use support::clock::assert_linear;

#[test]
fn patterns_take_linear_time() {
    for filling in ["a", "aa", "x", "a ", "ab", "aA", "é", "\u{1F600}"] {
        for end in ["", "!", "\u{0}", "aX"] {
            let text = |size: usize| Value::from(filling.repeat(size / filling.len()) + end).to_string();
            let compiled = compiled("patterns");
            let expected = (compiled.is_valid_slice)(text(1000).as_bytes());
            assert_linear(&format!("{filling} from bytes"), 25_000, text, |text| {
                assert_eq!((compiled.is_valid_slice)(text.as_bytes()), expected);
            });
            let interpreter = interpreter("patterns");
            assert_linear(&format!("{filling} interpreted"), 25_000, text, |text| {
                assert_eq!(interpreter.is_valid(text), Some(expected));
            });
        }
    }
}

/// Repeated parts of strings of each format, with something before or behind.
const PARTS: [&str; 32] = [
    "a",
    "0",
    "9",
    ".",
    "-",
    ":",
    "::",
    "/",
    "//",
    "@",
    "\"",
    "\\\"",
    "%",
    "%41",
    "{",
    "{a",
    "{a}",
    "~",
    "~0",
    "[",
    "(",
    "(?:",
    "a*",
    "[a-",
    "é",
    "e\u{301}",
    "\u{301}",
    "xn--",
    "א",
    "\u{30fb}",
    "a.",
    "\u{1F600}",
];

#[test]
fn formats_take_linear_time() {
    for compiled in COMPILED.iter().filter(|compiled| compiled.name.starts_with("format-")) {
        for part in PARTS {
            for (before, behind) in [("", ""), ("a", "!"), ("http://", "a"), ("\"", "\"@a"), ("P", "Y"), ("xn--", "a")]
            {
                let text = |size: usize| {
                    let middle = part.repeat(size / part.len());
                    Value::from(format!("{before}{middle}{behind}")).to_string()
                };
                let what = format!("{} of {before}{part}…{behind}", compiled.name);
                assert_linear(&what, 10_000, text, |text| _ = (compiled.is_valid_slice)(text.as_bytes()));
            }
        }
    }
}

/// No string makes a format panic.
#[test]
fn formats_decide_all_short_strings() {
    let alphabet = [
        "", "0", "1", "9", "a", "P", "T", "Z", "-", ":", ".", "/", "@", "%", "{", "}", "~", "[", "]", "\\", "xn--",
        "é", "\u{200d}",
    ];
    for compiled in COMPILED.iter().filter(|compiled| compiled.name.starts_with("format-")) {
        for first in alphabet {
            for second in alphabet {
                for third in alphabet {
                    let value = Value::from(format!("{first}{second}{third}"));
                    let is_valid = (compiled.is_valid)(&value);
                    assert_eq!((compiled.is_valid_slice)(value.to_string().as_bytes()), is_valid, "{value}");
                }
            }
        }
    }
}
