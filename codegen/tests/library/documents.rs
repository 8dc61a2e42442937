//! The changes of documents and examples as such: renamed, added and removed files, and examples that are listed elsewhere.

use codegen::Files;
use codegen::diff::{Basis, Effect, Report, compare};
use serde_json::{Value, json};

const CATALOG: &str = r#"
[crate]
name = "shop"
version = "0.1.0"
vendor = "Shop"

[event]
member = "/kind"

[[events]]
name = "order.paid"
schema = "order.schema.json"
EXAMPLES
"#;

/// Returns an event that refers to a document twice: in a member, and in a branch.
fn order(document: &str) -> Value {
    let address = json!({ "$ref": document });
    json!({
        "type": "object",
        "required": ["kind"],
        "properties": {
            "kind": { "const": "order.paid" },
            "sender": address,
            "to": { "oneOf": [address, { "type": "object", "required": ["shop"], "properties": { "shop": { "type": "string" } } }] },
        },
    })
}

fn address() -> Value {
    json!({ "type": "object", "required": ["city"], "properties": { "city": { "type": "string" } } })
}

fn folder(examples: &str, documents: &[(&str, &Value)]) -> Files {
    let documents = documents.iter().map(|(path, document)| ((*path).to_owned(), document.to_string()));
    let catalog = ("catalog.toml".to_owned(), CATALOG.replace("EXAMPLES", examples));
    documents.chain([catalog]).collect()
}

fn report(old: &Files, new: &Files) -> Report {
    compare(old, new).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns subject and words of each change.
fn said(report: &Report) -> Vec<(&str, &str)> {
    report.changes.iter().map(|it| (it.change.subject.as_str(), it.change.words.as_str())).collect()
}

#[test]
fn a_renamed_document_is_one_change() {
    let old = folder("", &[("order.schema.json", &order("address.schema.json")), ("address.schema.json", &address())]);
    let new = folder("", &[("order.schema.json", &order("place.schema.json")), ("place.schema.json", &address())]);
    let report = report(&old, &new);
    let expected = [("place.schema.json", "renames the document from `address.schema.json`")];
    assert_eq!(said(&report), expected);
    assert!(report.unexplained.is_empty(), "{}", report.human());
    assert!(report.changes[0].api.iter().any(|it| it.path.contains("Address")), "{}", report.human());
}

/// Also if only its definitions are referred to.
#[test]
fn renamed_documents_of_definitions_are_one_change() {
    let street = json!({ "type": "string" });
    let definitions = |street: &Value| {
        let mut address = address();
        address["properties"]["street"] = json!({ "$ref": "#/$defs/street" });
        json!({ "$defs": { "address": address, "street": street } })
    };
    let edition = |path: &str, street: &Value| {
        folder("", &[("order.schema.json", &order(&format!("{path}#/$defs/address"))), (path, &definitions(street))])
    };
    let old = edition("common.schema.json", &street);
    let renamed = report(&old, &edition("types.schema.json", &street));
    assert_eq!(said(&renamed), [("types.schema.json", "renames the document from `common.schema.json`")]);
    assert!(renamed.unexplained.is_empty(), "{}", renamed.human());
    // Another meaning is another document.
    let other = report(&old, &edition("types.schema.json", &json!({ "type": "integer" })));
    assert!(said(&other).len() > 1, "{}", other.human());
}

#[test]
fn an_added_document_has_no_effect_itself() {
    let old = folder("", &[("order.schema.json", &order("address.schema.json")), ("address.schema.json", &address())]);
    let mut edited = order("address.schema.json");
    edited["properties"]["to"]["oneOf"]
        .as_array_mut()
        .expect("it is one")
        .push(json!({ "$ref": "locker.schema.json" }));
    let locker = json!({ "type": "object", "required": ["locker"], "properties": { "locker": { "type": "integer" } } });
    let documents: [(&str, &Value); 3] =
        [("order.schema.json", &edited), ("address.schema.json", &address()), ("locker.schema.json", &locker)];
    let report = report(&old, &folder("", &documents));
    let effects: Vec<(&str, Effect)> = report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect)).collect();
    assert_eq!(effects, [("branch-added", Effect::Fails), ("restructured", Effect::Ok)], "{}", report.human());
    assert!(report.unexplained.is_empty(), "{}", report.human());
}

#[test]
fn schemas_instead_of_references_are_said() {
    let old = folder("", &[("order.schema.json", &order("address.schema.json")), ("address.schema.json", &address())]);
    let mut edited = order("address.schema.json");
    edited["properties"]["sender"] = address();
    edited["properties"]["sender"]["description"] = json!("Who sends it.");
    let new = folder("", &[("order.schema.json", &edited), ("address.schema.json", &address())]);
    let report = report(&old, &new);
    let costs: Vec<(&str, &str)> = report.changes.iter().map(|it| (it.change.rule.id(), it.source.name())).collect();
    assert_eq!(costs, [("words-changed", "patch"), ("restructured", "major")], "{}", report.human());
}

#[test]
fn changes_beside_a_restructuring_are_its_own() {
    let old = folder("", &[("order.schema.json", &order("address.schema.json")), ("address.schema.json", &address())]);
    let mut edited = order("address.schema.json");
    edited["properties"]["sender"] = address();
    let mut number = address();
    number["properties"]["city"]["type"] = json!("integer");
    let report = report(&old, &folder("", &[("order.schema.json", &edited), ("address.schema.json", &number)]));
    let effects: Vec<(&str, Effect)> = report.changes.iter().map(|it| (it.change.rule.id(), it.wire.effect)).collect();
    assert_eq!(effects, [("type-changed", Effect::Fails), ("restructured", Effect::Ok)], "{}", report.human());
}

#[test]
fn null_is_allowed_where_the_union_is() {
    let old = folder("", &[("order.schema.json", &order("address.schema.json")), ("address.schema.json", &address())]);
    let mut edited = order("address.schema.json");
    edited["properties"]["sender"] = json!({ "oneOf": [{ "$ref": "address.schema.json" }, { "type": "null" }] });
    let new = folder("", &[("order.schema.json", &edited), ("address.schema.json", &address())]);
    for (old, new, rule) in [(&old, &new, "null-allowed"), (&new, &old, "null-forbidden")] {
        let report = report(old, new);
        let [only] = report.changes.as_slice() else { panic!("{}", report.human()) };
        let place = only.change.place().expect("it has a place");
        assert_eq!((only.change.rule.id(), place.source.path()), (rule, "order.schema.json"), "{}", report.human());
    }
}

#[test]
fn an_added_event_names_itself() {
    let documents: [(&str, &Value); 2] =
        [("order.schema.json", &order("address.schema.json")), ("address.schema.json", &address())];
    let old = folder("", &documents);
    let event = "\n[[events]]\nname = \"order.sent\"\nschema = \"sent.schema.json\"";
    // Without a type, the smallest instance is no object.
    let sent = json!({ "properties": { "kind": { "type": "string" } }, "required": ["kind"] });
    let new = folder(event, &[&documents[..], &[("sent.schema.json", &sent)]].concat());
    let report = report(&old, &new);
    let Basis::Witness { instance, .. } = &report.changes[0].wire.basis else { panic!("{}", report.human()) };
    assert_eq!(instance, r#"{"kind":"order.sent"}"#);
}

#[test]
fn features_belong_to_their_events() {
    let event = |name: &str, document: &str| {
        format!("\n[[events]]\nname = \"{name}\"\nschema = \"{document}\"\n\n[settings]\nevent_features = true")
    };
    let (schema, address) = (order("address.schema.json"), address());
    let schema_of = |name: &str, member: &str| json!({ "type": "object", "required": ["kind", member], "properties": { "kind": { "const": name }, member: { "type": "string" } } });
    let edition = |name: &str, member: &str, document: &str| {
        let own = schema_of(name, member);
        let documents: [(&str, &Value); 3] =
            [("order.schema.json", &schema), ("address.schema.json", &address), (document, &own)];
        folder(&event(name, document), &documents)
    };
    let old = edition("parcel.lost", "place", "lost.schema.json");
    let new = edition("invoice.sent", "number", "sent.schema.json");
    let report = report(&old, &new);
    let rules: Vec<&str> = report.changes.iter().map(|it| it.change.rule.id()).collect();
    assert_eq!(rules, ["event-added", "event-removed"], "{}", report.human());
    assert!(
        report.changes.iter().all(|it| it.api.iter().any(|it| it.path.starts_with("feature "))),
        "{}",
        report.human()
    );
    assert!(report.unexplained.is_empty(), "{}", report.human());
}

#[test]
fn examples_are_compared_by_their_content() {
    let schema = order("address.schema.json");
    let (first, second) =
        (json!({ "kind": "order.paid" }), json!({ "kind": "order.paid", "sender": { "city": "Rome" } }));
    let broken = json!({ "kind": "order.paid", "sender": {} });
    let with = |examples: &str, paths: [(&str, &Value); 3]| {
        let address = address();
        let schemas: [(&str, &Value); 2] = [("order.schema.json", &schema), ("address.schema.json", &address)];
        folder(examples, &[&schemas[..], &paths[..]].concat())
    };
    let old = with(
        "examples = [\"a.json\", \"b.json\"]\nfaulty = [\"c.json\"]",
        [("a.json", &first), ("b.json", &second), ("c.json", &broken)],
    );
    let moved = with(
        "examples = [\"b.json\", \"a.json\"]\nfaulty = [\"c.json\"]",
        [("a.json", &second), ("b.json", &first), ("c.json", &broken)],
    );
    assert!(report(&old, &moved).is_same(), "{}", report(&old, &moved).human());
    let mended = with(
        "examples = [\"a.json\", \"b.json\", \"c.json\"]",
        [
            ("a.json", &first),
            ("b.json", &second),
            ("c.json", &json!({ "kind": "order.paid", "sender": { "city": "Bari" } })),
        ],
    );
    let expected = [("order.paid", "adds `/sender/city` to an example"), ("order.paid", "lists 1 example as valid")];
    assert_eq!(said(&report(&old, &mended)), expected);
}
