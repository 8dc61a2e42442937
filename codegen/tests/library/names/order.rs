//! The order of branches, of listed values, of members and of keywords has no meaning, and neither has a description, so they rename nothing.

use codegen::Edition;
use serde_json::{Value, json};

use super::{breaking, catalogue, names_of, schemas};

/// Reverses the lists whose order means nothing.
fn reversed(schema: &Value) -> Value {
    match schema {
        Value::Object(keywords) => {
            let reverse = |(keyword, value): (&String, &Value)| {
                let mut value = reversed(value);
                if let Value::Array(elements) = &mut value
                    && ["anyOf", "enum", "oneOf"].contains(&keyword.as_str())
                {
                    elements.reverse();
                }
                (keyword.clone(), value)
            };
            Value::Object(keywords.iter().map(reverse).collect())
        }
        Value::Array(elements) => elements.iter().map(reversed).collect(),
        other => other.clone(),
    }
}

/// Branches whose words are alike.
fn alike() -> Vec<(String, Value)> {
    let tag = |value: Value| json!({ "type": "object", "required": ["v"], "properties": { "v": { "const": value }, "a": { "type": "string" } } });
    let member = |kind: &str| json!({ "type": "object", "required": ["a"], "properties": { "a": { "type": kind } } });
    let nested = |kind: &str| {
        let meta = json!({ "type": "object", "required": ["type"], "properties": { "type": { "const": kind }, "x": { "type": "string" } } });
        json!({ "type": "object", "required": ["meta"], "properties": { "meta": meta } })
    };
    let titled = |kind: &str| json!({ "title": "Item", "type": "object", "required": ["of"], "properties": { "of": { "type": kind }, "b": { "enum": ["x", kind] } } });
    [
        ("signs", vec![tag(json!(1)), tag(json!(-1)), tag(json!(1.5)), tag(Value::Null)]),
        ("one member", vec![member("string"), member("integer"), member("boolean")]),
        ("nested tags", vec![nested("web"), nested("app")]),
        ("equal titles", vec![titled("string"), titled("integer")]),
    ]
    .map(|(name, branches)| (name.to_owned(), json!({ "oneOf": branches })))
    .into()
}

/// Describes each second schema with a type.
fn described(schema: &Value, count: &mut usize) -> Value {
    match schema {
        Value::Object(keywords) => {
            let mut changed: serde_json::Map<String, Value> =
                keywords.iter().map(|(keyword, value)| (keyword.clone(), described(value, count))).collect();
            if keywords.get("type").is_some_and(Value::is_string) {
                *count += 1;
                if count.is_multiple_of(2) {
                    changed.insert("description".to_owned(), format!("Described {count} times.").into());
                }
            }
            Value::Object(changed)
        }
        Value::Array(elements) => elements.iter().map(|element| described(element, count)).collect(),
        other => other.clone(),
    }
}

/// Changes schemas, and returns the differences that programs may notice.
fn differences(change: impl Fn(&Value) -> Value) -> Vec<String> {
    // A reference to a branch by its index would lead to another one.
    let is_small = |text: &str| text.len() < 8_000 && !text.contains("Of/");
    let (mut found, mut count) = (Vec::new(), 0);
    for (path, schema) in schemas().into_iter().filter(|(_, schema)| is_small(&schema.to_string())).chain(alike()) {
        let other = change(&schema);
        if other == schema {
            continue;
        }
        let (Ok(one), Ok(other)) = (Edition::read(&catalogue(&schema)), Edition::read(&catalogue(&other))) else {
            continue;
        };
        count += 1;
        for difference in breaking(one.api(), other.api()) {
            found.push(format!("{path}: {} {:?}", difference.path, difference.rule));
        }
    }
    assert!(count > 20, "{count} schemas");
    found
}

#[test]
fn the_order_of_branches_names_nothing() {
    assert_eq!(differences(reversed), Vec::<String>::new());
}

#[test]
fn a_description_renames_nothing() {
    let mut found = differences(|schema| described(schema, &mut 0));
    // Schemas whose members are described in other words have types of their own.
    found.retain(|difference| !difference.starts_with("equal-schemas"));
    assert_eq!(found, Vec::<String>::new());
}

/// The two orders of some keywords or members, which [`Value`] does not keep.
const ORDERS: [[&str; 2]; 6] = [
    // Required members.
    [
        r#"{ "oneOf": [{ "type": "object", "properties": { "project": { "type": "string" }, "file": { "type": "string" } },
            "required": ["project", "file"] }, { "type": "string" }] }"#,
        r#"{ "oneOf": [{ "type": "object", "properties": { "file": { "type": "string" }, "project": { "type": "string" } },
            "required": ["file", "project"] }, { "type": "string" }] }"#,
    ],
    // Members that tell branches apart.
    [
        r#"{ "oneOf": [{ "properties": { "b": { "type": "string" }, "a": { "type": "string" } }, "type": "object" },
            { "properties": { "d": { "type": "string" }, "c": { "type": "string" } }, "type": "object" }] }"#,
        r#"{ "oneOf": [{ "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "string" } } },
            { "type": "object", "properties": { "c": { "type": "string" }, "d": { "type": "string" } } }] }"#,
    ],
    // A member beside and inside of `allOf`.
    [
        r##"{ "type": "object", "properties": { "part": { "type": "object", "properties": { "a": { "enum": ["x", "y"] } } } },
            "allOf": [{ "$ref": "#/$defs/Base" }], "$defs": { "Base": { "type": "object",
            "properties": { "part": { "type": "object", "properties": { "b": { "enum": ["x", "z"] } } } } } } }"##,
        r##"{ "type": "object", "allOf": [{ "$ref": "#/$defs/Base" }],
            "properties": { "part": { "type": "object", "properties": { "a": { "enum": ["x", "y"] } } } },
            "$defs": { "Base": { "type": "object",
            "properties": { "part": { "type": "object", "properties": { "b": { "enum": ["x", "z"] } } } } } } }"##,
    ],
    // Listed strings of a member beside and inside of `allOf`.
    [
        r#"{ "type": "object", "properties": { "s": { "type": "string", "enum": ["A", "B"] } },
            "allOf": [{ "properties": { "s": { "enum": ["A"] } } }] }"#,
        r#"{ "type": "object", "allOf": [{ "properties": { "s": { "enum": ["A"] } } }],
            "properties": { "s": { "enum": ["A", "B"], "type": "string" } } }"#,
    ],
    // Objects inside of `allOf` that restrict one member.
    [
        r#"{ "type": "object", "allOf": [{ "properties": { "s": { "type": "object", "properties": { "a": { "enum": ["x", "y"] } } } } },
            { "properties": { "s": { "type": "object", "properties": { "a": { "enum": ["y", "z"] } } } } }] }"#,
        r#"{ "type": "object", "allOf": [{ "properties": { "s": { "type": "object", "properties": { "a": { "enum": ["y", "z"] } } } } },
            { "properties": { "s": { "type": "object", "properties": { "a": { "enum": ["x", "y"] } } } } }] }"#,
    ],
    // Schemas that are equal to one with a name.
    [
        r#"{ "type": "object", "properties": { "kind": { "type": "string", "enum": ["x", "y"] } },
            "$defs": { "Kind": { "type": "string", "enum": ["x", "y"] } } }"#,
        r#"{ "type": "object", "properties": { "kind": { "enum": ["x", "y"], "type": "string" } },
            "$defs": { "Kind": { "type": "string", "enum": ["x", "y"] } } }"#,
    ],
];

#[test]
fn the_order_of_members_names_nothing() {
    for [one, other] in ORDERS {
        let [first, second] = [one, other].map(|text| names_of(text).expect("it is a schema"));
        assert_eq!(first, second, "{one}");
        assert!(first.len() > 1, "{one}: {first:?}");
    }
}
