//! The values that a schema accepts, as far as they decide whether a new schema is an edition of an old one.

use std::collections::BTreeMap;

use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, InPlaceKeyword, Model, SchemaId};

/// The values that a schema admits, as far as it decides whether an object is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admitted {
    All,
    Some,
    None,
}

pub(super) fn admitted(model: &Model, schema: SchemaId) -> Admitted {
    let assertions = &model.schema(model.target(schema)).assertions;
    if assertions.is_empty() {
        Admitted::All
    } else if assertions.iter().any(|it| matches!(it.kind, AssertionKind::Never)) {
        Admitted::None
    } else {
        Admitted::Some
    }
}

pub(super) fn is_nothing(model: &Model, schema: SchemaId) -> bool {
    admitted(model, schema) == Admitted::None
}

/// Returns the types that a schema itself allows.
pub(super) fn types(model: &Model, schema: SchemaId) -> TypeSet {
    let types =
        model.schema(schema).find(|kind| if let AssertionKind::Type(types) = kind { Some(*types) } else { None });
    types.unwrap_or(TypeSet::ALL)
}

/// The maximum depth of schemas that apply each other to the same instance. Below it, every type is taken for allowed.
const DEPTH: usize = 6;

/// Returns the types that a schema allows together with those that it applies to the same instance.
pub(super) fn types_in_place(model: &Model, schema: SchemaId) -> TypeSet {
    Types { model, known: BTreeMap::new() }.of(schema, DEPTH)
}

struct Types<'m> {
    model: &'m Model,
    /// The types of a schema by what is left of the depth: many branches refer to the same ones.
    known: BTreeMap<(SchemaId, usize), TypeSet>,
}

impl Types<'_> {
    fn of(&mut self, schema: SchemaId, depth: usize) -> TypeSet {
        if let Some(known) = self.known.get(&(schema, depth)) {
            return *known;
        }
        let Some(left) = depth.checked_sub(1) else { return TypeSet::ALL };
        let mut found = TypeSet::ALL;
        for assertion in &self.model.schema(schema).assertions {
            found = found.intersection(self.of_keyword(&assertion.kind, left));
        }
        self.known.insert((schema, depth), found);
        found
    }

    fn of_keyword(&mut self, kind: &AssertionKind, depth: usize) -> TypeSet {
        match kind {
            AssertionKind::Never => TypeSet::NONE,
            AssertionKind::Type(types) => *types,
            AssertionKind::Enum(values) => values.iter().map(TypeSet::of).fold(TypeSet::NONE, TypeSet::union),
            AssertionKind::Const(value) => TypeSet::of(value),
            AssertionKind::InPlace(InPlaceKeyword::Ref(target)) => self.of(*target, depth),
            AssertionKind::InPlace(InPlaceKeyword::AllOf(all)) => {
                all.iter().map(|id| self.of(*id, depth)).fold(TypeSet::ALL, TypeSet::intersection)
            }
            AssertionKind::InPlace(InPlaceKeyword::AnyOf(all) | InPlaceKeyword::OneOf(all)) => {
                all.iter().map(|id| self.of(*id, depth)).fold(TypeSet::NONE, TypeSet::union)
            }
            AssertionKind::InPlace(InPlaceKeyword::Not(_) | InPlaceKeyword::If { .. })
            | AssertionKind::Leaf(_)
            | AssertionKind::Array(_)
            | AssertionKind::Object(_) => TypeSet::ALL,
        }
    }
}
