//! The paths of an event's files, and the distinct names of events that would have the same name in Rust.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Catalog, Entry, EventFacts, Text};
use crate::documentation::{Documentation, DocumentedEvent};
use crate::ident;
use crate::json::{Document, Node};
use crate::model::Role;
use crate::source::files::{Files, portable};

/// Returns the catalogue's entries for the documented events: known events keep their paths.
pub(super) fn events(documentation: &Documentation, known: Option<&Catalog>, existing: &Files) -> Vec<EventFacts> {
    let mut paths = Paths::new(known);
    let mut events: Vec<EventFacts> =
        documentation.events.iter().map(|event| entry(event, known, existing, &mut paths)).collect();
    let has_envelope = documentation.envelope.is_some() || known.is_some_and(|known| known.envelope.is_some());
    name_apart(&mut events, known, has_envelope);
    events
}

/// Gives events whose names are equal in Rust names of their own. The catalogue keeps them, so that no later event moves them.
fn name_apart(events: &mut [EventFacts], known: Option<&Catalog>, has_envelope: bool) {
    let in_rust = |name: &str| (ident::of_type(name, Role::Event, &BTreeSet::new()), ident::of_module(name));
    let entries = known.iter().flat_map(|known| known.events.iter().chain(&known.schemas));
    let envelope = has_envelope.then_some("envelope");
    let names = envelope.into_iter().chain(entries.map(|entry| entry.rust_name().value.as_str()));
    let mut taken: Vec<(String, String)> = names.map(in_rust).collect();
    let is_known = |event: &EventFacts| known.is_some_and(|known| known.event(&event.wire_name).is_some());
    for event in events.iter_mut().filter(|event| !is_known(event)) {
        let is_free = |name: &str, taken: &[(String, String)]| {
            let (ident, module) = in_rust(name);
            taken.iter().all(|(other, within)| *other != ident && *within != module)
        };
        if !is_free(&event.wire_name, &taken) {
            let (ident, _) = in_rust(&event.wire_name);
            // Spelled again, because a number changes the case: `AB2` becomes `Ab2`.
            let mut others = (2..taken.len() + 3).map(|number| in_rust(&format!("{ident}{number}")).0);
            event.rust_name = others.find(|name| is_free(name, &taken));
        }
        taken.push(in_rust(event.rust_name.as_ref().unwrap_or(&event.wire_name)));
    }
}

fn entry(event: &DocumentedEvent, known: Option<&Catalog>, existing: &Files, paths: &mut Paths) -> EventFacts {
    let known = known.and_then(|known| known.events.iter().find(|entry| entry.wire_name.value == event.wire_name));
    let known_schema = known.map(|known| &known.schema);
    let known_stem = known_schema.and_then(|path| numbered_stem(&path.value, &event.wire_name));
    let stem = match known {
        Some(_) => known_stem.unwrap_or_else(|| stem(&event.wire_name)),
        None => paths.free_stem(&stem(&event.wire_name)),
    };
    let shared = event.path.clone().or_else(|| paths.of_same_id(&event.schema));
    let schema = shared.unwrap_or_else(|| paths.of_schema(known_schema, &event.schema, &stem));
    let stem = format!("{stem}.example");
    let known_paths = known.map(|known| examples(event, known, existing, &stem)).unwrap_or_default();
    let published: Vec<String> = event
        .examples
        .iter()
        .enumerate()
        .map(|(index, example)| paths.path(known_paths.get(index).copied().flatten(), example, &stem))
        .collect();
    let is_faulty =
        |path: &&String| known.is_some_and(|known| known.faulty.iter().any(|faulty| faulty.value == **path));
    let (faulty, examples): (Vec<&String>, Vec<&String>) = published.iter().partition(is_faulty);
    let owned = |paths: Vec<&String>| paths.into_iter().cloned().collect();
    let (faulty, examples) = (owned(faulty), owned(examples));
    EventFacts {
        wire_name: event.wire_name.clone(),
        rust_name: None,
        summary: event.summary.clone(),
        schema,
        published,
        examples,
        faulty,
    }
}

/// Assigns a path to each published example of an event. Some are faulty, and others were left out and have no file: an example with known
/// content keeps its path even if it moves in the source; the others get the remaining paths in order.
fn examples<'k>(event: &DocumentedEvent, known: &'k Entry, existing: &Files, stem: &str) -> Vec<Option<&'k Text>> {
    let mut left: Vec<&Text> = known.examples.iter().collect();
    let mut faulty: Vec<&Text> = known.faulty.iter().collect();
    let mut take = |is_it: &dyn Fn(&Text) -> bool, of_faulty: bool| {
        let paths = if of_faulty { &mut faulty } else { &mut left };
        paths.iter().position(|path| is_it(path)).map(|index| paths.remove(index))
    };
    let same = event.examples.iter().map(|example| {
        let text = example.root.to_pretty();
        let is_same = |path: &Text| existing.get(&path.value) == Some(&text);
        take(&is_same, false).or_else(|| take(&is_same, true))
    });
    let mut found: Vec<Option<&Text>> = same.collect();
    for (index, found) in found.iter_mut().enumerate().filter(|(_, found)| found.is_none()) {
        // The path that `import` has announced when it refused the example.
        let is_named = |path: &Text| path.value == nth(stem, index + 1);
        *found = take(&is_named, true).or_else(|| take(&|_| true, false));
    }
    for (index, found) in found.iter_mut().enumerate().filter(|(_, found)| found.is_none()) {
        let is_other = |path: &Text| existing.contains_key(&path.value) || path.value == nth(stem, index + 1);
        *found = take(&is_other, true);
    }
    found
}

/// Returns the path of an event's first, second, … document of a kind.
fn nth(stem: &str, number: usize) -> String {
    if number == 1 { format!("events/{stem}.json") } else { format!("events/{stem}-{number}.json") }
}

/// Returns the path of an event's schema, unless another event has it.
pub(super) fn of_schema(wire_name: &str) -> String {
    format!("events/{}.schema.json", stem(wire_name))
}

/// Returns true if an event with this name gets a path for its schema, perhaps with a number.
pub(super) fn is_schema_of(path: &str, wire_name: &str) -> bool {
    // Earlier versions wrote the number behind `.schema`.
    let is_numbered = |stem: &String| {
        let rest = path.strip_prefix("events/").and_then(|path| path.strip_prefix(&format!("{stem}.schema-")));
        rest.and_then(|rest| rest.strip_suffix(".json")).is_some_and(is_number)
    };
    stems(wire_name).iter().any(is_numbered) || numbered_stem(path, wire_name).is_some()
}

/// Returns the stem of the files of an event from the path of its schema, perhaps with a number.
fn numbered_stem(path: &str, wire_name: &str) -> Option<String> {
    let found = path.strip_prefix("events/")?.strip_suffix(".schema.json")?;
    let is_it = |number: &str| number.is_empty() || number.strip_prefix('-').is_some_and(is_number);
    stems(wire_name).iter().any(|stem| found.strip_prefix(stem).is_some_and(is_it)).then(|| found.to_owned())
}

/// Returns the stem of an event's files, and the one that earlier versions wrote.
fn stems(wire_name: &str) -> [String; 2] {
    [stem(wire_name), plain(wire_name, |_| "-".to_owned())]
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The maximum length of a stem with transliterated letters: one letter may become several.
const LONGEST: usize = 120;

/// Transliterates letters of an event's name, as its name in Rust does, and replaces characters that a file name cannot contain.
fn stem(wire_name: &str) -> String {
    let mut stem = plain(wire_name, |found| {
        let is_letter = found.is_alphanumeric() || ident::is_mark(found);
        if is_letter { ident::latin(&found.to_string()).trim().replace(' ', "-") } else { "-".to_owned() }
    });
    if !wire_name.is_ascii() {
        stem.truncate(LONGEST);
    }
    portable(stem)
}

/// Writes an event's name with `other` for characters outside of ASCII.
fn plain(wire_name: &str, other: impl Fn(char) -> String) -> String {
    let is_plain = |found: char| found.is_ascii_alphanumeric() || matches!(found, '.' | '_' | '-');
    // A file with a leading dot is hidden.
    let is_hidden = |index, found| index == 0 && found == '.';
    let written = |(index, found): (usize, char)| match found {
        _ if !found.is_ascii() => other(found),
        _ if is_plain(found) && !is_hidden(index, found) => found.to_string(),
        _ => "-".to_owned(),
    };
    wire_name.chars().enumerate().map(written).collect()
}

/// The paths in use.
struct Paths {
    /// In lower case, because some file systems ignore case.
    taken: BTreeSet<String>,
    /// The content that this import writes to each path.
    written: BTreeMap<String, String>,
}

impl Paths {
    fn new(known: Option<&Catalog>) -> Self {
        let entries = known.into_iter().flat_map(|known| known.events.iter().chain(&known.schemas));
        let paths = entries.flat_map(|entry| entry.examples.iter().chain(&entry.faulty).chain([&entry.schema]));
        let envelope = known.and_then(|known| known.envelope.as_ref());
        let paths = paths.chain(envelope.iter().flat_map(|envelope| [&envelope.schema, &envelope.example]));
        Self { taken: paths.map(|path| path.value.to_ascii_lowercase()).collect(), written: BTreeMap::new() }
    }

    /// Returns the known path of an example, unless an event that shares it has other content there; or a free path.
    fn path(&mut self, known: Option<&Text>, document: &Document, stem: &str) -> String {
        self.known_or(known, document, |paths| paths.free(stem))
    }

    /// Returns the known path of a schema, unless an event that shares it has other content there; or a free path.
    fn of_schema(&mut self, known: Option<&Text>, document: &Document, stem: &str) -> String {
        self.known_or(known, document, |paths| {
            let of = |stem: &str| format!("events/{stem}.schema.json");
            // The examples of a known event may stand there already.
            let is_taken = paths.taken.contains(&of(stem).to_ascii_lowercase());
            let path = if is_taken { of(&paths.free_stem(stem)) } else { of(stem) };
            paths.taken.insert(path.to_ascii_lowercase());
            path
        })
    }

    fn known_or(
        &mut self,
        known: Option<&Text>,
        document: &Document,
        free: impl FnOnce(&mut Self) -> String,
    ) -> String {
        let text = document.root.to_pretty();
        let is_free = |path: &&Text| self.written.get(&path.value).is_none_or(|written| *written == text);
        let path = match known.filter(is_free) {
            Some(known) => known.value.clone(),
            None => free(self),
        };
        self.written.insert(path.clone(), text);
        path
    }

    /// Returns the path of an equal schema, if it has an identifier: two files cannot have the same.
    fn of_same_id(&self, schema: &Document) -> Option<String> {
        schema.root.get("$id").or_else(|| schema.root.get("id")).and_then(Node::as_str)?;
        let text = schema.root.to_pretty();
        self.written.iter().find(|(_, written)| **written == text).map(|(path, _)| path.clone())
    }

    /// Returns a stem without a schema and an example: with a number if the names of two events differ in signs or in case alone.
    fn free_stem(&self, stem: &str) -> String {
        let is_free = |stem: &String| {
            let of_kind = |kind: &str| format!("events/{stem}.{kind}.json").to_ascii_lowercase();
            !self.taken.contains(&of_kind("schema")) && !self.taken.contains(&of_kind("example"))
        };
        let numbered = (2..self.taken.len() + 3).map(|number| format!("{stem}-{number}"));
        std::iter::once(stem.to_owned()).chain(numbered).find(is_free).unwrap_or_else(|| stem.to_owned())
    }

    fn free(&mut self, stem: &str) -> String {
        let mut number = 1;
        while !self.taken.insert(nth(stem, number).to_ascii_lowercase()) {
            number += 1;
        }
        nth(stem, number)
    }
}
