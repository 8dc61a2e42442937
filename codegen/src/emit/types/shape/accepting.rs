//! The JSON types whose every instance a schema accepts: `{"required": ["a"]}` accepts every string and every array.

use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, InPlaceKeyword, Model, SchemaId};

/// The limit of visited schemas. Beyond it, a schema counts as one that accepts no type without exception.
const VISITED: usize = 64;

/// Returns types that a schema accepts without exception. The list may be incomplete.
pub(super) fn accepted(model: &Model, id: SchemaId) -> TypeSet {
    Accepting { model, left: VISITED }.of(id)
}

struct Accepting<'m> {
    model: &'m Model,
    left: usize,
}

impl Accepting<'_> {
    fn of(&mut self, id: SchemaId) -> TypeSet {
        let Some(left) = self.left.checked_sub(1) else { return TypeSet::NONE };
        self.left = left;
        let mut types = TypeSet::ALL;
        for assertion in &self.model.schema(id).assertions {
            let own = match &assertion.kind {
                AssertionKind::Never | AssertionKind::Enum(_) | AssertionKind::Const(_) => TypeSet::NONE,
                AssertionKind::Type(types) => *types,
                AssertionKind::Leaf(leaf) => TypeSet::ALL.without(leaf.types()),
                AssertionKind::Array(_) => TypeSet::ALL.without(TypeSet::ARRAY),
                AssertionKind::Object(_) => TypeSet::ALL.without(TypeSet::OBJECT),
                AssertionKind::InPlace(kind) => self.in_place(kind),
            };
            types = types.intersection(own);
            if types.is_empty() {
                break;
            }
        }
        types
    }

    fn in_place(&mut self, kind: &InPlaceKeyword) -> TypeSet {
        match kind {
            InPlaceKeyword::Ref(target) => self.of(*target),
            InPlaceKeyword::AllOf(schemas) => {
                schemas.iter().fold(TypeSet::ALL, |types, schema| types.intersection(self.of(*schema)))
            }
            InPlaceKeyword::AnyOf(branches) => {
                branches.iter().fold(TypeSet::NONE, |types, branch| types.union(self.of(*branch)))
            }
            InPlaceKeyword::If { then, else_, .. } => {
                [*then, *else_].into_iter().flatten().fold(TypeSet::ALL, |types, way| types.intersection(self.of(way)))
            }
            // What one branch rejects decides whether another may accept.
            InPlaceKeyword::OneOf(_) | InPlaceKeyword::Not(_) => TypeSet::NONE,
        }
    }
}
