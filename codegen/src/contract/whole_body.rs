//! Checks the members that the catalogue names in payloads that are whole bodies: each payload has them all, and names its own event.

use crate::catalog::Catalog;
use crate::contract::part::{Body, Deliveries, parts, unlisted_version};
use crate::json::Document;
use crate::keyword::types::TypeSet;
use crate::model::{Model, Role, Root};
use crate::source::diagnostic::{Diagnostic, Diagnostics};

/// Checks all names in each event, and returns the documented delivery of each root of the model.
pub(super) fn check(catalog: &Catalog, model: &Model, diagnostics: &mut Diagnostics) -> Deliveries {
    for root in model.roots.iter().filter(|root| root.role == Role::Event) {
        let title = format!("the event `{}`", root.wire_name);
        let body = |example| Body { title: &title, model, root, example, payloads: TypeSet::ALL };
        let mut found = Diagnostics::new();
        for (member, part) in parts(catalog) {
            let examples = root.examples.iter().map(|example| Some(&**example));
            let mut bodies = examples.chain(root.examples.is_empty().then_some(None));
            if let Some(finding) = bodies.find_map(|example| body(example).check(member, part)) {
                found.push(finding);
            }
        }
        if !found.has_errors() {
            root.examples.iter().filter_map(|example| misnamed(catalog, root, example)).for_each(|it| found.push(it));
            root.examples.iter().filter_map(|it| unlisted_version(catalog, it)).for_each(|it| found.push(it));
        }
        diagnostics.extend(found);
    }
    model.roots.iter().map(|root| Some(root.examples.first()?.root.clone())).collect()
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
    let entry = catalog.events.iter().find(|entry| entry.wire_name.value == root.wire_name);
    let message = format!("an example of `{}` names another event", root.wire_name);
    let finding = Diagnostic::error("misnamed-example", message)
        .at(example.place(node, &first.pointer))
        .related(first.place.clone(), "this names the event")
        .help(if members.len() > 1 {
            "an event is named by all of these members, joined by `.`: correct the example, the pointers, or the event's `name`"
        } else {
            "correct the example, the pointer, or the event's `name`"
        });
    Some(match entry {
        Some(entry) => finding.related(entry.wire_name.place.clone(), "this event"),
        None => finding,
    })
}
