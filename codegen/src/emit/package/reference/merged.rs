//! The assertions that apply to a value together.

use crate::model::{AssertionKind, InPlaceKeyword, Model, SchemaId};

/// Returns the assertions of schemas of one value with those of schemas that they refer to or include.
pub(super) fn merged<'m>(model: &'m Model, schemas: &[SchemaId]) -> Vec<&'m AssertionKind> {
    let (mut merged, mut seen) = (Vec::new(), Vec::new());
    let mut open: Vec<SchemaId> = schemas.iter().rev().copied().collect();
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
