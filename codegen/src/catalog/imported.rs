//! The state of a catalogue before an import.

use crate::catalog::data::Catalog;
use crate::catalog::start::{UNKNOWN_CRATE, UNKNOWN_VENDOR};
use crate::source::diagnostic::Diagnostic;

impl Catalog {
    /// Returns true if it has events. Until then a person may have begun it, and an import completes it.
    pub(crate) fn has_events(&self) -> bool {
        !self.events.is_empty()
    }

    /// Returns true if an import has written `[source]`.
    pub(crate) fn was_imported(&self) -> bool {
        self.provenance.is_some()
    }

    /// Reports the vendor's name that an import has written because the source had none; `None` if it is a person's.
    pub(crate) fn unknown_vendor(&self, report: fn(&'static str, &'static str) -> Diagnostic) -> Option<Diagnostic> {
        let vendor = &self.crate_.vendor;
        let is_made = vendor.value == UNKNOWN_VENDOR && self.crate_.name.value == UNKNOWN_CRATE;
        let unknown = || report("unknown-vendor", "the vendor still has the name that stands for an unknown one");
        is_made.then(|| unknown().at(vendor.place.clone()).help("set `name` and `vendor` in `[crate]`"))
    }

    /// Returns true if the last import has read the source with this fingerprint.
    pub(crate) fn is_of_source(&self, fingerprint: &str) -> bool {
        self.provenance.as_ref().and_then(|source| source.sha256.as_ref()).map(|text| text.value.as_str())
            == Some(fingerprint)
    }
}
