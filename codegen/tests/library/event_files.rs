//! The paths of the files of events.

use codegen::Files;
use codegen::import::import;
use codegen::source::location::Source;
use serde_json::{Value, json};

/// Events whose names differ in signs alone have files of their own, and keep them.
#[test]
fn equal_stems_are_numbered() {
    let read = |names: &[&str], files: &Files| {
        let webhook = |name: &str| {
            let schema = json!({ "type": "object", "title": name, "properties": { "a": { "type": "string" } } });
            let examples = json!({ "x": { "value": { "a": name } }, "y": { "value": { "a": "2" } } });
            let media = json!({ "application/json": { "schema": schema, "examples": examples } });
            json!({ "post": { "requestBody": { "content": media } } })
        };
        let webhooks: serde_json::Map<String, Value> =
            names.iter().map(|name| ((*name).to_owned(), webhook(name))).collect();
        let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks });
        let source = Source::new("openapi.json", document.to_string());
        import(&source, None, files).unwrap_or_else(|found| panic!("{found}")).files
    };
    let paths = |files: &Files, name: &str| {
        let catalog = &files["catalog.toml"];
        let entry = catalog.split("\n[[events]]\n").find(|it| it.starts_with(&format!("name = \"{name}\"\n")));
        let lines = entry.expect("an entry").lines().filter(|line| line.contains(" = ") && line.contains("events/"));
        lines.map(|line| line.replace("events/", "")).collect::<Vec<_>>().join(" ")
    };
    let of = |stem: &str| {
        format!("schema = \"{stem}.schema.json\" examples = [\"{stem}.example.json\", \"{stem}.example-2.json\"]")
    };
    for (names, stems) in [
        (vec!["order-paid"], vec!["order-paid"]),
        (vec!["order-paid", "order/paid", "order paid!"], vec!["order-paid", "order-paid-2", "order-paid-"]),
        // Letters of other scripts are those of the name in Rust.
        (vec!["auftrag_ä", "auftrag_ö"], vec!["auftrag_a", "auftrag_o"]),
        (vec!["Größe.a\u{308}ndern"], vec!["Grosse.andern"]),
        (vec!["заказ", "order—paid", "order😀"], vec!["zakaz", "order-paid", "order-"]),
        (vec!["Order.Paid", "order.paid"], vec!["Order.Paid", "order.paid-2"]),
        (vec!["order-paid", "order-paid-2", "order/paid"], vec!["order-paid", "order-paid-2", "order-paid-3"]),
    ] {
        let first = read(&names, &Files::new());
        let mut found: Vec<String> = names.iter().map(|name| paths(&first, name)).collect();
        let mut expected: Vec<String> = stems.iter().map(|stem| of(stem)).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{names:?}");
        assert_eq!(read(&names, &first), first, "{names:?}");
        // Another event beside them moves none.
        let more = read(&[names.clone(), vec!["order:paid"]].concat(), &first);
        for name in &names {
            assert_eq!(paths(&more, name), paths(&first, name), "{name}");
        }
        // And a corrected name is kept.
        for name in &names {
            let mut corrected = first.clone();
            let catalog = corrected.get_mut("catalog.toml").expect("a catalogue");
            *catalog = catalog.replace(&format!("name = \"{name}\"\n"), "name = \"corrected\"\n");
            assert!(read(&names, &corrected)["catalog.toml"].contains("name = \"corrected\"\n"), "{names:?} {name}");
        }
    }
}
