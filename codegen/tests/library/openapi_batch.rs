//! Bodies of an OpenAPI document that have several deliveries.

use codegen::import::{Import, import};
use codegen::source::diagnostic::Diagnostics;
use codegen::source::location::Source;
use codegen::{Files, generate};
use serde_json::{Value, json};

fn read(webhooks: &Value, existing: &Files) -> Import {
    tried(webhooks, existing).unwrap_or_else(|found| panic!("{found}"))
}

fn tried(webhooks: &Value, existing: &Files) -> Result<Import, Diagnostics> {
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks,
        "components": { "schemas": { "Many": { "type": "array", "items": { "$ref": "#/components/schemas/One" } }, "One": event(&json!({ "enum": ["a.made", "a.gone"] })) } },
    });
    import(&Source::new("openapi.json", document.to_string()), None, existing)
}

fn event(name: &Value) -> Value {
    json!({ "type": "object", "required": ["type"], "properties": { "type": name, "id": { "type": "string" } } })
}

fn body(schema: &Value, example: &Value) -> Value {
    let header = json!({ "name": "X-Delivery-Id", "in": "header", "schema": { "type": "string" } });
    let content = json!({ "application/json": { "schema": schema, "example": example } });
    json!({ "post": { "parameters": [header], "requestBody": { "content": content } } })
}

fn list(items: &Value) -> Value {
    json!({ "type": "array", "minItems": 1, "items": items })
}

/// Returns the names of the events, with the number of their examples.
fn events(import: &Import) -> String {
    let paths = import.files.keys().filter_map(|path| path.strip_prefix("events/")?.strip_suffix(".schema.json"));
    let count =
        |name: &str| import.files.keys().filter(|path| path.starts_with(&format!("events/{name}.example"))).count();
    paths.map(|name| format!("{name} {}", count(name))).collect::<Vec<_>>().join(", ")
}

fn warns(import: &Import, code: &str) -> bool {
    import.warnings.iter().any(|warning| warning.code == code)
}

/// A body that is a list of events has several, which is an assumption: each event has the schema of an element.
#[test]
fn lists_of_events_are_batches() {
    let made = || event(&json!({ "const": "a.made" }));
    let gone = || event(&json!({ "const": "a.gone" }));
    let many = json!({ "$ref": "#/components/schemas/Many" });
    let sent = json!([{ "type": "a.made", "id": "1" }, { "type": "a.gone" }, { "type": "a.made" }]);
    let tuple = json!({ "type": "array", "prefixItems": [made()], "items": gone() });
    for (what, webhooks, expected, is_batch) in [
        (
            "a union",
            json!({ "all": body(&list(&json!({ "oneOf": [made(), gone()] })), &sent) }),
            "a.gone 1, a.made 2",
            true,
        ),
        ("a reference", json!({ "all": body(&many, &sent) }), "a.gone 1, a.made 2", true),
        (
            "a webhook each",
            json!({ "x": body(&list(&made()), &json!([])), "y": body(&list(&gone()), &json!([])) }),
            "a.gone 0, a.made 0",
            true,
        ),
        (
            "elements without a name",
            json!({ "all": body(&list(&json!({ "type": "object" })), &json!([])) }),
            "all 1",
            false,
        ),
        (
            "elements of other types",
            json!({ "all": body(&list(&json!({ "type": "string" })), &json!([])) }),
            "all 1",
            false,
        ),
        ("a tuple", json!({ "all": body(&tuple, &sent) }), "all 1", false),
        (
            "one list alone",
            json!({ "x": body(&list(&made()), &json!([])), "y": body(&gone(), &json!({ "type": "a.gone" })) }),
            "x 1, y 1",
            false,
        ),
    ] {
        let import = read(&webhooks, &Files::new());
        assert_eq!(events(&import), expected, "{what}: {}", import.warnings);
        assert_eq!(warns(&import, "assumed-batch"), is_batch, "{what}");
        let catalog = &import.files["catalog.toml"];
        assert_eq!(catalog.contains("each = \"/*\""), is_batch, "{what} {catalog}");
        // The header is the same for all deliveries of a request.
        assert_ne!(catalog.contains("id = { header = \"X-Delivery-Id\" }"), is_batch, "{what} {catalog}");
        assert_eq!(read(&webhooks, &import.files).files, import.files, "{what}");
        generate(&import.files).unwrap_or_else(|found| panic!("{what}: {found}"));
    }
}

/// Any form of a list is opened or said.
#[test]
fn lists_in_other_forms_are_found() {
    let event = |name: &str| event(&json!({ "const": name }));
    let items = || json!({ "oneOf": [event("a.made"), event("a.gone")] });
    let one = |schema: Value| json!({ "all": body(&schema, &json!([])) });
    let inside = |list: Value| json!({ "type": "object", "properties": { "items": list, "next": {} } });
    for (what, webhooks, expected, code) in [
        ("a list of types", one(json!({ "type": ["array"], "items": items() })), "a.gone 0, a.made 0", "assumed-batch"),
        ("no type", one(json!({ "items": items() })), "a.gone 0, a.made 0", "assumed-batch"),
        ("a member with a union", one(inside(list(&items()))), "all 0", "batch-not-read"),
        ("a member without a type", one(inside(json!({ "items": items() }))), "all 0", "batch-not-read"),
        (
            "an event or a list",
            one(json!({ "oneOf": [list(&event("a.made")), event("a.made")] })),
            "all 0",
            "batch-not-read",
        ),
        (
            "an event and a list",
            json!({ "x": body(&list(&event("a.made")), &json!([])), "y": body(&event("a.gone"), &json!({ "type": "a.gone" })) }),
            "x 0, y 1",
            "batch-not-read",
        ),
        ("names of no events", one(inside(list(&self::event(&json!({ "enum": ["user", "bot"] }))))), "all 0", ""),
        (
            "names like keys",
            json!({ "made": body(&inside(list(&self::event(&json!({ "enum": ["made", "gone"] })))), &json!([])) }),
            "made 1",
            "batch-not-read",
        ),
        ("other types, too", one(json!({ "type": ["array", "object"], "items": items() })), "all 0", ""),
        ("a list of anything", one(list(&json!({ "type": "object" }))), "all 0", ""),
    ] {
        let import = read(&webhooks, &Files::new());
        let events = events(&import).replace("all 1", "all 0").replace("x 1", "x 0");
        assert_eq!(events, expected, "{what}: {}", import.warnings);
        for known in ["assumed-batch", "batch-not-read"] {
            assert_eq!(warns(&import, known), known == code, "{what} {known}: {}", import.warnings);
        }
    }
}

/// A new edition whose bodies have become lists says so.
#[test]
fn bodies_may_become_lists() {
    let named = || event(&json!({ "enum": ["a.made", "a.gone"] }));
    let first = read(&json!({ "x": body(&json!({ "type": "object" }), &json!({})) }), &Files::new());
    assert!(!warns(&first, "batch-not-read"));
    let second = json!({ "x": body(&list(&named()), &json!([])) });
    let later = read(&second, &first.files);
    assert!(warns(&later, "batch-not-read") && !warns(&later, "assumed-batch"), "{}", later.warnings);
    assert!(!warns(&read(&second, &later.files), "batch-not-read"));
}

/// A person decides, and every later import keeps to it.
#[test]
fn persons_decide_about_batches() {
    let many = json!({ "$ref": "#/components/schemas/Many" });
    let webhooks = json!({ "all": body(&many, &json!([{ "type": "a.made" }])) });
    let mut files = read(&webhooks, &Files::new()).files;
    let catalog = files.get_mut("catalog.toml").expect("a catalogue");
    *catalog = catalog.replace("[payload]\neach = \"/*\"\n", "").replace("[event]\nmember = \"/type\"\n", "");
    let import = read(&webhooks, &files);
    assert_eq!(events(&import), "all 1");
    assert_eq!(read(&webhooks, &import.files).files, import.files);

    let inner = json!({ "type": "object", "properties": { "sent": { "type": "string" }, "items": many } });
    let webhooks = json!({ "all": body(&inner, &json!({ "items": [{ "type": "a.made" }, { "type": "a.gone" }] })) });
    let mut files = read(&webhooks, &Files::new()).files;
    let first = read(&webhooks, &Files::new());
    assert_eq!(events(&first), "all 1");
    let warning = first.warnings.iter().find(|warning| warning.code == "batch-not-read").expect("a warning");
    let help = warning.help.as_deref().expect("help");
    assert!(help.contains("`each = \"/items/*\"` in `[payload]` and `member = \"/type\"` in `[event]`"), "{help}");
    let catalog = files.get_mut("catalog.toml").expect("a catalogue");
    *catalog = catalog
        .replace("[delivery]\nid = { header = \"X-Delivery-Id\" }\n", "")
        .replace("\n[[events]]", "\n[event]\nmember = \"/type\"\n\n[payload]\neach = \"/items/*\"\n\n[[events]]");
    let import = read(&webhooks, &files);
    assert_eq!(events(&import), "a.gone 1, a.made 1");
    assert_eq!(read(&webhooks, &import.files).files, import.files);
}

/// A webhook that is added later changes nothing about the lists of others: it has one, too, or is refused.
#[test]
fn later_webhooks_keep_the_lists() {
    let made = list(&event(&json!({ "const": "a.made" })));
    let gone = event(&json!({ "const": "a.gone" }));
    let inside = |schema: &Value| json!({ "type": "object", "properties": { "items": schema } });
    let without_schema = json!({ "post": { "requestBody": { "content": { "application/json": {} } } } });
    let example = json!([{ "type": "a.made" }]);
    let first = read(&json!({ "x": body(&made, &example) }), &Files::new());
    assert!(first.files["catalog.toml"].contains("each = \"/*\""));
    for (what, added, expected) in [
        ("no schema", without_schema.clone(), Ok("a.made 1")),
        ("another list", body(&list(&gone), &json!([{ "type": "a.gone" }])), Ok("a.gone 1, a.made 1")),
        ("another form", body(&gone, &json!({ "type": "a.gone" })), Err("the body has no list at `/*`")),
        ("a list elsewhere", body(&inside(&list(&gone)), &json!({})), Err("the body has no list at `/*`")),
    ] {
        for webhooks in
            [json!({ "x": body(&made, &example), "y": added }), json!({ "a": added, "x": body(&made, &example) })]
        {
            match (tried(&webhooks, &first.files), expected) {
                (Ok(import), Ok(expected)) => {
                    assert_eq!(events(&import), expected, "{what}");
                    assert!(import.files["catalog.toml"].contains("each = \"/*\""), "{what}");
                }
                (Err(found), Err(expected)) => {
                    let found: Vec<_> = found.iter().filter(|it| it.code == "body-without-list").collect();
                    assert_eq!(found.len(), 1, "{what}");
                    assert_eq!(found[0].message, expected, "{what}");
                    assert_eq!(
                        found[0].help.as_deref(),
                        Some(
                            "correct `each` in `[payload]`, or remove this webhook from the document: a catalogue has one form of bodies"
                        )
                    );
                }
                (found, _) => panic!("{what}: {found:?}"),
            }
        }
    }
    // At the first import, too.
    let both = json!({ "x": body(&made, &example), "y": without_schema });
    let import = read(&both, &Files::new());
    assert_eq!(events(&import), "a.made 1");
    assert!(warns(&import, "assumed-batch") && warns(&import, "webhook-without-schema"));
}

/// Following the help of a list that was not read leads to an import, with or without bodies that have no list.
#[test]
fn help_for_lists_can_be_followed() {
    let many = || {
        body(
            &json!({ "type": "object", "properties": { "items": { "$ref": "#/components/schemas/Many" } } }),
            &json!({ "items": [{ "type": "a.made" }] }),
        )
    };
    let ping = body(&event(&json!({ "const": "ping" })), &json!({ "type": "ping" }));
    // A header cannot have the id of one of several deliveries.
    let headless = |mut webhook: Value| {
        webhook["post"]["parameters"] = json!([]);
        webhook
    };
    for (what, webhooks, without) in [
        ("all bodies", json!({ "all": headless(many()) }), None),
        ("some bodies", json!({ "all": headless(many()), "ping": headless(ping) }), Some(" (`ping`),")),
    ] {
        let first = read(&webhooks, &Files::new());
        let help = first.warnings.iter().find(|it| it.code == "batch-not-read").and_then(|it| it.help.clone());
        let help = help.unwrap_or_else(|| panic!("{what}: {}", first.warnings));
        assert_eq!(help.contains("remove the webhooks"), without.is_some(), "{help}");
        assert!(without.is_none_or(|without| help.contains(without)), "{help}");
        let mut files = first.files;
        let catalog = files.get_mut("catalog.toml").expect("a catalogue");
        *catalog = catalog.replacen(
            "\n[[events]]",
            "\n[event]\nmember = \"/type\"\n\n[payload]\neach = \"/items/*\"\n\n[[events]]",
            1,
        );
        let error = tried(&webhooks, &files).err().map(|found| found.to_string());
        assert_eq!(error.is_some(), without.is_some(), "{what}: {error:?}");
        assert_eq!(events(&read(&json!({ "all": headless(many()) }), &files)), "a.gone 0, a.made 1", "{what}");
    }
}
