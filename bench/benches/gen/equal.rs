//! A catalogue of equal events: nested objects, arrays, an enumeration, a union, a recursive schema, formats and bounds.

use std::fmt::Write as _;

use codegen::Files;

/// Returns the catalogue with this number of events.
pub(super) fn catalogue(events: usize) -> Files {
    let mut files = Files::new();
    let mut catalog = String::from(
        "[crate]\nname = \"synthetic-webhooks\"\nversion = \"0.1.0\"\nvendor = \"Synthetic\"\n\n\
         [envelope]\nschema = \"envelope.schema.json\"\nexample = \"envelope.example.json\"\n\n[event]\nmember = \"/event\"\n\n[payload]\nat = \"/data\"\n",
    );
    for index in 0..events {
        let _ = write!(
            catalog,
            "\n[[events]]\nname = \"thing_{index}.changed\"\nsummary = \"thing {index} changed\"\n\
             schema = \"events/thing_{index}.schema.json\"\nexamples = [\"events/thing_{index}.example.json\"]\n"
        );
        files.insert(format!("events/thing_{index}.schema.json"), SCHEMA.replace("thing_0", &format!("thing_{index}")));
        files.insert(format!("events/thing_{index}.example.json"), EXAMPLE.to_owned());
    }
    files.insert("catalog.toml".to_owned(), catalog);
    files.insert("envelope.schema.json".to_owned(), ENVELOPE.to_owned());
    files.insert("envelope.example.json".to_owned(), r#"{ "event": "thing_0.changed", "data": {} }"#.to_owned());
    files
}

const ENVELOPE: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["event", "data"],
  "properties": { "event": { "type": "string" }, "data": { "type": "object" } }
}"#;

const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "thing_0 · data",
  "type": "object",
  "additionalProperties": false,
  "required": ["id", "state", "createdAt", "lines"],
  "properties": {
    "id": { "type": "string", "pattern": "^th_[0-9a-f]{8}$", "description": "Which thing it is" },
    "state": { "enum": ["new", "open", "done"] },
    "createdAt": { "type": "string", "format": "date-time" },
    "note": { "type": ["string", "null"], "maxLength": 200 },
    "customer": {
      "type": "object",
      "required": ["name"],
      "properties": { "name": { "type": "string", "minLength": 1 }, "email": { "type": "string", "format": "email" } }
    },
    "lines": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "object",
        "required": ["sku", "count"],
        "properties": { "sku": { "type": "string" }, "count": { "type": "integer", "minimum": 0, "maximum": 1000 } }
      }
    },
    "payment": {
      "oneOf": [
        { "type": "object", "required": ["kind", "last4"], "properties": { "kind": { "const": "card" }, "last4": { "type": "string" } } },
        { "type": "object", "required": ["kind", "iban"], "properties": { "kind": { "const": "debit" }, "iban": { "type": "string" } } }
      ]
    },
    "parts": { "type": "array", "items": { "$ref": "#/$defs/part" } }
  },
  "$defs": {
    "part": {
      "type": "object",
      "required": ["label"],
      "properties": { "label": { "type": "string" }, "parts": { "type": "array", "items": { "$ref": "#/$defs/part" } } }
    }
  }
}"##;

const EXAMPLE: &str = r#"{
  "id": "th_01234567",
  "state": "open",
  "createdAt": "2026-06-12T14:05:00.000Z",
  "note": null,
  "customer": { "name": "Ann" },
  "lines": [{ "sku": "a", "count": 2 }],
  "payment": { "kind": "card", "last4": "4242" },
  "parts": [{ "label": "outer", "parts": [{ "label": "inner" }] }]
}"#;
