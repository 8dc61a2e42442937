//! The deserializer of validated text gives what `serde_json` gives, and never panics on other text.

use std::collections::BTreeMap;
use std::fmt::Debug;

use codegen_runtime::text::deserializer::{failed_at, from_text};
use codegen_runtime::{Decimal, Integer, Timestamp};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde::Deserialize;
use serde_json::Value;

#[derive(Debug, Deserialize, PartialEq)]
enum Choice {
    Unit,
    Newtype(Option<Vec<bool>>),
    Pair(f64, i8),
    Members { a: Integer, b: Option<()> },
}

#[derive(Debug, Deserialize, PartialEq)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Tagged {
    First { at: Timestamp },
    Second { amount: Decimal, rest: BTreeMap<Name, Value> },
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Name(String);

/// Asserts that a type reads the same from a text, and from all its beginnings, by both deserializers.
fn assert_same<T: DeserializeOwned + Debug + PartialEq>(text: &str) {
    assert_eq!(from_text::<T>(text).ok(), serde_json::from_str(text).ok(), "{text}");
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        if let Ok(by_serde) = serde_json::from_str::<T>(&text[..end]) {
            assert_eq!(from_text(&text[..end]), Ok(by_serde), "{}", &text[..end]);
        }
    }
}

#[test]
fn every_kind_of_type_reads_like_serde() {
    for text in [
        r#""Unit""#,
        r#"{"Unit": null}"#,
        r#"{"Newtype": null}"#,
        r#" {"New\u0074ype" : [ true , false ] } "#,
        r#"{"Pair": [1, -2]}"#,
        r#"{"Pair": [0.1, 200]}"#,
        r#"{"Pair": [0.1, 2, 3]}"#,
        r#"{"Members": {"b": null, "a": 1e3, "other": [{"x": "]"}]}}"#,
        r#"{"Members": {"a": 1.5}}"#,
        r#"{"Members": {"a": 123456789012345678901234567890}, "Unit": null}"#,
        r#""Other""#,
        "7",
    ] {
        assert_same::<Choice>(text);
    }
    for text in [
        r#"{"type":"first","at":"2026-06-12T10:00:00Z"}"#,
        r#"{"at":"\u0041\/\ud83d\ude00é","type":"first"}"#,
        r#"{"amount":"5\n0.00","rest":{"é":[],"\t":{}},"type":"second"}"#,
        r#"{"type":"third"}"#,
    ] {
        assert_same::<Tagged>(text);
    }
}

#[test]
fn numbers_are_those_of_serde() {
    for text in [
        "0",
        "-0",
        "-0.0",
        "0.1",
        "0.30",
        "-12.5",
        "999999999999999.9",
        "99999999999999.5",
        "9007199254740993",
        "1e400",
        "1e-400",
        "1E2",
        "123456789012345678",
        "-123456789012345678",
        "1234567890123456789",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "0.1000000000000000055511151231257827",
        "2.5e-5",
        "01",
        "1.",
        ".5",
        "+1",
        "-",
    ] {
        assert_same::<Value>(text);
        assert_same::<f64>(text);
        assert_same::<u64>(text);
        assert_same::<i32>(text);
        assert_same::<i128>(text);
        assert_same::<Integer>(text);
        let read = from_text::<Value>(text).map(|value| value.to_string());
        assert_eq!(read.ok(), serde_json::from_str::<Value>(text).map(|value| value.to_string()).ok(), "{text}");
    }
}

#[test]
fn nesting_ends_at_128_levels() {
    let nested = |levels: usize| ["[".repeat(levels), "]".repeat(levels)].concat();
    assert!(from_text::<Value>(&nested(128)).is_ok());
    assert!(from_text::<Value>(&nested(129)).is_err());
    assert!(from_text::<Value>(&nested(5_000_000)).is_err());
}

proptest! {
    /// Of what `serde_json` accepts every value is equal; anything else ends without a panic.
    #[test]
    fn any_text_is_read_like_serde(text in r#"([\[\]{},:"\\u0-9eE.+\- é😀\n]|"[a-f\\"é]*"|null|true|false|\\u[0-9a-fd]{4}|[0-9]{1,20}){0,24}"#) {
        let read = from_text::<Value>(&text);
        if let Ok(by_serde) = serde_json::from_str::<Value>(&text) {
            prop_assert_eq!(read, Ok(by_serde));
        }
    }

    #[test]
    fn any_short_fraction_is_read_like_serde(digits in 0_u64..1_000_000_000_000_000, places in 0_usize..16, is_negative: bool) {
        let digits = format!("{digits:0>width$}", width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let text = format!("{}{}.{}0", if is_negative { "-" } else { "" }, whole, fraction);
        prop_assert_eq!(from_text::<f64>(&text).ok(), serde_json::from_str(&text).ok());
        let read = from_text::<Value>(&text).map(|value| value.to_string());
        prop_assert_eq!(read.ok(), serde_json::from_str::<Value>(&text).map(|value| value.to_string()).ok());
    }
}

#[test]
fn the_place_of_a_misfit_is_known() {
    type Nested = BTreeMap<String, Vec<Vec<u8>>>;
    let place = |text: &str| failed_at::<Nested>(text, 128).instance_location;
    assert_eq!(place(r#"{"a": [], "b/~": [[1, 2], [3, 256, 4]]}"#), "/b~1~0/1/1");
    assert_eq!(place(r#"{"a": [[1], [2], "x"], "b": []}"#), "/a/2");
    assert_eq!(place(r#"{"a": [[[1]]]}"#), "/a/0/0");
    assert_eq!(place("7"), "");
}
