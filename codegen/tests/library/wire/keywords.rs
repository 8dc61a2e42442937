//! Edits of keywords that the rows lack: bounds beyond every integer type, and members that others depend on.

use codegen::diff::{Effect, Report, compare};
use serde_json::{Value, json};

use super::place::{Place, files};

/// Returns the report on two schemas of a payload. The text `@1e309@` stands for a number that `serde_json` does not hold.
fn report(old: &Value, new: &Value, example: &Value) -> Report {
    let read = |schema: &Value| {
        let mut files = files(Place::Payload, schema, example);
        for text in files.values_mut() {
            *text = text.replace("\"@", "").replace("@\"", "");
        }
        files
    };
    compare(&read(old), &read(new)).unwrap_or_else(|found| panic!("{found}"))
}

fn object(keyword: &str, value: &Value) -> Value {
    json!({ "type": "object", keyword: value })
}

#[test]
fn loosened_keywords_have_a_witness() {
    let bound =
        |keyword: &str, limit: &str| object("properties", &json!({ "n": { "type": "number", keyword: limit } }));
    let depends = |keyword: &str, value: Value| object(keyword, &json!({ "a": value }));
    let needs = |name: &str| json!({ "required": [name] });
    let rows = [
        (bound("maximum", "@1e308@"), object("properties", &json!({ "n": { "type": "number" } }))),
        (bound("maximum", "@1e308@"), bound("maximum", "@2e308@")),
        (bound("maximum", "@1e400@"), bound("maximum", "@1e402@")),
        (bound("minimum", "@-1e308@"), bound("minimum", "@-1e400@")),
        (bound("exclusiveMinimum", "@-1e300@"), bound("minimum", "@-1e300@")),
        (depends("dependentRequired", json!(["b"])), json!({ "type": "object" })),
        (depends("dependentRequired", json!(["b"])), depends("dependentRequired", json!(["c"]))),
        (depends("dependentRequired", json!(["b", "c"])), depends("dependentRequired", json!(["b"]))),
        (depends("dependentSchemas", needs("b")), json!({ "type": "object" })),
        (depends("dependentSchemas", needs("b")), depends("dependentRequired", json!(["c"]))),
    ];
    for (old, new) in rows {
        let report = report(&old, &new, &json!({}));
        let effects: Vec<Effect> = report.changes.iter().map(|judged| judged.wire.effect).collect();
        let is_known = !effects.contains(&Effect::Unclassified);
        assert!(is_known && effects.contains(&Effect::Fails), "{old} {new}: {}", report.human());
    }
}

/// A program that reads the report gets the witness itself, not a rounded one.
#[test]
fn witnesses_keep_their_numbers_in_json() {
    let most = |limit: &str| object("properties", &json!({ "n": { "type": "integer", "maximum": limit } }));
    for (old, new, witness) in [
        ("@18446744073709551616@", "@18446744073709551617@", "18446744073709551617"),
        ("@9007199254740992@", "@9007199254740993@", "9007199254740993"),
        ("@1e400@", "@1e401@", "1e401"),
    ] {
        let text = report(&most(old), &most(new), &json!({})).json();
        let shown = format!("\"instance\": {{\"n\":{witness}}}");
        assert!(text.contains(&shown), "{shown} is not in {text}");
    }
}

/// Law: a limit that no request can reach changes no verdict, added or removed.
#[test]
fn limits_beyond_memory_forbid_nothing() {
    for (kind, keyword) in [("string", "maxLength"), ("array", "maxItems"), ("object", "maxProperties")] {
        let with = |limit: &str| object("properties", &json!({ "n": { "type": kind, keyword: limit } }));
        let without = object("properties", &json!({ "n": { "type": kind } }));
        for limit in ["@18446744073709551615@", "@9223372036854775807@", "@1e30@"] {
            for (old, new) in [(with(limit), &without), (without.clone(), &with(limit))] {
                let report = report(&old, new, &json!({}));
                assert!(report.changes.iter().all(|it| it.wire.effect == Effect::Ok), "{}", report.human());
            }
        }
    }
}
