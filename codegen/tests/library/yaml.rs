//! YAML as JSON: what is JSON reads alike, and no text makes the reader fail otherwise than by a finding.

use std::time::{Duration, Instant};

use codegen::json;
use codegen::source::location::Source;

/// A text with every construct that the reader knows.
const TEXT: &str = "\
# A document.
title: 'it''s' # with a quote
200: &a
  - - one
    - {two: 2, \"three\": [3.0, ~], ? four : !!str 4}
  - |-
    literal
      text
  - >+
    folded

    text
again: *a
ä\u{2028}: \"\\u00e9 \\
  \\x41\"
...
";

#[test]
fn json_is_yaml() {
    for text in [
        r#"{"a":[1,-2.5e3,true,null,"\u00e9\n\"\\",{}],"b":{"c":[],"d":""},"":0}"#,
        "[\n  {\"a\" : 1 , \"b\":2},\r\n\t[ ]\n]",
        "\"https://example.com/a#b: c\"",
        "12",
    ] {
        let source = Source::new("a.json", text);
        let yaml = json::yaml::parse(&source).unwrap_or_else(|found| panic!("{found}"));
        assert_eq!(yaml.root, json::parse(&source).unwrap().root);
    }
}

#[test]
fn spoiled_texts_are_read_or_refused() {
    const SPOILS: &[char] =
        &['\t', '\n', ' ', '-', ':', '?', '[', ']', '{', '}', '&', '*', '!', '|', '>', '"', '\'', '#', '%', '\0', 'é'];
    assert!(json::yaml::parse(&Source::new("a.yaml", TEXT)).is_ok());
    let mut random = fastrand::Rng::with_seed(14);
    let start = Instant::now();
    for _ in 0..4000 {
        let mut text: Vec<char> = TEXT.chars().collect();
        for _ in 0..random.usize(1..6) {
            let at = random.usize(0..text.len());
            match random.u8(0..3) {
                0 => text[at] = SPOILS[random.usize(0..SPOILS.len())],
                1 => text.insert(at, SPOILS[random.usize(0..SPOILS.len())]),
                _ => text.truncate(at.max(1)),
            }
        }
        let source = Source::new("a.yaml", text.into_iter().collect::<String>());
        if let Err(found) = json::yaml::parse(&source) {
            assert!(!found.to_string().is_empty());
        }
    }
    assert!(start.elapsed() < Duration::from_mins(1));
}

#[test]
fn long_texts_are_read_in_linear_time() {
    let line = (0..60_000).fold(String::new(), |line, number| line + &format!("ä{number}: [1, {{b: c}}], "));
    let open = "[".repeat(100_000);
    let start = Instant::now();
    for text in [format!("{{{line}}}"), line.replace(", ", "\n- "), open, "- ".repeat(100_000), "&a ".repeat(50_000)] {
        drop(json::yaml::parse(&Source::new("a.yaml", text)));
    }
    assert!(start.elapsed() < Duration::from_mins(1), "{:?}", start.elapsed());
}

/// YAML allows a tab wherever it separates. The parser needs a space behind a name whose value is a word.
#[test]
fn tabs_are_read_or_named() {
    const ALONE: &str = "a tab alone between a name and its value is not read";
    const INDENTATION: &str = "a tab is in the indentation";
    for (text, expected) in [
        ("a: \tb", None),
        ("a:\t\"b\"", None),
        ("a:\t[b]", None),
        ("a:\t# b\n  c: d", None),
        ("a: 'b:\tc'", None),
        ("a:\t\n  b: c", None),
        ("a: b\t# c", None),
        ("a:\n  -\tb", None),
        ("a: |\n  b:\tc", None),
        ("a: b\tc", None),
        ("a:\tb", Some(ALONE)),
        ("a:\t\tb", Some(ALONE)),
        ("\"a\":\tb", Some(ALONE)),
        ("a:\t-1", Some(ALONE)),
        ("{a:\tb}", Some(ALONE)),
        ("a:\n\tb: c", Some(INDENTATION)),
        ("a:\n  b: c\n\td: e", Some(INDENTATION)),
    ] {
        let found = json::yaml::parse(&Source::new("a.yaml", text)).err().map(|found| found.to_string());
        assert_eq!(found.is_some(), expected.is_some(), "{text:?} {found:?}");
        assert!(found.is_none_or(|found| expected.is_some_and(|it| found.contains(it))), "{text:?}");
    }
}
