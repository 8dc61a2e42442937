//! The changes of an import, event by event, in words.

use std::fmt;

use crate::catalog::{self, Catalog, Entry, Refinement, Text};
use crate::import::difference::differences;
use crate::json::{self, Document};
use crate::load;
use crate::source::diagnostic::Diagnostics;
use crate::source::files::Files;
use crate::source::location::Source;

/// A changed part of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub kind: ChangeKind,
    /// The part: an event's name, or `envelope`, `signature`, `page`.
    pub subject: String,
    /// The details, one line each.
    pub details: Vec<String>,
}

/// The kind of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// The part is new.
    Added,
    /// The part differs.
    Changed,
    /// The part is gone from the page.
    Removed,
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Removed => "removed",
        })
    }
}

/// A folder with its catalogue, before or after the import.
struct Side<'f> {
    files: &'f Files,
    catalog: Option<Catalog>,
}

impl<'f> Side<'f> {
    fn new(files: &'f Files) -> Self {
        let text = files.get(catalog::FILE_NAME);
        let parsed =
            text.and_then(|text| catalog::parse_before_import(&Source::new(catalog::FILE_NAME, text.as_str())).ok());
        Self { files, catalog: parsed.map(|(catalog, _)| catalog) }
    }

    fn events(&self) -> &[Entry] {
        self.catalog.as_ref().map_or(&[], |catalog| &catalog.events)
    }

    fn event(&self, wire_name: &str) -> Option<&Entry> {
        self.events().iter().find(|entry| entry.wire_name.value == wire_name)
    }

    fn document(&self, path: &str) -> Option<Document> {
        json::parse(&load::source(path, self.files.get(path)?, &mut Diagnostics::new())).ok()
    }

    /// Returns a part of the catalogue as lines of `key: value`.
    fn facts(&self, part: Part) -> Vec<(&'static str, String)> {
        self.catalog.as_ref().map(part).unwrap_or_default()
    }
}

type Part = fn(&Catalog) -> Vec<(&'static str, String)>;

/// Returns all changes in the order of the catalogue.
pub(super) fn changes(before: &Files, after: &Files) -> Vec<Change> {
    let (old, new) = (Side::new(before), Side::new(after));
    let mut changes = Vec::new();
    changes.extend(facts_change("page", &old, &new, provenance));
    changes.extend(envelope_change(&old, &new));
    changes.extend(facts_change("signature", &old, &new, signature));
    changes.extend(facts_change("event header", &old, &new, event_header));
    changes.extend(new.events().iter().filter_map(|entry| event_change(entry, &old, &new)));
    let is_gone = |entry: &&Entry| new.event(&entry.wire_name.value).is_none();
    changes.extend(old.events().iter().filter(is_gone).map(|entry| Change {
        kind: ChangeKind::Removed,
        subject: entry.wire_name.value.clone(),
        details: Vec::new(),
    }));
    changes.extend(order_change(&old, &new));
    changes.extend(refinements_change(&old, &new));
    if changes.is_empty() && before != after {
        changes.push(Change { kind: ChangeKind::Changed, subject: "layout".to_owned(), details: Vec::new() });
    }
    changes
}

fn provenance(catalog: &Catalog) -> Vec<(&'static str, String)> {
    let known = catalog.provenance.as_ref();
    let line = |key, value: Option<&String>| value.map(|value| (key, value.clone()));
    let lines = [
        line("title", known.and_then(|known| known.title.as_ref())),
        line("updated", known.and_then(|known| known.updated.as_ref())),
        line("sha256", known.and_then(|known| known.sha256.as_ref())),
    ];
    lines.into_iter().flatten().collect()
}

fn signature(catalog: &Catalog) -> Vec<(&'static str, String)> {
    let lines = catalog.signature.as_ref().map(|signature| {
        [
            ("header", signature.header.value.clone()),
            ("algorithm", signature.algorithm.value.clone()),
            ("encoding", signature.encoding.value.clone()),
            ("prefix", signature.prefix.value.clone()),
        ]
    });
    lines.into_iter().flatten().collect()
}

fn event_header(catalog: &Catalog) -> Vec<(&'static str, String)> {
    catalog.event_header.iter().map(|header| ("name", header.value.clone())).collect()
}

fn facts_change(subject: &str, old: &Side<'_>, new: &Side<'_>, part: Part) -> Option<Change> {
    let (old, new) = (old.facts(part), new.facts(part));
    let value =
        |facts: &[(&str, String)], key: &str| facts.iter().find(|fact| fact.0 == key).map(|fact| fact.1.clone());
    let mut details = Vec::new();
    for (key, now) in &new {
        match value(&old, key) {
            Some(before) if before == *now => {}
            Some(before) => details.push(format!("{key}: {} → {}", short(&before), short(now))),
            None => details.push(format!("{key}: {}", short(now))),
        }
    }
    details.extend(old.iter().filter(|fact| value(&new, fact.0).is_none()).map(|fact| format!("{}: gone", fact.0)));
    let kind = if old.is_empty() { ChangeKind::Added } else { ChangeKind::Changed };
    (!details.is_empty()).then(|| Change { kind, subject: subject.to_owned(), details })
}

/// Truncates a value that is too long for a line, such as a hash.
fn short(value: &str) -> String {
    if value.chars().count() <= 40 {
        return format!("`{value}`");
    }
    format!("`{}…`", value.chars().take(12).collect::<String>())
}

fn envelope_change(old: &Side<'_>, new: &Side<'_>) -> Option<Change> {
    let envelope = new.catalog.as_ref()?.envelope.as_ref()?;
    let known = old.catalog.as_ref().and_then(|catalog| catalog.envelope.as_ref());
    let details = [
        file_details("schema", &envelope.schema, known.map(|known| &known.schema), old, new),
        file_details("example", &envelope.example, known.map(|known| &known.example), old, new),
    ];
    let kind = if known.is_some() { ChangeKind::Changed } else { ChangeKind::Added };
    let change = Change { kind, subject: "envelope".to_owned(), details: details.concat() };
    (kind == ChangeKind::Added || !change.details.is_empty()).then_some(change)
}

fn event_change(entry: &Entry, old: &Side<'_>, new: &Side<'_>) -> Option<Change> {
    let subject = entry.wire_name.value.clone();
    let summary = |entry: &Entry| entry.summary.as_ref().map(|summary| summary.value.clone());
    let Some(known) = old.event(&subject) else {
        return Some(Change { kind: ChangeKind::Added, subject, details: summary(entry).into_iter().collect() });
    };
    let mut details = Vec::new();
    if summary(entry) != summary(known) {
        details.push(match summary(entry) {
            Some(now) => format!("summary: {now}"),
            None => "summary: gone".to_owned(),
        });
    }
    details.extend(file_details("schema", &entry.schema, Some(&known.schema), old, new));
    for (index, example) in entry.examples.iter().enumerate() {
        details.extend(file_details("example", example, known.examples.get(index), old, new));
    }
    for (index, example) in entry.faulty.iter().enumerate() {
        details.extend(file_details("faulty example", example, known.faulty.get(index), old, new));
    }
    details.extend(known.faulty.iter().skip(entry.faulty.len()).map(|gone| format!("example `{}`: gone", gone.value)));
    details
        .extend(known.examples.iter().skip(entry.examples.len()).map(|gone| format!("example `{}`: gone", gone.value)));
    (!details.is_empty()).then_some(Change { kind: ChangeKind::Changed, subject, details })
}

/// Describes the difference between a file and its predecessor.
fn file_details(what: &str, now: &Text, known: Option<&Text>, old: &Side<'_>, new: &Side<'_>) -> Vec<String> {
    let path = &now.value;
    let Some(known) = known.filter(|known| old.files.contains_key(&known.value)) else {
        return vec![format!("{what} `{path}`: new")];
    };
    if known.value == *path && old.files.get(path) == new.files.get(path) {
        return Vec::new();
    }
    match (old.document(&known.value), new.document(path)) {
        (Some(before), Some(after)) if before.root == after.root => {
            vec![format!("{what} `{path}`: order or layout only")]
        }
        (Some(before), Some(after)) if what == "schema" => differences(&before.root, &after.root),
        _ => vec![format!("{what} `{path}`: replaced")],
    }
}

fn order_change(old: &Side<'_>, new: &Side<'_>) -> Option<Change> {
    fn shared<'s>(side: &'s Side<'_>, other: &Side<'_>) -> Vec<&'s str> {
        let names = side.events().iter().map(|entry| entry.wire_name.value.as_str());
        names.filter(|wire_name| other.event(wire_name).is_some()).collect()
    }
    let (before, after) = (shared(old, new), shared(new, old));
    let details = vec![format!("now: {}", after.join(", "))];
    (before != after).then(|| Change { kind: ChangeKind::Changed, subject: "order".to_owned(), details })
}

fn refinements_change(old: &Side<'_>, new: &Side<'_>) -> Option<Change> {
    fn lines(side: &Side<'_>) -> Vec<String> {
        let refinements = side.catalog.iter().flat_map(|catalog| &catalog.refinements);
        let line = |refinement: &Refinement| {
            let Refinement { schema, pointer, kind } = refinement;
            format!("`{}#{}` as `{}`", schema.value, pointer.value, kind.name())
        };
        refinements.map(line).collect()
    }
    let (before, after) = (lines(old), lines(new));
    let added = after.iter().filter(|line| !before.contains(line)).cloned();
    let gone = before.iter().filter(|line| !after.contains(line)).map(|line| format!("{line}: gone"));
    let details: Vec<String> = added.chain(gone).collect();
    let kind = if before.is_empty() { ChangeKind::Added } else { ChangeKind::Changed };
    (!details.is_empty()).then(|| Change { kind, subject: "refinements".to_owned(), details })
}
