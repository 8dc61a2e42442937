//! The judge of the law of truthful types: schemas that it considers equal, and schemas that it does not.

use serde_json::{Value, json};
use support::canonical::difference;

fn differ(documented: &Value, derived: &Value) -> bool {
    difference(documented, derived).is_some()
}

#[test]
fn equivalent_spellings_are_equal() {
    for (left, right) in [
        (json!({ "const": "a" }), json!({ "type": "string", "enum": ["a"] })),
        (json!({ "type": ["string", "null"] }), json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] })),
        (json!({ "title": "A", "properties": { "a": true } }), json!({})),
        (json!({ "$ref": "#/$defs/a", "$defs": { "a": { "type": "string" } } }), json!({ "type": "string" })),
        (json!({ "allOf": [{ "minLength": 1 }, { "type": "string" }] }), json!({ "type": "string", "minLength": 1.0 })),
        (
            json!({ "properties": { "next": { "$ref": "#" } } }),
            json!({ "$ref": "#/$defs/n", "$defs": { "n": { "properties": { "next": { "$ref": "#/$defs/n" } } } } }),
        ),
    ] {
        assert_eq!(difference(&left, &right), None, "{left} {right}");
    }
}

#[test]
fn different_schemas_differ() {
    let object = json!({ "type": "object", "required": ["a"], "additionalProperties": false, "properties": { "a": { "type": "string" }, "b": {} } });
    for (pointer, value) in [
        ("/type", json!("array")),
        ("/required", json!([])),
        ("/additionalProperties", json!(true)),
        ("/properties/a/type", json!("integer")),
        ("/properties/a", json!({ "type": "string", "minLength": 1 })),
        ("/properties", json!({ "a": { "type": "string" } })),
        ("/properties/b", json!({ "not": {} })),
    ] {
        let mut other = object.clone();
        *other.pointer_mut(pointer).expect("it is there") = value;
        assert!(differ(&object, &other), "{pointer}");
        assert!(differ(&other, &object), "{pointer}");
    }
}
