//! Checks the members that the catalogue names in payloads that are whole bodies: each payload has them all, and names its own event.

use crate::catalog::{BodyMember, Catalog};
use crate::contract::part::{Body, Deliveries, Part, parts, unlisted_version};
use crate::json::Document;
use crate::keyword::types::TypeSet;
use crate::model::{Model, Role, Root};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Place;

/// Checks all names in each event, and returns the documented delivery of each root of the model.
pub(super) fn check(catalog: &Catalog, model: &Model, diagnostics: &mut Diagnostics) -> Deliveries {
    let events: Vec<&Root> = model.roots.iter().filter(|root| root.role == Role::Event).collect();
    let mut unknown: Vec<Vec<Diagnostic>> = parts(catalog).map(|_| Vec::new()).collect();
    for root in &events {
        let title = format!("the event `{}`", root.wire_name);
        let body = |example| Body { title: &title, catalog, model, root, example, payloads: TypeSet::ALL };
        let (mut found, mut is_readable) = (Diagnostics::new(), true);
        for ((member, part), unknown) in parts(catalog).zip(&mut unknown) {
            let examples = root.examples.iter().map(|example| Some(&**example));
            let mut bodies = examples.chain(root.examples.is_empty().then_some(None));
            let Some(finding) = bodies.find_map(|example| body(example).check(member, part)) else { continue };
            is_readable = false;
            if finding.code == "unknown-member" {
                unknown.push(finding);
            } else {
                found.push(finding);
            }
        }
        if is_readable {
            root.examples.iter().filter_map(|example| misnamed(catalog, root, example)).for_each(|it| found.push(it));
            root.examples.iter().filter_map(|it| unlisted_version(catalog, it)).for_each(|it| found.push(it));
        }
        diagnostics.extend(found);
    }
    unknown.into_iter().flat_map(|found| once(found, events.len())).for_each(|it| diagnostics.push(it));
    if let Some(suffix) = &catalog.naming.suffix {
        self::suffix(catalog, model, suffix, diagnostics);
    }
    let bodies = |root: &Root| root.examples.iter().map(|example| Some(example.root.clone())).collect();
    model.roots.iter().map(bodies).collect()
}

/// Returns the findings about a member that events lack; one for all, if no event has it.
fn once(mut found: Vec<Diagnostic>, events: usize) -> Vec<Diagnostic> {
    if found.len() > 1 && found.len() == events {
        found.truncate(1);
        found[0].message.push_str(", and no other event has it");
    }
    found
}

/// Checks the member whose value ends the names of events, in the events that have it. At least one event must have it.
fn suffix(catalog: &Catalog, model: &Model, suffix: &BodyMember, diagnostics: &mut Diagnostics) {
    let mut unknown = None;
    let mut is_known = false;
    for root in model.roots.iter().filter(|root| root.role == Role::Event) {
        let title = format!("the event `{}`", root.wire_name);
        let example = root.examples.first().map(|example| &**example);
        let body = Body { title: &title, catalog, model, root, example, payloads: TypeSet::ALL };
        match body.check(suffix, Part::Suffix) {
            Some(finding) if finding.code == "unknown-member" => unknown = unknown.or(Some(finding)),
            found => {
                is_known = true;
                let misnamed = root.examples.iter().filter_map(|example| unended(catalog, suffix, root, example));
                for finding in found.into_iter().chain(misnamed) {
                    diagnostics.push(finding);
                }
            }
        }
    }
    if let Some(finding) = unknown.filter(|_| !is_known) {
        diagnostics.push(finding);
    }
}

/// Reports an example whose suffix does not end the event's name.
fn unended(catalog: &Catalog, suffix: &BodyMember, root: &Root, example: &Document) -> Option<Diagnostic> {
    let node = example.get(&suffix.pointer)?;
    let name = root.wire_name.strip_suffix(node.as_str()?).and_then(|name| name.strip_suffix('.'));
    if name.is_some_and(|name| !name.is_empty()) {
        return None;
    }
    let help = "the name is that of the header, `.` and this member: correct the example, or the event's `name`";
    Some(misnaming(catalog, root, suffix, example.place(node, &suffix.pointer)).help(help))
}

/// Reports an example that names another event.
fn misnamed(catalog: &Catalog, root: &Root, example: &Document) -> Option<Diagnostic> {
    let members = &catalog.naming.members;
    let names: Option<Vec<&str>> = members.iter().map(|member| example.get(&member.pointer)?.as_str()).collect();
    let (first, names) = (members.first()?, names?);
    if names.join(".") == root.wire_name {
        return None;
    }
    let node = example.get(&first.pointer)?;
    let finding = misnaming(catalog, root, first, example.place(node, &first.pointer));
    Some(finding.help(if members.len() > 1 {
        "an event is named by all of these members, joined by `.`: correct the example, the pointers, or the event's `name`"
    } else {
        "correct the example, the pointer, or the event's `name`"
    }))
}

/// Returns the finding about an example with another name at a place.
fn misnaming(catalog: &Catalog, root: &Root, member: &BodyMember, place: Place) -> Diagnostic {
    let message = format!("an example of `{}` names another event", root.wire_name);
    let finding =
        Diagnostic::error("misnamed-example", message).at(place).related(member.place.clone(), "this names the event");
    about_event(finding, catalog, root)
}

/// Points at the event in the catalogue.
pub(super) fn about_event(finding: Diagnostic, catalog: &Catalog, root: &Root) -> Diagnostic {
    match catalog.event(&root.wire_name) {
        Some(entry) => finding.related(entry.wire_name.place.clone(), "this event"),
        None => finding,
    }
}
