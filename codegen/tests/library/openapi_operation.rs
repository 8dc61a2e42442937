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
        [(true, false, "Event::B(payload)"), (true, true, "Event::A(payload)"), (false, true, "Event::A(payload)")]
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
