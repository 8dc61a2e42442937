//! The object around every payload in a folder of schemas: once the catalogue describes it, its file is no event.

use codegen::import::Import;
use codegen::{Files, generate};
use serde_json::{Value, json};

use crate::folder_evidence::{names, read};

fn envelope() -> Value {
    json!({
        "type": "object", "required": ["id", "type", "data"],
        "properties": { "id": { "type": "string" }, "type": { "type": "string" }, "data": { "type": "object" } },
    })
}

fn event(member: &str) -> Value {
    json!({ "type": "object", "required": [member], "properties": { member: {} } })
}

fn folder(name: &str, schema: &Value) -> Value {
    json!({ name: schema, "order.paid.schema.json": event("total"), "order.lost.schema.json": event("why") })
}

/// Returns the folder of a catalogue in which a person has described the envelope.
fn described(import: &Import) -> Files {
    let mut files = import.files.clone();
    let catalog = files.get_mut("catalog.toml").expect("a catalogue");
    let (head, events) = catalog.split_once("\n[[events]]\n").expect("events");
    let others = events.split("\n[[events]]\n").filter(|event| !event.starts_with("name = \"envelope\""));
    let section = "\n[envelope]\nschema = \"envelope.schema.json\"\nexample = \"envelope.example.json\"\n\n[event]\nmember = \"/type\"\n\n[payload]\nat = \"/data\"\n";
    let events: Vec<String> = others.map(|event| format!("\n[[events]]\n{event}")).collect();
    *catalog = format!("{head}{section}{}", events.concat());
    files.remove("events/envelope.schema.json");
    files.insert("envelope.schema.json".to_owned(), envelope().to_string());
    let example = json!({ "id": "1", "type": "order.paid", "data": { "total": 1 } });
    files.insert("envelope.example.json".to_owned(), example.to_string());
    files
}

#[test]
fn described_envelopes_are_no_events() {
    let first = read("first", &folder("envelope.schema.json", &envelope()), &Files::new());
    assert_eq!(names(&first), "envelope order.lost order.paid");
    let files = described(&first);
    let other = |members: Value| {
        let mut schema = envelope();
        schema.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
        schema
    };
    for (what, schemas, expected, is_other) in [
        ("the same", folder("envelope.schema.json", &envelope()), "order.lost order.paid", false),
        (
            "a name in capitals",
            folder("Envelope.json", &other(json!({ "$schema": "https://json-schema.org/draft/2020-12/schema" }))),
            "order.lost order.paid",
            true,
        ),
        ("another name", folder("delivery.schema.json", &envelope()), "order.lost order.paid", false),
        (
            "another schema",
            folder("envelope.schema.json", &other(json!({ "required": ["type", "data"] }))),
            "order.lost order.paid",
            true,
        ),
        (
            "another name and schema",
            folder("delivery.schema.json", &other(json!({ "required": ["type"] }))),
            "delivery order.lost order.paid",
            false,
        ),
        ("no file", json!({ "order.paid.schema.json": event("total") }), "order.paid", false),
    ] {
        let again = read(what, &schemas, &files);
        assert_eq!(names(&again), expected, "{what} {}", again.warnings);
        assert!(again.warnings.iter().all(|it| it.code != "perhaps-envelope"), "{what} {}", again.warnings);
        assert_eq!(again.warnings.iter().any(|it| it.code == "other-envelope"), is_other, "{what} {}", again.warnings);
        generate(&again.files).unwrap_or_else(|found| panic!("{what}: {found}"));
        assert_eq!(read(what, &schemas, &again.files).files, again.files, "{what}");
    }
}
