//! Writes a release into `catalog.toml`: sets the version, adds reserved names and removes verdicts. Hand-written parts stay.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::catalog::write::{open, place, section, set, set_list};

/// The facts of a release.
#[derive(Clone, Debug, Default)]
pub(crate) struct ReleaseFacts {
    pub(crate) version: String,
    /// The names to reserve.
    pub(crate) reserved: Vec<ReservedFacts>,
    /// The indexes of the existing `[[reserved]]` entries whose parts are documented again.
    pub(crate) returned: Vec<usize>,
    /// True if the release is written, so that verdicts about it are not needed.
    pub(crate) is_final: bool,
}

/// `[[reserved]]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ReservedFacts {
    pub(crate) event: Option<String>,
    /// The Rust name of an event, if it is not derived from the event's name on the wire.
    pub(crate) rust_name: Option<String>,
    /// The document and the pointer of a member, or of the enumeration of a value.
    pub(crate) place: Option<(String, String)>,
    pub(crate) value: Option<String>,
    pub(crate) meaning: Option<String>,
    /// True if the crate keeps it.
    pub(crate) keep: bool,
    /// The paths of the kept event's examples.
    pub(crate) examples: Vec<String>,
}

/// Updates a catalogue with a release.
pub(crate) fn release(text: &str, facts: &ReleaseFacts) -> String {
    let mut document: DocumentMut =
        text.trim_start_matches('\u{feff}').parse().expect("the catalogue was read before it is written");
    set(open(&mut document, "crate", "\n"), "version", Some(&facts.version));
    if facts.is_final {
        document.remove("verdicts");
    }
    let known = document.remove("reserved").and_then(|item| item.into_array_of_tables().ok()).unwrap_or_default();
    let known = known.into_iter().enumerate().filter(|(index, _)| !facts.returned.contains(index));
    let mut updated: ArrayOfTables = known.map(|(_, table)| table).collect();
    for reserved in &facts.reserved {
        updated.push(entry(reserved, &facts.version, updated.is_empty()));
    }
    if !updated.is_empty() {
        document.insert("reserved", Item::ArrayOfTables(updated));
    }
    place(&mut document);
    document.to_string()
}

fn entry(reserved: &ReservedFacts, version: &str, is_first: bool) -> Table {
    let why = "\n# Removed, and reserved by `cargo xtask release`: these names do not return with another meaning. With `keep = true` the\n\
               # crate keeps an event, a member or a value, deprecated.\n";
    let mut table = section(if is_first { why } else { "\n" });
    set(&mut table, "event", reserved.event.as_deref());
    set(&mut table, "type", reserved.rust_name.as_deref());
    set(&mut table, "schema", reserved.place.as_ref().map(|(schema, _)| schema.as_str()));
    set(&mut table, "pointer", reserved.place.as_ref().map(|(_, pointer)| pointer.as_str()));
    set(&mut table, "value", reserved.value.as_deref());
    set(&mut table, "since", Some(version));
    set(&mut table, "meaning", reserved.meaning.as_deref());
    if reserved.keep {
        table.insert("keep", value(true));
        if !reserved.examples.is_empty() {
            set_list(&mut table, "examples", &reserved.examples);
        }
    }
    table
}
