//! The values that a schema accepts, as far as they decide whether a new schema is an edition of an old one.

use crate::keyword::types::TypeSet;
use crate::model::{AssertionKind, Model, SchemaId};

/// The values that a schema admits, as far as it decides whether an object is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admitted {
    All,
    Some,
    None,
}

pub(super) fn admitted(model: &Model, schema: SchemaId) -> Admitted {
    let schema = model.schema(model.target(schema));
    if schema.assertions.is_empty() {
        Admitted::All
    } else if schema.is_never() {
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
