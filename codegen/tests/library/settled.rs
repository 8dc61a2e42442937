//! Imports settle: a second import of the same source writes nothing, whichever examples are left out, and in any order.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::Files;
use codegen::import::{Import, import, import_folder};
use codegen::json;
use codegen::source::location::Source;
use serde_json::{Value, json};
use support::folder;

fn fixtures() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

fn document(name: &str, text: &str, existing: &Files) -> Import {
    import(&Source::new(name, text), None, existing).unwrap_or_else(|found| panic!("{name}: {found}"))
}

fn of_folder(files: &Files, existing: &Files) -> Import {
    import_folder("acme", files, existing).unwrap_or_else(|found| panic!("{found}"))
}

/// Asserts that an import settles at once, and that no warning is at a file.
fn settles(what: &str, before: &Files, import: &dyn Fn(&Files) -> Import) -> Files {
    let first = import(before);
    let second = import(&first.files);
    assert_eq!(second.files, first.files, "{what}");
    for warning in first.warnings.iter().chain(second.warnings.iter()) {
        let path = warning.place.iter().map(|place| place.source.path());
        assert!(path.into_iter().all(|path| !path.starts_with("events/")), "{what}: {warning:?}");
    }
    first.files
}

/// Reverses the examples of bodies.
fn reversed(node: &Value) -> Value {
    match node {
        Value::Object(members) => {
            let member = |(name, node): (&String, &Value)| match (name.as_str(), node) {
                ("examples", Value::Object(examples)) => {
                    // The names are ordered, so each value goes to another one.
                    let values = examples.values().rev().cloned();
                    (name.clone(), Value::Object(examples.keys().cloned().zip(values).collect()))
                }
                _ => (name.clone(), reversed(node)),
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(elements) => Value::Array(elements.iter().map(reversed).collect()),
        other => other.clone(),
    }
}

#[test]
fn fixtures_settle_at_once() {
    let mut known = BTreeSet::new();
    for (path, text) in folder::read(&fixtures().join("openapi")) {
        let first = settles(&path, &Files::new(), &|existing| document(&path, &text, existing));
        let source = Source::new(path.as_str(), text.as_str());
        let read = json::yaml::parse(&source).or_else(|_| json::parse(&source));
        let read: Value =
            serde_json::from_str(&read.unwrap_or_else(|found| panic!("{found}")).root.to_pretty()).unwrap();
        let other = reversed(&read).to_string();
        settles(&path, &first, &|existing| document("other.json", &other, existing));
        known.insert(path);
    }
    assert_eq!(known.len(), fs::read_dir(fixtures().join("openapi")).unwrap().count());
    let files = folder::read(&fixtures().join("folder"));
    settles("folder", &Files::new(), &|existing| of_folder(&files, existing));
}

/// Returns all orders of examples.
fn orders(examples: &[Value]) -> Vec<Vec<Value>> {
    let Some((first, rest)) = examples.split_first() else { return vec![Vec::new()] };
    let with_first = |order: Vec<Value>| {
        (0..=order.len()).map(move |at| {
            let mut longer = order.clone();
            longer.insert(at, first.clone());
            longer
        })
    };
    orders(rest).into_iter().flat_map(with_first).collect()
}

fn api(examples: &[Value]) -> String {
    let schema = json!({ "type": "object", "required": ["event"], "properties": { "event": { "type": "string" }, "n": { "type": "integer" } } });
    let named = |(index, value): (usize, &Value)| (format!("e{index}"), json!({ "value": value }));
    let examples: Value = examples.iter().enumerate().map(named).collect::<serde_json::Map<_, _>>().into();
    let webhook = |media: Value| json!({ "post": { "requestBody": { "content": { "application/json": media } } } });
    json!({ "openapi": "3.1.0", "info": { "title": "Acme", "version": "1" }, "webhooks": {
        "order.paid": webhook(json!({ "schema": schema, "examples": examples })),
        "order.lost": webhook(json!({ "schema": schema, "example": { "event": "order.lost", "n": 1 } })),
    } })
    .to_string()
}

fn catalogue(examples: &[Value]) -> Files {
    let schema = |examples: &[Value]| {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "required": ["event"],
            "properties": { "event": { "type": "string" }, "n": { "type": "integer" } }, "examples": examples,
        });
        schema.to_string()
    };
    Files::from([
        ("order.paid.schema.json".to_owned(), schema(examples)),
        ("order.lost.schema.json".to_owned(), schema(&[json!({ "event": "order.lost", "n": 1 })])),
    ])
}

#[test]
fn examples_settle_in_every_order() {
    let good = |n: u32| json!({ "event": "order.paid", "n": n });
    let nameless = json!({ "event": "order.lost", "n": 7 });
    let faulty = json!({ "event": "order.paid", "n": "three" });
    for examples in [
        vec![nameless.clone(), good(2), good(3)],
        vec![faulty.clone(), good(2), good(3)],
        vec![nameless.clone(), faulty, good(2)],
        vec![nameless, json!({ "event": "order.kept" }), good(2)],
    ] {
        let mut of_document = Files::new();
        let mut of_schemas = Files::new();
        for order in orders(&examples) {
            let what = Value::from(order.clone()).to_string();
            let text = api(&order);
            let known = of_document.clone();
            of_document = settles(&what, &known, &|existing| document("acme.json", &text, existing));
            for (path, text) in known.iter().filter(|(path, _)| path.starts_with("events/")) {
                assert_eq!(of_document.get(path), Some(text), "{what}: {path}");
            }
            let files = catalogue(&order);
            of_schemas = settles(&what, &of_schemas, &|existing| of_folder(&files, existing));
        }
    }
}
