//! A model with further schemas, which are made of keywords.

use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::model::{Assertion, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, Schema, SchemaId};

/// A model with further schemas. They have the place of the schema that they constrain.
pub(super) struct Extended {
    pub(super) model: Model,
    like: Schema,
}

impl Extended {
    /// Begins with a model; `schema` is one of `of`, whose place the further schemas have.
    pub(super) fn new(model: &Model, of: &Model, schema: SchemaId) -> Self {
        Self { model: model.clone(), like: of.schema(schema).clone() }
    }

    fn add(&mut self, keyword: &'static str, kinds: Vec<AssertionKind>) -> SchemaId {
        let assertion = |kind| Assertion { keyword, place: self.like.place.clone(), kind };
        let assertions = kinds.into_iter().map(assertion).collect();
        self.model.schemas.push(Schema { assertions, ..self.like.clone() });
        SchemaId(self.model.schemas.len() - 1)
    }

    /// Adds a schema for one value.
    pub(super) fn constant(&mut self, value: Node) -> SchemaId {
        self.add("const", vec![AssertionKind::Const(value)])
    }

    /// Adds a schema for all values of some types.
    pub(super) fn typed(&mut self, types: TypeSet) -> SchemaId {
        self.add("type", vec![AssertionKind::Type(types)])
    }

    /// Adds a schema for no value.
    pub(super) fn never(&mut self) -> SchemaId {
        self.add("not", vec![AssertionKind::Never])
    }

    /// Adds a schema for what any of some schemas accepts.
    pub(super) fn any(&mut self, schemas: Vec<SchemaId>) -> SchemaId {
        self.add("anyOf", vec![AssertionKind::InPlace(InPlaceKeyword::AnyOf(schemas))])
    }

    /// Adds a schema for what all of some schemas accept.
    pub(super) fn all(&mut self, schemas: Vec<SchemaId>) -> SchemaId {
        self.add("allOf", vec![AssertionKind::InPlace(InPlaceKeyword::AllOf(schemas))])
    }

    /// Adds a schema for the objects whose member, if they have it, another schema accepts; by the names from the outside inwards.
    pub(super) fn at(&mut self, names: &[String], inner: SchemaId) -> SchemaId {
        names.iter().rev().fold(inner, |inner, name| {
            let members = ObjectKeyword::Properties(vec![(name.clone(), inner)]);
            self.add("properties", vec![AssertionKind::Object(members)])
        })
    }

    /// Adds a schema for the objects that have a member which another schema accepts.
    pub(super) fn with(&mut self, names: &[String], inner: SchemaId) -> SchemaId {
        names.iter().rev().fold(inner, |inner, name| {
            let members = ObjectKeyword::Properties(vec![(name.clone(), inner)]);
            let required = ObjectKeyword::Required(vec![name.clone()]);
            let keywords = [members, required].map(AssertionKind::Object);
            let object = AssertionKind::Type(TypeSet::OBJECT);
            self.add("properties", [object].into_iter().chain(keywords).collect())
        })
    }
}
