//! Witnesses in schemas that are hard to make instances of: many members, no types, documented instances that are invalid now.
//!
//! The schemas are no events, so a program validates their instances: what a receiver would deliver as drift fails.

use codegen::diff::{Effect, Rule, compare_editions};
use serde_json::{Value, json};

use super::edits::files;
use super::place::edition;

/// Returns the rule and the effect of each change, words and examples apart.
fn effects(old: &Value, new: &Value, example: Option<&Value>) -> Vec<(Rule, Effect)> {
    let [old, new] = [old, new].map(|schema| edition(&files(schema, example)));
    let report = compare_editions(&old, &new).expect("both editions are sound");
    report.changes.iter().map(|it| (it.change.rule, it.wire.effect)).collect()
}

/// Returns a closed object with some members and one more.
fn closed(members: usize, more: Option<&str>) -> Value {
    let names = (0..members).map(|index| format!("m{index:02}")).chain(more.map(str::to_owned));
    let properties: serde_json::Map<String, Value> = names.map(|name| (name, json!({ "type": "string" }))).collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

#[test]
fn a_member_among_many_has_a_witness() {
    for members in [0, 1, 3, 5, 17, 40] {
        for more in ["added", "zz"] {
            let whole = |inner: Value| json!({ "type": "object", "properties": { "list": { "type": "array", "items": inner } } });
            let (old, new) = (whole(closed(members, None)), whole(closed(members, Some(more))));
            let expected = vec![(Rule::OptionalMemberAdded, Effect::Fails)];
            assert_eq!(effects(&old, &new, None), expected, "`{more}` beside {members} members");
        }
    }
}

/// Returns a schema of an event that names no type, around one of a member.
fn untyped(member: &Value) -> Value {
    json!({
        "allOf": [
            { "properties": { "kind": { "type": "string" } }, "required": ["kind"] },
            { "properties": { "data": { "type": "object", "properties": { "it": member }, "required": ["it"] } }, "required": ["data"] },
        ],
    })
}

#[test]
fn schemas_without_a_type_have_witnesses() {
    let (old, new) = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let expected = [(Rule::TypeChanged, Effect::Fails)];
    assert_eq!(effects(&untyped(&old), &untyped(&new), None), expected);
}

#[test]
fn values_of_a_list_are_judged_apart() {
    let list =
        |values: Value| json!({ "type": "object", "properties": { "status": { "type": "string", "enum": values } } });
    let (old, new) = (list(json!(["paid", "booked"])), list(json!(["paid", "settled"])));
    let expected = [(Rule::ValueAdded, Effect::Fails), (Rule::ValueRemoved, Effect::Ok)];
    assert_eq!(effects(&old, &new, None), expected);
    let typed = json!({ "type": "object", "properties": { "status": { "type": ["string", "integer"], "enum": ["paid", "booked", 1] } } });
    assert_eq!(effects(&old, &typed, None), [(Rule::ValueAdded, Effect::Fails)]);
}
