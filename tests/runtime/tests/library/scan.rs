//! The scanner accepts the same JSON as `serde_json`, except for duplicate names and large numbers.

use std::collections::HashSet;
use std::fmt;

use codegen_runtime::text::scanner::Scanner;
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

fn scans(input: &[u8]) -> bool {
    let read = |mut scanner: Scanner<'_>| scanner.value().and_then(|()| scanner.end());
    read(Scanner::new(input)).is_some()
}

/// A visitor that accepts what `serde_json` reads, without duplicate names.
struct Judge;

impl<'de> Deserialize<'de> for Judge {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JudgeVisitor)
    }
}

struct JudgeVisitor;

impl<'de> Visitor<'de> for JudgeVisitor {
    type Value = Judge;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }
    fn visit_bool<E>(self, _: bool) -> Result<Judge, E> {
        Ok(Judge)
    }
    fn visit_i64<E>(self, _: i64) -> Result<Judge, E> {
        Ok(Judge)
    }
    fn visit_u64<E>(self, _: u64) -> Result<Judge, E> {
        Ok(Judge)
    }
    fn visit_f64<E>(self, _: f64) -> Result<Judge, E> {
        Ok(Judge)
    }
    fn visit_str<E>(self, _: &str) -> Result<Judge, E> {
        Ok(Judge)
    }
    fn visit_unit<E>(self) -> Result<Judge, E> {
        Ok(Judge)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Judge, A::Error> {
        while seq.next_element::<Judge>()?.is_some() {}
        Ok(Judge)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Judge, A::Error> {
        let mut known = HashSet::new();
        while let Some((name, _)) = map.next_entry::<String, Judge>()? {
            if !known.insert(name) {
                return Err(serde::de::Error::custom("duplicate"));
            }
        }
        Ok(Judge)
    }
}

/// Returns true if judge and scanner agree; the judge has no opinion on numbers beyond its range.
fn agree(input: &[u8]) -> bool {
    match serde_json::from_slice::<Judge>(input) {
        Ok(Judge) => scans(input),
        Err(error) => error.to_string().starts_with("number out of range") || !scans(input),
    }
}

#[test]
fn exactly_json_is_accepted() {
    let accepted: &[&str] = &[
        "null",
        " true ",
        "\t[\n]\r",
        "{}",
        "[1,2]",
        r#"{"a":1,"b":[{}]}"#,
        "0",
        "-0",
        "-1.5e+10",
        "1E400",
        "1e-99999999999999999999",
        "123456789012345678901234567890",
        r#""""#,
        r#""\u0000\ud83d\ude00\/""#,
        "\"é\u{10ffff}\u{7f}\"",
        r#"{"a":{"a":{"a":1}}}"#,
        r#"{"a":1,"\u0062":2}"#,
        r#"[{"a":1},{"a":1}]"#,
    ];
    let refused: &[&[u8]] = &[
        b"",
        b" ",
        b"nul",
        b"nulL",
        b"[1,]",
        b"[,1]",
        b"[1",
        b"[1 2]",
        b"{",
        b"{\"a\"}",
        b"{\"a\":}",
        b"{\"a\":1,}",
        b"{a:1}",
        b"{1:1}",
        b"01",
        b"-",
        b"-a",
        b"+1",
        b".5",
        b"1.",
        b"1.e1",
        b"1e",
        b"1e+",
        b"0x1",
        b"NaN",
        b"Infinity",
        b"\"",
        b"\"\\\"",
        b"\"\\x\"",
        b"\"\\u12\"",
        b"\"\\u12g4\"",
        b"\"\x01\"",
        b"\"\n\"",
        b"\"\\ud800\"",
        b"\"\\ud800\\u0041\"",
        b"\"\\udc00\"",
        b"\"\xff\"",
        b"\"\xc0\x80\"",
        b"\"\xed\xa0\x80\"",
        b"[] []",
        b"1 2",
        b"'a'",
        b"/**/1",
        b"\xef\xbb\xbf1",
        b"{\"a\":1,\"a\":2}",
        b"{\"a\":1,\"\\u0061\":2}",
        b"[{\"b\":{\"a\":1,\"c\":[],\"a\":2}}]",
        b"]",
        b"}",
        b"[}",
        b"{]",
        b"[1}",
        b"\"a\"\"",
        b"tru",
        b"true1",
        b"\x00",
        b"[\x0b]",
        b"\xc2\xa01",
    ];
    for text in accepted {
        assert!(scans(text.as_bytes()), "{text}");
    }
    for text in refused {
        assert!(!scans(text), "{}", String::from_utf8_lossy(text));
    }
}

#[test]
fn every_proper_prefix_is_refused() {
    let text = r#"{"id":"é\n","list":[1,-2.5e3,true,null,{"deep":{"er":[""]}}],"more":{"a":0}}"#;
    for end in 0..text.len() {
        assert!(!scans(&text.as_bytes()[..end]), "{end}");
    }
    assert!(scans(text.as_bytes()));
}

#[test]
fn nesting_is_bounded() {
    let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
    assert!(scans(&nested(128)));
    assert!(!scans(&nested(129)));
    assert!(!scans(&vec![b'['; 5_000_000]));
    assert!(!scans(&br#"{"a":"#.repeat(5_000_000)));
}

#[test]
fn a_million_members_take_linear_time() {
    let member = |index: usize| format!("\"member{index}\":{index}");
    let members: Vec<String> = (0..1_000_000).map(member).collect();
    let object = format!("{{{}}}", members.join(","));
    assert!(scans(object.as_bytes()));
    let twice = format!("{{{},{}}}", members.join(","), member(500_000));
    assert!(!scans(twice.as_bytes()));
}

#[test]
fn a_repeated_name_is_found_among_many() {
    for count in [10, 63, 64, 65, 66, 300] {
        let names: Vec<String> = (0..count).map(|index| format!("\"name-{index}\":0")).collect();
        let all = names.join(",");
        assert!(scans(format!("{{{all}}}").as_bytes()));
        for index in [0, count / 2, count - 1] {
            for again in [names[index].clone(), names[index].replace('n', "\\u006e")] {
                assert!(!scans(format!("{{{all},{again}}}").as_bytes()), "{again}");
                assert!(!scans(format!("{{{again},{all}}}").as_bytes()), "{again}");
            }
        }
    }
}

#[test]
fn strings_are_utf8_around_escapes() {
    let pieces: [&[u8]; 9] =
        [b"", b"\\n", b"\\u00e9", "é".as_bytes(), "\u{1f432}".as_bytes(), b"\xff", b"\xc3", b"\\x", b"\x1f"];
    for first in pieces {
        for second in pieces {
            for (before, between, behind) in [(0, 0, 0), (1, 0, 9), (7, 1, 0), (8, 7, 1), (15, 9, 16), (17, 40, 3)] {
                let run = |length: usize| vec![b'a'; length];
                let text = [b"\"", &*run(before), first, &*run(between), second, &*run(behind), b"\""].concat();
                assert!(agree(&text), "{:?}", String::from_utf8_lossy(&text));
            }
        }
    }
}

#[test]
fn names_of_every_length_differ() {
    for length in 0..40 {
        let plain = "x".repeat(length);
        let spread: Vec<String> =
            (0..length).map(|index| format!("\"{}y{}\":0", &plain[..index], &plain[index + 1..])).collect();
        let all = format!("{{\"{plain}\":0{}{}}}", if spread.is_empty() { "" } else { "," }, spread.join(","));
        assert!(scans(all.as_bytes()), "{all}");
        let twice = format!("{},\"{plain}\":0}}", &all[..all.len() - 1]);
        assert!(!scans(twice.as_bytes()), "{twice}");
    }
}

fn json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        any::<i64>().prop_map(|value| value.to_string()),
        "-?[1-9][0-9]{0,3}(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
        any::<String>().prop_map(|value| serde_json::to_string(&value).unwrap()),
        Just(r#""\ud83d\ude00\u00e9""#.to_owned()),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        let name = prop_oneof!["[a-c]{0,2}", "[a-z]{1,12}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(|list| format!("[{}]", list.join(" , "))),
            proptest::collection::vec((name, inner), 0..6).prop_map(|members| {
                let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
                format!("{{{}}}", members.join(","))
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn agrees_with_serde_json_on_json(text in json()) {
        prop_assert!(agree(text.as_bytes()), "{}", text);
    }

    #[test]
    fn agrees_with_serde_json_on_broken_json(text in json(), at in any::<prop::sample::Index>(), byte in any::<u8>(), kind in 0..3) {
        let mut bytes = text.into_bytes();
        let at = at.index(bytes.len());
        match kind {
            0 => bytes[at] = byte,
            1 => { bytes.remove(at); }
            _ => bytes.insert(at, byte),
        }
        prop_assert!(agree(&bytes), "{}", String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn never_panics(bytes in proptest::collection::vec(prop_oneof![any::<u8>(), prop::sample::select(br#"{}[]",:\ut0-1.eE "#.to_vec())], 0..40)) {
        prop_assert!(agree(&bytes), "{}", String::from_utf8_lossy(&bytes));
    }
}
