//! Evidence in a folder of schemas: it counts in whichever file it is, and a list of names describes several events.

use codegen::import::{Import, import_folder};
use codegen::source::location::Pointer;
use codegen::{Files, generate};
use serde_json::{Value, json};

pub(crate) fn read(what: &str, schemas: &Value, existing: &Files) -> Import {
    let files = schemas.as_object().expect("files").iter();
    let files: Files = files.map(|(path, schema)| (path.clone(), schema.to_string())).collect();
    import_folder("acme", &files, existing).unwrap_or_else(|found| panic!("{what}: {found}"))
}

/// Returns the names of the events in a catalogue.
pub(crate) fn names(import: &Import) -> String {
    let events = import.files["catalog.toml"].split("\n[[events]]\n").skip(1);
    let names = events.filter_map(|event| event.strip_prefix("name = \"")?.split('"').next());
    names.collect::<Vec<_>>().join(" ")
}

/// Returns the object around each payload, with other members.
fn envelope(others: &Value) -> Value {
    let mut schema = json!({
        "type": "object", "required": ["id", "type", "time", "data"],
        "properties": {
            "id": { "type": "string" }, "type": { "type": "string" },
            "time": { "type": "string", "format": "date-time" }, "data": { "type": "object" },
        },
    });
    schema.as_object_mut().expect("an object").extend(others.as_object().expect("an object").clone());
    schema
}

/// The name, the id and the time of deliveries are found beside an event and behind each form of reference.
#[test]
fn evidence_crosses_files() {
    let event = |reference: &str, name: &str| json!({ "allOf": [{ "$ref": reference }], "properties": { "type": { "const": name } } });
    let with = |mut event: Value, others: &Value| {
        event.as_object_mut().expect("an object").extend(others.as_object().expect("an object").clone());
        event
    };
    let within = json!({ "$defs": { "Envelope": envelope(&json!({})) } });
    let both = |of: &dyn Fn(&str) -> Value, others: &Value| {
        with(json!({ "order-paid.schema.json": of("order.paid"), "order-lost.schema.json": of("order.lost") }), others)
    };
    let in_file = |path: &str, others: &Value| json!({ path: envelope(others) });
    let id = json!({ "$id": "https://acme.example/base" });
    let anchor = json!({ "$anchor": "base" });
    for (what, schemas) in [
        (
            "in the schema",
            both(
                &|name| {
                    with(envelope(&json!({})), &json!({ "allOf": [{ "properties": { "type": { "const": name } } }] }))
                },
                &json!({}),
            ),
        ),
        ("in a definition", both(&|name| with(event("#/$defs/Envelope", name), &within), &json!({}))),
        ("in a file", both(&|name| event("base.schema.json", name), &in_file("base.schema.json", &json!({})))),
        ("in a folder", both(&|name| event("parts/base.json", name), &in_file("parts/base.json", &json!({})))),
        ("by an identifier", both(&|name| event("https://acme.example/base", name), &in_file("base.schema.json", &id))),
        ("by an anchor", both(&|name| event("base.schema.json#base", name), &in_file("base.schema.json", &anchor))),
        (
            "in a definition of a file",
            both(&|name| event("base.schema.json#/$defs/Envelope", name), &json!({ "base.schema.json": within })),
        ),
        (
            "behind two files",
            both(
                &|name| event("one.json", name),
                &with(in_file("two.json", &json!({})), &json!({ "one.json": { "$ref": "two.json" } })),
            ),
        ),
        (
            "a name in a file",
            both(
                &|name| {
                    with(
                        envelope(&json!({})),
                        &json!({ "allOf": [{ "properties": { "type": { "$ref": format!("names.json#/$defs/{name}") } } }] }),
                    )
                },
                &json!({ "names.json": { "$defs": { "order.paid": { "const": "order.paid" }, "order.lost": { "const": "order.lost" } } } }),
            ),
        ),
        (
            "an event in a file",
            both(
                &|name| json!({ "$ref": format!("of/{name}.json") }),
                &json!({
                    "of/order.paid.json": with(event("base.json", "order.paid"), &json!({})),
                    "of/order.lost.json": with(event("base.json", "order.lost"), &json!({})),
                    "of/base.json": envelope(&json!({})),
                }),
            ),
        ),
    ] {
        let import = read(what, &schemas, &Files::new());
        let catalog = &import.files["catalog.toml"];
        assert_eq!(names(&import), "order.lost order.paid", "{what} {catalog}\n{}", import.warnings);
        for line in ["member = \"/type\"", "id = { member = \"/id\" }", "sent_at = { member = \"/time\" }"] {
            assert!(catalog.lines().any(|it| it == line), "{what}: {line} is not in\n{catalog}");
        }
        assert!(import.warnings.iter().all(|it| it.code != "no-event-name"), "{what} {}", import.warnings);
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
        assert_eq!(read(what, &schemas, &import.files).files, import.files, "{what}");
        // Every place in a warning is in a file of the folder.
        for place in import.warnings.iter().filter_map(|it| it.place.as_ref()) {
            assert!(place.span.end <= place.source.text().len(), "{what}");
        }
    }
}

/// Files that refer to one another in a circle are evidence once.
#[test]
fn circles_of_files_end() {
    let of = |name: &str, other: &str| json!({ "type": "object", "allOf": [{ "$ref": other }], "required": ["type"], "properties": { "type": { "const": name }, "next": { "$ref": other } } });
    let schemas = json!({
        "a.schema.json": { "type": "object", "properties": { "b": { "$ref": "b.schema.json" } } },
        "b.schema.json": { "type": "object", "properties": { "a": { "$ref": "a.schema.json" } } },
        "c.schema.json": of("x.c", "a.schema.json"), "d.schema.json": of("x.d", "b.schema.json"),
    });
    assert_eq!(names(&read("a circle", &schemas, &Files::new())), "x.c x.d");
}

/// A warning about a schema behind the border of a file is at its place there.
#[test]
fn warnings_lead_to_the_file() {
    let of = |name: &str| json!({ "required": ["type"], "properties": { "type": { "const": name } } });
    let schemas = json!({
        "one.schema.json": { "$ref": "of/one.json" }, "two.schema.json": { "$ref": "of/two.json" },
        "of/one.json": of("x.one"), "of/two.json": of("x.two"),
    });
    let import = read("no type", &schemas, &Files::new());
    let untyped = import.warnings.iter().find(|it| it.code == "untyped-payload").expect("a warning");
    let place = untyped.place.as_ref().expect("a place");
    assert_eq!((place.source.path(), place.pointer.as_ref().map(Pointer::as_str)), ("acme/one.schema.json", Some("")));
    assert_eq!(untyped.message, "the schema of a payload lacks `type`: it is read as that of an object");
}

/// A file whose schema lists names of events describes each of them, as a webhook does.
#[test]
fn lists_of_names_are_several_events() {
    let of = |names: &Value, own: &str| {
        let schema = json!({ "type": "object", "required": ["type", own], "properties": { "type": names, own: {} } });
        schema
    };
    let list = |names: &[&str], own: &str| of(&json!({ "type": "string", "enum": names }), own);
    let invoices = list(&["invoice.sent", "invoice.paid"], "invoice");
    for (what, schemas, expected) in [
        (
            "two lists",
            json!({ "invoice.schema.json": invoices, "user.schema.json": list(&["user.made", "user.gone"], "user") }),
            "invoice.sent invoice.paid user.made user.gone",
        ),
        (
            "a list beside a name",
            json!({ "invoice.schema.json": invoices, "user.schema.json": of(&json!({ "const": "user.made" }), "user") }),
            "invoice.sent invoice.paid user.made",
        ),
        ("a list alone", json!({ "invoice.schema.json": invoices }), "invoice.sent invoice.paid"),
        (
            "a list in a file",
            json!({
                "invoice.schema.json": of(&json!({ "$ref": "names.json#/$defs/all" }), "invoice"),
                "names.json": { "$defs": { "all": { "enum": ["invoice.sent", "invoice.paid"] } } },
            }),
            "invoice.sent invoice.paid",
        ),
        (
            "one name in two files",
            json!({ "invoice.schema.json": invoices, "bill.schema.json": list(&["bill.sent", "invoice.paid"], "bill") }),
            "bill invoice",
        ),
        (
            "the name of another file",
            json!({ "invoice.schema.json": invoices, "other.schema.json": of(&json!({ "const": "invoice.paid" }), "user") }),
            "invoice other",
        ),
        (
            "the names of files",
            json!({ "invoice.sent.schema.json": invoices, "user.schema.json": list(&["user.made", "user.gone"], "user") }),
            "invoice.sent user.made user.gone",
        ),
        (
            "a wildcard",
            json!({ "invoice.schema.json": list(&["invoice.sent", "invoice.paid", "*"], "invoice") }),
            "invoice",
        ),
        ("kinds of data", json!({ "invoice.schema.json": list(&["open", "closed"], "invoice") }), "invoice"),
    ] {
        let import = read(what, &schemas, &Files::new());
        assert_eq!(names(&import), expected, "{what} {}", import.warnings);
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
        assert_eq!(read(what, &schemas, &import.files).files, import.files, "{what}");
        assert!(!import.warnings.to_string().contains("a webhook"), "{what}: {}", import.warnings);
        let several = import.warnings.iter().filter(|it| it.code == "webhook-of-several-events").count();
        let lists =
            expected.split(' ').filter(|name| matches!(name.split_once('.'), Some((_, "paid" | "gone")))).count();
        assert_eq!(several, lists, "{what} {}", import.warnings);
    }
}

/// Each event has the examples with its name, and a warning counts the others.
#[test]
fn events_of_a_list_have_their_examples() {
    let schemas = json!({
        "invoice.schema.json": {
            "type": "object", "required": ["type"],
            "properties": { "type": { "enum": ["invoice.sent", "invoice.paid"] } },
            "examples": [{ "type": "invoice.paid" }, { "type": "invoice.lost" }],
        },
        "examples/invoice-1.json": { "type": "invoice.sent" },
    });
    let import = read("examples", &schemas, &Files::new());
    for name in ["invoice.paid", "invoice.sent"] {
        assert!(import.files[&format!("events/{name}.example.json")].contains(name));
        assert!(import.files[&format!("events/{name}.schema.json")].contains(&format!("\"const\": \"{name}\"")));
    }
    let stray = import.warnings.iter().find(|it| it.code == "example-of-no-event").expect("a warning");
    assert_eq!(stray.message, "an example names none of the events of its schema, and is left out");
}
