//! Every format on the official suite, on any text, and on long texts.

#[path = "../../examples/code_point_table.rs"]
mod code_point_table;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs};

use codegen_runtime::format::{find, hostname, idn_hostname, punycode, Format, FORMATS};
use proptest::prelude::*;
use serde_json::Value;

const DRAFTS: [&str; 5] = ["draft2020-12", "draft2019-09", "draft7", "draft6", "draft4"];

/// The failing tests of the suite, as `draft: file: group: test`, with the reason.
const EXCEPTIONS: [(&str, &str); 0] = [];

/// Returns the folder of a draft's format tests.
fn folder(draft: &str) -> PathBuf {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/json-schema-test-suite");
    suite.join("tests").join(draft).join("optional/format")
}

/// Reads the tests of a file: their names, instances and verdicts.
fn tests(path: &Path) -> Vec<(String, Format, Value, bool)> {
    let file = path.file_stem().expect("a file has a name").to_string_lossy();
    let groups: Value = serde_json::from_str(&fs::read_to_string(path).expect("the suite is text")).expect("and JSON");
    let mut tests = Vec::new();
    for group in groups.as_array().expect("a file is a list of groups") {
        let format = group["schema"]["format"].as_str().expect("a schema here is one format");
        // The name `unknown` stands for all unknown formats.
        let unknown = Format { wire_name: "unknown", module: "", is_valid: |_| true };
        let format = find(format).copied().unwrap_or(unknown);
        assert_eq!(format.wire_name == "unknown", file == "unknown", "{file} is asserted");
        for test in group["tests"].as_array().expect("a group has tests") {
            let name = format!("{file}: {}: {}", group["description"], test["description"]);
            tests.push((name, format, test["data"].clone(), test["valid"] == true));
        }
    }
    tests
}

/// Returns true if the suite is present; with `CI` it must be.
fn has_suite() -> bool {
    let is_there = folder(DRAFTS[0]).exists();
    let is_needed = env::var("CI").is_ok_and(|value| value == "true");
    assert!(is_there || !is_needed, "the official suite is not at {}", folder(DRAFTS[0]).display());
    if !is_there {
        println!("skipped: the official suite is not at {}", folder(DRAFTS[0]).display());
    }
    is_there
}

#[test]
fn the_official_suite_agrees() {
    if !has_suite() {
        return;
    }
    let mut wrong = BTreeSet::new();
    for draft in DRAFTS {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder(draft)).expect("each draft has formats").map(|it| it.expect("a file").path()).collect();
        paths.sort();
        let tests: Vec<_> = paths.iter().flat_map(|path| tests(path)).collect();
        let failed: Vec<String> = tests
            .iter()
            .filter(|(_, format, instance, expected)| instance.as_str().is_none_or(format.is_valid) != *expected)
            .map(|(name, ..)| format!("{draft}: {name}"))
            .collect();
        println!("{draft}: {} of {} tests pass", tests.len() - failed.len(), tests.len());
        wrong.extend(failed);
    }
    let excepted = EXCEPTIONS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let unexpected: Vec<_> = wrong.difference(&excepted).collect();
    let unneeded: Vec<_> = excepted.difference(&wrong).collect();
    assert!(unexpected.is_empty(), "wrong: {unexpected:#?}");
    assert!(unneeded.is_empty(), "exceptions that are no longer needed: {unneeded:#?}");
}

#[test]
fn the_code_point_table_is_fresh() {
    let committed = include_str!("../../../../codegen/runtime/src/format/code_point_table.rs");
    assert!(committed == code_point_table::table(), "the table is stale: its second line says how it is made");
}

#[test]
fn formats_are_found_by_exact_name() {
    for format in FORMATS {
        assert_eq!(find(format.wire_name).map(|found| found.module), Some(format.module));
        assert_eq!(format.module, format.wire_name.replace('-', "_"));
    }
    assert!(find("phone").is_none());
}

/// A minute is ample for twenty megabytes in linear time, and too little for quadratic time.
#[test]
fn long_texts_take_linear_time() {
    let shapes = [
        ("", "a", ""),
        ("", "1", ""),
        ("", "é", ""),
        ("a", "\u{301}", ""),
        ("", "a.", "a"),
        ("", "é\u{3002}", "é"),
        ("", "xn--4dbc5h.", "a"),
        ("", ":", ""),
        ("", "1:", ""),
        ("P", "1D", ""),
        ("P", "1", "D"),
        ("/", "~0/", ""),
        ("0", "/", ""),
        ("", "{a}", ""),
        ("{", "a,", "a}"),
        ("", "{", ""),
        ("//", "%20", "@a"),
        ("a:?", "é", "#"),
        ("\"", "\\a", "\"@a"),
        ("", "a.", "a@b"),
        ("", "(", ""),
        ("", "(a)\\1", ""),
        ("[", "\\u{41}-b", "]"),
        ("", "(?<", ""),
        ("(?<", "\\u0061", ">)"),
        ("", "a{1", "}"),
        ("a{", "1", "}"),
    ];
    for format in FORMATS {
        let started = Instant::now();
        for (start, piece, end) in shapes {
            (format.is_valid)(&(start.to_owned() + &piece.repeat(1_000_000 / piece.len()) + end));
        }
        assert!(started.elapsed().as_secs() < 60, "{}", format.wire_name);
    }
}

/// Decisions that the suite leaves open.
#[test]
fn grammars_decide_beyond_the_suite() {
    let cases = [
        ("duration", "p1dt2h", true), // the letters of ABNF are of either case, as in `date-time`
        ("relative-json-pointer", "0-1/a", true),
        ("relative-json-pointer", "0+10#", true),
        ("relative-json-pointer", "0+0", false),
        ("relative-json-pointer", "0+01", false),
        ("uri-template", "{=a}{|b}", true), // reserved, but in the grammar
        ("uri-template", "{a:1*}", false),
        ("hostname", "ab--cd.example", true), // a reserved label, but a host name of RFC 1123
        ("hostname", "XN--BCHER-KVA.example", true),
        ("hostname", "1.xn--4dbc5h", false), // the rule for right to left holds for the whole name
        ("idn-hostname", "1.\u{5d0}", false),
        ("idn-hostname", "b\u{fc}cher.example", true),
        ("idn-hostname", "bu\u{308}cher.example", false), // not composed
        ("idn-hostname", "\u{1ea1}\u{302}", false),       // composes to one
        ("idn-hostname", "q\u{302}\u{323}", false),       // marks out of order
        ("idn-hostname", "q\u{323}\u{302}", true),
        ("idn-hostname", "B\u{fc}cher.example", false), // capitals are mapped before they are looked up
        ("idn-email", "a@bu\u{308}cher.example", true),
        ("idn-email", "a@b\u{fc}cher\u{3002}example", false),
        ("idn-email", "\"\\\u{fc}\"@example.com", false), // only ASCII is escaped
        ("iri", "http://example.com/\u{e000}", false),
        ("iri", "http://example.com/?\u{e000}", true),
        ("iri", "http://example.com/\u{fffe}", false),
        ("uri", "http:", true),
        ("uri", "http://", true),
        ("uri", "1http:a", false),
        ("uri", ":a", false),
        ("uri", "a:b:c", true),
        ("uri", "http://user:a:b@example.com:80/", true),
        ("uri", "http://user@host@example.com/", false),
        ("uri", "http://example.com:8a/", false),
        ("uri", "http://example.com:80:80/", false),
        ("uri", "http://:80?q", true),
        ("uri", "http://user@[::1]:80#f", true),
        ("uri", "http://[::1]a/", false),
        ("uri", "http://[::1/]", false),
        ("uri", "http://[v1.a:b]", true),
        ("uri", "http://a[::1]/", false),
        ("uri", "http://%41:1/%4", false),
        ("uri", "a:?b?c#d?e", true),
        ("uri", "a:#b#c", false),
        ("uri-reference", "a/b:c", true),
        ("uri-reference", "1:b", false),
        ("regex", "(?i:a)", false),          // modifiers came with edition 2025,
        ("regex", "(?<n>a)|(?<n>b)", false), // and so did names that are used twice
        ("regex", r"\k<n>(?<n>)\2()", true),
        ("regex", r"\3()()", false),
        ("regex", r"[\w-a]", false),
        ("regex", r"\-", false),
        ("regex", r"[\-]", true),
        ("regex", "a{2,1}", false),
        ("regex", "(?=a)*", false),
        ("regex", r"\p{Script=Greek}\p{Lu}\p{RI}", true),
        ("regex", r"\p{script=Greek}", false),
    ];
    for (format, text, expected) in cases {
        let format = find(format).expect("it is among the formats");
        assert_eq!((format.is_valid)(text), expected, "{} {text:?}", format.wire_name);
    }
}

#[test]
fn wider_formats_accept_narrower_ones() {
    let is_valid = |format: &str, text: &str| find(format).is_some_and(|format| (format.is_valid)(text));
    let wider =
        [("uri", "iri"), ("uri", "uri-reference"), ("iri", "iri-reference"), ("uri-reference", "iri-reference")];
    let wider = wider.into_iter().chain([("hostname", "idn-hostname"), ("email", "idn-email")]);
    for (narrow, wide) in wider {
        for draft in DRAFTS {
            let path = folder(draft).join(format!("{narrow}.json"));
            let tests = if path.exists() { tests(&path) } else { Vec::new() };
            for (name, _, instance, _) in &tests {
                let text = instance.as_str().unwrap_or_default();
                assert!(!is_valid(narrow, text) || is_valid(wide, text), "{name}: {wide}");
            }
        }
    }
}

/// Generates texts from pieces of formats, so that checks get beyond the first byte.
fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "a",
        "Z",
        "0",
        "9",
        "-",
        ".",
        ":",
        "::",
        "/",
        "//",
        "?",
        "#",
        "@",
        "%41",
        "%",
        "[",
        "]",
        "{",
        "}",
        ",",
        "*",
        "+",
        "~0",
        "~",
        "\"",
        "\\",
        "\\u{41}",
        "\\uD83D",
        "\\p{L}",
        "\\k<a>",
        "(?<a>",
        "(?:",
        "(?=",
        ")",
        "|",
        "xn--",
        "-4dbc5h",
        "P",
        "T",
        "D",
        "W",
        "2024-02-29",
        "23:59:60",
        "Z",
        "é",
        "e\u{301}",
        "\u{200c}",
        "\u{94d}",
        "\u{5d0}",
        "\u{660}",
        "\u{3002}",
        "\u{1f432}",
        "\u{e000}",
        "\n",
        "1.2.3.4",
    ];
    prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_decided(text in prop_oneof![any::<String>(), pieces()]) {
        for format in FORMATS {
            (format.is_valid)(&text);
        }
    }

    #[test]
    fn a_label_agrees_with_its_ascii_form(text in "[a-zß-öа-яא-ת٠-٩ءآبک०-९क-ह्ぁ-ん・·\u{300}-\u{30f}\u{200c}\u{200d}-]{1,20}") {
        prop_assume!(!text.is_ascii());
        let mut ascii = b"xn--".to_vec();
        let code_points: Vec<char> = text.chars().collect();
        punycode::encode(&code_points, |byte| ascii.push(byte)).expect("the label is short");
        let ascii = String::from_utf8(ascii).expect("Punycode is ASCII");
        let mut buffer = ['\0'; 64];
        prop_assert_eq!(punycode::decode(&ascii[4..], &mut buffer), Some(&code_points[..]));
        prop_assert_eq!(idn_hostname::is_valid(&text), idn_hostname::is_valid(&ascii));
        prop_assert_eq!(hostname::is_valid(&ascii), idn_hostname::is_valid(&ascii));
    }
}
