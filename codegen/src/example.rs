//! Each documented example against its schema.

use crate::diagnostic::Diagnostics;
use crate::model::Model;
use crate::plan::{Plan, interpret};

/// Validates the examples of all documented schemas, by the plan of their model.
///
/// # Errors
///
/// `invalid-example` for each keyword that does not accept an example, or a part of it.
pub fn check(model: &Model, plan: &Plan) -> Result<(), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    for root in &model.roots {
        for example in &root.examples {
            let findings = interpret::validate(plan, plan.entries[&root.schema], &example.root);
            diagnostics.extend(interpret::diagnostics(&findings, example, &format!("`{}`", root.wire_name)));
        }
    }
    if diagnostics.is_empty() { Ok(()) } else { Err(diagnostics) }
}
