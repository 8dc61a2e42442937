//! Folders of schemas: each file is an event, a part of one, or named in a warning.

use codegen::import::{Import, import_folder};
use codegen::{Files, generate};
use serde_json::{Value, json};

/// Returns a folder with schemas; a string is a file as it is.
fn files(schemas: &Value) -> Files {
    let text = |schema: &Value| {
        let mut schema = schema.clone();
        schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        schema.to_string()
    };
    let entry =
        |(path, schema): (&String, &Value)| (path.clone(), schema.as_str().map_or_else(|| text(schema), str::to_owned));
    schemas.as_object().expect("files").iter().map(entry).collect()
}

fn imported(schemas: &Value) -> Import {
    import_folder("acme", &files(schemas), &Files::new()).unwrap_or_else(|found| panic!("{found}"))
}

fn names(import: &Import, folder: &str) -> String {
    let paths = import.files.keys().filter_map(|path| path.strip_prefix(folder));
    paths.filter_map(|path| path.strip_suffix(".schema.json")).collect::<Vec<_>>().join(" ")
}

fn fixed(name: &str, others: &Value) -> Value {
    let mut schema = json!({ "type": "object", "properties": { "type": { "const": name } } });
    schema["properties"]["other"] = others.clone();
    schema
}

/// Two files of one folder stay two files, and every reference leads where it led.
#[test]
fn no_file_replaces_another() {
    let with_id = |id: &str, member: &str| json!({ "$id": format!("https://acme.com/{id}"), "required": [member] });
    let to = |one: &str, other: &str| json!({ "properties": { "a": { "$ref": one }, "b": { "$ref": other } } });
    for (what, schemas, expected) in [
        (
            "two with an `$id`",
            json!({ "a.json": with_id("1", "x"), "a.yaml": with_id("2", "y"), "e.json": to("https://acme.com/1", "https://acme.com/2") }),
            "a.json a.yaml",
        ),
        (
            "names that differ in case",
            json!({ "a.json": with_id("1", "x"), "A.yaml": with_id("2", "y"), "e.json": to("https://acme.com/1", "https://acme.com/2") }),
            "A.yaml a.json",
        ),
        (
            "one with an `$id`",
            json!({ "a.json": with_id("1", "x"), "a.schema.json": { "required": ["y"] }, "e.json": to("https://acme.com/1", "a.schema.json") }),
            "a.json a",
        ),
        (
            "an `$id` that no reference uses",
            json!({ "a.json": with_id("1", "x"), "b.json": {}, "e.json": to("a.json", "b.json") }),
            "",
        ),
        ("an `$id` alone", json!({ "a.json": with_id("1", "x"), "e.json": to("https://acme.com/1", "#") }), "a"),
    ] {
        let import = imported(&schemas);
        assert_eq!(names(&import, "components/"), expected, "{what}");
        let count = import.files.keys().filter(|path| path.starts_with("components/")).count();
        assert_eq!(count, schemas.as_object().expect("files").len(), "{what}");
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
    }
    let twice = json!({ "a.json": with_id("1", "x"), "a.schema.json": { "required": ["y"] } });
    let found = import_folder("acme", &files(&twice), &Files::new()).expect_err("one name").to_string();
    assert!(found.contains("duplicate-event") && found.contains("acme/a.json"), "{found}");
}

/// A schema is an event, a part of one, or named in a warning.
#[test]
fn no_event_is_lost_in_silence() {
    let to = |path: &str| json!({ "$ref": path });
    let union = |one: &str, other: &str| json!({ "title": "All", "oneOf": [to(one), to(other)] });
    for (what, schemas, expected, code) in [
        (
            "a part of another event",
            json!({ "a.json": fixed("a", &json!({ "title": "Part" })), "b.json": fixed("b", &to("a.json#/properties/other")) }),
            "a b",
            "",
        ),
        (
            "a part of no event",
            json!({ "a.json": { "$defs": { "Part": {} } }, "b.json": fixed("b", &to("a.json#/$defs/Part")) }),
            "b",
            "",
        ),
        (
            "another event",
            json!({ "a.json": fixed("a", &json!({})), "b.json": fixed("b", &to("a.json")) }),
            "b",
            "referred-event",
        ),
        ("no event", json!({ "a.json": { "type": "object" }, "b.json": fixed("b", &to("a.json")) }), "b", ""),
        (
            "a cycle",
            json!({ "a.json": fixed("a", &to("b.json")), "b.json": fixed("b", &to("a.json")), "c.json": fixed("c", &json!({})) }),
            "a b c",
            "events-in-cycle",
        ),
        (
            "a cycle below an event",
            json!({ "a.json": { "items": to("b.json") }, "b.json": { "items": to("a.json") }, "c.json": fixed("c", &to("a.json")) }),
            "c",
            "",
        ),
        (
            "a union of events",
            json!({ "a.json": fixed("a", &json!({})), "b.json": fixed("b", &json!({})), "z.json": union("a.json", "b.json") }),
            "a b",
            "",
        ),
        (
            "a union of data",
            json!({ "a.json": { "type": "object" }, "b.json": { "type": "array" }, "z.json": union("a.json", "b.json") }),
            "z",
            "",
        ),
        (
            "a union in one file",
            json!({ "z.json": { "oneOf": [to("#/$defs/A"), to("#/$defs/B")], "$defs": { "A": fixed("a", &json!({})), "B": fixed("b", &json!({})) } } }),
            "a b",
            "webhook-of-several-events",
        ),
    ] {
        let import = imported(&schemas);
        assert_eq!(names(&import, "events/"), expected, "{what}");
        let codes = ["referred-event", "events-in-cycle", "webhook-of-several-events"];
        let found: Vec<&str> = import.warnings.iter().map(|it| it.code).filter(|it| codes.contains(it)).collect();
        assert_eq!(found.concat(), code, "{what}");
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
    }
}

/// Files of other forms are read, or named in a warning.
#[test]
fn no_file_is_skipped_in_silence() {
    let text = |name: &str| fixed(name, &json!({})).to_string();
    let with_id = |id: &str| {
        let mut schema = fixed("old", &json!({}));
        schema["id"] = json!(id);
        schema.to_string()
    };
    for (path, text, is_event, code) in [
        ("Refund.JSON", fixed("refund", &json!({ "$schema": "x" })).to_string(), false, "stray-document"),
        ("Refund.SCHEMA.JSON", text("refund"), true, ""),
        ("old.json", with_id("https://acme.com/old.json"), true, ""),
        ("old.json", with_id("evt_1"), false, "stray-document"),
        ("other.jsonc", format!("// {}", text("other")), false, "unread-document"),
        ("db.schema", "CREATE TABLE x (id int);".to_owned(), false, "unread-document"),
        ("other.schema", format!("\n {}", text("other")), true, ""),
        ("notes.md", "# Notes".to_owned(), false, ""),
    ] {
        let import = imported(&json!({ "a.json": fixed("a", &json!({})), path: text }));
        assert_eq!(names(&import, "events/").contains(' '), is_event, "{path}: {}", import.warnings);
        let codes = ["stray-document", "unread-document"];
        let found: Vec<&str> = import.warnings.iter().map(|it| it.code).filter(|it| codes.contains(it)).collect();
        assert_eq!(found.concat(), code, "{path}");
    }
}

fn warnings(import: &Import, code: &str) -> String {
    import.warnings.iter().filter(|it| it.code == code).map(|it| it.message.clone()).collect::<Vec<_>>().join("; ")
}

/// The meta-schema of a draft is known, although no file of the folder has it.
#[test]
fn schemas_may_refer_to_drafts() {
    for uri in ["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema"] {
        let import = imported(&json!({ "a.json": { "type": "object", "properties": { "form": { "$ref": uri } } } }));
        assert_eq!(names(&import, "events/"), "a", "{uri}");
    }
}

/// A document with an unknown `$schema` is a schema, and refused, if it has keywords whose values have the form for them.
#[test]
fn keywords_make_a_schema() {
    for (other, is_schema) in [
        (json!({ "type": "object" }), true),
        (json!({ "type": ["object", "null"] }), true),
        (json!({ "required": ["id"] }), true),
        (json!({ "enum": [{}] }), true),
        (json!({ "const": {} }), true),
        (json!({ "items": { "type": "string" } }), true),
        (json!({ "not": {} }), true),
        (json!({ "$ref": "a.json" }), true),
        (json!({ "additionalProperties": false }), true),
        (json!({ "definitions": { "x": {} }, "patternProperties": {} }), true),
        (json!({ "type": "order.paid", "required": true, "properties": 1 }), false),
        (json!({ "items": [{ "type": "string" }] }), false),
        (json!({ "items": { "data": [], "if": { "id": 1 } } }), false),
        (json!({ "title": "x", "description": "y", "default": 1, "format": "z", "maximum": 2 }), false),
        (json!({ "dependencies": { "x": "1.0" }, "id": 1 }), false),
    ] {
        let mut other = other;
        other["$schema"] = json!("https://acme.com/unknown");
        let source = files(&json!({ "a.json": fixed("a", &json!({})), "b.json": other.to_string() }));
        match import_folder("acme", &source, &Files::new()) {
            Ok(import) => assert!(!is_schema && !warnings(&import, "stray-document").is_empty(), "{other}"),
            Err(found) => {
                assert!(is_schema && found.iter().all(|it| it.code == "unknown-dialect"), "{other}: {found}");
            }
        }
    }
}

/// A document with `$schema` is an example if that leads to a schema that is no meta-schema.
#[test]
fn instances_name_their_schema() {
    let event = |name: &str| json!({ "$id": format!("https://acme.com/{name}"), "type": "object", "required": ["type"], "properties": { "type": { "const": name } } });
    let instance = |schema: &str, name: &str| json!({ "$schema": schema, "type": name }).to_string();
    let meta = json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "https://acme.com/meta", "$ref": "https://json-schema.org/draft/2020-12/schema" });
    let of_meta =
        json!({ "$schema": "https://acme.com/meta", "type": "object", "properties": { "type": { "const": "n" } } });
    for (what, path, text, expected) in [
        ("a path", "examples/1.json", instance("../a.json", "a"), "a: 1, b: 0"),
        ("an `$id`", "1.json", instance("https://acme.com/b", "b"), "a: 0, b: 1"),
        ("another beginning", "a-1.json", instance("b.json", "b"), "a: 0, b: 1"),
        ("no schema of the folder", "b.1.json", instance("./gone.json", "b"), "a: 0, b: 1"),
        ("a tool's", "tool.json", instance("https://tools.com/schema", "b"), "a: 0, b: 0"),
        ("a meta-schema", "n.json", of_meta.to_string(), "a: 0, b: 0, n: 0"),
    ] {
        let mut source = files(&json!({ "a.json": event("a"), "b.json": event("b") }));
        source.insert("meta.schema.json".to_owned(), meta.to_string());
        source.insert(path.to_owned(), text);
        let import = import_folder("acme", &source, &Files::new()).unwrap_or_else(|found| panic!("{what}: {found}"));
        let count = |name: &str| {
            let prefix = format!("events/{name}.example");
            import.files.keys().filter(|path| path.starts_with(&prefix)).count()
        };
        let found: Vec<String> = ["a", "b", "n"]
            .into_iter()
            .filter(|name| import.files.contains_key(&format!("events/{name}.schema.json")))
            .map(|name| format!("{name}: {}", count(name)))
            .collect();
        assert_eq!(found.join(", "), expected, "{what}");
    }
}

/// A schema that another one refers to may be an event all the same: without a member that all events fix, a warning names it.
#[test]
fn doubtful_references_are_said() {
    let of = |name: &str| json!({ "type": "object", "properties": { "type": { "const": name } } });
    let plain = json!({ "type": "object", "properties": { "id": {} } });
    let to = |name: &str| json!({ "type": "object", "properties": { "was": { "$ref": name } } });
    let union =
        |names: &[&str]| json!({ "oneOf": names.iter().map(|name| json!({ "$ref": name })).collect::<Vec<_>>() });
    for (what, schemas, code, named) in [
        (
            "a union",
            json!({ "all.json": union(&["a.json", "b.json"]), "a.json": plain, "b.json": plain }),
            "undivided-union",
            "`a`, `b`",
        ),
        (
            "a member of some branches",
            json!({ "all.json": union(&["a.json", "b.json"]), "a.json": of("a"), "b.json": plain }),
            "undivided-union",
            "`a`, `b`",
        ),
        (
            "a member of some events",
            json!({ "a.json": of("a"), "b.json": to("c.json"), "c.json": of("c") }),
            "referred-event",
            "`c`",
        ),
        ("equal values", json!({ "a.json": of("a"), "b.json": to("c.json"), "c.json": of("a") }), "referred-event", ""),
        ("no such member", json!({ "a.json": of("a"), "b.json": to("c.json"), "c.json": plain }), "referred-event", ""),
        ("a part", json!({ "b.json": to("c.json#/properties/id"), "c.json": plain }), "referred-event", "`c`"),
        (
            "a part and the whole",
            json!({ "a.json": to("c.json"), "b.json": to("c.json#/properties/id"), "c.json": plain }),
            "referred-event",
            "",
        ),
        (
            "a part of definitions",
            json!({ "b.json": to("c.json#/$defs/id"), "c.json": { "$defs": { "id": {} } } }),
            "referred-event",
            "",
        ),
        (
            "a union of events",
            json!({ "all.json": union(&["a.json", "b.json"]), "a.json": of("a"), "b.json": of("b") }),
            "undivided-union",
            "",
        ),
    ] {
        let found = warnings(&imported(&schemas), code);
        assert_eq!(found.rsplit(": ").next().unwrap_or_default(), named, "{what}");
    }
}

/// A schema with nothing but definitions constrains nothing, and would hide that a member names all events.
#[test]
fn definitions_are_no_events() {
    let of = |name: &str| json!({ "type": "object", "properties": { "type": { "const": name } } });
    let definitions = json!({ "title": "Shared", "$defs": { "id": { "type": "string" } } });
    let import = imported(&json!({ "a.json": of("x"), "b.json": of("y"), "shared.json": definitions }));
    assert_eq!(names(&import, "events/"), "x y");
    assert!(warnings(&import, "unused-definitions").ends_with(": `shared`"));
    let alone = import_folder("acme", &files(&json!({ "shared.json": definitions })), &Files::new());
    assert!(alone.expect_err("no event").to_string().contains("the folder has no event schema"));
    let mut other = definitions.clone();
    other["type"] = json!("object");
    assert_eq!(names(&imported(&json!({ "shared.json": other })), "events/"), "shared");
}

/// An index of the events makes them no parts of something else; where it may be an event, a warning has the names.
#[test]
fn indexes_hide_no_events() {
    let to = |name: &str| json!({ "$ref": format!("{name}.json") });
    let to_part = |name: &str| json!({ "$ref": format!("{name}.json#/properties/other") });
    let event = |name: &str| json!({ "type": "object", "properties": { "type": { "const": name } } });
    let with = |index: Value, names: [&str; 2]| json!({ "a.json": event(names[0]), "b.json": event(names[1]), "index.json": index });
    let dotted = ["a.x", "b.x"];
    let inline = json!({ "oneOf": [to("a"), to("b"), event("c.x")] });
    for (what, schemas, expected, left_out) in [
        ("definitions", with(json!({ "definitions": { "a": to("a"), "b": to("b") } }), dotted), "a.x b.x", ""),
        ("$defs", with(json!({ "$defs": { "a": to("a"), "b": to("b") } }), dotted), "a.x b.x", ""),
        ("a union", with(json!({ "oneOf": [to("a"), to("b")] }), dotted), "a.x b.x", ""),
        ("members", with(json!({ "properties": { "a": to("a"), "b": to("b") } }), dotted), "index", "`a`, `b`"),
        ("a union with others", with(inline, dotted), "index", "`a`, `b`"),
        (
            "members of kinds",
            with(json!({ "properties": { "a": to("a"), "b": to("b") } }), ["card", "bank"]),
            "index",
            "",
        ),
        (
            "a used library",
            json!({ "a.json": event("a.x"), "lib.json": { "$defs": { "a": to("a") } }, "b.json": { "properties": { "a": { "$ref": "lib.json#/$defs/a" } } } }),
            "b",
            "",
        ),
        (
            "$defs, and a part of an event",
            json!({
                "a.json": fixed("a.x", &to_part("b")),
                "b.json": fixed("b.x", &json!({})),
                "index.json": { "$defs": { "a": to("a"), "b": to("b") } },
            }),
            "a.x b.x",
            "",
        ),
        (
            "a library with more",
            json!({ "a.json": event("a.x"), "b.json": event("b.x"), "lib.json": { "$defs": { "b": { "items": to("b") } } } }),
            "a.x",
            "`b`",
        ),
    ] {
        let import = imported(&schemas);
        assert_eq!(names(&import, "events/"), expected, "{what}: {}", import.warnings);
        let warned = warnings(&import, "referred-event");
        assert_eq!(warned.split(": ").last().unwrap_or_default(), left_out, "{what}: {}", import.warnings);
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
    }
}

/// Schemas have several extensions, and one file name says that its schema is no event.
#[test]
fn extensions_and_names_of_files_count() {
    for extension in ["schema.json", "json", "jsonschema", "schema", "SCHEMA"] {
        let file = format!("b.{extension}");
        let import = imported(
            &json!({ "a.schema.json": fixed("a.x", &json!({})), file: fixed("b.x", &json!({ "$ref": "c.jsonschema" })), "c.jsonschema": {} }),
        );
        assert_eq!(names(&import, "events/"), "a.x b.x", "{extension}: {}", import.warnings);
        generate(&import.files).unwrap_or_else(|found| panic!("{extension}: {found}"));
        assert!(warnings(&import, "perhaps-envelope").is_empty());
    }
    for (name, expected) in [("envelope", true), ("Envelope", true), ("enveloped", false)] {
        let import = imported(&json!({ format!("{name}.json"): {}, "a.json": {} }));
        assert_eq!(!warnings(&import, "perhaps-envelope").is_empty(), expected, "{name}");
    }
}
