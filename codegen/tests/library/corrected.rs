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

/// Imports webhooks by their names, each with the title of its schema.
fn titled(webhooks: &[(&str, &str)], files: &Files) -> Import {
    let webhook = |title: &str| {
        let schema = json!({ "type": "object", "title": title });
        json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } })
    };
    let webhooks: serde_json::Map<String, Value> =
        webhooks.iter().map(|(name, title)| ((*name).to_owned(), webhook(title))).collect();
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks });
    import(&Source::new("openapi.json", document.to_string()), None, files).unwrap_or_else(|found| panic!("{found}"))
}

/// Returns the names in a catalogue, each with the path of its schema and the title in it.
fn entries(files: &Files) -> Vec<String> {
    let value = |entry: &str, key: &str| {
        let line = entry.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")));
        line.and_then(|line| line.strip_suffix('"')).expect("a value").to_owned()
    };
    let entry = |entry: &str| {
        let path = value(entry, "schema");
        let schema: Value = serde_json::from_str(&files[&path]).expect("a schema");
        format!("{} {path} {}", value(entry, "name"), schema["title"].as_str().expect("a title"))
    };
    let mut found: Vec<String> = files["catalog.toml"].split("\n[[events]]\n").skip(1).map(entry).collect();
    found.sort();
    found
}

/// Renames all events of a catalogue to their names with `x` in front, and turns the order of the entries around.
fn turned(files: &Files, moves: bool) -> Files {
    let mut files = files.clone();
    let catalog = files["catalog.toml"].replace("\nname = \"", "\nname = \"x");
    let (head, events) = catalog.split_once("\n[[events]]\n").expect("events");
    let events: Vec<&str> = events.split("\n[[events]]\n").map(str::trim).collect();
    let mut catalog = head.replace("\nname = \"x", "\nname = \"");
    for event in events.iter().rev() {
        catalog.extend(["\n[[events]]\n", event, "\n"]);
    }
    if moves {
        catalog = catalog.replace("schema = \"events/", "schema = \"events/moved-");
        files = files.into_iter().map(|(path, text)| (path.replace("events/", "events/moved-"), text)).collect();
    }
    files.insert("catalog.toml".to_owned(), catalog);
    files
}

/// Events change their names with none of the others, in whatever order their entries are.
#[test]
fn corrected_names_are_never_exchanged() {
    for (what, webhooks, moves, is_kept) in [
        ("other files", [("one", "same"), ("two", "same")], false, true),
        ("other contents", [("one", "a"), ("two", "b")], true, true),
        ("nothing", [("one", "same"), ("two", "same")], true, false),
        ("one stem, other contents", [("a b", "a"), ("a-b", "b")], false, true),
        ("one stem", [("a b", "same"), ("a-b", "same")], false, false),
    ] {
        let first = titled(&webhooks, &Files::new()).files;
        let files = turned(&first, moves);
        let again = titled(&webhooks, &files);
        let names = |files: &Files| -> Vec<String> {
            entries(files).iter().map(|it| it.split(" events").next().expect("a name").to_owned()).collect()
        };
        if is_kept {
            assert_eq!(entries(&again.files), entries(&files), "{what}");
        } else {
            assert_eq!(names(&again.files), names(&first), "{what}");
        }
        let doubts = again.warnings.iter().filter(|it| it.code == "doubtful-event-name").count();
        assert_eq!(doubts, if is_kept { 0 } else { 2 }, "{what}: {}", again.warnings);
    }
}

/// A new event whose file would have the same name may be the one that was corrected.
#[test]
fn added_events_take_no_corrected_name() {
    let first = titled(&[("a b", "a")], &Files::new()).files;
    for (added, is_kept) in [("a-b", false), ("c", true)] {
        for webhooks in [[("a b", "a"), (added, "b")], [(added, "b"), ("a b", "a")]] {
            let again = titled(&webhooks, &turned(&first, false));
            let names = entries(&again.files).join(", ");
            assert_eq!(names.contains("xa b events/a-b.schema.json a"), is_kept, "{names}");
            let doubt = again.warnings.iter().find(|it| it.code == "doubtful-event-name").map(|it| it.message.as_str());
            assert!(doubt.is_none_or(|it| it.contains("several events of the source: `a")), "{doubt:?}");
            assert_eq!(doubt.is_none(), is_kept, "{added}");
        }
    }
}

/// A name that nobody has corrected gives way to the one that the same source proves in a part that a person has added to `[event]`.
#[test]
fn added_parts_name_uncorrected_events() {
    let schema =
        |required: &str, members: Value| json!({ "type": "object", "required": [required], "properties": members });
    let webhook = |header: Value, schema: Value| {
        let header = json!({ "name": "X-Acme-What", "in": "header", "schema": header });
        let body = json!({ "content": { "application/json": { "schema": schema } } });
        json!({ "post": { "parameters": [header], "requestBody": body } })
    };
    let of_header = |name: &str, member: &str| webhook(json!({ "const": name }), schema(member, json!({ member: {} })));
    let of_member = |name: &str| webhook(json!({}), schema("topic2", json!({ "topic2": { "const": name } })));
    let of_both =
        |state: &str| webhook(json!({ "const": "order" }), schema("state", json!({ "state": { "const": state } })));
    let (header, member) = ("[event]\nheader = \"X-Acme-What\"\n", "[event]\nmember = \"/topic2\"\n");
    let suffix = "[event]\nheader = \"X-Acme-What\"\nsuffix = \"/state\"\n";
    for (what, one, two, lines, corrected, expected) in [
        ("a header", of_header("Made It", "x"), of_header("Went away", "y"), header, None, ["Made It", "Went away"]),
        ("a member", of_member("it:was:made"), of_member("it:is:gone"), member, None, ["it:is:gone", "it:was:made"]),
        ("a header and a member", of_both("made"), of_both("gone"), suffix, None, ["order.gone", "order.made"]),
        ("nothing", of_header("Made It", "x"), of_header("Went away", "y"), "", None, ["order-gone", "order-made"]),
        (
            "a corrected name",
            of_header("Made It", "x"),
            of_header("Went away", "y"),
            header,
            Some("Made"),
            ["Made", "Went away"],
        ),
    ] {
        let document = json!({
            "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": { "order-made": one, "order-gone": two },
        });
        let source = Source::new("openapi.json", document.to_string());
        let read = |files: &Files| import(&source, None, files).unwrap_or_else(|found| panic!("{what} {found}"));
        let mut files = read(&Files::new()).files;
        let catalog = files.get_mut("catalog.toml").expect("a catalogue");
        assert!(catalog.contains("name = \"order-made\"") && !catalog.contains("\n[event]\n"), "{what} {catalog}");
        *catalog = catalog.replacen("\n[[events]]\n", &format!("\n{lines}\n[[events]]\n"), 1);
        if let Some(name) = corrected {
            *catalog = catalog.replace("name = \"order-made\"", &format!("name = \"{name}\""));
        }
        let again = read(&files);
        let events = again.files["catalog.toml"].split("\n[[events]]\n").skip(1);
        let mut names: Vec<&str> = events.filter_map(|event| event.lines().next()?.strip_prefix("name = \"")).collect();
        names.sort_unstable();
        assert_eq!(names, expected.map(|name| format!("{name}\"")), "{what}");
        assert_eq!(read(&again.files).files, again.files, "{what}");
    }
}
