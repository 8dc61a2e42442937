//! `objects` of `[settings]`: schemas without `type` describe objects, in all that is made from them.

use codegen::diff::compare;
use codegen::import::import;
use codegen::source::location::Source;
use codegen::{Files, generate};
use serde_json::{Value, json};

const SCHEMA: &str = "events/thing.schema.json";

/// Returns a catalogue with one event whose body is the payload.
fn catalogue(settings: &str, schema: &Value) -> Files {
    let catalog = format!(
        "[crate]\nname = \"acme-webhooks\"\nversion = \"0.1.0\"\nvendor = \"Acme\"\n\n{settings}\n[event]\nmember = \"/type\"\n\n\
         [[events]]\nname = \"thing\"\nschema = \"{SCHEMA}\"\n"
    );
    [("catalog.toml".to_owned(), catalog), (SCHEMA.to_owned(), format!("{schema:#}\n"))].into()
}

fn set(value: &str) -> String {
    format!("[settings]\nobjects = \"{value}\"\n")
}

fn body() -> Value {
    json!({
        "properties": { "type": { "const": "thing" }, "owner": { "properties": { "name": { "type": "string" } } } },
        "required": ["type"],
    })
}

fn generated(files: &Files) -> Files {
    generate(files).unwrap_or_else(|found| panic!("{found}")).files
}

fn thing(files: &Files) -> String {
    generated(files)["src/events/thing.rs"].clone()
}

#[test]
fn a_payload_without_type_is_a_struct() {
    for settings in [String::new(), set("typed")] {
        assert!(thing(&catalogue(&settings, &body())).contains("pub enum Thing {"));
    }
    let files = generated(&catalogue(&set("payloads"), &body()));
    let types = &files["src/events/thing.rs"];
    assert!(types.contains("pub struct Thing {") && types.contains("pub enum ThingOwner {"), "{types}");
    let written: Value = serde_json::from_str(&files["openapi.json"]).unwrap();
    assert_eq!(written["components"]["schemas"]["thing"]["type"], "object");
    assert!(files[&format!("schemas/{SCHEMA}")].starts_with("{\"type\": \"object\", \n"));
}

#[test]
fn everywhere_members_are_structs_too() {
    let types = thing(&catalogue(&set("everywhere"), &body()));
    assert!(types.contains("pub owner: Option<ThingOwner>") && types.contains("pub struct ThingOwner {"), "{types}");
    // What `type` or `$ref` says stays, and so does what is no schema.
    let mut other = body();
    other["properties"]["owner"]["type"] = json!(["object", "null"]);
    other["examples"] = json!([{ "type": "thing", "owner": null }]);
    other["default"] = json!({ "type": "thing", "properties": {} });
    let files = generated(&catalogue(&set("everywhere"), &other));
    assert_eq!(files[&format!("schemas/{SCHEMA}")].matches("\"object\"").count(), 2);
    assert!(files["src/events/thing.rs"].contains("pub struct ThingOwner {"));
}

#[test]
fn a_hidden_type_is_reported() {
    let reference = |target: Value| {
        let draft = "http://json-schema.org/draft-07/schema#";
        json!({ "$schema": draft, "$ref": "#/definitions/Thing", "definitions": { "Thing": target } })
    };
    let codes = |target| {
        let found = generate(&catalogue(&set("payloads"), &reference(target))).unwrap_or_else(|it| panic!("{it}"));
        found.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>()
    };
    assert!(codes(body()).contains(&"untyped-payload"));
    let mut typed = body();
    typed["type"] = json!("object");
    assert!(!codes(typed).contains(&"untyped-payload"));
}

#[test]
fn the_change_is_that_of_the_schema() {
    let (before, after) = (catalogue("", &body()), catalogue(&set("payloads"), &body()));
    let report = compare(&before, &after).unwrap_or_else(|found| panic!("{found}"));
    let rules: Vec<&str> = report.changes.iter().map(|judged| judged.change.rule.id()).collect();
    assert!(rules.contains(&"setting-changed") && rules.len() == 2, "{rules:?}");
}

/// Imports two webhooks with these bodies.
fn imported(bodies: [Value; 2], existing: &Files) -> (Files, bool) {
    let webhook =
        |schema| json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } });
    let [thing, other] = bodies.map(webhook);
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Acme", "version": "1" },
        "webhooks": { "thing": thing, "other": other },
        "components": { "schemas": { "Base": { "properties": { "type": { "type": "string" } } } } },
    });
    let import = import(&Source::new("openapi.json", document.to_string()), None, existing);
    let import = import.unwrap_or_else(|found| panic!("{found}"));
    let warns = import.warnings.iter().any(|warning| warning.code == "untyped-payload");
    (import.files, warns)
}

/// Returns a body with a name, and with more keywords.
fn named(name: &str, mut keywords: Value) -> Value {
    keywords["properties"] = json!({ "type": { "const": name } });
    keywords
}

#[test]
fn an_import_sets_it_where_it_matters() {
    let typed = || named("thing", json!({ "type": "object" }));
    let base = json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }] });
    for (other, is_set) in [
        (named("other", json!({})), true),
        (named("other", base), true),
        (named("other", json!({ "type": "object" })), false),
        (named("other", json!({ "allOf": [{ "type": "object" }] })), false),
    ] {
        let (files, warns) = imported([typed(), other.clone()], &Files::new());
        assert_eq!(files["catalog.toml"].contains("\n[settings]\nobjects = \"payloads\"\n"), is_set, "{other}");
        assert_eq!(warns, is_set, "{other}");
    }
    // A body that does not name its event may be anything.
    let (files, warns) = imported([json!({ "properties": {} }), json!({ "properties": {} })], &Files::new());
    assert!(!files["catalog.toml"].contains("objects") && !warns);
}

#[test]
fn an_import_keeps_what_a_person_says() {
    let bodies = || [named("thing", json!({})), named("other", json!({}))];
    let (mut files, _) = imported(bodies(), &Files::new());
    let catalog = files.get_mut("catalog.toml").unwrap();
    *catalog = catalog.replace("objects = \"payloads\"", "objects = \"typed\"");
    let kept = catalog.clone();
    let (files, warns) = imported(bodies(), &files);
    assert_eq!(files["catalog.toml"], kept);
    assert!(!warns);
}
