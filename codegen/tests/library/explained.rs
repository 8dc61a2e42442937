//! Each difference of the public API has its change, beside other changes, too.

use codegen::Files;
use codegen::api::Difference;
use codegen::diff::{Report, compare};
use serde_json::{Value, json};
use support::contract::edit::{ENVELOPE, Edition, PAID, SHIPPED};

fn files(schema: &Value) -> Files {
    let catalog = "[crate]\nname = \"acme\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n[[events]]\nname = \"it\"\nschema = \"it.schema.json\"\n";
    Files::from([("catalog.toml".to_owned(), catalog.to_owned()), ("it.schema.json".to_owned(), schema.to_string())])
}

/// Compares an object with these members and `$defs`, beside a member that allows null and one that is bounded.
fn report(old: [&Value; 2], new: [&Value; 2]) -> Report {
    let edition = |[members, defs]: [&Value; 2], (nullable, bounded): (Value, Value)| {
        let mut schema = json!({ "type": "object", "properties": members, "$defs": defs });
        schema["properties"]["nullable"] = nullable;
        schema["properties"]["bounded"] = bounded;
        files(&schema)
    };
    let before = (json!({ "type": "string" }), json!({ "type": "integer" }));
    let after = (json!({ "type": ["string", "null"] }), json!({ "type": "integer", "maximum": 5 }));
    compare(&edition(old, before), &edition(new, after)).unwrap_or_else(|found| panic!("{found}"))
}

fn object(members: &Value) -> Value {
    let required: Vec<&String> = members.as_object().expect("members").keys().collect();
    json!({ "type": "object", "properties": members, "required": required, "additionalProperties": false })
}

/// Returns the paths of the differences of a change with these words.
fn paths<'r>(report: &'r Report, words: &str) -> Vec<&'r str> {
    assert!(report.unexplained.is_empty(), "{}", report.human());
    let of = report.changes.iter().find(|it| it.change.words.contains(words));
    let of = of.unwrap_or_else(|| panic!("{words}: {}", report.human()));
    of.api.iter().map(|it| it.path.rsplit("::").next().unwrap_or(&it.path)).collect()
}

#[test]
fn a_replaced_reference_is_a_change() {
    let money = object(&json!({ "amount": { "type": "integer" } }));
    let defs = json!({ "money": money });
    let referring = json!({ "total": { "$ref": "#/$defs/money" }, "fee": { "$ref": "#/$defs/money" } });
    let own = json!({ "total": { "$ref": "#/$defs/money" }, "fee": money });
    for (old, new, words) in [
        (&referring, &own, "repeats a schema instead of a reference to it"),
        (&own, &referring, "refers to a schema instead of repeating it"),
    ] {
        let report = report([old, &defs], [new, &defs]);
        let found = paths(&report, words);
        assert!(found.len() == 2 && found.contains(&"fee") && found.contains(&"ItFee"), "{found:?}");
        let change = report.changes.iter().find(|it| it.change.words == words).map(|it| &it.change);
        let key = change.map(codegen::diff::Change::key);
        assert_eq!(key.as_deref(), Some("it.schema.json#/properties/fee"), "{}", report.human());
    }
    // Without an effect on programs it is no change beside others.
    let pair = json!({ "a": { "type": "string" } });
    let texts = [json!({ "text": { "$ref": "#/$defs/text" } }), json!({ "text": { "type": "string" } })];
    let defs = json!({ "text": { "type": "string" }, "pair": pair });
    let report = report([&texts[0], &defs], [&texts[1], &defs]);
    assert_eq!(report.changes.len(), 2, "{}", report.human());
}

#[test]
fn parts_explain_the_types_that_they_name() {
    let union = json!({ "oneOf": [{ "$ref": "#/$defs/card" }, { "$ref": "#/$defs/bank" }] });
    let chip = json!({ "$ref": "#/$defs/chip" });
    let defs = json!({
        "card": object(&json!({ "type": { "const": "card" }, "chip": chip })),
        "bank": object(&json!({ "type": { "const": "bank" }, "iban": { "type": "string" } })),
        "chip": object(&json!({ "code": { "enum": ["a", "b"] } })),
    });
    let (with, without) = (json!({ "by": union }), json!({}));
    for (old, new, words) in [(&with, &without, "removes the optional"), (&without, &with, "adds the optional")] {
        let report = report([old, &defs], [new, &defs]);
        let found = paths(&report, words);
        for name in ["by", "Card", "Bank", "Chip", "ChipCode"] {
            assert!(found.contains(&name), "{words}, {name}: {found:?}\n{}", report.human());
        }
    }
}

/// The name of a variant follows from the types of its members.
#[test]
fn changes_of_one_value_explain_a_variant() {
    let union = |advice: Value| {
        let first = json!({ "type": "object", "properties": { "score": { "type": "number" } }, "required": ["score"] });
        let members = json!({ "advice": advice, "code": { "type": "string" } });
        let second = json!({ "type": "object", "properties": members, "required": ["advice", "code"] });
        json!({ "by": { "anyOf": [first, second] } })
    };
    let (old, new) = (union(json!({ "type": "string" })), union(json!({ "enum": ["a", "b"], "format": "date-time" })));
    let report = report([&old, &json!({})], [&new, &json!({})]);
    assert!(paths(&report, "lists the values").contains(&"AdviceCode"), "{}", report.human());
}

/// A type of the old name may have another form.
#[test]
fn a_replaced_type_explains_its_parts() {
    let union = |code: Value| {
        let first = json!({ "type": "object", "properties": { "score": { "type": "number" } }, "required": ["score"] });
        let members = json!({ "advice": { "type": "string" }, "code": code });
        let second = json!({ "type": "object", "properties": members, "required": ["advice", "code"] });
        json!({ "by": { "anyOf": [first, second] } })
    };
    let (old, new) = (union(json!({ "type": "string" })), union(json!({ "enum": ["a", "b"] })));
    let report = report([&old, &json!({})], [&new, &json!({})]);
    let found = paths(&report, "lists the values");
    assert!(found.contains(&"advice") && found.contains(&"Advice"), "{found:?}\n{}", report.human());
}

#[test]
fn each_value_has_its_variant() {
    let list = |values: [&str; 4]| json!({ "kind": { "enum": values } });
    let (old, new) = (list(["in_transit", "lost", "a-1", "b"]), list(["in_transit", "Late", "sent.twice", "c"]));
    let report = report([&old, &json!({})], [&new, &json!({})]);
    for (words, variant) in [
        ("adds the value `\"Late\"`", "Late"),
        ("adds the value `\"sent.twice\"`", "SentTwice"),
        ("adds the value `\"c\"`", "C"),
        ("removes the value `\"lost\"`", "Lost"),
        ("removes the value `\"a-1\"`", "A1"),
        ("removes the value `\"b\"`", "B"),
    ] {
        assert_eq!(paths(&report, words), [variant], "{}", report.human());
    }
}

#[test]
fn events_of_one_document_differ() {
    let with = |events: [&str; 2]| {
        let mut files = files(&json!({ "type": "object", "properties": { "id": { "type": "string" } } }));
        let event = |name| format!("\n[[events]]\nname = \"{name}\"\nschema = \"it.schema.json\"\n");
        let events: String = events.into_iter().filter(|name| !name.is_empty()).map(event).collect();
        let events = format!("\n[event]\nmember = \"/id\"\n{events}");
        files.get_mut("catalog.toml").expect("the catalogue").push_str(&events);
        files
    };
    for (old, new) in [(["", ""], ["moved", "sold"]), (["moved", "sold"], ["", ""]), (["moved", "sold"], ["lost", ""])]
    {
        let report = compare(&with(old), &with(new)).unwrap_or_else(|found| panic!("{found}"));
        assert!(report.unexplained.is_empty(), "{}", report.human());
        for judged in &report.changes {
            let change = judged.change.to_string();
            let paths = judged.api.iter().map(|it| it.path.to_lowercase());
            let types: Vec<String> = paths.filter(|it| !it.contains([' ', ':'])).collect();
            let is_own = |ident: &String| change.contains(ident);
            assert!(!types.is_empty() && types.iter().all(is_own), "{types:?}: {}", report.human());
        }
    }
}

/// Beside changes of schemas, keys of the catalogue explain what no schema is the origin of.
#[test]
fn keys_explain_what_no_schema_does() {
    let handshake =
        "[[handshakes]]\nwhen = { member = '/kind', equals = 'ping' }\nanswer = { json = {} }\n\n[signature]\n";
    let unsigned = |edition: Edition| {
        let signature = edition.0["catalog.toml"].split("\n\n").find(|table| table.starts_with("[signature]"));
        let signature = format!("{}\n\n", signature.expect("a signature"));
        edition.catalog(&signature, "")
    };
    let changed = |edition: Edition| edition.set(PAID, "/properties/extra", json!({ "type": "string" }));
    let base = Edition::base;
    let cases: [(&str, Edition, Edition, &str); 5] = [
        ("signature-changed", base(), unsigned(base()), "- Receiver"),
        ("signature-added", unsigned(base()), base(), "+ Receiver"),
        ("handshakes-changed", base(), base().catalog("[signature]\n", handshake), "+ ReceiveError::answer"),
        ("handshakes-changed", base().catalog("[signature]\n", handshake), base(), "- ReceiveError::answer"),
        (
            "setting-changed",
            base(),
            base().catalog("[envelope]", "[settings]\nunlisted = \"keep\"\n\n[envelope]"),
            "+ OrderShipped::other",
        ),
    ];
    for (rule, old, new, difference) in cases {
        let report = compare(&old.0, &changed(new).0).unwrap_or_else(|found| panic!("{rule}: {found}"));
        assert!(report.unexplained.is_empty(), "{rule}: {}", report.human());
        let of = report.changes.iter().find(|it| it.change.rule.id() == rule);
        let sign = |it: &Difference| if it.before.is_none() { '+' } else { '-' };
        let api: Vec<String> = of.iter().flat_map(|it| &it.api).map(|it| format!("{} {}", sign(it), it.path)).collect();
        assert!(api.iter().any(|it| it.ends_with(difference)), "{rule}: {api:?}\n{}", report.human());
        let member = report.changes.iter().find(|it| it.change.rule.id() == "optional-member-added").expect("a member");
        assert_eq!(member.api.len(), 1, "{rule}: {}", report.human());
    }
}

/// The envelope of a delivery has the fields of the documented one, and the receiver reads some members of it, which the newer envelope may
/// lack.
#[test]
fn the_envelope_explains_what_repeats_it() {
    let at = json!({ "type": "string", "format": "date-time" });
    let dated = Edition::base().set(ENVELOPE, "/properties/at", at);
    let key = "sent_at = { member = \"/at\" }\n\n[signature]";
    let timed = dated.clone().catalog("\n[signature]", key);
    let base = || Edition::base().remove("envelope.example.json", "/attempt");
    let [dated, timed] = [dated, timed].map(|it| it.remove("envelope.example.json", "/attempt"));
    let attempt = || base().remove(ENVELOPE, "/properties/attempt");
    let text = || base().set(ENVELOPE, "/properties/attempt", json!({ "type": "string" }));
    let cases = [
        (base(), attempt(), "removes the optional member `attempt`", "- DeliveryEnvelope::attempt"),
        (attempt(), base(), "adds the optional member `attempt`", "+ DeliveryEnvelope::attempt"),
        (base(), text(), "changes the type: integer → string", "- DeliveryEnvelope::attempt"),
        (base(), dated.clone(), "adds the optional member `at`", "+ DeliveryEnvelope::at"),
        (timed.clone(), base(), "removes the optional member `at`", "- DeliveryEnvelope::at"),
        (timed.clone(), base(), "removes `sent_at`: `/at`", "- ReceiverBuilder::max_age"),
        (base(), timed.clone(), "adds `sent_at`: `/at`", "+ ReceiverBuilder::max_age"),
        (timed, dated, "removes `sent_at`: `/at`", "- ReceiverBuilder::max_age"),
    ];
    let string = json!({ "type": "string" });
    for (old, new, words, difference) in cases {
        let new = new.set(PAID, "/properties/extra", string.clone()).set(SHIPPED, "/properties/extra", string.clone());
        let report = compare(&old.0, &new.0).unwrap_or_else(|found| panic!("{words}: {found}"));
        assert!(report.unexplained.is_empty(), "{words}: {}", report.human());
        let of = report.changes.iter().find(|it| it.change.words == words);
        let of = of.unwrap_or_else(|| panic!("{words}: {}", report.human()));
        let sign = |it: &Difference| if it.before.is_none() { '+' } else { '-' };
        let api: Vec<String> = of.api.iter().map(|it| format!("{} {}", sign(it), it.path)).collect();
        assert!(api.iter().any(|it| it == difference), "{words}: {api:?}");
    }
}

/// Two events that swap their documents have differences of their own.
#[test]
fn swapped_documents_differ_event_by_event() {
    let (paid, shipped) = (format!("\"{PAID}\""), format!("\"{SHIPPED}\""));
    let example = |path: &str| path.replace(".schema.json", ".example.json");
    let swap = |edition: Edition, (one, other): (&str, &str)| {
        edition.catalog(one, "\"x\"").catalog(other, one).catalog("\"x\"", other)
    };
    let edition = swap(Edition::base(), (&paid, &shipped));
    let edition = swap(edition, (&example(&paid), &example(&shipped)));
    let report = compare(&Edition::base().0, &edition.0).unwrap_or_else(|found| panic!("{found}"));
    assert!(report.unexplained.is_empty(), "{}", report.human());
    let mut count = 0;
    for judged in &report.changes {
        let ident = if judged.change.subject == "order.paid" { "OrderPaid" } else { "OrderShipped" };
        let foreign = judged.api.iter().find(|it| it.path.contains("Order") && !it.path.contains(ident));
        assert!(foreign.is_none(), "{foreign:?}: {}", report.human());
        count += judged.api.len();
    }
    assert!(count > 4, "{}", report.human());
}
