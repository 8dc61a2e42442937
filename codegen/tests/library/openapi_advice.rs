//! Warnings about OpenAPI documents: they come where something is lost, and following their help ends them.

use codegen::Files;
use codegen::import::{Import, import};
use codegen::source::location::Source;
use serde_json::{Value, json};

use crate::openapi_names::{object, warns};

fn read(webhooks: &Value, schemas: &Value) -> Import {
    let components = json!({ "schemas": schemas });
    let document =
        json!({ "openapi": "3.1.0", "info": { "title": "Acme" }, "webhooks": webhooks, "components": components });
    import(&Source::new("openapi.json", document.to_string()), None, &Files::new())
        .unwrap_or_else(|found| panic!("{document} {found}"))
}

/// Returns a webhook whose body has this schema.
fn webhook(schema: &Value) -> Value {
    json!({ "post": { "requestBody": { "content": { "application/json": { "schema": schema } } } } })
}

fn to(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A base loses nothing where it is only extended. Where it is expected itself, a warning says so.
#[test]
fn bases_are_said_where_expected() {
    let mapping = json!({ "cat": to("Cat")["$ref"], "dog": "Dog" });
    let base = json!({ "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } }, "discriminator": { "propertyName": "kind", "mapping": mapping } });
    let extended = |added: Value| json!({ "allOf": [to("Pet"), object(&added)] });
    let schemas = json!({
        "Pet": base,
        "Cat": extended(json!({ "lives": {} })), "Dog": extended(json!({ "barks": {} })), "Eel": extended(json!({ "volts": {} })),
        "Alone": { "allOf": [to("Pet")] },
    });
    let member =
        |schema: Value| json!({ "a.b": webhook(&object(&json!({ "event": { "const": "a.b" }, "pet": schema }))) });
    let named = |name: &str| webhook(&extended(json!({ "kind": { "const": name } })));
    for (what, webhooks, expected) in [
        ("events that are mapped", json!({ "cat": webhook(&to("Cat")), "dog": webhook(&to("Dog")) }), false),
        ("events with names of their own", json!({ "cat": named("cat"), "cow": named("cow") }), false),
        ("a union of those that are mapped", member(json!({ "oneOf": [to("Cat"), to("Dog")] })), false),
        ("one that is mapped", member(to("Cat")), false),
        ("one that is not mapped", member(to("Eel")), false),
        ("the base in a member", member(to("Pet")), true),
        ("the base in elements", member(json!({ "items": to("Pet") })), true),
        ("the base beside words", member(json!({ "allOf": [to("Pet")], "description": "A pet." })), true),
        ("the base beside members", member(extended(json!({ "seat": {} }))), true),
        ("another name of the base", member(to("Alone")), true),
        ("the base beside what is mapped", member(json!({ "oneOf": [to("Cat"), to("Pet")] })), true),
        ("the base as a body", json!({ "pet": webhook(&to("Pet")) }), true),
        ("the base in place", member(base.clone()), true),
    ] {
        let import = read(&webhooks, &schemas);
        assert_eq!(warns(&import, "discriminator-of-base"), expected, "{what}: {}", import.warnings);
    }
}
