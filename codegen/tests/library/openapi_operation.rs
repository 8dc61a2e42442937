//! One webhook of an OpenAPI document: what its operation and its examples say.

use codegen::import::{Import, import};
use codegen::source::location::Source;
use codegen::{Files, generate};
use serde_json::{Value, json};

/// Reads a document with one webhook, whose operation has these members.
fn one_webhook(operation: &Value, examples: &Value) -> Import {
    let mut operation = operation.clone();
    operation["requestBody"] = json!({ "content": { "application/json": {
        "schema": { "type": "object", "properties": { "id": { "type": "string" } } }, "examples": examples,
    } } });
    let document = json!({
        "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": { "made": { "post": operation } },
        "components": { "examples": { "one": { "value": { "id": "1" } } } },
    });
    import(&Source::new("openapi.json", document.to_string()), None, &Files::new())
        .unwrap_or_else(|found| panic!("{found}"))
}

/// A deprecated operation is deprecated wherever the crate speaks of its event.
#[test]
fn deprecated_operations_are_deprecated_events() {
    for (flag, is_deprecated) in [(json!(true), true), (json!(false), false)] {
        let files = one_webhook(&json!({ "deprecated": flag }), &json!({})).files;
        let generated = generate(&files).unwrap_or_else(|found| panic!("{found}")).files;
        let attribute = "#[deprecated(note = \"the vendor's schema says so\")]";
        assert_eq!(generated["src/event.rs"].matches(attribute).count(), if is_deprecated { 2 } else { 0 });
        assert_eq!(generated["docs/webhooks.md"].contains("## `made`\n\nDeprecated.\n"), is_deprecated);
        let document: Value = serde_json::from_str(&generated["openapi.json"]).expect("JSON");
        assert_eq!(
            document["webhooks"]["made"]["post"]["deprecated"],
            if is_deprecated { json!(true) } else { json!(null) }
        );
        let source = Source::new("openapi.json", generated["openapi.json"].clone());
        let again = import(&source, None, &Files::new()).unwrap_or_else(|found| panic!("{found}")).files;
        assert_eq!(again["events/made.schema.json"], files["events/made.schema.json"]);
    }
}

/// A value that is nothing but a reference is no body; any other one is data.
#[test]
fn values_of_examples_are_data() {
    for (value, code, written) in [
        (json!({ "$ref": "#/components/examples/one" }), Some("reference-as-value"), json!({ "id": "1" })),
        (json!({ "$ref": "#/components/examples/one/value" }), Some("reference-as-value"), json!({ "id": "1" })),
        (json!({ "$ref": "#/components/examples/two" }), Some("external-example"), json!(null)),
        (json!({ "$ref": "examples.json" }), Some("external-example"), json!(null)),
        (json!({ "$ref": "#/a", "id": "2" }), None, json!({ "$ref": "#/a", "id": "2" })),
        (json!({ "$schema": "./made.json", "id": "2" }), None, json!({ "$schema": "./made.json", "id": "2" })),
        (json!({ "$id": "made", "id": "2" }), None, json!({ "$id": "made", "id": "2" })),
        (
            json!({ "$schema": "./made.json", "id": 2 }),
            Some("faulty-example"),
            json!({ "$schema": "./made.json", "id": 2 }),
        ),
    ] {
        let import = one_webhook(&json!({}), &json!({ "it": { "value": value } }));
        let known = ["reference-as-value", "external-example", "faulty-example"];
        let found = import.warnings.iter().find(|warning| known.contains(&warning.code));
        assert_eq!(found.map(|warning| warning.code), code, "{value}");
        let text = import.files.get("events/made.example.json");
        let example: Value = text.map_or(json!(null), |text| serde_json::from_str(text).expect("JSON"));
        assert_eq!(example, written, "{value}");
        // The place is in the value.
        if let Some(place) = found.and_then(|warning| warning.place.as_ref()) {
            let text = &place.source.text()[place.span.clone()];
            assert!(value.to_string().contains(text), "{text}");
        }
    }
}

fn imported(document: &Value) -> Import {
    import(&Source::new("openapi.json", document.to_string()), None, &Files::new())
        .unwrap_or_else(|found| panic!("{found}"))
}

fn body(schema: &Value) -> Value {
    json!({ "requestBody": { "content": { "application/json": { "schema": schema } } } })
}

/// The examples of the crate show an event that is current, if there is one.
#[test]
fn examples_show_current_events() {
    let webhook = |name: &str, is_deprecated: bool| {
        let mut operation = body(&json!({ "type": "object", "properties": { "type": { "const": name } } }));
        operation["deprecated"] = json!(is_deprecated);
        json!({ "post": operation })
    };
    for (first, second, shown) in
        [(true, false, "Event::B(_payload)"), (true, true, "Event::A(_payload)"), (false, true, "Event::A(_payload)")]
    {
        let webhooks = json!({ "a": webhook("a", first), "b": webhook("b", second) });
        let mut files =
            imported(&json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks })).files;
        let catalog = files.get_mut("catalog.toml").expect("a catalogue");
        *catalog += "\n[signature]\nheader = \"X-Signature\"\nalgorithm = \"hmac-sha256\"\nencoding = \"hex\"\n";
        let generated = generate(&files).unwrap_or_else(|found| panic!("{found}")).files;
        assert!(generated["README.md"].contains(shown), "{}", generated["README.md"]);
    }
}

/// The security of a whole document is that of its webhooks if it describes nothing else.
#[test]
fn documents_may_secure_their_webhooks() {
    let signed = || json!([{ "signed": [] }]);
    let calls = || json!({ "/orders": { "get": {} } });
    for (all, paths, own, is_read, is_said) in [
        (signed(), json!(null), json!(null), true, false),
        (signed(), json!({}), json!(null), true, false),
        (signed(), calls(), json!(null), false, true),
        (signed(), json!({}), json!([]), false, false),
        (signed(), calls(), signed(), true, false),
        (signed(), calls(), json!([]), false, false),
        (json!([]), calls(), json!(null), false, false),
        (json!([{}]), calls(), json!(null), false, false),
    ] {
        let mut operation = body(&json!({ "type": "object", "properties": { "type": { "const": "a" } } }));
        let mut document = json!({
            "openapi": "3.1.0", "info": { "title": "Acme" }, "security": all,
            "components": { "securitySchemes": { "signed": { "type": "apiKey", "in": "header", "name": "X-Acme-Signature" } } },
        });
        if !own.is_null() {
            operation["security"] = own.clone();
        }
        if !paths.is_null() {
            document["paths"] = paths.clone();
        }
        document["webhooks"] = json!({ "a": { "post": operation } });
        let import = imported(&document);
        assert_eq!(import.files["catalog.toml"].contains("X-Acme-Signature"), is_read, "{all} {paths} {own}");
        let warning = import.warnings.iter().find(|it| it.code == "document-security");
        assert_eq!(warning.is_some(), is_said, "{all} {paths} {own}");
    }
}

/// A name in a list of events may have no webhook.
#[test]
fn listed_names_without_webhooks_are_said() {
    let listed = |names: &[&str]| {
        body(&json!({ "type": "object", "properties": { "event": { "enum": names }, "kind": { "enum": ["x", "y"] } } }))
    };
    for (one, other, expected) in [
        (vec!["a", "b"], vec!["a", "b"], None),
        (vec!["a", "b", "d"], vec!["a", "b", "c"], Some("no webhook describes: `c`, `d`")),
        (vec!["a"], vec!["b"], None),
        (vec!["a", "c"], vec!["b"], Some("no webhook describes: `c`")),
    ] {
        let webhooks = json!({ "a": { "post": listed(&one) }, "b": { "post": listed(&other) } });
        let import = imported(&json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks }));
        assert!(import.files["catalog.toml"].contains("member = \"/event\""));
        let found = import.warnings.iter().find(|warning| warning.code == "undescribed-event");
        assert_eq!(found.is_some(), expected.is_some(), "{one:?}");
        assert!(found.is_none_or(|found| expected.is_some_and(|it| found.message.ends_with(it))), "{found:?}");
    }
}

/// One event without the member that names all others is shown.
#[test]
fn the_exception_is_shown() {
    let typed = |value: &str| body(&json!({ "type": "object", "properties": { "type": { "const": value } } }));
    let untyped = || body(&json!({ "type": "object", "properties": { "kind": { "const": "z" } } }));
    for (operations, expected) in [
        ([typed("x"), untyped(), typed("y")], Some("`/type` names other events, but not this one")),
        ([typed("x"), typed("y"), typed("x")], Some("`/type` has the value of another event here: `x`")),
        ([typed("x"), untyped(), untyped()], None),
    ] {
        let [a, b, c] = operations.map(|operation| json!({ "post": operation }));
        let document =
            json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": { "a": a, "b": b, "c": c } });
        let import = imported(&document);
        let found = import.warnings.iter().find(|warning| warning.code == "no-event-name").expect("a warning");
        assert_eq!(found.related.first().map(|(_, label)| label.as_str()), expected);
    }
}
