//! Checks that the schema of an event allows its name, if the name stands in the payload.

use crate::catalog::{BodyMember, Catalog};
use crate::contract::member;
use crate::model::{Model, Role, Root};
use crate::source::diagnostic::{Diagnostic, Diagnostics};

/// Reports each event that no payload of its schema can name.
pub(super) fn check(catalog: &Catalog, model: &Model, diagnostics: &mut Diagnostics) {
    let events = model.roots.iter().filter(|root| root.role == Role::Event);
    events.filter_map(|root| unfit(catalog, model, root)).for_each(|finding| diagnostics.push(finding));
}

fn unfit(catalog: &Catalog, model: &Model, root: &Root) -> Option<Diagnostic> {
    // If there are several members, or a header begins the name, each member has only a part of it.
    let [member] = catalog.naming.members.as_slice() else { return None };
    let (names, payload) = (member.names(), catalog.payload.at.as_ref().map(BodyMember::names).unwrap_or_default());
    let path = names.strip_prefix(payload.as_slice()).filter(|path| !path.is_empty())?;
    if member::allows_text(model, root.schema, path, &root.wire_name) {
        return None;
    }
    let entry = catalog.event(&root.wire_name)?;
    let message = format!("the schema of `{}` does not allow this name in `{}`", root.wire_name, member.title());
    let finding = Diagnostic::error("unfit-name", message)
        .at(entry.wire_name.place.clone())
        .related(member.place.clone(), "this names the event")
        .related(model.schema(root.schema).place.clone(), "its schema");
    let Some((other, value)) = twin(model, root, path) else {
        let help = "correct the event's `name`, its schema, or the pointer: no delivery could be read as this event";
        return Some(finding.help(help));
    };
    // Two events cannot have the name that both schemas fix.
    let place = catalog.event(&other.wire_name).map(|entry| entry.wire_name.place.clone());
    let finding =
        place.into_iter().fold(finding, |it, place| it.related(place, format!("this event has `{value}` there, too")));
    Some(finding.help(format!(
        "`{}` does not tell these events apart: write `members` in `[event]`, with another member that does, or describe both by one event",
        member.title()
    )))
}

/// Returns another event whose schema fixes the same text in a member, with the text.
fn twin<'m>(model: &'m Model, root: &Root, path: &[String]) -> Option<(&'m Root, &'m str)> {
    let value = member::constant(model, root.schema, path)?;
    let others = model.roots.iter().filter(|it| it.role == Role::Event && it.wire_name != root.wire_name);
    let mut same = others.filter(|it| member::constant(model, it.schema, path) == Some(value));
    Some((same.next()?, value))
}
