//! The state of a catalogue before an import.

use crate::catalog::Catalog;

impl Catalog {
    /// Returns true if it has events. Until then a person may have begun it, and an import completes it.
    pub(crate) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// Returns true if an import has written `[source]`.
    pub(crate) fn was_imported(&self) -> bool {
        self.provenance.is_some()
    }

    /// Returns true if the last import has read the source with this fingerprint.
    pub(crate) fn is_of_source(&self, fingerprint: &str) -> bool {
        self.provenance.as_ref().and_then(|source| source.sha256.as_ref()).map(|text| text.value.as_str())
            == Some(fingerprint)
    }
}
