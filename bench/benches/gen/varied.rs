//! A catalogue of events that differ from one another: nested objects, arrays, unions, and references to shared documents.

use std::fmt::Write as _;

use codegen::Files;
use fastrand::Rng;
use serde_json::{Map, Value, json};

/// The parts of names.
const WORDS: [&str; 48] = [
    "account", "address", "amount", "batch", "buyer", "card", "carrier", "charge", "city", "color", "comment",
    "contact", "country", "coupon", "customer", "device", "discount", "document", "employee", "entry", "feature",
    "group", "image", "invoice", "item", "label", "level", "location", "member", "method", "note", "offer", "order",
    "owner", "payment", "person", "price", "product", "project", "reason", "region", "route", "seller", "session",
    "source", "store", "task", "ticket",
];

/// The number of documents that events refer to.
const SHARED: usize = 24;

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Returns the catalogue with this number of events, the same at every call.
pub(super) fn catalogue(events: usize) -> Files {
    let mut rng = Rng::with_seed(7);
    let mut files = Files::new();
    let mut catalog = String::from(
        "[crate]\nname = \"varied-webhooks\"\nversion = \"0.1.0\"\nvendor = \"Varied\"\n\n\
         [envelope]\nschema = \"envelope.schema.json\"\nexample = \"envelope.example.json\"\n\n[event]\nmember = \"/event\"\n\n[payload]\nat = \"/data\"\n",
    );
    for word in &WORDS[..SHARED] {
        let mut properties = Map::from_iter([("id".to_owned(), json!({ "type": "string" }))]);
        properties.extend((0..5).map(|_| (format!("{}_{}", pick(&mut rng), pick(&mut rng)), scalar(&mut rng).0)));
        let schema = json!({ "title": word, "type": "object", "required": ["id"], "properties": properties });
        put(&mut files, &format!("shared/{word}.schema.json"), &with_dialect(schema));
    }
    for index in 0..events {
        let (schema, example) = object(&mut rng, 2);
        let name = format!("{}_{index}.changed", pick(&mut rng));
        let path = format!("events/{name}");
        put(&mut files, &format!("{path}.schema.json"), &with_dialect(schema));
        put(&mut files, &format!("{path}.example.json"), &example);
        let _ = write!(
            catalog,
            "\n[[events]]\nname = \"{name}\"\nschema = \"{path}.schema.json\"\nexamples = [\"{path}.example.json\"]\n"
        );
    }
    let members = json!({ "event": { "type": "string" }, "data": { "type": "object" } });
    let envelope = json!({ "type": "object", "required": ["event", "data"], "properties": members });
    put(&mut files, "envelope.schema.json", &with_dialect(envelope));
    put(&mut files, "envelope.example.json", &json!({ "event": "x", "data": {} }));
    files.insert("catalog.toml".to_owned(), catalog);
    files
}

/// Returns a later edition of a catalogue: every tenth event has one more member, one less, or one of another name, and so does a shared
/// document.
pub(super) fn edited(files: &Files) -> Files {
    let mut files = files.clone();
    let is_event = |path: &&String| path.starts_with("events/") && path.ends_with(".schema.json");
    let events: Vec<String> = files.keys().filter(is_event).cloned().collect();
    let shared = format!("shared/{}.schema.json", WORDS[0]);
    for (index, path) in events.into_iter().step_by(10).chain([shared]).enumerate() {
        let mut schema: Value = serde_json::from_str(&files[&path]).expect("it was written as JSON");
        let required = schema["required"].clone();
        let members = schema["properties"].as_object_mut().expect("each event is an object");
        let is_optional = |name: &&String| !required.as_array().is_some_and(|names| names.iter().any(|it| it == *name));
        let optional = members.keys().find(is_optional).cloned().filter(|_| index % 3 > 0);
        match optional.and_then(|name| members.remove(&name)) {
            Some(_) if index % 3 == 1 => {}
            Some(member) => _ = members.insert("renamed".to_owned(), member),
            None => _ = members.insert("added".to_owned(), json!({ "type": "string" })),
        }
        put(&mut files, &path, &schema);
    }
    files
}

fn put(files: &mut Files, path: &str, value: &Value) {
    files.insert(path.to_owned(), format!("{value:#}\n"));
}

fn with_dialect(mut schema: Value) -> Value {
    schema["$schema"] = json!(DIALECT);
    schema
}

fn pick(rng: &mut Rng) -> &'static str {
    WORDS[rng.usize(..WORDS.len())]
}

/// Returns an object's schema and an example, with up to `depth` levels of objects inside.
fn object(rng: &mut Rng, depth: usize) -> (Value, Value) {
    let (mut properties, mut required, mut example) = (Map::new(), Vec::new(), Map::new());
    for _ in 0..rng.usize(3..8) {
        let name = format!("{}_{}", pick(rng), pick(rng));
        let (mut schema, value) = member(rng, depth);
        if rng.bool() {
            schema["description"] = json!(format!("The {name} of the {}", pick(rng)));
        }
        if rng.bool() && !properties.contains_key(&name) {
            required.push(name.clone());
            example.insert(name.clone(), value);
        }
        properties.entry(name).or_insert(schema);
    }
    let mut schema = json!({ "type": "object", "required": required, "properties": properties });
    if rng.usize(..3) == 0 {
        schema["additionalProperties"] = json!(false);
    }
    (schema, Value::Object(example))
}

fn member(rng: &mut Rng, depth: usize) -> (Value, Value) {
    match rng.usize(..100) {
        0..15 if depth > 0 => object(rng, depth - 1),
        15..24 if depth > 0 => {
            let (items, example) = object(rng, depth - 1);
            (json!({ "type": "array", "items": items }), json!([example]))
        }
        24..28 if depth > 0 => union(rng),
        28..36 => {
            (json!({ "$ref": format!("../shared/{}.schema.json", WORDS[rng.usize(..SHARED)]) }), json!({ "id": "1" }))
        }
        _ => scalar(rng),
    }
}

/// Returns a union of two objects with a tag.
fn union(rng: &mut Rng) -> (Value, Value) {
    let mut branch = |tag: &str| {
        let (mut schema, mut example) = object(rng, 0);
        schema["properties"]["kind"] = json!({ "const": tag });
        if let Value::Array(required) = &mut schema["required"] {
            required.push(json!("kind"));
        }
        example["kind"] = json!(tag);
        (schema, example)
    };
    let ((one, example), (other, _)) = (branch("one"), branch("other"));
    (json!({ "oneOf": [one, other] }), example)
}

fn scalar(rng: &mut Rng) -> (Value, Value) {
    match rng.usize(..8) {
        0 => (json!({ "type": "string", "format": "date-time" }), json!("2026-06-12T14:05:00Z")),
        1 => (json!({ "type": "string", "minLength": 1, "maxLength": 200 }), json!("text")),
        2 => {
            let values = rng.choose_multiple(WORDS, 4);
            (json!({ "enum": values }), json!(values[0]))
        }
        3 => (json!({ "type": "integer", "minimum": 0 }), json!(3)),
        4 => (json!({ "type": "number" }), json!(1.5)),
        5 => (json!({ "type": "boolean" }), json!(true)),
        6 => (json!({ "type": ["string", "null"] }), Value::Null),
        _ => (json!({ "type": "string" }), json!("x")),
    }
}
