//! The rows of EVOLUTION.md at every place.

use codegen::wire::{Outcome, Wire};
use serde_json::{Value, json};

use super::place::{PLACES, Place, judged};

fn base() -> Value {
    json!({
        "type": "object",
        "required": ["id", "count"],
        "properties": {
            "id": { "type": "string" },
            "count": { "type": "integer", "minimum": 0, "maximum": 100 },
            "kind": { "enum": ["a", "b"] },
            "note": { "type": "string", "maxLength": 5 },
            "code": { "type": "string", "pattern": "^[a-z]{3}$" },
        },
        "additionalProperties": false,
    })
}

pub(super) fn example() -> Value {
    json!({ "id": "x1", "count": 1 })
}

/// Sets a value in a schema; `null` removes it.
fn set(schema: &Value, pointer: &str, value: Value) -> Value {
    let mut schema = schema.clone();
    let (parent, token) = pointer.rsplit_once('/').expect("a pointer");
    let members = schema.pointer_mut(parent).and_then(Value::as_object_mut).expect("it is there");
    if value.is_null() {
        members.remove(token);
    } else {
        members.insert(token.to_owned(), value);
    }
    schema
}

fn open() -> Value {
    set(&base(), "/additionalProperties", Value::Null)
}

/// An edit: its row, both schemas, the new example, the verdict, and the witness at the payload.
pub(super) type Row = (&'static str, Value, Value, Value, &'static str, Option<&'static str>);

pub(super) fn rows() -> Vec<Row> {
    let (base, example) = (base(), example());
    let edit = |pointer: &str, value: Value| set(&base, pointer, value);
    let member = || json!({ "type": "boolean" });
    let required = |names: Value| edit("/required", names);
    let same = || example.clone();
    let add = |schema: &Value| set(schema, "/properties/extra", member());
    let needed = json!(["id", "count", "extra"]);
    let full = json!({ "id": "x1", "count": 1, "extra": true });
    let renamed = set(&set(&base, "/properties/id", Value::Null), "/properties/key", json!({ "type": "string" }));
    let renamed = set(&renamed, "/required", json!(["key", "count"]));
    let dropped = set(&edit("/properties/id", Value::Null), "/required", json!(["count"]));
    let wrapped = json!({
        "allOf": [
            { "type": "object", "required": ["count"] },
            { "properties": { "kind": { "anyOf": [{ "const": "b" }, { "const": "a" }] } } },
        ],
        "required": ["id"],
        "properties": base["properties"],
        "additionalProperties": false,
    });
    vec![
        ("R1 closed", base.clone(), add(&base), same(), "degrades", Some(r#"{"count":1,"id":"x1","extra":true}"#)),
        ("R1 open", open(), add(&open()), same(), "ok", None),
        ("R2 closed", base.clone(), set(&add(&base), "/required", needed.clone()), full.clone(), "degrades", None),
        ("R2 open", open(), set(&add(&open()), "/required", needed), full, "ok", None),
        ("R3", base.clone(), edit("/properties/note", Value::Null), same(), "ok", None),
        ("R4", base.clone(), dropped, json!({ "count": 1 }), "fails", Some(r#"{"count":1}"#)),
        ("R5", base.clone(), renamed, json!({ "key": "x1", "count": 1 }), "fails", None),
        ("R6", base.clone(), required(json!(["id"])), same(), "fails", Some(r#"{"id":"x1"}"#)),
        (
            "R7",
            base.clone(),
            required(json!(["id", "count", "note"])),
            json!({ "id": "x", "count": 1, "note": "n" }),
            "ok",
            None,
        ),
        (
            "R8",
            base.clone(),
            edit("/properties/id/type", json!(["string", "null"])),
            same(),
            "fails",
            Some(r#"{"count":1,"id":null}"#),
        ),
        (
            "R9",
            base.clone(),
            edit("/properties/kind/enum", json!(["a", "b", "c"])),
            same(),
            "degrades",
            Some(r#"{"count":1,"id":"x1","kind":"c"}"#),
        ),
        ("R10", base.clone(), edit("/properties/kind/enum", json!(["a"])), same(), "ok", None),
        ("R11", base.clone(), edit("/properties/note/enum", json!(["hi", "yo"])), same(), "ok", None),
        (
            "R12",
            base.clone(),
            edit("/properties/count/maximum", json!(1000)),
            same(),
            "fails",
            Some(r#"{"count":101,"id":"x1"}"#),
        ),
        (
            "R12 length",
            base.clone(),
            edit("/properties/note/maxLength", json!(9)),
            same(),
            "fails",
            Some(r#"{"count":1,"id":"x1","note":"aaaaaa"}"#),
        ),
        ("R13", base.clone(), edit("/properties/count/maximum", json!(50)), same(), "ok", None),
        ("R14", base.clone(), edit("/properties/note/format", json!("date")), same(), "ok", None),
        (
            "R15 wider",
            base.clone(),
            edit("/properties/code/pattern", json!("^[a-z]{3,4}$")),
            same(),
            "fails",
            Some(r#"{"count":1,"id":"x1","code":"aaaa"}"#),
        ),
        ("R15 narrower", base.clone(), edit("/properties/code/pattern", json!("^[a-c]{3}$")), same(), "ok", None),
        (
            "R16",
            base.clone(),
            edit("/properties/id/type", json!("boolean")),
            json!({ "id": true, "count": 1 }),
            "fails",
            Some(r#"{"count":1,"id":true}"#),
        ),
        ("R17", base.clone(), edit("/properties/count/type", json!("number")), same(), "fails", None),
        ("R21", base.clone(), open(), same(), "degrades", None),
        ("R22", open(), base.clone(), same(), "ok", None),
        ("R24", base.clone(), edit("/properties/id/description", json!("another word")), same(), "ok", None),
        ("R29", base.clone(), wrapped, same(), "ok", None),
        ("format", edit("/properties/note/format", json!("date")), base.clone(), same(), "degrades", None),
    ]
}

#[test]
fn every_row_has_its_verdict() {
    let mut wrong = Vec::new();
    for (row, old, new, new_example, expected, witness) in rows() {
        for place in PLACES {
            // The envelope's members are of the object itself, which `allOf` closes.
            let verdict = judged(place, (&old, &example()), (&new, &new_example));
            let shown = verdict.witness().map(|witness| witness.instance.to_compact());
            if verdict.code() != expected {
                wrong.push(format!("{row} at {place:?}: {} instead of {expected}: {verdict:?}", verdict.code()));
            } else if let Some(witness) = witness.filter(|_| place == Place::Payload)
                && shown.as_deref() != Some(witness)
            {
                wrong.push(format!("{row}: {shown:?} instead of {witness}"));
            }
            assert_truth(&verdict);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Asserts that a witness shows its verdict.
fn assert_truth(verdict: &Wire) {
    match verdict {
        Wire::Fails { witness } => assert!(matches!(witness.outcome, Outcome::Fails(_)), "{witness:?}"),
        Wire::Degrades { witness } => assert!(matches!(witness.outcome, Outcome::Drift(_)), "{witness:?}"),
        Wire::Ok { .. } | Wire::Unclassified { .. } => {}
    }
}

#[test]
fn another_branch_fails_in_a_union() {
    let branch = |tag: &str| json!({ "type": "object", "required": ["t"], "properties": { "t": { "const": tag } } });
    let old = json!({ "oneOf": [branch("a"), branch("b")] });
    let new = json!({ "oneOf": [branch("a"), branch("b"), branch("c")] });
    let verdict = judged(Place::Payload, (&old, &json!({ "t": "a" })), (&new, &json!({ "t": "a" })));
    assert_eq!(verdict.code(), "fails", "{verdict:?}");
    assert_eq!(verdict.witness().map(|it| it.instance.to_compact()).as_deref(), Some(r#"{"t":"c"}"#));
    let undone = judged(Place::Payload, (&new, &json!({ "t": "a" })), (&old, &json!({ "t": "a" })));
    assert_eq!(undone.code(), "ok", "{undone:?}");
}
