//! A schema becomes a branch of a union: each other branch is judged beside it.

use codegen::diff::{Effect, compare};
use serde_json::{Value, json};

use super::place::{Place, files};

/// Returns a schema with definitions, and the schemas of objects whose member `fee` has it: directly, behind a reference, or as that of its
/// elements.
fn forms(fee: &Value, definitions: &Value) -> [Value; 4] {
    let mut whole = fee.clone();
    whole["$defs"] = definitions.clone();
    let object = |fee: &Value| json!({ "type": "object", "properties": { "fee": fee }, "$defs": definitions });
    let mut referring = object(&json!({ "$ref": "#/$defs/fee" }));
    referring["$defs"]["fee"] = fee.clone();
    [whole, object(fee), referring, object(&json!({ "type": "array", "items": fee }))]
}

#[test]
fn objects_made_branches_keep_their_meaning() {
    let old = json!({ "type": "object", "required": ["cents"], "properties": { "cents": { "type": "integer" } } });
    let with_text = json!({ "type": "object", "required": ["text"], "properties": { "text": { "type": "string" } } });
    let closed = json!({ "type": "object", "required": ["cents"], "properties": { "cents": { "type": "integer" } }, "additionalProperties": false });
    let string = json!({ "type": "string" });
    let named = json!({ "$ref": "#/$defs/text" });
    let definitions = json!({ "text": with_text });
    for place in [Place::Payload, Place::Deep] {
        for (branch, effect) in
            [(&with_text, Effect::Fails), (&string, Effect::Fails), (&named, Effect::Fails), (&closed, Effect::Ok)]
        {
            for keyword in ["anyOf", "oneOf"] {
                for branches in [json!([old, branch]), json!([branch, old])] {
                    let new = json!({ keyword: branches });
                    for (old, new) in forms(&old, &definitions).iter().zip(forms(&new, &definitions)) {
                        // What a definition has is found from the document's root.
                        if place == Place::Deep && (new.to_string().contains("$ref")) {
                            continue;
                        }
                        let edition = |schema: &Value| files(place, schema, &json!({ "cents": 1, "more": 2 }));
                        let report = compare(&edition(old), &edition(&new)).unwrap_or_else(|found| panic!("{found}"));
                        let added: Vec<_> =
                            report.changes.iter().filter(|it| it.change.words.contains("adds a branch")).collect();
                        assert!(added.len() == 1 && added[0].wire.effect == effect, "{new}: {}", report.human());
                        assert_eq!(report.changes.len(), 1, "{new}: {}", report.human());
                    }
                }
            }
        }
    }
}
