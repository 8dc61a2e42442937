//! Documented schemas for `schemars`, beside or instead of the derived ones.
#![cfg(feature = "schemars")]

use schemars::transform::Transform;
use schemars::{Schema, SchemaGenerator};
use serde_json::{Map, Number, Value};

/// A function that returns the schema of a type or a reference to it.
pub type Subschema = fn(&mut SchemaGenerator) -> Schema;

/// Gives a type its documented schema: its name for schemars, the JSON text of the schema without its references, and the locations of
/// these with the types whose schemas they are. An `inline` schema has no definition of its own.
///
/// The caller imports this macro and, as `schema`, its module.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! json_schema {
    (@$type:ty, $name:literal, $is_inline:literal; $text:expr; $($at:literal = $target:ty;)*) => {
        impl schemars::JsonSchema for $type {
            fn inline_schema() -> bool {
                $is_inline
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                $name.into()
            }

            fn schema_id() -> std::borrow::Cow<'static, str> {
                concat!(module_path!(), "::", stringify!($type)).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schema::documented(generator, $text, &[$(($at, schemars::SchemaGenerator::subschema_for::<$target>)),*])
            }
        }
    };
    ($type:ty as inline $name:literal; $($content:tt)*) => {
        json_schema! { @$type, $name, true; $($content)* }
    };
    ($type:ty as $name:literal; $($content:tt)*) => {
        json_schema! { @$type, $name, false; $($content)* }
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use json_schema;

/// Parses a schema and inserts its references.
///
/// # Panics
///
/// If the text is not JSON, which never happens in generated code.
pub fn documented(generator: &mut SchemaGenerator, text: &str, references: &[(&str, Subschema)]) -> Schema {
    let mut schema: Value = serde_json::from_str(text).expect("the generator writes JSON");
    for (at, subschema) in references {
        let reference = subschema(generator);
        if let Some(place) = schema.pointer_mut(at) {
            refer(place, reference);
        }
    }
    Schema::try_from(schema).expect("the generator writes schemas")
}

/// Adds another schema to a schema, in its own scope: by `$ref`, or by `allOf` if there is a `$ref` already.
fn refer(place: &mut Value, reference: Schema) {
    let reference = Value::from(reference);
    let Value::Object(keywords) = place else {
        *place = reference;
        return;
    };
    match reference {
        reference if keywords.is_empty() => *place = reference,
        Value::Object(reference)
            if reference.len() == 1 && reference.contains_key("$ref") && !keywords.contains_key("$ref") =>
        {
            keywords.extend(reference);
        }
        reference => match keywords.entry("allOf").or_insert_with(|| Value::Array(Vec::new())) {
            Value::Array(parts) => parts.push(reference),
            _ => unreachable!("`allOf` is a list"),
        },
    }
}

/// Returns the first text if `serde_json` keeps the digits of numbers (its feature `arbitrary_precision`), otherwise the second, which
/// expresses the same with numbers that `serde_json` can hold.
#[must_use]
pub fn held<'a>(exact: &'a str, other: &'a str) -> &'a str {
    let keeps = serde_json::from_str::<Number>("1e-400").is_ok_and(|number| number.to_string() != "0.0");
    if keeps {
        exact
    } else {
        other
    }
}

/// Applies a JSON Merge Patch [RFC 7396] to a derived schema; `null` removes a keyword.
pub fn overlay(patch: &'static str) -> impl Transform {
    move |schema: &mut Schema| {
        if let Ok(Value::Object(patch)) = serde_json::from_str(patch) {
            merge_members(schema.ensure_object(), patch);
        }
    }
}

/// Returns an `enum` of strings.
pub fn strings<const LENGTH: usize>(values: [&str; LENGTH]) -> Schema {
    schemars::json_schema!({ "type": "string", "enum": values.as_slice() })
}

/// Returns a schema of branches: `oneOf`, `anyOf` or `allOf`.
pub fn choice(keyword: &str, branches: impl IntoIterator<Item = Schema>) -> Schema {
    let branches = branches.into_iter().map(Value::from).collect();
    Schema::from(Map::from_iter([(keyword.to_owned(), Value::Array(branches))]))
}

/// Returns a schema of objects whose tag has one value, beside a member that the tag selects.
pub fn tagged((tag, value): (&str, &str), (member, schema): (&str, Schema)) -> Schema {
    let tag_schema = schemars::json_schema!({ "const": value });
    let properties = [(tag.to_owned(), tag_schema.into()), (member.to_owned(), schema.into())];
    schemars::json_schema!({
        "type": "object",
        "required": [tag, member],
        "properties": Value::Object(Map::from_iter(properties)),
    })
}

/// Returns a schema of bodies with a value at the place of some names, from the body inwards.
pub fn placed(names: &[&str], schema: Schema) -> Schema {
    names.iter().rev().fold(schema, |inner, name| {
        let properties = Map::from_iter([((*name).to_owned(), inner.into())]);
        schemars::json_schema!({ "type": "object", "required": [name], "properties": Value::Object(properties) })
    })
}

/// Returns a schema of one string.
pub fn constant(value: &str) -> Schema {
    schemars::json_schema!({ "const": value })
}

/// Replaces the format and the bounds that the type of a native integer implies by some keywords.
pub fn native(keywords: &'static str) -> impl Transform {
    move |schema: &mut Schema| {
        for implied in ["format", "minimum", "maximum"] {
            schema.remove(implied);
        }
        overlay(keywords).transform(schema);
    }
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
