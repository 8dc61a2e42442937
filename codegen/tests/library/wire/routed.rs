//! Deliveries that a receiver takes for something else: for a handshake, or for another event.

use codegen::Files;
use codegen::diff::{Basis, Effect, Report, Status, compare};
use serde_json::{Value, json};

fn files(sections: &str, events: &[(&str, Value)]) -> Files {
    let mut catalog = format!("[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n{sections}\n");
    let mut files = Files::new();
    for (name, schema) in events {
        catalog += "\n[[events]]\n";
        catalog += &["name = \"", name, "\"\nschema = \"", name, ".schema.json\"\n"].concat();
        files.insert(format!("{name}.schema.json"), schema.to_string());
    }
    files.insert("catalog.toml".to_owned(), catalog);
    files
}

fn event(members: &Value) -> Value {
    let required: Vec<&String> = members.as_object().expect("members").keys().collect();
    json!({ "type": "object", "properties": members, "required": required, "additionalProperties": false })
}

fn report(old: &Files, new: &Files) -> Report {
    compare(old, new).unwrap_or_else(|found| panic!("{found}"))
}

fn effects(report: &Report) -> Vec<(&str, &str)> {
    report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect.code())).collect()
}

const NAMED: &str = "[event]\nmember = \"/type\"\n";
const SIGNED: &str = "\n[signature]\nheader = \"X-Signature\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\n";

fn handshake(member: &str, value: &str) -> String {
    let lines =
        ["when = { member = \"", member, "\", equals = \"", value, "\" }\nanswer = { status = 200, text = \"ok\" }\n"];
    format!("\n[[handshakes]]\n{}", lines.concat())
}

#[test]
fn handshakes_take_deliveries() {
    let typed = |kind: Value| event(&json!({ "type": { "type": "string" }, "kind": kind }));
    let kinds = |kinds: &[&str]| typed(json!({ "enum": kinds }));
    let sold = |kind: Value| vec![("sold", kind)];
    let asking = |member, value| format!("{NAMED}{SIGNED}{}", handshake(member, value));
    let cases = [
        // The handshake's value becomes the name of an event.
        (asking("/type", "ping"), sold(kinds(&["a"])), vec![("sold", kinds(&["a"])), ("ping", kinds(&["a"]))], "fails"),
        (asking("/type", "ping"), sold(kinds(&["a"])), vec![("sold", kinds(&["a"])), ("pong", kinds(&["a"]))], "ok"),
        // Or a value of a member.
        (asking("/kind", "ping"), sold(kinds(&["a"])), sold(kinds(&["a", "ping"])), "fails"),
        (asking("/kind", "ping"), sold(kinds(&["a"])), sold(kinds(&["a", "pong"])), "ok"),
        (asking("/kind", "ping"), sold(kinds(&["a"])), sold(typed(json!({ "type": "string" }))), "fails"),
        (asking("/kind", "ping"), sold(kinds(&["a"])), sold(typed(json!({ "type": "string", "maxLength": 3 }))), "ok"),
        (asking("/other", "ping"), sold(kinds(&["a"])), sold(kinds(&["a"])), "ok"),
    ];
    for (sections, old, new, expected) in cases {
        let report = report(&files(&sections, &old), &files(&format!("{NAMED}{SIGNED}"), &new));
        let found = effects(&report).into_iter().find(|(rule, _)| *rule == "handshakes-changed");
        assert_eq!(found, Some(("handshakes-changed", expected)), "{sections}: {}", report.human());
        let added = effects(&report).into_iter().find(|(rule, _)| *rule == "event-added");
        let is_added = added.is_none_or(|(_, effect)| effect == if expected == "fails" { "fails" } else { "degrades" });
        assert!(is_added, "{}", report.human());
        // What the newer contract takes for a handshake, too, is no delivery.
        if let Ok(kept) = compare(&files(&sections, &old), &files(&sections, &new)) {
            assert!(kept.changes.iter().all(|it| !it.wire.basis.words("").contains("handshake")), "{}", kept.human());
        }
    }
}

#[test]
fn deliveries_name_their_event() {
    let sold = |kind: Value| {
        let mut schema = event(&json!({ "t": kind, "c": { "type": "integer" } }));
        schema["required"] = json!(["t"]);
        schema
    };
    let lost = event(&json!({ "t": { "type": "string" }, "c": { "type": "integer" } }));
    let texts = [
        json!({ "const": "order.sold" }),
        json!({ "enum": ["order.sold", "order.lost"] }),
        json!({ "type": "string", "pattern": "^order\\." }),
        json!({ "type": "string" }),
    ];
    let name = "[event]\nmember = \"/t\"\n";
    let both = |kind: &Value| files(name, &[("order.sold", sold(kind.clone())), ("order.lost", lost.clone())]);
    for old in &texts {
        for new in &texts {
            let report = report(&both(old), &both(new));
            let all_ok = report.changes.iter().all(|it| it.wire.effect == Effect::Ok);
            assert!(all_ok, "{old} → {new}: {}", report.human());
        }
    }
    // Without a name, a body may be of any event.
    for absent in [json!({ "type": ["string", "null"] }), json!({})] {
        assert!(report(&both(&texts[0]), &both(&absent)).changes.iter().any(|it| it.wire.effect == Effect::Fails));
    }
    let mut optional = sold(texts[0].clone());
    optional["required"] = json!([]);
    let optional = files(name, &[("order.sold", optional), ("order.lost", lost.clone())]);
    assert_eq!(effects(&report(&both(&texts[0]), &optional)), [("member-made-optional", "fails")]);
    // A header alone names the event of any body.
    let header = "[event]\nheader = \"X-Event\"\n";
    let any = |kind: &Value| files(header, &[("order.sold", sold(kind.clone())), ("order.lost", lost.clone())]);
    assert_ne!(report(&any(&texts[0]), &any(&texts[3])).changes[0].wire.effect, Effect::Ok);
}

/// A name in two parts: with one of them missing, a body names no event, whatever the other is.
#[test]
fn parts_of_a_name_are_taken_together() {
    let sections = "[event]\nmembers = [\"/a\", \"/b\"]\n";
    let edition =
        |first: Value, second: Value| files(sections, &[("order.paid", event(&json!({ "a": first, "b": second })))]);
    let text = || json!({ "type": "string" });
    let (order, paid) = (json!({ "const": "order" }), json!({ "const": "paid" }));
    let old = edition(order.clone(), paid.clone());
    for (first, second, effect) in [
        (text(), paid.clone(), Effect::Ok),
        (text(), text(), Effect::Ok),
        (json!({ "enum": ["order", null] }), paid, Effect::Fails),
        (json!({ "enum": ["order", null] }), text(), Effect::Fails),
        (order, json!({ "type": ["string", "integer"] }), Effect::Fails),
    ] {
        let report = report(&old, &edition(first, second));
        let worst = report.changes.iter().map(|it| it.wire.effect).max();
        assert_eq!(worst, Some(effect), "{}", report.human());
    }
}

#[test]
fn each_witness_names_its_event() {
    let sold = |most: u32| {
        let mut schema = event(&json!({ "t": { "type": "string" }, "c": { "type": "integer" } }));
        schema["if"] = json!({ "properties": { "t": { "const": "order.sold" } } });
        schema["then"] = json!({ "properties": { "c": { "maximum": most } } });
        schema
    };
    let name = "[event]\nmember = \"/t\"\n";
    let found = report(&files(name, &[("order.sold", sold(3))]), &files(name, &[("order.sold", sold(9))]));
    let [judged] = found.changes.as_slice() else { panic!("{}", found.human()) };
    let Basis::Witness { instance, .. } = &judged.wire.basis else { panic!("{}", found.human()) };
    assert!(instance.contains("\"order.sold\""), "{instance}");
    // The branch is for another event, which never comes here.
    let found = report(&files(name, &[("order.lost", sold(3))]), &files(name, &[("order.lost", sold(9))]));
    assert_eq!(effects(&found), [("constraint-loosened", "ok")], "{}", found.human());
}

/// A verdict about one key of the signature says nothing about another.
#[test]
fn recorded_verdicts_are_for_one_key() {
    let signed = |header: &str, encoding: &str, more: &str| {
        let lines = ["header = \"", header, "\"\nalgorithm = \"hmac-sha256\"\nencoding = \"", encoding, "\"\n", more];
        files(
            &format!("{NAMED}\n[signature]\n{}", lines.concat()),
            &[("sold", event(&json!({ "type": { "type": "string" } })))],
        )
    };
    let verdict = "\n[[verdicts]]\nrule = \"signature-changed\"\nplace = \"signature.encoding\"\nwire = \"ok\"\nreason = \"agreed\"\n";
    let old = signed("X-Signature", "hex", "");
    let of_encoding = report(&old, &signed("X-Signature", "base64", verdict));
    assert_ne!(of_encoding.status(), Status::Unclassified, "{}", of_encoding.human());
    let of_both = report(&old, &signed("X-Other", "base64", verdict));
    assert_eq!(of_both.changes.iter().filter(|it| it.waits()).count(), 1, "{}", of_both.human());
    assert_eq!(of_both.status(), Status::Unclassified, "{}", of_both.human());
}
