//! The order of branches and of listed values has no meaning, so it renames nothing.

use codegen::Edition;
use serde_json::{Value, json};

use super::{breaking, catalogue, schemas};

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

#[test]
fn the_order_of_branches_names_nothing() {
    let (mut found, mut count) = (Vec::new(), 0);
    // A reference to a branch by its index would lead to another one.
    let is_small = |text: &str| text.len() < 30_000 && !text.contains("Of/");
    for (path, schema) in schemas().into_iter().filter(|(_, schema)| is_small(&schema.to_string())).chain(alike()) {
        let other = reversed(&schema);
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
    assert!(found.is_empty(), "{} differences in {count} schemas\n{}", found.len(), found.join("\n"));
}
