//! Parts of the catalogue that an import keeps although the source has something else: the folder does not show them as a change.

use crate::catalog::Entry;
use crate::diff::{Report, Rule};
use crate::documentation::HeaderPart;
use crate::source::location::Place;

/// A part of the catalogue that may be wrong.
#[derive(Clone, Debug)]
pub(super) struct Doubt {
    rule: Rule,
    subject: String,
    words: String,
    reason: &'static str,
    /// The place in the catalogue.
    place: Place,
}

impl Doubt {
    /// Returns the doubt about a header in whose place the source has another one.
    pub(super) fn of_header(part: HeaderPart, place: &Place, other: &str) -> Self {
        let (rule, subject) = match part {
            HeaderPart::Event => (Rule::EventHeaderChanged, "event header"),
            HeaderPart::Id => (Rule::IdMoved, "delivery"),
            HeaderPart::Signature => (Rule::SignatureChanged, "signature"),
        };
        Self {
            rule,
            subject: subject.to_owned(),
            words: format!("stays, but the source has another header for {}: `{other}`", part.what()),
            reason: "only the vendor knows which header deliveries have",
            place: place.clone(),
        }
    }

    /// Returns the doubt about an event that the source has in a form that is not imported.
    pub(super) fn of_event(entry: &Entry) -> Self {
        Self {
            rule: Rule::EventRemoved,
            subject: entry.wire_name.value.clone(),
            words: "stays, but the source has it in a form that is not imported".to_owned(),
            reason: "the older crate may refuse that form",
            place: entry.wire_name.place.clone(),
        }
    }

    /// Adds the doubt to a report.
    pub(super) fn report(&self, report: &mut Report) {
        let Self { rule, subject, words, reason, place } = self;
        report.doubt(*rule, (subject, words), place, reason);
    }
}
