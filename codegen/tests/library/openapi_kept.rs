//! Later imports of OpenAPI documents that still have an event, but not in a form that is imported.

use codegen::Files;
use codegen::diff::Effect;
use codegen::import::{Comparison, Import, import};
use codegen::source::location::Source;
use serde_json::{Value, json};

use crate::openapi_names::{warns, with};

/// Returns a document with two webhooks, the second with this content, and other members.
fn document(second: &Value, others: &Value) -> Value {
    let paid = webhook("order.paid", &json!({ "application/json": { "schema": schema("Lost") } }));
    let mut webhooks = json!({ "orderPaid": paid });
    if !second.is_null() {
        webhooks["orderSent"] = second.clone();
    }
    let mut document = json!({
        "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks,
        "components": { "schemas": {
            "Lost": { "type": "object", "properties": { "note": { "type": "string" } } },
            "Sent": { "type": "object", "properties": { "by": { "$ref": "#/components/schemas/Carrier" } } },
            "Carrier": { "type": "string" },
        } },
    });
    for (name, value) in others.as_object().into_iter().flatten() {
        document[name] = value.clone();
    }
    document
}

fn schema(name: &str) -> Value {
    json!({ "allOf": [{ "$ref": format!("#/components/schemas/{name}") }] })
}

/// Returns a webhook with this content that is named by a header.
fn webhook(name: &str, content: &Value) -> Value {
    let mut webhook = with(&json!({}), &json!({ "X-Acme-Event": { "const": name } }));
    webhook["post"]["requestBody"]["content"] = content.clone();
    webhook
}

fn sent(media: &str) -> Value {
    let example = json!({ "by": "rail" });
    webhook("order.sent", &json!({ media: { "schema": schema("Sent"), "example": example } }))
}

fn read(document: &Value, existing: &Files) -> Import {
    import(&Source::new("openapi.json", document.to_string()), None, existing)
        .unwrap_or_else(|found| panic!("{document} {found}"))
}

/// Returns the effects of the changes.
fn effects(import: &Import) -> Vec<Effect> {
    match import.compare().unwrap_or_else(|found| panic!("{found}")) {
        Comparison::Report(report) => report.changes.iter().map(|judged| judged.wire.effect).collect(),
        Comparison::First(_) | Comparison::Broken(_) => panic!("a report is expected"),
    }
}

/// An event that the document still has stays as it was, and its receivers are not told that it is gone.
#[test]
fn events_in_other_forms_stay() {
    let json = sent("application/json");
    let before = read(&document(&json, &Value::Null), &Files::new()).files;
    assert!(before.contains_key("events/order.sent.example.json"), "{before:?}");
    let mut bodiless = json.clone();
    bodiless["post"].as_object_mut().expect("an operation").remove("requestBody");
    let mut unnamed = bodiless.clone();
    unnamed["post"].as_object_mut().expect("an operation").remove("parameters");
    let none = Value::Null;
    let path = |path: &str| json!({ "paths": { path: json } });
    let callback = json!({ "paths": { "/orders": { "post": { "callbacks": { "orderSent": { "{$url}": json } } } } } });
    for (what, second, others, is_kept) in [
        ("a form", sent("application/x-www-form-urlencoded"), none.clone(), true),
        ("XML", sent("application/xml"), none.clone(), true),
        ("no body", bodiless, none.clone(), true),
        ("no body and no name", unnamed, none.clone(), true),
        ("no schema", webhook("order.sent", &json!({ "application/json": {} })), none.clone(), true),
        ("a path", none.clone(), path("/webhooks/orders"), true),
        ("a callback", none.clone(), callback, true),
        ("a path that is no webhook", none.clone(), path("/orders"), false),
        ("another event", webhook("order.lost", &json!({ "text/plain": {} })), none.clone(), false),
        ("nothing", none.clone(), none.clone(), false),
    ] {
        let newer = document(&second, &others);
        let after = read(&newer, &before);
        assert_eq!(warns(&after, "unread-event"), is_kept, "{what}: {}", after.warnings);
        assert_eq!(effects(&after).contains(&Effect::Unclassified), is_kept, "{what}");
        let again = read(&newer, &after.files);
        assert_eq!(again.files, after.files, "{what}");
        assert_eq!(warns(&again, "unread-event"), is_kept, "{what}");
        let mut files = after.files;
        let catalog = files.remove("catalog.toml").expect("a catalogue");
        let are_there = before.keys().all(|path| path == "catalog.toml" || files.get(path) == before.get(path));
        assert_eq!(are_there, is_kept, "{what}");
        // A person can remove it.
        if let Some((rest, _)) = catalog.split_once("\n[[events]]\nname = \"order.sent\"") {
            assert!(is_kept, "{what}");
            files.insert("catalog.toml".to_owned(), rest.to_owned());
            assert!(!warns(&read(&newer, &files), "unread-event"), "{what}");
        }
    }
}
