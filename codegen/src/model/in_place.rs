//! The statements of a schema about its instances, through the schemas that it applies in place.

use std::collections::BTreeMap;

use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, InPlaceKeyword, Model, SchemaId};

impl Model {
    /// Returns a schema and all that accept each of its instances because it applies them, by `$ref` and `allOf`.
    pub fn certain(&self, id: SchemaId) -> Vec<SchemaId> {
        self.applied(id, |kind| {
            matches!(kind, AssertionKind::InPlace(InPlaceKeyword::Ref(_) | InPlaceKeyword::AllOf(_)))
        })
    }

    /// Returns a schema and all that it applies in place, by a keyword of any kind.
    pub fn in_place(&self, id: SchemaId) -> Vec<SchemaId> {
        self.applied(id, AssertionKind::is_in_place)
    }

    fn applied(&self, id: SchemaId, is_meant: impl Fn(&AssertionKind) -> bool) -> Vec<SchemaId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            next += 1;
            let applied = self.schema(id).assertions.iter().filter(|assertion| is_meant(&assertion.kind));
            for schema in applied.flat_map(|assertion| assertion.kind.applied().ids()) {
                if !found.contains(&schema) {
                    found.push(schema);
                }
            }
        }
        found
    }

    /// Returns the types that a schema allows together with those that it applies in place: an upper bound of the types of its instances.
    pub fn types_in_place(&self, id: SchemaId) -> TypeSet {
        self.bound(id, &mut BTreeMap::new())
    }

    /// `known` has the results so far, and all types for schemas in progress.
    fn bound(&self, id: SchemaId, known: &mut BTreeMap<SchemaId, TypeSet>) -> TypeSet {
        if let Some(known) = known.get(&id) {
            return *known;
        }
        known.insert(id, TypeSet::ALL);
        let mut types = TypeSet::ALL;
        for assertion in &self.schema(id).assertions {
            let mut of = |id: &SchemaId| self.bound(*id, known);
            let asserted = match &assertion.kind {
                AssertionKind::Never => TypeSet::NONE,
                AssertionKind::Type(types) => *types,
                AssertionKind::Enum(values) => values.iter().map(TypeSet::of).fold(TypeSet::NONE, TypeSet::union),
                AssertionKind::Const(value) => TypeSet::of(value),
                AssertionKind::InPlace(kind) => match kind {
                    InPlaceKeyword::Ref(target) => of(target),
                    InPlaceKeyword::AllOf(schemas) => schemas.iter().map(of).fold(TypeSet::ALL, TypeSet::intersection),
                    InPlaceKeyword::AnyOf(schemas) | InPlaceKeyword::OneOf(schemas) => {
                        schemas.iter().map(of).fold(TypeSet::NONE, TypeSet::union)
                    }
                    InPlaceKeyword::Not(_) | InPlaceKeyword::If { .. } => TypeSet::ALL,
                },
                AssertionKind::Leaf(_) | AssertionKind::Array(_) | AssertionKind::Object(_) => TypeSet::ALL,
            };
            types = types.intersection(asserted);
        }
        known.insert(id, types);
        types
    }
}
