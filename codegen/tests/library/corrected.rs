//! Names of events that a person has corrected: later imports keep them.

use codegen::Files;
use codegen::import::{Import, import, import_folder};
use codegen::source::location::Source;
use serde_json::{Value, json};

/// A source that is imported again and again; `edition` changes nothing about the names.
type Read = fn(edition: &str, files: &Files) -> Import;

fn openapi(edition: &str, operation: &Value, files: &Files) -> Import {
    let webhook = |name: &str| {
        let mut operation = operation.clone();
        operation["requestBody"] = json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
        operation["description"] = json!(edition);
        if let Some(list) = operation["parameters"].as_array_mut() {
            list[0]["schema"]["const"] = json!(name);
        }
        json!({ "post": operation })
    };
    let webhooks = json!({ "orders-create": webhook("orders-create"), "orders-gone": webhook("orders-gone") });
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks });
    import(&Source::new("openapi.json", document.to_string()), None, files).unwrap_or_else(|found| panic!("{found}"))
}

fn keys(edition: &str, files: &Files) -> Import {
    openapi(edition, &json!({}), files)
}

fn headers(edition: &str, files: &Files) -> Import {
    openapi(edition, &json!({ "parameters": [{ "name": "X-Event", "in": "header", "schema": {} }] }), files)
}

fn union(edition: &str, files: &Files) -> Import {
    let header = json!({ "name": "X-Topic", "in": "header", "schema": { "enum": ["orders-create", "orders-gone"] } });
    let body = json!({ "content": { "application/json": { "schema": { "type": "object", "title": edition } } } });
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Acme" },
        "webhooks": { "all": { "post": { "parameters": [header], "requestBody": body } } },
    });
    import(&Source::new("openapi.json", document.to_string()), None, files).unwrap_or_else(|found| panic!("{found}"))
}

fn folder(edition: &str, files: &Files) -> Import {
    let schema = |member: &str| {
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "title": edition,
            "properties": { member: {} },
        });
        schema.to_string()
    };
    let source = [("orders-create.json", "id"), ("orders-gone.json", "when")];
    let source: Files = source.map(|(path, member)| (path.to_owned(), schema(member))).into();
    import_folder("acme", &source, files).unwrap_or_else(|found| panic!("{found}"))
}

fn page(edition: &str, files: &Files) -> Import {
    let event = |name: &str| {
        format!(
            "## `{name}`\n\n{edition}\n\n```json\n{{ \"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"type\": \"object\" }}\n```\n\n"
        )
    };
    let text = format!("# Acme webhooks\n\n{}{}", event("orders-create"), event("orders-gone"));
    import(&Source::new("page.md", text), None, files).unwrap_or_else(|found| panic!("{found}"))
}

const SOURCES: [(&str, Read); 5] =
    [("keys", keys), ("a header", headers), ("a list", union), ("files", folder), ("headings", page)];

/// Returns a folder with another name of an event in its catalogue, and perhaps of its files.
fn corrected(files: &Files, name: &str, moves: bool) -> Files {
    let mut files = files.clone();
    let catalog = files.get_mut("catalog.toml").expect("a catalogue");
    let before = catalog.clone();
    *catalog = catalog.replace("name = \"orders-create\"", &format!("name = \"{name}\""));
    assert_ne!(*catalog, before);
    if moves {
        *catalog = catalog.replace("events/orders-create.schema.json", "events/moved.json");
        let schema = files.remove("events/orders-create.schema.json").expect("a schema");
        files.insert("events/moved.json".to_owned(), schema);
    }
    files
}

/// The same source changes nothing, whatever a person has corrected.
#[test]
fn a_second_import_changes_nothing() {
    for (what, read) in SOURCES {
        let first = read("first", &Files::new()).files;
        for name in ["order.created", "orders/create", "ORDERS-CREATE", "orders-create-2"] {
            for moves in [false, true] {
                let files = corrected(&first, name, moves);
                let again = read("first", &files);
                assert_eq!(again.files, files, "{what} {name} {moves}");
                assert!(again.warnings.iter().all(|it| it.code != "other-event-name"), "{what} {name}");
            }
        }
    }
}

/// A new edition keeps a corrected name; if its file does not show who has chosen it, a warning says so.
#[test]
fn a_new_edition_keeps_names() {
    for (what, read) in SOURCES {
        let first = read("first", &Files::new()).files;
        for (name, is_doubted) in [("order.created", false), ("orders/create", true)] {
            let again = read("second", &corrected(&first, name, false));
            let catalog = &again.files["catalog.toml"];
            assert!(catalog.contains(&format!("name = \"{name}\"")), "{what} {catalog}");
            assert!(catalog.contains("name = \"orders-gone\"") && !catalog.contains("name = \"orders-create\""));
            assert_eq!(again.warnings.iter().any(|it| it.code == "other-event-name"), is_doubted, "{what} {name}");
        }
    }
}

/// An event that the source names in another way is another event.
#[test]
fn renamed_events_are_no_corrections() {
    let read = |name: &str, files: &Files| {
        let body = json!({ "content": { "application/json": { "schema": { "type": "object" } } } });
        let webhooks = json!({ name: { "post": { "requestBody": body } } });
        let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks });
        import(&Source::new("openapi.json", document.to_string()), None, files)
            .unwrap_or_else(|found| panic!("{found}"))
    };
    for (before, name) in [
        ("order.paid", "order.settled"),
        ("order.paid", "Order.Paid"),
        ("order.paid", "order.paid.v2"),
        ("заказ", "товар"),
        ("#1", "#2"),
    ] {
        let again = read(name, &read(before, &Files::new()).files);
        assert!(again.files["catalog.toml"].contains(&format!("name = \"{name}\"")), "{name}");
    }
}
