//! Members that the crate keeps: no schema may give them another meaning.

use crate::catalog::Catalog;
use crate::containment::{self, Containment};
use crate::model::{AssertionKind, Model, ObjectKeyword, SchemaId};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::wire::{self, Meetings};

/// Reports kept members that are documented again with another meaning: by a referenced schema, a branch, a pattern, or as one of the members
/// that are not listed. The crate would refuse what the page allows.
pub(super) fn check(catalog: &Catalog, model: &Model) -> Diagnostics {
    let mut found = Diagnostics::new();
    if model.kept.is_empty() {
        return found;
    }
    let payload = catalog.payload.names();
    let mut meetings = Meetings::new(model, &payload);
    for object in model.ids() {
        for (wire_name, member) in model.schema(object).assertions.iter().flat_map(|it| members(&it.kind)) {
            let Some(since) = model.kept.get(&(*member, None)) else { continue };
            let is_other = |other: &SchemaId| {
                let is_kept = model.kept.contains_key(&(*other, None));
                let within = || containment::contained((model, *other), (model, *member));
                !is_kept && !matches!(within(), Containment::Proven)
            };
            let uses = wire::uses(model, &mut meetings, object, wire_name);
            if let Some(other) = uses.iter().filter_map(|it| it.member).find(is_other) {
                let message = format!("`{wire_name}`, which the crate keeps since {since}, has another meaning here");
                let finding = Diagnostic::error("kept-with-another-meaning", message);
                let help = format!("remove `keep = true` from the entry of `{wire_name}` in `[[reserved]]`");
                found.push(finding.at(model.schema(other).place.clone()).help(help));
            }
        }
    }
    found
}

fn members(kind: &AssertionKind) -> &[(String, SchemaId)] {
    if let AssertionKind::Object(ObjectKeyword::Properties(members)) = kind { members } else { &[] }
}
