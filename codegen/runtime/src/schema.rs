//! What a Rust type cannot say of its schema, added to what schemars derives from it.
#![cfg(feature = "schemars")]

use schemars::transform::Transform;
use schemars::Schema;
use serde_json::{Map, Value};

/// Adds keywords to a derived schema, also deep inside of it: a JSON Merge Patch [RFC 7396], where `null` takes a keyword away.
pub fn overlay(patch: &'static str) -> impl Transform {
    move |schema: &mut Schema| add(schema, patch)
}

/// A schema with more keywords: those of a JSON Merge Patch, as for [`overlay`].
#[must_use]
pub fn completed(mut schema: Schema, patch: &str) -> Schema {
    add(&mut schema, patch);
    schema
}

fn add(schema: &mut Schema, patch: &str) {
    if let Ok(Value::Object(patch)) = serde_json::from_str(patch) {
        merge_members(schema.ensure_object(), patch);
    }
}

/// A schema of some strings.
pub fn strings<const LENGTH: usize>(values: [&str; LENGTH]) -> Schema {
    schemars::json_schema!({ "type": "string", "enum": values.as_slice() })
}

/// A schema of branches: `oneOf`, `anyOf` or `allOf`.
pub fn choice(keyword: &str, branches: impl IntoIterator<Item = Schema>) -> Schema {
    let branches = branches.into_iter().map(Value::from).collect();
    Schema::from(Map::from_iter([(keyword.to_owned(), Value::Array(branches))]))
}

/// A schema of objects that have a member with one value, and beside it another that the value decides.
pub fn tagged((tag, value): (&str, &str), (member, schema): (&str, Schema)) -> Schema {
    let tag_schema = schemars::json_schema!({ "const": value });
    let properties = [(tag.to_owned(), tag_schema.into()), (member.to_owned(), schema.into())];
    schemars::json_schema!({
        "type": "object",
        "required": [tag, member],
        "properties": Value::Object(Map::from_iter(properties)),
    })
}

/// One schema for instances of several types: the keywords of all, which speak of one type each.
pub fn merged(schemas: impl IntoIterator<Item = Schema>) -> Schema {
    let mut types = Vec::new();
    let mut keywords = Map::new();
    for mut schema in schemas {
        let schema = schema.ensure_object();
        types.extend(schema.remove("type"));
        keywords.append(schema);
    }
    keywords.remove("title");
    keywords.remove("description");
    keywords.insert("type".to_owned(), Value::Array(types));
    Schema::from(keywords)
}

fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(members), Value::Object(patch)) => merge_members(members, patch),
        (target, Value::Object(patch)) => {
            let mut members = Map::new();
            merge_members(&mut members, patch);
            *target = Value::Object(members);
        }
        (target, patch) => *target = patch,
    }
}

fn merge_members(members: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (keyword, value) in patch {
        if value.is_null() {
            members.remove(&keyword);
        } else {
            merge(members.entry(keyword).or_insert(Value::Null), value);
        }
    }
}
