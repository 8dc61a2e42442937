//! References between the files of a folder: by path, by `$id`, to definitions, and those that lead nowhere.

use codegen::import::{Import, import_folder};
use codegen::source::diagnostic::Diagnostics;
use codegen::{Files, generate};
use serde_json::{Value, json};

fn read(files: &Value) -> Result<Import, Diagnostics> {
    let files = files.as_object().expect("files").iter();
    let files: Files = files.map(|(path, schema)| (path.clone(), schema.to_string())).collect();
    import_folder("acme", &files, &Files::new())
}

fn imported(what: &str, files: &Value) -> Import {
    read(files).unwrap_or_else(|found| panic!("{what}: {found}"))
}

fn schema(members: &Value) -> Value {
    let mut schema = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object" });
    schema.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
    schema
}

/// Returns an event that refers to another schema.
fn event(id: Option<&str>, reference: &str) -> Value {
    let properties = json!({ "type": { "const": "order.paid" }, "money": { "$ref": reference } });
    let mut event = schema(&json!({ "required": ["type"], "properties": properties }));
    if let Some(id) = id {
        event["$id"] = json!(id);
    }
    event
}

fn events(import: &Import) -> Vec<&str> {
    let of_events = import.files.keys().filter_map(|path| path.strip_prefix("events/"));
    of_events.filter_map(|path| path.strip_suffix(".schema.json")).collect()
}

/// A reference by the path of a file counts, whatever the `$id` around it.
#[test]
fn paths_lead_to_files_beside_ids() {
    let money = |id: Option<&str>| {
        let money = json!({ "properties": { "value": { "type": "integer" } } });
        let mut money = schema(&money);
        if let Some(id) = id {
            money["$id"] = json!(id);
        }
        money
    };
    for (what, event_id, money_id, reference) in [
        ("no `$id`", None, None, "money.json"),
        ("an `$id` of the event", Some("https://acme.example/order-paid"), None, "money.json"),
        ("that is like its path", Some("https://acme.example/in/order.paid.json"), None, "money.json"),
        ("of both", Some("https://acme.example/order-paid"), Some("https://acme.example/types/money"), "money.json"),
        ("of the target", None, Some("https://acme.example/types/money"), "money.json"),
        ("by `$id`", Some("https://acme.example/a"), Some("https://acme.example/money"), "money"),
        ("by both", Some("https://acme.example/in/a.json"), Some("https://acme.example/in/money.json"), "money.json"),
        ("a name", Some("urn:acme:order"), Some("urn:acme:money"), "urn:acme:money"),
    ] {
        for folder in ["", "in/"] {
            let files = json!({
                format!("{folder}order.paid.json"): event(event_id, reference),
                format!("{folder}money.json"): money(money_id),
            });
            let import = imported(what, &files);
            assert_eq!(events(&import), ["order.paid"], "{what}: {}", import.warnings);
            generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
        }
    }
}

#[test]
fn equal_ids_are_the_only_error() {
    let with = |name: &str, id: &str| {
        let own = format!("#/$defs/{name}");
        let mut schema =
            schema(&json!({ "$id": id, "properties": { "type": { "const": name }, "x": { "$ref": own } } }));
        schema["$defs"][name] = json!({ "type": "string" });
        schema
    };
    let id = "https://acme.example/event.json";
    for files in [
        json!({ "a.json": with("a", id), "b.json": with("b", id) }),
        json!({ "a.json": with("a", id), "b.json": with("b", id), "c.json": with("c", id) }),
        json!({ "a.json": with("a", id), "b.json": with("b", id), "c.json": event(None, id) }),
    ] {
        let found = read(&files).expect_err("two have one `$id`");
        let errors: Vec<_> =
            found.iter().filter(|it| it.severity == codegen::source::diagnostic::Severity::Error).collect();
        assert!(!errors.is_empty() && errors.iter().all(|it| it.code == "duplicate-id"), "{found}");
        let places = errors.iter().flat_map(|it| it.place.iter().chain(it.related.iter().map(|(place, _)| place)));
        let mut paths = places.map(|place| place.source.path().to_owned());
        assert!(paths.all(|path| path.starts_with("acme/")), "{found}");
    }
}

/// A member that a reference leads to is a definition, whatever its name.
#[test]
fn definitions_are_no_unknown_keywords() {
    let money = json!({ "type": "object", "properties": { "value": { "type": "integer" } } });
    for (what, definitions, reference, expected) in [
        ("a definition", json!({ "Money": money }), "defs.json#/Money", ""),
        ("definitions in a member", json!({ "types": { "Money": money } }), "defs.json#/types/Money", ""),
        ("a name like a keyword", json!({ "Item": money }), "defs.json#/Item", ""),
        ("a part of a definition", json!({ "Money": money }), "defs.json#/Money/properties/value", ""),
        ("another member", json!({ "Money": money, "Moneys": money }), "defs.json#/Money", "unknown-keyword"),
        (
            "another one like a keyword",
            json!({ "Money": money, "Item": money }),
            "defs.json#/Money",
            "misspelled-keyword",
        ),
    ] {
        let files = json!({ "order.paid.schema.json": event(None, reference), "defs.json": definitions });
        let import = imported(what, &files);
        let codes = ["unknown-keyword", "misspelled-keyword"];
        let found: Vec<_> = import.warnings.iter().map(|it| it.code).filter(|code| codes.contains(code)).collect();
        assert_eq!(found.join(" "), expected, "{what}: {}", import.warnings);
        let message = import.warnings.to_string();
        assert!(!message.contains("`Money`"), "{what}: {message}");
    }
}

#[test]
fn names_that_no_uri_has_are_spelled() {
    for (file_name, expected) in [
        ("Shared Types.json", "Shared%20Types.json"),
        ("Größe.json", "Gr%C3%B6%C3%9Fe.json"),
        ("a[1].json", "a%5B1%5D.json"),
        ("in/a b.json#/$defs/c d", "in/a%20b.json#/$defs/c d"),
    ] {
        let path = file_name.split('#').next().expect("a path");
        let target = schema(&json!({ "$defs": { "c d": { "type": "string" } } }));
        let files = |reference: &str| json!({ "order.paid.json": event(None, reference), path: target });
        let found = read(&files(file_name)).expect_err("it is no URI reference").to_string();
        assert!(found.contains(&format!("write `{expected}`")), "{found}");
        let import = imported(expected, &files(expected));
        assert_eq!(events(&import), ["order.paid"], "{expected}");
    }
}

/// The type of a payload may be stated in any file.
#[test]
fn other_files_state_types() {
    let base = |members: &Value| {
        let mut base = schema(&json!({ "required": ["type"], "properties": { "type": { "type": "string" } } }));
        base.as_object_mut().expect("an object").extend(members.as_object().expect("an object").clone());
        base
    };
    let own = json!({ "properties": { "type": { "const": "order.paid" } } });
    let to = |path: &str| json!({ "$ref": path });
    let untyped = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Base" });
    for (what, event, base, is_known) in [
        ("allOf", json!({ "allOf": [to("base.json"), own] }), base(&json!({})), true),
        (
            "by `$id`",
            json!({ "allOf": [to("https://acme.example/base"), own] }),
            base(&json!({ "$id": "https://acme.example/base" })),
            true,
        ),
        (
            "a definition",
            json!({ "allOf": [to("base.json#/$defs/Base"), own] }),
            base(&json!({ "$defs": { "Base": { "type": "object" } } })),
            true,
        ),
        (
            "through another file",
            json!({ "allOf": [to("base.json"), own] }),
            json!({ "$schema": untyped["$schema"], "$ref": "deep.json" }),
            true,
        ),
        (
            "all branches",
            json!({ "allOf": [{ "anyOf": [to("base.json"), to("deep.json")] }, own] }),
            base(&json!({})),
            true,
        ),
        (
            "one of two branches",
            json!({ "allOf": [{ "anyOf": [to("base.json"), to("free.json")] }, own] }),
            base(&json!({})),
            false,
        ),
        ("null, too", json!({ "allOf": [to("base.json"), own] }), base(&json!({ "type": ["object", "null"] })), false),
        ("no type", json!({ "allOf": [to("base.json"), own] }), untyped.clone(), false),
    ] {
        let mut event = event;
        event["$schema"] = untyped["$schema"].clone();
        let mut files = json!({ "in/order.paid.json": event, "in/base.json": base });
        for (path, other) in [("in/deep.json", schema(&json!({}))), ("in/free.json", untyped.clone())] {
            if files.to_string().contains(path.trim_start_matches("in/")) {
                files[path] = other;
            }
        }
        let import = imported(what, &files);
        let is_warned = import.warnings.iter().any(|it| it.code == "untyped-payload");
        assert_eq!(!is_warned, is_known, "{what}: {}", import.warnings);
        assert_eq!(import.files["catalog.toml"].contains("objects = \"payloads\""), !is_known, "{what}");
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
    }
}
