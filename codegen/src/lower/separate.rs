//! Gives each documented schema a document of its own.
//!
//! Two events may have the same payload. If they shared a type, an added event could take the type from the event that had it, so each gets
//! types of its own. Other documents refer to those of one of them (see [`Model::documents_of_roots`]). Validators are not duplicated:
//! equal nodes of the plan are shared.

use std::collections::BTreeMap;

use crate::model::{Model, Schema, SchemaId};
use crate::reach::reached;

/// Gives each root that shares its document with another a copy of the document's schemas.
pub(crate) fn separate(model: &mut Model) {
    let owners: Vec<usize> = model.documents_of_roots().into_values().collect();
    for root in (0..model.roots.len()).filter(|root| !owners.contains(root)) {
        let original = model.roots[root].schema;
        let copies = copies(model, original);
        let of = |id: SchemaId| copies.get(&id).copied().unwrap_or(id);
        for id in copies.keys() {
            let mut schema: Schema = model.schema(*id).clone();
            for assertion in &mut schema.assertions {
                for subschema in assertion.kind.subschemas_mut() {
                    *subschema = of(*subschema);
                }
            }
            model.schemas.push(schema);
        }
        model.roots[root].schema = of(original);
        model.copies.extend(copies.into_values().map(|copy| (copy, root)));
    }
}

/// Returns the schemas that a schema reaches inside its document, each with the id of its copy.
fn copies(model: &Model, from: SchemaId) -> BTreeMap<SchemaId, SchemaId> {
    let path = model.schema(from).place.source.path();
    let is_inside = |id: &SchemaId| model.schema(*id).place.source.path() == path;
    let found = reached([from], |id| model.schema(id).applied().filter(is_inside));
    let first = model.schemas.len();
    found.into_iter().enumerate().map(|(index, id)| (id, SchemaId(first + index))).collect()
}
