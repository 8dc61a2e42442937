//! Schemas that name members.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::{Node, Value};
use crate::model::{AssertionKind, Model, ObjectKeyword, SchemaId};
use crate::reach::reached;

fn has_parts(value: &Node) -> bool {
    matches!(value.value, Value::Object(_) | Value::Array(_))
}

/// Returns the schemas that name a member of an instance, or of one of its parts.
pub(super) fn naming_parts(model: &Model) -> BTreeSet<SchemaId> {
    let mut users: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
    let mut named = Vec::new();
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
                named.push(id);
            }
            for applied in assertion.kind.applied().ids() {
                users.entry(applied).or_default().push(id);
            }
        }
    }
    reached(named, |id| users.get(&id).into_iter().flatten().copied())
}
