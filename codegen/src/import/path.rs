//! Where the files of an event stand.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Catalog, EventFacts, Text};
use crate::json::Document;
use crate::page::{Page, PageEvent};

/// The catalogue's entries for the events of a page: those that it knows keep their paths.
pub(super) fn events(page: &Page, known: Option<&Catalog>) -> Vec<EventFacts> {
    let mut paths = Paths::new(known);
    page.events.iter().map(|event| entry(event, known, &mut paths)).collect()
}

fn entry(event: &PageEvent, known: Option<&Catalog>, paths: &mut Paths) -> EventFacts {
    let known = known.and_then(|known| known.events.iter().find(|entry| entry.wire_name.value == event.wire_name));
    let stem = stem(&event.wire_name);
    let schema = paths.path(known.map(|known| &known.schema), &event.schema, &format!("{stem}.schema"));
    let examples = event.examples.iter().enumerate().map(|(index, example)| {
        let known = known.and_then(|known| known.examples.get(index));
        paths.path(known, example, &format!("{stem}.example"))
    });
    let examples = examples.collect();
    EventFacts { wire_name: event.wire_name.clone(), summary: event.summary.clone(), schema, examples }
}

/// The event's name with what a file name cannot have replaced.
fn stem(wire_name: &str) -> String {
    let is_plain = |found: char| found.is_ascii_alphanumeric() || matches!(found, '.' | '_' | '-');
    wire_name.chars().map(|found| if is_plain(found) { found } else { '-' }).collect()
}

/// Paths that are in use.
struct Paths {
    /// In lower case: some file systems do not tell cases apart.
    taken: BTreeSet<String>,
    /// What this import writes there.
    written: BTreeMap<String, String>,
}

impl Paths {
    fn new(known: Option<&Catalog>) -> Self {
        let entries = known.into_iter().flat_map(|known| known.events.iter().chain(&known.schemas));
        let paths = entries.flat_map(|entry| entry.examples.iter().chain([&entry.schema]));
        let envelope = known.and_then(|known| known.envelope.as_ref());
        let paths = paths.chain(envelope.iter().flat_map(|envelope| [&envelope.schema, &envelope.example]));
        Self { taken: paths.map(|path| path.value.to_ascii_lowercase()).collect(), written: BTreeMap::new() }
    }

    /// The known path, unless another event that shares it has something else there; or a free one.
    fn path(&mut self, known: Option<&Text>, document: &Document, stem: &str) -> String {
        let text = document.root.to_pretty();
        let is_free = |path: &&Text| self.written.get(&path.value).is_none_or(|written| *written == text);
        let path = match known.filter(is_free) {
            Some(known) => known.value.clone(),
            None => self.free(stem),
        };
        self.written.insert(path.clone(), text);
        path
    }

    fn free(&mut self, stem: &str) -> String {
        let mut path = format!("events/{stem}.json");
        let mut number = 1;
        while !self.taken.insert(path.to_ascii_lowercase()) {
            number += 1;
            path = format!("events/{stem}-{number}.json");
        }
        path
    }
}
