//! Syntax errors: the first fault of a rejected text, with its place.

use codegen_runtime::text::json_error::JsonErrorKind::{self, *};
use codegen_runtime::text::parse::parse;
use codegen_runtime::text::scanner::{Scanner, MAX_DEPTH};
use codegen_runtime::text::tree::Tree;
use proptest::prelude::*;

fn kind_and_offset(input: &[u8]) -> Option<(JsonErrorKind, usize)> {
    parse(input).err().map(|error| (error.kind, error.offset))
}

#[test]
fn every_error_has_its_place() {
    let cases: &[(&str, JsonErrorKind, usize)] = &[
        ("", EndOfText, 0),
        (" \n", EndOfText, 2),
        ("[", EndOfText, 1),
        ("[1", EndOfText, 2),
        ("[1,", EndOfText, 3),
        ("{", EndOfText, 1),
        ("{\"a", EndOfText, 3),
        ("{\"a\"", EndOfText, 4),
        ("{\"a\":", EndOfText, 5),
        ("{\"a\":1,", EndOfText, 7),
        ("-", EndOfText, 1),
        ("1.", EndOfText, 2),
        ("1e+", EndOfText, 3),
        ("\"\\", EndOfText, 2),
        ("\"\\u12", EndOfText, 5),
        ("\"\\ud834\\udd", EndOfText, 11),
        ("nul", NoValue, 0),
        ("[tru]", NoValue, 1),
        ("[1,]", NoValue, 3),
        ("{\"a\":}", NoValue, 5),
        ("\u{feff}1", NoValue, 0),
        ("+1", NoValue, 0),
        (".5", NoValue, 0),
        ("'a'", NoValue, 0),
        ("NaN", NoValue, 0),
        ("{,}", NoName, 1),
        ("{a:1}", NoName, 1),
        ("{\"a\":1,}", NoName, 7),
        ("{\"a\" 1}", NoColon, 5),
        ("{\"a\"}", NoColon, 4),
        ("[1 2]", NoComma, 3),
        ("[1}", NoComma, 2),
        ("{\"a\":1]", NoComma, 6),
        ("[/**/1]", NoValue, 1),
        ("01", Number, 1),
        ("-x", Number, 1),
        ("1.e5", Number, 2),
        ("1ex", Number, 2),
        ("\"a\nb\"", ControlCharacter, 2),
        ("\"\u{1f}\"", ControlCharacter, 1),
        ("\"\\x\"", Escape, 1),
        ("\"\\é\"", Escape, 1),
        ("\"\\u12g4\"", Escape, 1),
        ("\"\\uD834\"", LoneSurrogate, 1),
        ("\"\\uD834\\u0041\"", LoneSurrogate, 1),
        ("\"ab\\uDD1E\"", LoneSurrogate, 3),
        ("1 2", TrailingText, 2),
        ("{}}", TrailingText, 2),
        ("{\"a\":1,\"a\":2}", DuplicateName, 7),
        ("{\"a\":1,\"\\u0061\":x}", DuplicateName, 7),
    ];
    for (text, kind, offset) in cases {
        assert_eq!(kind_and_offset(text.as_bytes()), Some((*kind, *offset)), "{text:?}");
        assert!(!scans(text.as_bytes()), "{text:?}");
    }
    assert_eq!(kind_and_offset(b"[\"\xff\"]"), Some((NotUtf8, 2)));
    assert_eq!(kind_and_offset(b"\"\xed\xa0\x80\""), Some((NotUtf8, 1)));
}

#[test]
fn columns_count_characters() {
    let error = parse("{\n  \"é\": \"ü\" x\n}".as_bytes()).unwrap_err();
    assert_eq!((error.line, error.column, error.offset), (2, 12, 15));
    assert_eq!(error.to_string(), "line 2, column 12: a comma or the closing bracket is expected");
    let error = parse(b"[1,\n\xff]").unwrap_err();
    assert_eq!((error.line, error.column), (2, 1));
}

#[test]
fn a_duplicate_name_reports_its_object() {
    let location = |text: &str| parse(text.as_bytes()).unwrap_err().instance_location;
    assert_eq!(location(r#"{"a":1,"a":2}"#).as_deref(), Some(""));
    assert_eq!(location(r#"{"a/b":[0,{"~":{"c":1,"d":{},"c":2}}]}"#).as_deref(), Some("/a~1b/1/~0"));
    assert_eq!(location(r#"{"a":[1,"#), None);
    let error = parse(br#"{"secret":1,"secret":2}"#).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"), "names are not told, values neither");
}

#[test]
fn nesting_is_limited_as_in_the_scanner() {
    let nested = |depth: usize, inner: &str| format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
    let limit = MAX_DEPTH as usize;
    for (text, is_fine) in [
        (nested(limit, ""), true),
        (nested(limit, "1"), true),
        (nested(limit + 1, ""), false),
        (nested(limit - 1, r#"{"a":1}"#), true),
        (nested(limit, "{}"), false),
    ] {
        assert_eq!(parse(text.as_bytes()).is_ok(), is_fine);
        assert_eq!(scans(text.as_bytes()), is_fine);
    }
    let deep = nested(5_000_000, "");
    assert_eq!(kind_and_offset(deep.as_bytes()), Some((TooDeep, limit)));
}

#[test]
fn many_members_take_linear_time() {
    let members: Vec<String> = (0..200_000).map(|index| format!("\"{index}\":0")).collect();
    let text = format!("{{{},\"7\":0}}", members.join(","));
    assert_eq!(parse(text.as_bytes()).unwrap_err().kind, DuplicateName);
}

fn scans(input: &[u8]) -> bool {
    let read = |mut scanner: Scanner<'_>| scanner.value().and_then(|()| scanner.end());
    read(Scanner::new(input)).is_some()
}

/// Generates texts that are nearly JSON.
fn text() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"a\"",
        "\"b\"",
        "\"\\u0061\"",
        "\"\\ud834\\udd1e\"",
        "\"\\ud834\"",
        "\"é\"",
        "0",
        "-0",
        "1e5",
        "1.",
        "-",
        "true",
        "null",
        "nul",
        " ",
        "\n",
        "\"",
        "\\",
        "{\"a\":",
        "[1,",
        "\"b\":2,",
    ]);
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn parser_and_scanner_agree(text in text()) {
        prop_assert_eq!(parse(text.as_bytes()).is_err(), !scans(text.as_bytes()), "{}", text);
    }

    #[test]
    fn any_bytes_are_explained(input in prop::collection::vec(any::<u8>(), 0..40)) {
        prop_assert_eq!(parse(&input).is_err(), !scans(&input));
    }

    #[test]
    fn written_json_is_read_back(text in "\\PC{0,20}") {
        let written = serde_json::to_string(&text).unwrap();
        let read = parse(written.as_bytes()).unwrap();
        prop_assert_eq!(read, Tree::String(text.into()));
    }
}
