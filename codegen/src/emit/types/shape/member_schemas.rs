//! Schemas that name members.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::{Node, Value};
use crate::model::{AssertionKind, Model, ObjectKeyword, SchemaId};

fn has_parts(value: &Node) -> bool {
    matches!(value.value, Value::Object(_) | Value::Array(_))
}

/// Returns the schemas that name a member of an instance, or of one of its parts.
pub(super) fn naming_parts(model: &Model) -> BTreeSet<SchemaId> {
    let mut found = BTreeSet::new();
    let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    let mut open = Vec::new();
    for id in model.ids() {
        for assertion in &model.schema(id).assertions {
            let is_naming = matches!(
                assertion.kind,
                AssertionKind::Object(
                    ObjectKeyword::Properties(_)
                        | ObjectKeyword::PatternProperties(_)
                        | ObjectKeyword::DependentSchemas(_)
                        | ObjectKeyword::DependentRequired(_)
                        | ObjectKeyword::Required(_)
                )
            );
            if is_naming || assertion.kind.values().unwrap_or_default().iter().any(has_parts) {
                open.push(id);
            }
            for applied in assertion.kind.applied().ids() {
                users.entry(applied).or_default().push(id);
            }
        }
    }
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(users.get(&id).into_iter().flatten());
        }
    }
    found
}
