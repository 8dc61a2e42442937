//! Shapes → the schema for typify, and the types that it makes of them.
//!
//! typify reads schemars 0.8. We write its input from the shapes, with only what it represents faithfully: one definition for each named
//! type, references between them, and nothing else. All members are required here: typify gives an absent list and an empty one the same
//! type, so the output decides about absence. Members and variants are numbered: typify would rename some of ours.

use schemars08::schema::{
    ArrayValidation, InstanceType, ObjectValidation, Schema, SchemaObject, SingleOrVec, SubschemaValidation,
};
use typify::{TypeSpace, TypeSpaceSettings};

use crate::emit::types::name;
use crate::emit::types::shape::{Definition, Kind, Sequence, Shapes, Struct, Type};

/// The types from elsewhere: their names in the schema for typify, and in its output as `external::…`.
pub(super) const EXTERNAL: [(&str, &str); 5] = [
    ("ExternalValue", "::external::Value"),
    ("ExternalNumber", "::external::Number"),
    ("ExternalInteger", "::external::Integer"),
    ("ExternalTimestamp", "::external::Timestamp"),
    ("ExternalDecimal", "::external::Decimal"),
];

/// The variant of an enum or a union for unknown values.
pub(crate) const UNKNOWN: &str = "Unknown";

/// Lets typify make the types of all definitions. Its first types are those of [`EXTERNAL`], then those of the definitions in order.
pub(crate) fn typify(shapes: &Shapes) -> TypeSpace {
    let mut settings = TypeSpaceSettings::default();
    settings.with_map_type("::std::collections::BTreeMap");
    for (name, path) in EXTERNAL {
        settings.with_replacement(name, path, std::iter::empty());
    }
    let mut space = TypeSpace::new(&settings);
    let external = EXTERNAL.iter().map(|(name, _)| ((*name).to_owned(), Schema::Bool(true)));
    let own = shapes.definitions.iter().map(|definition| (definition.alias.clone(), schema(definition, shapes)));
    space.add_ref_types(external.chain(own)).expect("typify takes objects, enums and unions of one form");
    space
}

/// Returns the fields of a struct in the order that typify gives them.
pub(super) fn fields(it: &Struct) -> Vec<(&str, &Type)> {
    let members = it.members.iter().map(|member| (member.ident.as_str(), &member.ty));
    let mut fields: Vec<(&str, &Type)> =
        members.chain(it.rest.iter().map(|(ident, ty)| (ident.as_str(), ty))).collect();
    fields.sort_by_key(|(ident, _)| *ident);
    fields
}

/// Returns the fields of an array's struct in the order that typify gives them.
pub(super) fn elements(it: &Sequence) -> Vec<(&str, Type)> {
    let elements = it.elements.iter().map(|element| (element.ident.as_str(), element.ty.clone()));
    let rest = it.rest.iter().map(|ty| (name::TAIL, Type::Array(Box::new(ty.clone()))));
    elements.chain(rest).collect()
}

fn schema(definition: &Definition, shapes: &Shapes) -> Schema {
    match &definition.kind {
        Kind::Struct(it) => {
            let rest = it.rest.as_ref().map(|(ident, _)| ident.as_str());
            let field = |(ident, ty): (&str, &Type)| {
                if rest == Some(ident) { map(ty, shapes) } else { type_schema(ty, shapes) }
            };
            object(fields(it).into_iter().map(field).enumerate().map(|(index, it)| (format!("field{index:08}"), it)))
        }
        Kind::Sequence(it) => {
            let fields = elements(it).into_iter().map(|(_, ty)| type_schema(&ty, shapes));
            object(fields.enumerate().map(|(index, it)| (format!("field{index:08}"), it)))
        }
        Kind::Enum(symbols) => {
            let known = SchemaObject {
                enum_values: Some((0..symbols.len()).map(|index| format!("V{index}").into()).collect()),
                ..of_type(InstanceType::String)
            };
            one_of(vec![known.into(), variant(UNKNOWN, of_type(InstanceType::String).into())])
        }
        Kind::Union(variants) => {
            let known = variants.iter().enumerate();
            let known = known.map(|(index, it)| variant(&format!("V{index}"), type_schema(&it.ty, shapes)));
            one_of(known.chain([variant(UNKNOWN, reference("ExternalValue"))]).collect())
        }
        Kind::Newtype(ty) => type_schema(ty, shapes),
    }
}

fn of_type(instance_type: InstanceType) -> SchemaObject {
    SchemaObject { instance_type: Some(instance_type.into()), ..SchemaObject::default() }
}

fn reference(name: &str) -> Schema {
    Schema::new_ref(format!("#/definitions/{name}"))
}

/// Returns a variant in serde's external tagging: typify keeps its type.
fn variant(name: &str, held: Schema) -> Schema {
    object([(name.to_owned(), held)].into_iter())
}

fn one_of(schemas: Vec<Schema>) -> Schema {
    let subschemas = SubschemaValidation { one_of: Some(schemas), ..SubschemaValidation::default() };
    SchemaObject { subschemas: Some(Box::new(subschemas)), ..SchemaObject::default() }.into()
}

fn object(members: impl Iterator<Item = (String, Schema)>) -> Schema {
    let properties: schemars08::Map<String, Schema> = members.collect();
    let object = ObjectValidation {
        required: properties.keys().cloned().collect(),
        properties,
        additional_properties: Some(Box::new(Schema::Bool(false))),
        ..ObjectValidation::default()
    };
    SchemaObject { object: Some(Box::new(object)), ..of_type(InstanceType::Object) }.into()
}

fn map(member: &Type, shapes: &Shapes) -> Schema {
    let object = ObjectValidation {
        additional_properties: Some(Box::new(type_schema(member, shapes))),
        ..ObjectValidation::default()
    };
    SchemaObject { object: Some(Box::new(object)), ..of_type(InstanceType::Object) }.into()
}

fn array(array: ArrayValidation) -> Schema {
    SchemaObject { array: Some(Box::new(array)), ..of_type(InstanceType::Array) }.into()
}

fn type_schema(ty: &Type, shapes: &Shapes) -> Schema {
    match ty {
        Type::Value => reference("ExternalValue"),
        Type::Null => of_type(InstanceType::Null).into(),
        Type::Boolean => of_type(InstanceType::Boolean).into(),
        Type::String => of_type(InstanceType::String).into(),
        Type::Timestamp => reference("ExternalTimestamp"),
        Type::Decimal => reference("ExternalDecimal"),
        Type::Integer => reference("ExternalInteger"),
        Type::Number => reference("ExternalNumber"),
        Type::Native(native) => SchemaObject { format: Some(native.format()), ..of_type(InstanceType::Integer) }.into(),
        Type::Array(element) => {
            let items = Some(SingleOrVec::from(type_schema(element, shapes)));
            array(ArrayValidation { items, ..ArrayValidation::default() })
        }
        Type::Tuple(elements) => {
            let items: Vec<Schema> = elements.iter().map(|element| type_schema(element, shapes)).collect();
            let length = u32::try_from(items.len()).ok();
            let items = Some(SingleOrVec::from(items));
            array(ArrayValidation { items, min_items: length, max_items: length, ..ArrayValidation::default() })
        }
        Type::Map(member) => map(member, shapes),
        Type::Nullable(inner) => one_of(vec![type_schema(inner, shapes), of_type(InstanceType::Null).into()]),
        Type::Named(id) => reference(&shapes.definition(*id).alias),
    }
}
