//! The schemas that a schema applies to the same value without a condition, by `allOf` and `$ref`.

use std::collections::BTreeSet;

use crate::model::{Model, SchemaId};

/// Returns a schema and those that it applies to the same value by `$ref` and `allOf`.
pub fn merged(model: &Model, object: SchemaId) -> BTreeSet<SchemaId> {
    model.certain(object).into_iter().collect()
}

/// Returns the schema of a member inside of an object, by the names from the outside inwards.
pub(super) fn member(model: &Model, object: SchemaId, names: &[String]) -> Option<SchemaId> {
    let mut names = names.iter();
    names.try_fold(object, |object, name| {
        let mut holders = merged(model, object).into_iter();
        holders.find_map(|id| Some(model.schema(id).properties().iter().find(|(known, _)| known == name)?.1))
    })
}
