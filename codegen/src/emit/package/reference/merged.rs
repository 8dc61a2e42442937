//! The assertions that apply to a value together.

use crate::model::{AssertionKind, InPlaceKeyword, Model, SchemaId};

/// Returns the assertions of a schema with those of schemas that it refers to or includes.
pub(super) fn merged(model: &Model, schema: SchemaId) -> Vec<&AssertionKind> {
    let (mut merged, mut seen, mut open) = (Vec::new(), Vec::new(), vec![schema]);
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        for assertion in &model.schema(id).assertions {
            if let AssertionKind::InPlace(InPlaceKeyword::Ref(target)) = &assertion.kind {
                open.push(*target);
            } else if let AssertionKind::InPlace(InPlaceKeyword::AllOf(branches)) = &assertion.kind {
                open.extend(branches.iter().rev());
            } else {
                merged.push(&assertion.kind);
            }
        }
    }
    merged
}
