//! Names of events that a person has corrected in the catalogue: a later import keeps them.
//!
//! An event is recognized by its file, whose name is still that of the source. If the source has not changed since the last import, the
//! content of the file is enough. A name that fits several events is not kept, and neither is the name of a webhook that an earlier import
//! has written because the source proved no other one: `[event]`, which a person adds, may prove it.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Catalog, Entry};
use crate::documentation::DocumentedEvent;
use crate::import::path;
use crate::source::diagnostic::{Diagnostic, Diagnostics, listed};
use crate::source::files::Files;

/// An event of the source and an entry of the catalogue that may be the same.
struct Pair {
    event: usize,
    entry: usize,
    has_file: bool,
    has_content: bool,
}

/// The signs that a pair is one event, the strongest first.
const SIGNS: [fn(&Pair) -> bool; 3] =
    [|pair| pair.has_file && pair.has_content, |pair| pair.has_file, |pair| pair.has_content];

/// Gives the documented events the names that the catalogue has for them; `fingerprint` is that of the source.
pub(super) fn keep(
    events: &mut [DocumentedEvent],
    known: &Catalog,
    existing: &Files,
    fingerprint: &str,
) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let is_same_source = known.is_of_source(fingerprint);
    let documented: BTreeSet<&str> = events.iter().map(|event| event.wire_name.as_str()).collect();
    let is_open = |entry: &&Entry| !documented.contains(entry.wire_name.value.as_str());
    let entries: Vec<&Entry> = known.events.iter().filter(is_open).collect();
    let mut pairs = pairs(events, known, &entries, existing, is_same_source);
    let mut sign = 0;
    while let Some(has_sign) = SIGNS.get(sign) {
        let found = sole(&mut pairs, *has_sign);
        // Without the removed pairs, another pair may have become the only one.
        sign = if found.is_empty() { sign + 1 } else { 0 };
        for (event, entry) in found {
            let (event, entry) = (&mut events[event], entries[entry]);
            if !is_same_source && is_doubtful(entry) {
                diagnostics.push(renamed(event, entry));
            }
            event.wire_name.clone_from(&entry.wire_name.value);
        }
    }
    let mut doubts: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for pair in &pairs {
        doubts.entry(pair.entry).or_default().push(&events[pair.event].wire_name);
    }
    for (entry, names) in doubts {
        diagnostics.push(doubtful(entries[entry], &names));
    }
    diagnostics
}

/// Returns the pairs of an event that the catalogue lacks and an entry that the source lacks, if a sign connects them.
fn pairs(
    events: &[DocumentedEvent],
    known: &Catalog,
    entries: &[&Entry],
    existing: &Files,
    is_same_source: bool,
) -> Vec<Pair> {
    let mut found = Vec::new();
    // Without a number, which any of these may have at its end.
    let exact: BTreeSet<String> = events.iter().map(|event| path::of_schema(&event.wire_name)).collect();
    for (index, event) in events.iter().enumerate().filter(|(_, event)| known.event(&event.wire_name).is_none()) {
        let written = (is_same_source && !entries.is_empty()).then(|| event.schema.root.to_pretty());
        let is_uncorrected =
            |it: &Entry| is_same_source && is_doubtful(it) && event.key.as_deref() == Some(it.wire_name.value.as_str());
        let pair = |(entry, it): (usize, &&Entry)| {
            let is_exact = path::of_schema(&event.wire_name) == it.schema.value;
            let is_of_name = is_exact || !exact.contains(&it.schema.value);
            let is_its = event.path.is_none() && is_of_name && path::is_schema_of(&it.schema.value, &event.wire_name);
            let is_sure = || is_same_source || !is_doubtful(it) || are_alike(&event.wire_name, &it.wire_name.value);
            let has_content = written.is_some() && existing.get(&it.schema.value) == written.as_ref();
            Pair { event: index, entry, has_file: is_its && is_sure(), has_content }
        };
        let others = entries.iter().enumerate().filter(|(_, it)| !is_uncorrected(it));
        found.extend(others.map(pair).filter(|pair| pair.has_file || pair.has_content));
    }
    found
}

/// Removes the pairs with a sign whose event and entry share this sign with no other partner, and returns them. Other pairs of the same
/// events and entries are removed, too.
fn sole(pairs: &mut Vec<Pair>, has_sign: fn(&Pair) -> bool) -> Vec<(usize, usize)> {
    let (mut of_event, mut of_entry) = (BTreeMap::<usize, usize>::new(), BTreeMap::<usize, usize>::new());
    for pair in pairs.iter().filter(|pair| has_sign(pair)) {
        *of_event.entry(pair.event).or_default() += 1;
        *of_entry.entry(pair.entry).or_default() += 1;
    }
    let is_sole = |pair: &&Pair| has_sign(pair) && of_event[&pair.event] == 1 && of_entry[&pair.entry] == 1;
    let found: Vec<(usize, usize)> = pairs.iter().filter(is_sole).map(|pair| (pair.event, pair.entry)).collect();
    let (events, entries): (BTreeSet<usize>, BTreeSet<usize>) = found.iter().copied().unzip();
    pairs.retain(|pair| !events.contains(&pair.event) && !entries.contains(&pair.entry));
    found
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
    let name = &entry.wire_name.value;
    let message = format!("the source names this event `{}`; the catalogue keeps `{name}`", event.wire_name);
    let warning = Diagnostic::warning("other-event-name", message).at(entry.wire_name.place.clone());
    warning.help("correct it there if requests have the name of the source")
}

/// Warns of a name that is not kept, because several pairs are possible.
fn doubtful(entry: &Entry, names: &[&str]) -> Diagnostic {
    let name = &entry.wire_name.value;
    let message = match names {
        [event] => {
            format!("the name `{name}` is not kept: other entries may be the event `{event}` of the source, too")
        }
        _ => {
            let events = listed(names.iter().copied());
            format!("the name `{name}` is not kept: it may be that of several events of the source: {events}")
        }
    };
    let warning = Diagnostic::warning("doubtful-event-name", message).at(entry.wire_name.place.clone());
    warning.help("correct the name of the event in the new catalogue again")
}
