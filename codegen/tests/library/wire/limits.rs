//! Limits of sizes and lengths: a looser one has a witness, however large it is and whatever else the value must be.

use codegen::diff::{Effect, Report, compare};
use serde_json::{Value, json};

use super::place::{Place, files};

/// The maximum number of characters of a report: witnesses are shortened in it.
const SHORT: usize = 4_000;

fn report(old: &Value, new: &Value) -> Report {
    let of = |member: &Value| {
        let schema = json!({ "type": "object", "properties": { "m": member } });
        files(Place::Payload, &schema, &json!({}))
    };
    compare(&of(old), &of(new)).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns a schema with more keywords.
fn with(schema: &Value, more: &Value) -> Value {
    let mut schema = schema.clone();
    let members = more.as_object().expect("keywords").clone();
    schema.as_object_mut().expect("keywords").extend(members);
    schema
}

/// Checks that the looser schema fails and the tighter one is proven.
fn check(loose: &Value, tight: &Value) {
    for (old, new, effect) in [(tight, loose, Effect::Fails), (loose, tight, Effect::Ok)] {
        let report = report(old, new);
        let [judged] = report.changes.as_slice() else { panic!("{old} → {new}: {}", report.human()) };
        assert_eq!(judged.wire.effect, effect, "{old} → {new}: {}", report.human());
        assert!(report.human().len() < SHORT, "{old} → {new}: {}", report.human().len());
    }
}

#[test]
fn sizes_have_a_witness() {
    let list = json!({ "type": "array", "items": { "type": "string" } });
    let set = with(&list, &json!({ "uniqueItems": true }));
    let line = json!({
        "type": "object",
        "properties": { "id": { "type": "string", "format": "uuid" }, "n": { "type": "integer", "minimum": 1 } },
        "required": ["id", "n"],
        "additionalProperties": false,
    });
    let lines = json!({ "type": "array", "items": line, "uniqueItems": true });
    let map = json!({ "type": "object", "additionalProperties": { "type": "integer" } });
    for (base, most, least) in [
        (list, "maxItems", "minItems"),
        (set.clone(), "maxItems", "minItems"),
        (lines.clone(), "maxItems", "minItems"),
        (map, "maxProperties", "minProperties"),
    ] {
        let many = (base != set && base != lines).then_some((350, 700));
        for (less, more) in [(20, 50)].into_iter().chain(many) {
            check(&with(&base, &json!({ most: more })), &with(&base, &json!({ most: less })));
            check(&with(&base, &json!({ least: less })), &with(&base, &json!({ least: more })));
        }
        check(&base, &with(&base, &json!({ most: 900 })));
    }
}

#[test]
fn lengths_have_a_witness() {
    let kinds = [
        json!({ "type": "string" }),
        json!({ "type": "string", "format": "uri" }),
        json!({ "type": "string", "format": "uri-reference" }),
        json!({ "type": "string", "format": "email" }),
        json!({ "type": "string", "format": "hostname" }),
        json!({ "type": "string", "pattern": "^[a-z]{2}-[0-9]+$" }),
        json!({ "type": "string", "pattern": "^https://", "format": "uri" }),
    ];
    for base in kinds {
        for (less, more) in [(30, 40), (60, 200), (200, 250)] {
            check(&with(&base, &json!({ "maxLength": more })), &with(&base, &json!({ "maxLength": less })));
            check(&with(&base, &json!({ "minLength": less })), &with(&base, &json!({ "minLength": more })));
        }
    }
    for (less, more) in [(65_535, 65_536), (200_000, 300_000)] {
        let most = |length: u32| json!({ "type": "string", "format": "uri", "maxLength": length });
        check(&most(more), &most(less));
    }
}

#[test]
fn bounds_of_multiples_have_a_witness() {
    let fives = |keyword: &str, limit: i32| json!({ "type": "number", "multipleOf": 5, keyword: limit });
    check(&fives("maximum", 106), &fives("maximum", 104));
    check(&fives("minimum", -5), &fives("exclusiveMinimum", -5));
    check(&fives("exclusiveMaximum", 103), &fives("exclusiveMaximum", 100));
}
