//! The reserved names of a catalogue: the events that the crate keeps, and the files that are no longer documents.

use crate::catalog::{Catalog, Reserved, ReservedName, Text};

impl Catalog {
    /// Returns the removed events that the crate keeps, unless they are documented again.
    pub fn kept_events(&self) -> impl Iterator<Item = (&Text, &Reserved)> {
        self.reserved.iter().filter(|reserved| reserved.keep).filter_map(|reserved| match &reserved.name {
            ReservedName::Event(name) if self.events.iter().all(|event| event.wire_name.value != name.value) => {
                Some((name, reserved))
            }
            ReservedName::Event(_) | ReservedName::Member { .. } | ReservedName::Value { .. } => None,
        })
    }

    /// Returns true for a file that records the meaning of a reserved name. It does not belong to the contract, which may document the name
    /// again.
    pub(crate) fn is_memory(&self, path: &str) -> bool {
        let is_event = |wire_name: &Text| self.event(&wire_name.value).is_some();
        let is_memory = |reserved: &Reserved| {
            !reserved.keep || matches!(&reserved.name, ReservedName::Event(wire_name) if is_event(wire_name))
        };
        let is_its = |reserved: &&Reserved| reserved.meaning.as_ref().is_some_and(|meaning| meaning.value == path);
        let mut meanings = self.reserved.iter().filter(is_its).peekable();
        let mut entries = self.events.iter().chain(&self.schemas);
        meanings.peek().is_some()
            && meanings.all(is_memory)
            && !entries.any(|entry| entry.schema.value == path)
            && self.envelope.as_ref().is_none_or(|envelope| envelope.schema.value != path)
    }
}
