//! Members that the crate keeps: no schema may give them another meaning.

use crate::containment::{self, Containment};
use crate::model::{AssertionKind, Model, ObjectKeyword, SchemaId};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::wire::{self, Meetings};

/// Reports kept members that are documented again with another meaning: by a referenced schema, a branch, a pattern, or as one of the members
/// that are not listed. The crate would demand both meanings of one value.
pub(super) fn check(model: &Model) -> Diagnostics {
    let mut found = Diagnostics::new();
    if model.kept.is_empty() {
        return found;
    }
    let mut meetings = Meetings::new(model);
    for object in model.ids() {
        for (wire_name, member) in model.schema(object).assertions.iter().flat_map(|it| members(&it.kind)) {
            let Some(since) = model.kept.get(&(*member, None)) else { continue };
            let meanings = wire::meanings(model, &mut meetings, object, wire_name);
            let is_other = |(id, is_schema): &&(SchemaId, bool)| {
                let is_kept = model.kept.contains_key(&(*id, None));
                !(is_kept || *is_schema && is_same(model, *id, *member))
            };
            if let Some((other, _)) = meanings.iter().find(is_other) {
                let message = format!("`{wire_name}`, which the crate keeps since {since}, has another meaning here");
                let finding = Diagnostic::error("kept-with-another-meaning", message);
                let help = format!("remove `keep = true` from the entry of `{wire_name}` in `[[reserved]]`");
                found.push(finding.at(model.schema(*other).place.clone()).help(help));
            }
        }
    }
    found
}

fn members(kind: &AssertionKind) -> &[(String, SchemaId)] {
    if let AssertionKind::Object(ObjectKeyword::Properties(members)) = kind { members } else { &[] }
}

fn is_same(model: &Model, one: SchemaId, other: SchemaId) -> bool {
    let is_within = |one, other| matches!(containment::contained((model, one), (model, other)), Containment::Proven);
    is_within(one, other) && is_within(other, one)
}
