//! Shapes → the schema for typify, and typify's items for it.
//!
//! typify reads schemars 0.8. We write its input from the shapes, with only what it represents faithfully: one definition for each named
//! type, our names for members and variants, references between them, and nothing else. All members are required here: typify gives an
//! absent list and an empty one the same type, so the output decides about absence.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use schemars08::schema::Schema;
use serde_json::{Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

use crate::emit::types::shape::{Definition, DefinitionId, Kind, Shapes, Type};

/// The types from elsewhere: their names in the schema for typify, and in its output as `external::…`.
const EXTERNAL: [(&str, &str); 5] = [
    ("ExternalValue", "::external::Value"),
    ("ExternalNumber", "::external::Number"),
    ("ExternalInteger", "::external::Integer"),
    ("ExternalTimestamp", "::external::Timestamp"),
    ("ExternalDecimal", "::external::Decimal"),
];

/// The module whose types [`crate::emit::types::typify::output`] replaces.
pub(crate) const EXTERNAL_MODULE: &str = "external";

/// The variant of an enum or a union for unknown values.
pub(crate) const UNKNOWN: &str = "Unknown";

/// The output of typify.
pub(crate) struct Typified {
    /// All items.
    pub(crate) tokens: TokenStream,
    /// The definitions by the names that typify gave them.
    pub(crate) names: BTreeMap<String, DefinitionId>,
}

/// Lets typify make the items of all definitions.
pub(crate) fn typify(shapes: &Shapes) -> Typified {
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    for (name, path) in EXTERNAL {
        settings.with_replacement(name, path, std::iter::empty());
    }
    let mut space = TypeSpace::new(&settings);
    let external = EXTERNAL.iter().map(|(name, _)| ((*name).to_owned(), json!(true)));
    let own = shapes.definitions.iter().map(|definition| (definition.alias.clone(), schema(definition, shapes)));
    let schemas = external.chain(own).map(|(name, schema)| (name, schema_of(schema)));
    space.add_ref_types(schemas).expect("typify takes objects, enums and unions of one form");
    let names = shapes.definitions.iter().enumerate().map(|(index, definition)| {
        let reference = schema_of(reference(&definition.alias));
        let found = space.add_type(&reference).and_then(|id| Ok(space.get_type(&id)?.name()));
        (found.expect("it was added above"), DefinitionId(index))
    });
    let names = names.collect();
    Typified { tokens: space.to_stream(), names }
}

fn schema_of(value: Value) -> Schema {
    serde_json::from_value(value).expect("it is written as a schema")
}

fn reference(ident: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{ident}") })
}

fn schema(definition: &Definition, shapes: &Shapes) -> Value {
    match &definition.kind {
        Kind::Struct(it) => {
            let rest = it.rest.iter().map(|(ident, ty)| (ident.clone(), map(ty, shapes)));
            let members = it.members.iter().map(|member| (member.ident.clone(), type_schema(&member.ty, shapes)));
            object(members.chain(rest).collect())
        }
        Kind::Enum(symbols) => {
            let idents: Vec<&str> = symbols.iter().map(|symbol| symbol.ident.as_str()).collect();
            let known = json!({ "type": "string", "enum": idents });
            json!({ "oneOf": [known, variant(UNKNOWN, json!({ "type": "string" }))] })
        }
        Kind::Union(variants) => {
            let known = variants.iter().map(|it| variant(&it.ident, type_schema(&it.ty, shapes)));
            let all: Vec<Value> = known.chain([variant(UNKNOWN, reference("ExternalValue"))]).collect();
            json!({ "oneOf": all })
        }
        Kind::Newtype(ty) => type_schema(ty, shapes),
    }
}

/// Returns a variant in serde's external tagging: typify keeps its name and its type.
fn variant(ident: &str, held: Value) -> Value {
    object(vec![(ident.to_owned(), held)])
}

fn object(members: Vec<(String, Value)>) -> Value {
    let required: Vec<String> = members.iter().map(|(ident, _)| ident.clone()).collect();
    let properties: serde_json::Map<String, Value> = members.into_iter().collect();
    json!({ "type": "object", "additionalProperties": false, "required": required, "properties": properties })
}

fn map(member: &Type, shapes: &Shapes) -> Value {
    json!({ "type": "object", "additionalProperties": type_schema(member, shapes) })
}

fn type_schema(ty: &Type, shapes: &Shapes) -> Value {
    match ty {
        Type::Value => reference("ExternalValue"),
        Type::Null => json!({ "type": "null" }),
        Type::Boolean => json!({ "type": "boolean" }),
        Type::String => json!({ "type": "string" }),
        Type::Timestamp => reference("ExternalTimestamp"),
        Type::Decimal => reference("ExternalDecimal"),
        Type::Integer => reference("ExternalInteger"),
        Type::Number => reference("ExternalNumber"),
        Type::Native(native) => json!({ "type": "integer", "format": native.format() }),
        Type::Array(element) => json!({ "type": "array", "items": type_schema(element, shapes) }),
        Type::Tuple(elements) => {
            let (length, items) = (elements.len(), elements.iter().map(|element| type_schema(element, shapes)));
            json!({ "type": "array", "items": items.collect::<Vec<_>>(), "minItems": length, "maxItems": length })
        }
        Type::Map(member) => map(member, shapes),
        Type::Nullable(inner) => json!({ "oneOf": [type_schema(inner, shapes), { "type": "null" }] }),
        Type::Named(id) => reference(&shapes.definition(*id).alias),
    }
}
