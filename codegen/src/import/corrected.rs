//! Names of events that a person has corrected in the catalogue: a later import keeps them.
//!
//! The file of an event still has the name that the source gives to it. If the source is the one of the last import, the content of the file
//! says it, too.

use crate::catalog::{Catalog, Entry};
use crate::documentation::DocumentedEvent;
use crate::import::path;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;

type Is<'i> = dyn Fn(&DocumentedEvent, &Entry) -> bool + 'i;

/// Gives the documented events the names that the catalogue has for them; `fingerprint` is that of the source.
pub(super) fn keep(
    events: &mut [DocumentedEvent],
    known: &Catalog,
    existing: &Files,
    fingerprint: &str,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let last = known.provenance.as_ref().and_then(|source| source.sha256.as_deref());
    let is_same_source = last == Some(fingerprint);
    let is_documented = |entry: &&Entry| events.iter().any(|event| event.wire_name == entry.wire_name.value);
    let mut open: Vec<&Entry> = known.events.iter().filter(|entry| !is_documented(entry)).collect();
    let of_file = |event: &DocumentedEvent, entry: &Entry| {
        let is_its = event.path.is_none() && path::is_schema_of(&entry.schema.value, &event.wire_name);
        is_its && (is_same_source || !is_doubtful(entry) || are_alike(&event.wire_name, &entry.wire_name.value))
    };
    let of_content = |event: &DocumentedEvent, entry: &Entry| {
        is_same_source && existing.get(&entry.schema.value) == Some(&event.schema.root.to_pretty())
    };
    let ways: [&Is<'_>; 2] = [&of_file, &of_content];
    for is_of in ways {
        for event in events.iter_mut().filter(|event| known.event(&event.wire_name).is_none()) {
            let Some(index) = open.iter().position(|entry| is_of(event, entry)) else { continue };
            let entry = open.remove(index);
            if !is_same_source && is_doubtful(entry) {
                diagnostics.push(renamed(event, entry));
            }
            event.wire_name.clone_from(&entry.wire_name.value);
        }
    }
    diagnostics
}

/// Returns true if the file has the name of the catalogue, too: then a vendor may have renamed the event.
fn is_doubtful(entry: &Entry) -> bool {
    path::is_schema_of(&entry.schema.value, &entry.wire_name.value)
}

/// Returns true if two names differ in signs alone.
fn are_alike(name: &str, other: &str) -> bool {
    name.chars().filter(|it| it.is_alphanumeric()).eq(other.chars().filter(|it| it.is_alphanumeric()))
}

fn renamed(event: &DocumentedEvent, entry: &Entry) -> Diagnostic {
    let message = format!("the source names this event `{}`: the catalogue keeps its name", event.wire_name);
    let warning = Diagnostic::warning("other-event-name", message).at(entry.wire_name.place.clone());
    warning.help("correct it there if requests have the name of the source")
}
