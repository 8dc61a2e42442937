//! The types of schemas, in tables of neighbours.

use codegen::emit::package::module::RuntimePlace;
use codegen::source::location::Source;
use codegen::{SchemaOptions, generate_module};
use serde_json::{Value, json};

/// Returns the module of a schema.
fn module(schema: &Value) -> String {
    let (source, options) = (Source::new("thing.schema.json", schema.to_string()), SchemaOptions::new("Thing"));
    let place = RuntimePlace::At("crate::runtime".to_owned());
    generate_module(&source, &options, &place).unwrap_or_else(|found| panic!("{schema}: {found}")).0
}

#[test]
fn only_fields_take_members() {
    for (schema, is_mutable) in [
        (json!({ "patternProperties": { "^/": { "type": "string" } }, "unevaluatedProperties": false }), false),
        (
            json!({ "properties": { "a": true }, "patternProperties": { "^/": { "type": "string" } }, "unevaluatedProperties": false }),
            true,
        ),
        (json!({ "properties": { "a": true }, "additionalProperties": { "type": "string" } }), true),
    ] {
        let mut schema = schema;
        schema["type"] = json!("object");
        assert_eq!(module(&schema).contains("let mut members = serde_json::Map"), is_mutable, "{schema}");
    }
}
