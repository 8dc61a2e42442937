//! Several changes of one event have a verdict each.

use codegen::diff::{Basis, Effect, compare};
use codegen::model::SchemaId;
use codegen::wire::{Contract, Part, Site, Wire, judge};
use serde_json::{Value, json};

use super::place::{Place, edition, files};

/// Returns the index of the event and its schema.
fn event(contract: Contract<'_>) -> (usize, SchemaId) {
    let roots = &contract.model.roots;
    let index = roots.iter().position(|root| root.wire_name == "spot.seen").expect("it is documented");
    (index, contract.model.target(roots[index].schema))
}

fn member(contract: Contract<'_>, name: &str) -> SchemaId {
    let properties = contract.model.schema(event(contract).1).properties();
    properties.iter().find(|(known, _)| known == name).expect("it is documented").1
}

#[test]
fn each_change_has_its_own_verdict() {
    let old = json!({
        "type": "object",
        "required": ["id", "count"],
        "properties": {
            "id": { "type": "string" },
            "count": { "type": "integer" },
            "kind": { "enum": ["a", "b"] },
            "note": { "type": "string", "maxLength": 5 },
            "left": { "type": "string" },
        },
        "additionalProperties": false,
    });
    let new = json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": { "type": ["string", "null"] },
            "count": { "type": "integer" },
            "kind": { "enum": ["a", "b", "c"] },
            "note": { "type": "string", "maxLength": 3 },
            "extra": { "type": "string" },
        },
        "additionalProperties": false,
    });
    let example = json!({ "id": "x", "count": 1 });
    let (before, after) =
        (edition(&files(Place::Payload, &old, &example)), edition(&files(Place::Payload, &new, &example)));
    let (old, new) = (before.contract(), after.contract());
    let ((old_root, old_object), (new_root, new_object)) = (event(old), event(new));
    let at = |part: Part| Site::inside(old_root, new_root, old_object, new_object, part);
    let inside = |name: &str| Site::inside(old_root, new_root, member(old, name), member(new, name), Part::Keywords);
    let names = |names: &[&str]| Part::Members(names.iter().map(|name| (*name).to_owned()).collect());
    for (site, expected, witness) in [
        (inside("kind"), "degrades", Some(r#"{"count":1,"id":"x","kind":"c"}"#)),
        (inside("note"), "ok", None),
        (inside("id"), "fails", Some(r#"{"count":1,"id":null}"#)),
        (inside("count"), "ok", None),
        (at(names(&["extra"])), "degrades", Some(r#"{"count":1,"id":"x","extra":""}"#)),
        (at(names(&["left"])), "ok", None),
        (at(names(&["count"])), "fails", Some(r#"{"id":"x"}"#)),
        (at(Part::Keywords), "ok", None),
        (Site::root(old_root, new_root), "fails", None),
        (Site::removed(old_root), "ok", None),
    ] {
        let verdict = judge(old, new, &site);
        assert_eq!(verdict.code(), expected, "{site:?}: {verdict:?}");
        if let Some(witness) = witness {
            assert_eq!(verdict.witness().map(|it| it.instance.to_compact()).as_deref(), Some(witness), "{site:?}");
        }
    }
}

#[test]
fn an_added_event_is_unknown() {
    let (schema, example) = (json!({ "type": "object" }), json!({ "a": 1 }));
    let before = edition(&files(Place::Payload, &schema, &example));
    let mut more = files(Place::Payload, &schema, &example);
    if let Some(catalog) = more.get_mut("catalog.toml") {
        catalog.push_str(
            "\n[[events]]\nname = \"spot.lost\"\nschema = \"spot.schema.json\"\nexamples = [\"spot.example.json\"]\n",
        );
    }
    let after = edition(&more);
    let added = after.contract().model.roots.iter().position(|root| root.wire_name == "spot.lost");
    let verdict = judge(before.contract(), after.contract(), &Site::added(added.expect("it is documented")));
    let Wire::Degrades { witness } = verdict else { panic!("{verdict:?}") };
    assert_eq!(witness.body.to_compact(), r#"{"data":{"a":1},"event":"spot.lost"}"#);
}

/// The keywords of the object come with its members, and neither edition has the one without the other.
#[test]
fn a_union_made_a_branch_is_ok() {
    let branch = |name: &str| json!({ "type": "object", "additionalProperties": false, "required": [name], "properties": { name: { "type": "string" } } });
    let payload = |fee| json!({ "type": "object", "required": ["fee"], "properties": { "fee": fee } });
    let (old, new) = (payload(json!({ "oneOf": [branch("cents"), branch("text")] })), payload(branch("text")));
    let example = json!({ "fee": { "text": "free" } });
    let (before, after) = (files(Place::Payload, &old, &example), files(Place::Payload, &new, &example));
    let report = compare(&before, &after).unwrap_or_else(|found| panic!("{found}"));
    assert!(report.changes.iter().all(|judged| judged.wire.effect == Effect::Ok), "{}", report.human());
}

/// A reference becomes a union with null that has the same reference. The change applies where it was made, not to itself.
#[test]
fn a_reference_made_nullable_fails() {
    let list = json!({ "type": "array", "items": { "$ref": "#/$defs/list" } });
    let payload = |spots: Value| {
        json!({ "type": "object", "properties": { "spots": spots }, "$defs": {
            "list": list, "named": { "allOf": [{ "$ref": "#/$defs/list" }] }
        } })
    };
    let reference = |name: &str| json!({ "$ref": format!("#/$defs/{name}") });
    for (before, after) in [("list", "list"), ("list", "named"), ("named", "list"), ("named", "named")] {
        for keyword in ["oneOf", "anyOf"] {
            let nullable = payload(json!({ keyword: [{ "type": "null" }, reference(after)] }));
            let (old, new) = (payload(reference(before)), nullable);
            let example = json!({ "spots": [[]] });
            let (old, new) = (files(Place::Payload, &old, &example), files(Place::Payload, &new, &example));
            let report = compare(&old, &new).unwrap_or_else(|found| panic!("{found}"));
            let witnesses: Vec<&Basis> = report.with_effect(Effect::Fails).map(|judged| &judged.wire.basis).collect();
            let is_null =
                |basis: &&Basis| matches!(basis, Basis::Witness { instance, .. } if instance == r#"{"spots":null}"#);
            assert!(witnesses.iter().any(is_null), "{before} {after} {keyword}: {}", report.human());
        }
    }
}

/// Equal schemas are one node of a plan, which has the place of the first of them.
#[test]
fn leaves_equal_to_others_have_witnesses() {
    let edition_with = |carrier: &str| {
        let leg = json!({ "type": "object", "additionalProperties": false, "properties": {
            "airport": { "type": "string" }, "carrier": { "type": carrier }, "number": { "type": "string" }
        } });
        let purchase = json!({
            "type": "object",
            "required": ["type"],
            "properties": {
                "type": { "enum": ["purchase"] },
                "airline": { "type": "object", "properties": { "legs": { "type": "array", "items": leg } } },
            },
            "additionalProperties": false,
        });
        let fee = json!({
            "type": "object",
            "properties": { "type": { "enum": ["fee"] }, "rate": { "type": "integer" }, "name": { "type": "string" } },
            "additionalProperties": false,
        });
        let data = json!({ "type": "array", "items": { "oneOf": [fee, purchase] } });
        let event = json!({ "type": "object", "properties": { "data": data, "id": { "type": "string" } } });
        let schema = json!({ "type": "object", "required": ["events"], "properties": {
            "events": { "type": "array", "items": event }, "count": { "type": "integer" }
        } });
        files(Place::Payload, &schema, &json!({ "events": [{ "id": "x" }] }))
    };
    let report = compare(&edition_with("string"), &edition_with("integer")).unwrap_or_else(|found| panic!("{found}"));
    let [judged] = report.changes.as_slice() else { panic!("{}", report.human()) };
    assert_eq!(judged.wire.effect, Effect::Fails, "{}", report.human());
    let Basis::Witness { instance, .. } = &judged.wire.basis else { panic!("{}", report.human()) };
    assert_eq!(instance, r#"{"events":[{"data":[{"type":"purchase","airline":{"legs":[{"carrier":0}]}}]}]}"#);
}
