//! Malformed texts, and odd ones that are JSON: their verdicts are written down, and compared with `serde_json`.

mod malformed;
mod odd;

use std::fmt::Write as _;

use codegen_runtime::text::parse::parse;
use codegen_runtime::text::scanner::Scanner;
use codegen_runtime::validate::invalid::Invalid;
use serde_json::Value;
use stress::{COMPILED, compiled, interpreter};

use malformed::MALFORMED;
use odd::ODD;

fn is_scanned(text: &[u8]) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.value().and_then(|()| scanner.end()).is_some()
}

fn shown(text: &[u8]) -> String {
    text.escape_ascii().to_string()
}

/// Returns texts around one: in an array, in an object, as a member that schemas know, behind others.
fn around(text: &[u8]) -> Vec<Vec<u8>> {
    let frames: [(&[u8], &[u8]); 8] = [
        (b"", b""),
        (b"[", b"]"),
        (b"[1,", b"]"),
        (b"{\"a\":", b"}"),
        (b"{\"id\":\"a\",\"size\":", b"}"),
        (b"{\"next\":", b"}"),
        (b"{\"next\":{\"value\":", b"}}"),
        (b" \n[[{\"x-a\" : ", b"}]\t]"),
    ];
    frames.iter().map(|(before, behind)| [before, text, behind].concat()).collect()
}

#[test]
fn malformed_texts_are_refused_by_all_readers() {
    let interpreter = interpreter("any");
    let mut count = 0;
    for (category, texts) in MALFORMED {
        for text in texts {
            count += 1;
            // In an array, a list with one comma is two elements, and `1]` closes it; so only by itself.
            let name = format!("{category}: {}", shown(text));
            assert!(!is_scanned(text), "{name}");
            assert!(parse(text).is_err(), "{name}");
            let by_plan = std::str::from_utf8(text).ok().and_then(|text| interpreter.is_valid(text));
            assert_eq!(by_plan, None, "{name}");
            let by_serde = serde_json::from_slice::<Value>(text).is_ok();
            assert_eq!(by_serde, category == "names twice", "{name}: serde_json");
            for compiled in COMPILED {
                assert!(!(compiled.is_valid_slice)(text), "{}: {name}", compiled.name);
                let found = (compiled.validate_slice)(text);
                assert!(matches!(found, Err(Invalid::NotJson(_))), "{}: {name}: {found:?}", compiled.name);
            }
        }
    }
    assert!(count >= 150, "{count}");
}

/// In any context, all readers agree with `serde_json` on a text.
#[test]
fn nested_texts_agree_with_serde_json() {
    let names = ["any", "nested", "list", "members", "unique", "closed", "either", "evaluated"];
    for (category, texts) in MALFORMED.iter().chain(&ODD) {
        for text in texts.iter().flat_map(|text| around(text)) {
            let is_json = parse(&text).is_ok();
            assert_eq!(is_scanned(&text), is_json, "{category}: {}", shown(&text));
            match serde_json::from_slice::<Value>(&text) {
                Ok(_) => assert!(is_json || *category == "names twice", "{category}: {}", shown(&text)),
                Err(error) => {
                    assert!(!is_json || error.to_string().starts_with("number out of range"), "{}", shown(&text));
                }
            }
            for name in names {
                let compiled = compiled(name);
                let is_refused = matches!((compiled.validate_slice)(&text), Err(Invalid::NotJson(_)));
                assert_eq!(is_refused, !is_json, "{name}: {}", shown(&text));
                assert!(is_json || !(compiled.is_valid_slice)(&text), "{name}: {}", shown(&text));
            }
        }
    }
}

#[test]
fn odd_texts_are_read_by_all_readers() {
    let interpreter = interpreter("any");
    let mut count = 0;
    for (category, texts) in ODD {
        for text in texts {
            count += 1;
            let name = format!("{category}: {}", shown(text));
            assert!(is_scanned(text), "{name}");
            assert!(parse(text).is_ok(), "{name}: {:?}", parse(text));
            let by_serde = serde_json::from_slice::<Value>(text).is_ok();
            assert_eq!(by_serde, category != "numbers beyond the range of serde_json", "{name}: serde_json");
            assert!((compiled("any").is_valid_slice)(text), "{name}");
            let text = std::str::from_utf8(text).expect("it is UTF-8");
            assert_eq!(interpreter.is_valid(text), Some(true), "{name}");
        }
    }
    assert!(count >= 80, "{count}");
}

/// A truncated text is malformed unless it is a number.
#[test]
fn prefixes_agree_with_serde_json() {
    for text in ODD.iter().flat_map(|(_, texts)| texts.iter()).flat_map(|text| around(text)) {
        for end in 0..text.len() {
            let cut = &text[..end];
            let by_serde = match serde_json::from_slice::<Value>(cut) {
                Err(error) if error.to_string().starts_with("number out of range") => continue,
                read => read.is_ok(),
            };
            assert_eq!(is_scanned(cut), by_serde, "{}", shown(cut));
            assert_eq!(parse(cut).is_ok(), by_serde, "{}", shown(cut));
        }
    }
}

/// All texts of three meaningful bytes.
#[test]
fn short_texts_agree_with_serde_json() {
    let alphabet = b"{}[]\",:0-+.eE1\\untr\n\x00\xc3\xa9";
    let mut text = Vec::new();
    for first in alphabet {
        for second in alphabet {
            for third in alphabet {
                for last in alphabet {
                    text.clear();
                    text.extend([first, second, third, last]);
                    let by_serde = serde_json::from_slice::<Value>(&text).is_ok();
                    assert_eq!(is_scanned(&text), by_serde, "{}", shown(&text));
                }
            }
        }
    }
}

/// Every byte in a string, at every distance from its start: strings are scanned eight bytes at a time.
#[test]
fn string_bytes_agree_at_every_offset() {
    for byte in 0..=255_u8 {
        for distance in 0..20 {
            let mut text = b"\"".to_vec();
            text.extend(std::iter::repeat_n(b'a', distance));
            text.push(byte);
            text.extend(b"bbbbbbbbb\"");
            let by_serde = serde_json::from_slice::<Value>(&text).is_ok();
            assert_eq!(is_scanned(&text), by_serde, "{}", shown(&text));
            assert_eq!(parse(&text).is_ok(), by_serde, "{}", shown(&text));
        }
    }
}

/// The error about a text never shows it.
#[test]
fn errors_do_not_quote() {
    for text in MALFORMED.iter().flat_map(|(_, texts)| texts.iter()) {
        let Err(error) = parse(text) else { continue };
        let mut message = String::new();
        write!(message, "{error}").expect("a String takes everything");
        assert!(message.is_ascii(), "{message}");
    }
}
