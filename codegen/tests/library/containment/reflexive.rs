//! A schema contains itself, however it is written.

use codegen::containment::{Containment, contained};
use serde_json::{Map, Value, json};
use support::suite;

use crate::containment::{model, plain, sample};

fn is_proven(new: &str, old: &str) -> bool {
    let (new, old) = (plain(new), plain(old));
    matches!(contained((&new.0, new.1), (&old.0, old.1)), Containment::Proven)
}

#[test]
fn every_schema_contains_itself() {
    let groups = sample(suite::groups().into_iter().chain(suite::own()).chain(suite::random())).chain(suite::corpus());
    let mut open = Vec::new();
    for group in groups {
        let model = || model(&group, group.schema.to_compact());
        let (one, other) = (model(), model());
        let (Some(one), Some(other)) = (one, other) else { continue };
        if !matches!(contained((&one.0, one.1), (&other.0, other.1)), Containment::Proven) {
            open.push(group.name);
        }
    }
    assert_eq!(open, Vec::<String>::new());
}

#[test]
fn a_rewritten_schema_contains_itself() {
    let groups = sample(suite::groups().into_iter().chain(suite::random()).chain(suite::corpus()));
    let (mut proven, mut open) = (0, Vec::new());
    for group in groups {
        let schema = group.schema.to_serde();
        let Some(one) = model(&group, group.schema.to_compact()) else { continue };
        for (how, rewritten) in [("wrapped", wrapped(&schema)), ("reversed", reversed(&schema))] {
            let Some(other) = model(&group, rewritten.to_string()) else { continue };
            for (new, old) in [(&one, &other), (&other, &one)] {
                if matches!(contained((&new.0, new.1), (&old.0, old.1)), Containment::Proven) {
                    proven += 1;
                } else {
                    open.push(format!("{how}: {}", group.name));
                }
            }
        }
    }
    assert!(open.len() * 50 < proven, "{proven} proven, {} open: {open:#?}", open.len());
}

/// Wraps the keywords of the root in `allOf`.
fn wrapped(schema: &Value) -> Value {
    let Value::Object(keywords) = schema else { return json!({ "allOf": [schema] }) };
    let stays = |keyword: &str| keyword.starts_with('$') || keyword == "id" || keyword == "definitions";
    let (outer, inner): (Map<_, _>, Map<_, _>) = keywords.clone().into_iter().partition(|(keyword, _)| stays(keyword));
    // These two look at the keywords beside them.
    if inner.contains_key("unevaluatedItems") || inner.contains_key("unevaluatedProperties") {
        return schema.clone();
    }
    let mut outer = outer;
    outer.insert("allOf".to_owned(), json!([inner]));
    Value::Object(outer)
}

/// Reverses the order of members, and of lists whose order means nothing.
fn reversed(schema: &Value) -> Value {
    match schema {
        Value::Object(keywords) => {
            let reverse = |(keyword, value): (&String, &Value)| {
                let mut value = reversed(value);
                let is_set = ["enum", "required", "allOf", "anyOf", "oneOf", "type"].contains(&keyword.as_str());
                if let Value::Array(elements) = &mut value
                    && is_set
                {
                    elements.reverse();
                }
                (keyword.clone(), value)
            };
            Value::Object(keywords.iter().rev().map(reverse).collect())
        }
        other => other.clone(),
    }
}

#[test]
fn restructured_schemas_are_equal() {
    for (one, other) in [
        (
            r##"{"properties":{"a":{"$ref":"#/$defs/text"}},"$defs":{"text":{"type":"string","maxLength":3}}}"##,
            r#"{"properties":{"a":{"type":"string","maxLength":3}}}"#,
        ),
        (
            r#"{"type":"object","required":["a","b"],"properties":{"a":{"type":"string"},"b":{"type":"integer"}}}"#,
            r#"{"allOf":[{"required":["b"],"properties":{"a":{"type":"string"}}},{"type":"object","required":["a"]},
                {"properties":{"b":{"type":"integer"}}}]}"#,
        ),
        (r#"{"type":["string","null"]}"#, r#"{"anyOf":[{"type":"null"},{"type":"string"}]}"#),
        (r#"{"enum":["a","b"]}"#, r#"{"oneOf":[{"const":"b"},{"const":"a"}]}"#),
        (r#"{"type":"integer","exclusiveMinimum":0}"#, r#"{"type":"integer","minimum":1}"#),
        (
            r##"{"type":"object","properties":{"next":{"$ref":"#"}},"additionalProperties":false}"##,
            r##"{"$ref":"#/$defs/node","$defs":{"node":{"type":"object","additionalProperties":false,
                "properties":{"next":{"type":"object","additionalProperties":false,
                    "properties":{"next":{"$ref":"#/$defs/node"}}}}}}}"##,
        ),
        (r#"{"type":"string","pattern":"^[a-f]{2}$"}"#, r#"{"type":"string","pattern":"^(?:[a-f][a-f])$"}"#),
    ] {
        assert!(is_proven(one, other), "{one} in {other}");
        assert!(is_proven(other, one), "{other} in {one}");
    }
}
