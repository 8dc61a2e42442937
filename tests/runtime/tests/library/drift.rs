//! The violations that are drift, by the keyword at the end of their location.

use codegen_runtime::receive::payload::Payload;
use codegen_runtime::text::scanner::Reader;
use codegen_runtime::text::tree::Tree;
use codegen_runtime::validate::documented::Documented;
use codegen_runtime::validate::drift::Drift;
use codegen_runtime::validate::report::{Collect, Report as _, Stop};
use codegen_runtime::value::instance::{Instance as _, Kind, Members as _};

/// Defines a type whose validator finds these violations, each at a member, an element or the root.
macro_rules! finds {
    ($($keywords:literal)* $(; never $($false:literal)*)?) => {{
        #[derive(serde::Deserialize)]
        struct Found(#[allow(dead_code)] serde_json::Value);

        impl Documented for Found {
            const SCHEMA_PATH: &'static str = "s.json";
            // Rejects everything, so that violations are collected.
            const READER: Reader = |_| None;

            fn collect<'v, 't>(instance: &'v Tree<'t>, at: Collect<'v, 't>) -> Result<(), Stop> {
                let at = match instance.kind() {
                    Kind::Object(members) => members.iter().next().map(|(name, _)| at.member(name, "")),
                    Kind::Array(_) => Some(at.element(0, "")),
                    _ => None,
                }
                .unwrap_or(at);
                $(at.violation($keywords, "it is wrong")?;)*
                $($(at.never($false)?;)*)?
                Ok(())
            }
        }
        |text: &str| -> Result<Vec<String>, &'static str> {
            let mut drift = Vec::new();
            let read = Payload::new(text, "/data", &mut drift).read::<Found>().map(|_| ());
            read.map(|()| drift.iter().map(Drift::to_string).collect()).map_err(|refusal| refusal.code())
        }
    }};
}

const BROKEN: Result<Vec<String>, &str> = Err("payload-schema");

#[test]
fn additions_are_drift() {
    for (keyword, found) in [
        ("/additionalProperties", finds!(; never "/additionalProperties") as fn(&str) -> _),
        ("/unevaluatedProperties", finds!(; never "/unevaluatedProperties")),
        ("/properties/a/additionalProperties", finds!(; never "/properties/a/additionalProperties")),
        ("/allOf/0/items/$ref/unevaluatedProperties", finds!(; never "/allOf/0/items/$ref/unevaluatedProperties")),
    ] {
        assert_eq!(found(r#"{"a":1}"#), Ok(vec![format!("new-member at /data/a (s.json#{keyword})")]));
    }
}

#[test]
fn only_strings_are_new_enum_values() {
    let found = finds!("/enum");
    for (text, place) in [
        (r#""new""#, "/data"),
        (r#"{"a":"new"}"#, "/data/a"),
        (r#"["new"]"#, "/data/0"),
        (r#"{"a/b~":"new"}"#, "/data/a~1b~0"),
    ] {
        assert_eq!(found(text), Ok(vec![format!("new-enum-value at {place} (s.json#/enum)")]), "{text}");
    }
    for text in ["1", "null", "true", r#"{"a":1}"#, "[1]", r#"[["new"]]"#, r#"{"a":{"a":"new"}}"#] {
        assert_eq!(found(text), BROKEN, "{text}");
    }
}

/// A member may have the name of a keyword; the violation of its schema `false` is not one of that keyword.
#[test]
fn a_member_name_is_no_keyword() {
    for found in [
        finds!(; never "/properties/enum") as fn(&str) -> _,
        finds!(; never "/properties/format"),
        finds!(; never "/properties/additionalProperties"),
        finds!(; never "/patternProperties/unevaluatedProperties"),
        finds!(; never "/dependentSchemas/enum"),
        finds!(; never "/allOf/0/properties/enum"),
    ] {
        assert_eq!(found(r#"{"a":"x"}"#), BROKEN);
    }
    let named = finds!("/properties/properties/enum");
    assert_eq!(
        named(r#"{"a":"x"}"#),
        Ok(vec!["new-enum-value at /data/a (s.json#/properties/properties/enum)".to_owned()])
    );
}

#[test]
fn one_other_violation_prevents_drift() {
    for found in [
        finds!("/minLength") as fn(&str) -> _,
        finds!("/enum" "/minLength"),
        finds!("/minLength" "/enum"),
        finds!("/format" "/minLength"),
        finds!("/anyOf/0/format" "/minLength"; never "/additionalProperties"),
    ] {
        assert_eq!(found(r#"{"a":"x"}"#), BROKEN);
    }
}

#[test]
fn a_format_is_reported_once_per_place() {
    let told = |keyword: &str| format!("format-mismatch at /data/a (s.json#{keyword})");
    assert_eq!(finds!("/format")(r#"{"a":"x"}"#), Ok(vec![told("/format")]));
    assert_eq!(finds!("/anyOf/0/format" "/anyOf/1/format")(r#"{"a":"x"}"#), Ok(vec![told("/anyOf/0/format")]));
    let both = finds!("/format" "/enum");
    assert_eq!(both(r#"{"a":"x"}"#), Ok(vec!["new-enum-value at /data/a (s.json#/enum)".to_owned(), told("/format")]));
}

/// A type whose schema is a choice of a time or null; its validator reports a violation per branch.
#[derive(serde::Deserialize)]
struct Choice(#[allow(dead_code)] serde_json::Value);

impl Documented for Choice {
    const SCHEMA_PATH: &'static str = "s.json";
    const READER: Reader = |_| None;

    fn collect<'v, 't>(instance: &'v Tree<'t>, at: Collect<'v, 't>) -> Result<(), Stop> {
        let is_time = |at: Collect<'v, 't>| match instance.kind() {
            Kind::String(_) => at.violation("/anyOf/0/format", "expected the format `date-time`"),
            _ => at.wrong_type("/anyOf/0/type", "a string", instance),
        };
        if is_time(at.probe()).is_err() {
            at.violation("/anyOf", "expected one of the alternatives")?;
            is_time(at)?;
            at.wrong_type("/anyOf/1/type", "null", instance)?;
        }
        Ok(())
    }
}

#[test]
fn a_choice_that_fails_by_format_drifts() {
    let mut drift = Vec::new();
    assert!(Payload::new(r#""yesterday""#, "", &mut drift).read::<Choice>().is_ok());
    assert_eq!(drift.iter().map(Drift::to_string).collect::<Vec<_>>(), ["format-mismatch (s.json#/anyOf/0/format)"]);
    let refused =
        Payload::new("7", "", &mut Vec::new()).read::<Choice>().map(|_| ()).expect_err("no branch is a number");
    assert_eq!(refused.code(), "payload-schema");
}
