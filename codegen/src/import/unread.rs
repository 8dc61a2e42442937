//! Events of the catalogue whose requests the source still has, in a form that is not imported: they stay, with a warning in each import.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::{Catalog, Entry, Text};
use crate::documentation::naming;
use crate::documentation::{Documentation, DocumentedEvent, Unread};
use crate::import::doubt::Doubt;
use crate::import::path;
use crate::json::{self, Document};
use crate::openapi::FOLDER;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::Source;
use crate::source::uri;

/// Adds these events to the documentation as the catalogue has them, and returns the doubts about them.
pub(super) fn keep(
    documentation: &mut Documentation,
    known: &Catalog,
    existing: &Files,
    diagnostics: &mut Diagnostics,
) -> Vec<Doubt> {
    let documented: BTreeSet<&str> = documentation.events.iter().map(|event| event.wire_name.as_str()).collect();
    let is_missing = |entry: &&Entry| !documented.contains(entry.wire_name.value.as_str());
    let missing: Vec<&Entry> = known.events.iter().filter(is_missing).collect();
    let found: BTreeMap<&str, &Unread> = missing
        .iter()
        .filter_map(|entry| Some((entry.wire_name.value.as_str(), request(entry, &missing, documentation, known)?)))
        .collect();
    let mut doubts = Vec::new();
    let mut kept = Vec::new();
    let mut lost = BTreeMap::new();
    for (position, entry) in known.events.iter().enumerate() {
        let name = &entry.wire_name.value;
        let Some(unread) = found.get(name.as_str()) else { continue };
        let Some(event) = event(entry, existing) else { continue };
        let message =
            format!("the source has the event `{name}` in a form that is not imported: the catalogue keeps it");
        let warning = Diagnostic::warning("unread-event", message).labelled(unread.place.clone(), "here");
        let warning = warning.related(entry.wire_name.place.clone(), "the event");
        diagnostics.push(warning.help("if it is not sent any more, remove it from the catalogue"));
        doubts.push(Doubt::of_event(entry));
        lost.extend(components(&entry.schema.value, existing));
        // Behind the nearest event before it that the source still has.
        let before: Vec<&str> = known.events[..position].iter().map(|entry| entry.wire_name.value.as_str()).collect();
        kept.push((before.iter().rev().map(|name| (*name).to_owned()).collect::<Vec<String>>(), event));
    }
    for (before, event) in kept {
        let events = &mut documentation.events;
        let index = before.iter().find_map(|name| events.iter().position(|event| event.wire_name == *name));
        events.insert(index.map_or(0, |index| index + 1), event);
    }
    for (path, document) in lost {
        documentation.shared.entry(path).or_insert(document);
    }
    doubts
}

/// Returns the request of an event that the source lacks otherwise: one that shows its name, or one with its key.
fn request<'d>(
    entry: &Entry,
    missing: &[&Entry],
    documentation: &'d Documentation,
    known: &Catalog,
) -> Option<&'d Unread> {
    let name = &entry.wire_name.value;
    let missing: Vec<&str> = missing.iter().map(|entry| entry.wire_name.value.as_str()).collect();
    let members = known.naming.members.iter().map(|member| member.pointer.to_string());
    let header = known.naming.header.iter().map(|header| header.value.to_ascii_lowercase());
    let parts: Vec<String> = members.chain(header).collect();
    let shows = |unread: &&Unread| {
        let mut values = parts.iter().filter_map(|part| unread.names.get(part));
        values.any(|values| values.contains(name))
    };
    // One that shows other names is another event.
    let is_silent = |unread: &Unread| parts.iter().filter_map(|part| unread.names.get(part)).all(BTreeSet::is_empty);
    let has_key = |unread: &&Unread| {
        let is_it = unread.key == *name
            || path::of_schema(&unread.key) == entry.schema.value
            || naming::listed_name(&unread.key, &missing) == Some(name);
        is_it && is_silent(unread)
    };
    let unread = &documentation.unread;
    unread.iter().find(shows).or_else(|| unread.iter().find(has_key))
}

/// Returns the event as the catalogue has it; `None` if its files are broken.
fn event(entry: &Entry, existing: &Files) -> Option<DocumentedEvent> {
    let examples = entry.examples.iter().chain(&entry.faulty);
    Some(DocumentedEvent {
        wire_name: entry.wire_name.value.clone(),
        key: None,
        path: None,
        summary: entry.summary.as_ref().map(|summary: &Text| summary.value.clone()),
        schema: parsed(&entry.schema.value, existing)?,
        // The file stays as it is.
        is_derived: true,
        examples: examples.filter_map(|path| parsed(&path.value, existing)).collect(),
    })
}

fn parsed(path: &str, existing: &Files) -> Option<Arc<Document>> {
    json::parse(&Source::new(path, existing.get(path)?.as_str())).ok().map(Arc::new)
}

/// Returns the files of `components/` that a schema needs.
fn components(schema: &str, existing: &Files) -> BTreeMap<String, Arc<Document>> {
    let mut found = BTreeMap::new();
    let mut open = vec![schema.to_owned()];
    while let Some(path) = open.pop() {
        let Some(document) = parsed(&path, existing) else { continue };
        let base = uri::of_path(&path);
        let targets = document.root.outer_references().into_iter().filter_map(|it| uri::resolve(&base, it));
        let targets: BTreeSet<String> = targets.map(|(target, _)| target).collect();
        let is_target = |other: &&String| targets.contains(&uri::of_path(other));
        open.extend(existing.keys().filter(is_target).filter(|other| !found.contains_key(*other)).cloned());
        if path.starts_with(FOLDER) {
            found.insert(path, document);
        }
    }
    found
}
