//! Catalogues with one object at a place: the payload, three levels deep, behind a reference, in a branch, the envelope.

use codegen::wire::{Site, Wire, judge};
use codegen::{Edition, Files};
use serde_json::{Map, Value, json};

/// The place of the object in its catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// It is the payload.
    Payload,
    /// It is a member of a member of a member.
    Deep,
    /// Two members refer to it.
    Referenced,
    /// It is a branch of a union with a tag.
    Branch,
    /// It is the envelope.
    Envelope,
}

pub(super) const PLACES: [Place; 5] = [Place::Payload, Place::Deep, Place::Referenced, Place::Branch, Place::Envelope];

/// Returns the files of a catalogue with a schema and its example at a place.
pub(super) fn files(place: Place, schema: &Value, example: &Value) -> Files {
    let (payload, data) = match place {
        Place::Payload => (schema.clone(), example.clone()),
        Place::Deep => {
            let nested = json!({ "type": "object", "required": ["two"], "properties": { "two": {
                "type": "object", "required": ["three"], "properties": { "three": schema }
            } } });
            let nested = json!({ "type": "object", "required": ["one"], "properties": { "one": nested } });
            (nested, json!({ "one": { "two": { "three": example } } }))
        }
        Place::Referenced => {
            let member = json!({ "$ref": "#/$defs/spot" });
            let whole = json!({
                "type": "object",
                "required": ["first"],
                "properties": { "first": member, "second": member },
                "$defs": { "spot": schema },
            });
            (whole, json!({ "first": example }))
        }
        Place::Branch => {
            let other = json!({
                "type": "object",
                "required": ["tag"],
                "properties": { "tag": { "const": "other" }, "size": { "type": "integer" } },
            });
            (json!({ "oneOf": [with_tag(schema), other] }), with(example, "tag", json!("spot")))
        }
        Place::Envelope => (json!({ "type": "object" }), json!({})),
    };
    let (envelope, around) = match place {
        Place::Envelope => {
            let envelope = with_properties(schema, json!({ "event": { "type": "string" }, "data": {} }));
            (envelope, with(&with(example, "event", json!("spot.seen")), "data", json!({})))
        }
        _ => (
            json!({
                "type": "object",
                "required": ["event", "data"],
                "properties": { "event": { "type": "string" }, "data": {} },
            }),
            json!({ "event": "spot.seen", "data": {} }),
        ),
    };
    let catalog = r#"
[crate]
name = "spots"
version = "0.1.0"
vendor = "Spots"

[envelope]
schema = "envelope.schema.json"
example = "envelope.example.json"

[event]
member = "/event"

[payload]
at = "/data"

[signature]
header = "X-Signature"
algorithm = "hmac-sha256"
encoding = "hex"

[[events]]
name = "spot.seen"
schema = "spot.schema.json"
examples = ["spot.example.json"]
"#;
    Files::from([
        ("catalog.toml".to_owned(), catalog.to_owned()),
        ("envelope.schema.json".to_owned(), envelope.to_string()),
        ("envelope.example.json".to_owned(), around.to_string()),
        ("spot.schema.json".to_owned(), payload.to_string()),
        ("spot.example.json".to_owned(), data.to_string()),
    ])
}

/// Requires a tag of an object and its branches.
fn with_tag(schema: &Value) -> Value {
    with_properties(schema, json!({ "tag": { "const": "spot" } }))
}

/// Adds required members to an object's schema.
fn with_properties(schema: &Value, more: Value) -> Value {
    let mut schema = schema.clone();
    let Value::Object(more) = more else { return schema };
    let keywords = schema.as_object_mut().expect("an object's schema");
    let required = keywords.entry("required").or_insert_with(|| json!([]));
    required.as_array_mut().expect("a list").extend(more.keys().map(|name| json!(name)));
    let properties = keywords.entry("properties").or_insert_with(|| json!({}));
    properties.as_object_mut().expect("an object").extend(more);
    schema
}

fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut members: Map<String, Value> = object.as_object().cloned().unwrap_or_default();
    members.insert(name.to_owned(), value);
    Value::Object(members)
}

/// Returns the edition of a catalogue.
pub(super) fn edition(files: &Files) -> Edition {
    Edition::read(files).unwrap_or_else(|why| panic!("{why}: {files:#?}"))
}

/// Judges all changes between two schemas at a place.
pub(super) fn judged(place: Place, old: (&Value, &Value), new: (&Value, &Value)) -> Wire {
    let (before, after) = (edition(&files(place, old.0, old.1)), edition(&files(place, new.0, new.1)));
    let (old, new) = (before.contract(), after.contract());
    let name = if place == Place::Envelope { "envelope" } else { "spot.seen" };
    let root = |contract: codegen::wire::Contract<'_>| {
        contract.model.roots.iter().position(|root| root.wire_name == name).expect("it is documented")
    };
    judge(old, new, &Site::root(root(old), root(new)))
}
