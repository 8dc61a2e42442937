//! `uniqueItems` on a text agrees with pairwise comparison, and a table of strings contains exactly those.

use std::fmt::Write as _;

use codegen_runtime::text::distinct::has_unique_elements;
use codegen_runtime::text::known_members::KnownNames;
use codegen_runtime::text::scanner::Scanner;
use codegen_runtime::text::tree::Tree;
use proptest::prelude::*;

/// Elements that are similar, or equal in different spellings.
const ELEMENTS: &[&str] = &[
    "0",
    "-0",
    "0.0",
    "1",
    "1.0",
    "10",
    "1e1",
    "10000000000000000000000",
    "1e22",
    "0.5",
    "-0.50",
    "5e-1",
    "0.0000000000000000005",
    "5e-19",
    "\"\"",
    "\"0\"",
    "\"1\"",
    "\"a\"",
    "\"\\u0061\"",
    "\"ab\"",
    "\"abcdefgh\"",
    "\"abcdefgi\"",
    "\"abcdefgh-1-abcdefgh\"",
    "\"abcdefgh-2-abcdefgh\"",
    "\"é\"",
    "\"\\u00e9\"",
    "true",
    "null",
    "[]",
    "[1]",
    "[1.0]",
    "{\"a\":1}",
    "{ \"a\" : 1 }",
    "{\"a\":1,\"b\":[2]}",
    "{ \"b\":[20e-1 ],\"\\u0061\":1.0}",
    "{\"a\":[2],\"b\":1}",
    "{\"a\":{\"b\":1}}",
    "[[1],2]",
    "[1,[2]]",
    "\"\\\"\"",
];

fn expected(elements: &[String]) -> bool {
    let trees: Vec<_> = elements.iter().map(|text| Tree::parse(text).expect("it is JSON")).collect();
    trees.iter().enumerate().all(|(index, tree)| !trees[..index].contains(tree))
}

fn check(elements: &[String]) {
    for between in [",", " , ", ",\n"] {
        let text = format!("[{}]", elements.join(between));
        assert_eq!(has_unique_elements(text.as_bytes()), expected(elements), "{text}");
    }
}

#[test]
fn every_pair_of_elements_is_compared() {
    for left in ELEMENTS {
        for right in ELEMENTS {
            check(&[(*left).to_owned(), (*right).to_owned()]);
        }
    }
}

#[test]
fn a_repetition_is_found_anywhere() {
    for length in [2, 3, 47, 48, 49, 50, 300] {
        let elements: Vec<String> = (0..length).map(|index| format!("\"some-name-{index}-and-its-end\"")).collect();
        check(&elements);
        let objects: Vec<String> =
            elements.iter().map(|name| format!("{{\"name\":{name},\"list\":[1,{name}]}}")).collect();
        check(&objects);
        check(&[&objects[..], &[objects[length / 2].replace("1,", "1e0 , ")]].concat());
        for (from, to) in [(0, 1), (0, length - 1), (length - 2, length - 1), (length / 2, length - 1)] {
            let mut repeated = elements.clone();
            repeated[to] = repeated[from].clone();
            check(&repeated);
        }
    }
}

/// Writes a text as a JSON string; each of its characters by an escape or plainly, as the bits say.
fn spelled(text: &str, mut bits: u128) -> String {
    let mut written = String::new();
    for character in text.chars() {
        match character {
            _ if bits & 1 == 1 => {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    let _ = write!(written, "\\u{unit:04x}");
                }
            }
            '\\' => written += r"\\",
            '\n' => written += r"\n",
            _ => written.push(character),
        }
        bits = bits.rotate_right(1);
    }
    format!("\"{written}\"")
}

proptest! {
    #[test]
    fn strings_are_equal_in_every_spelling(
        text in "[a-z\\\\/\né\u{1f432}]{0,120}",
        bits: [u128; 4],
        other in 0..120_usize,
    ) {
        let (some, few) = (bits[0], bits[1] & bits[2] & bits[3]);
        let mut changed: Vec<char> = text.chars().collect();
        if let Some(character) = changed.get_mut(other) {
            *character = 'A';
        }
        let changed = String::from_iter(changed);
        for (text, bits, other) in [(&text, few, 0), (&changed, few, 0), (&changed, some, few), (&changed, 0, few)] {
            let spellings = [spelled(text, bits), spelled(&changed, other)];
            check(&spellings);
            check(&spellings.map(|it| format!("{{\"a\":{it}}}")));
        }
    }

    #[test]
    fn arrays_agree_with_pairwise_comparison(picks in prop::collection::vec(0..ELEMENTS.len(), 0..7)) {
        let elements: Vec<String> = picks.iter().map(|pick| ELEMENTS[*pick].to_owned()).collect();
        check(&elements);
    }
}

static KNOWN: KnownNames<9, 32> = KnownNames::new([
    "",
    "a",
    "é",
    "quote\"",
    "abcdefgh",
    "abcdefghi",
    "abcdefgh-1-abcdefgh",
    "abcdefgh-2-abcdefgh",
    "\u{1f432}\u{1f432}\u{1f432}\u{1f432}",
]);

#[test]
fn a_table_contains_exactly_its_strings() {
    let spellings = [
        ("\"\"", true),
        ("\"a\"", true),
        ("\"\\u0061\"", true),
        ("\"b\"", false),
        ("\"é\"", true),
        ("\"\\u00E9\"", true),
        ("\"e\"", false),
        ("\"quote\\\"\"", true),
        ("\"quote\"", false),
        ("\"abcdefgh\"", true),
        ("\"abcdefgj\"", false),
        ("\"abcdefghi\"", true),
        ("\"abcdefgh-1-abcdefgh\"", true),
        ("\"abcdefgh-3-abcdefgh\"", false),
        ("\"abcdefgh-1-abcdefgh \"", false),
        ("\"\\uD83D\\uDC32\u{1f432}\u{1f432}\u{1f432}\"", true),
        ("\"\u{1f432}\u{1f432}\u{1f432}\"", false),
    ];
    for (spelling, is_known) in spellings {
        for text in [spelling.to_owned(), format!("{spelling}          ")] {
            let mut scanner = Scanner::new(text.as_bytes());
            let read = scanner.string().expect("it is a string");
            assert_eq!(KNOWN.contains(&scanner, read), is_known, "{text:?}");
        }
    }
}
