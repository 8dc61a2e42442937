//! Documented examples against the types: a refinement must hold every valid example, because the crate's own tests decode them.

use crate::catalog::{RefinedType, Refinement};
use crate::contract;
use crate::emit::types::{self, Settings, Shapes, holds};
use crate::load::Loaded;
use crate::model::Model;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};

/// Checks that the types hold the examples. `settings` are those of the types.
///
/// # Errors
///
/// `unfit-refinement` for each refinement whose type does not hold an example.
pub(super) fn check(
    loaded: &Loaded,
    model: &Model,
    shapes: &Shapes,
    settings: impl Fn() -> Settings,
) -> Result<(), Diagnostics> {
    if unheld(model, shapes).is_none() {
        return Ok(());
    }
    // Blames each refinement that fails without the other refinements, unless the types fail without any.
    let with = |refinements: &[Refinement]| {
        let mut loaded = loaded.clone();
        loaded.catalog.refinements = refinements.to_vec();
        let refinements = contract::refinements(&loaded, model);
        unheld(model, &types::shape(model, &Settings { refinements, ..settings() }))
    };
    let mut found = Diagnostics::new();
    if with(&[]).is_none() {
        for refinement in &loaded.catalog.refinements {
            if let Some(example) = with(std::slice::from_ref(refinement)) {
                let kind = refinement.kind.map_or("", RefinedType::name);
                let message = format!("`{kind}` does not hold the value of an example");
                let unfit = Diagnostic::error("unfit-refinement", message).at(refinement.pointer.place.clone());
                found
                    .push(unfit.related(example, "this example").help("remove the refinement, or choose a wider type"));
            }
        }
    }
    found.gate(()).map(|_| ())
}

/// Returns the first example that its type does not hold.
fn unheld(model: &Model, shapes: &Shapes) -> Option<Place> {
    let examples = model.roots.iter().zip(&shapes.roots).flat_map(|(root, id)| {
        let kind = &shapes.definition(*id).kind;
        root.examples.iter().filter(|example| !holds::holds_kind(shapes, kind, &example.root))
    });
    examples.map(|example| example.place(&example.root, &Pointer::root())).next()
}
