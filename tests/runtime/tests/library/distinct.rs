//! `uniqueItems` on a text agrees with pairwise comparison, and a table of strings contains exactly those.

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

proptest! {
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
