//! Checks the catalogue's references into schemas and examples: members of the envelope, and refined schemas.
//!
//! `load` and `catalog` have already checked files and the form of values. The checks here need the schemas' meaning: a member may be named
//! through `$ref` and `allOf`, and a refinement takes effect only if a type is made from its schema.

mod delivery;
mod envelope;
mod handshake;
mod member;
mod name;
mod part;
mod refinement;
mod whole_body;

use std::collections::BTreeSet;

pub(crate) use self::handshake::is_taken;
pub(crate) use self::part::Deliveries;
pub(crate) use self::refinement::refinements;
use crate::load::Loaded;
use crate::model::{Model, Role, SchemaId};
use crate::plan::Plan;
use crate::source::diagnostic::Diagnostics;

/// Checks every reference of the catalogue into a schema or an example; `refined` are the schemas whose refinement has determined a type.
/// Returns the documented deliveries: the envelope's example around the first example of each event, with nothing added. They are checked
/// only if the examples are valid by themselves.
///
/// # Errors
///
/// `unknown-member`, `unfit-member`, `no-envelope` and `missing-in-example` for `[event]`, `[payload]` and `[delivery]`;
/// `event-as-handshake` for `[[handshakes]]`; `unfit-name` for `[[events]]`; `unknown-pointer`, `unfit-refinement` and `unused-refinement`
/// for `[[refinements]]`.
pub(crate) fn check(
    loaded: &Loaded,
    model: &Model,
    plan: &Plan,
    refined: &BTreeSet<SchemaId>,
    examples_are_valid: bool,
) -> Result<(Deliveries, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    refinement::check(loaded, model, refined, &mut diagnostics);
    let catalog = &loaded.catalog;
    let root = model.roots.iter().find(|root| root.role == Role::Envelope);
    let deliveries = match (catalog.envelope.as_ref(), catalog.payload.at.as_ref(), root) {
        (Some(section), Some(payload), Some(root)) => {
            let envelope = envelope::Envelope { catalog, section, payload, root, model, plan };
            envelope.check(examples_are_valid, &mut diagnostics)
        }
        _ => whole_body::check(catalog, model, &mut diagnostics),
    };
    handshake::check(catalog, model, &deliveries, &mut diagnostics);
    // An example that names another event has a finding of its own.
    if !diagnostics.has_errors() {
        name::check(catalog, model, &mut diagnostics);
    }
    diagnostics.gate(deliveries)
}
