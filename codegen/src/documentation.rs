//! The documentation of a vendor, read from any source: events with schemas and examples, the envelope, the parts of a delivery.

pub(crate) mod claim;
pub(crate) mod derive;
pub(crate) mod likeness;
pub(crate) mod naming;
pub(crate) mod parts;
pub(crate) mod word;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::PartFacts;
use crate::json::Document;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer};

/// The documentation of a vendor. Spans of its documents lead to the source.
#[derive(Debug, Default)]
pub(crate) struct Documentation {
    pub(crate) about: About,
    /// The events in documented order; at least one.
    pub(crate) events: Vec<DocumentedEvent>,
    pub(crate) envelope: Option<DocumentedEnvelope>,
    /// The schemas that others refer to, by the path of their files.
    pub(crate) shared: BTreeMap<String, Arc<Document>>,
    /// The sections of the catalogue that the source itself contains.
    pub(crate) sections: serde_json::Map<String, serde_json::Value>,
    /// The parts of a request in a source without an envelope.
    pub(crate) parts: PartFacts,
    /// The headers whose names say that they have the signature, in a source without sentences.
    pub(crate) signature_headers: Vec<SignatureHeader>,
    /// All header parameters of requests.
    pub(crate) headers: Vec<DocumentedHeader>,
    /// The texts for people in a document that is no page.
    pub(crate) prose: Vec<Prose>,
    /// The requests that are not imported.
    pub(crate) unread: Vec<Unread>,
}

/// A request that is not imported, with what it says about the name of its event.
#[derive(Debug)]
pub(crate) struct Unread {
    pub(crate) key: String,
    pub(crate) place: Place,
    /// The values that its members, by their pointers, and headers, in lower case, list.
    pub(crate) names: BTreeMap<String, BTreeSet<String>>,
}

/// A header whose name says that it has the signature.
#[derive(Clone, Debug)]
pub(crate) struct SignatureHeader {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// The form of its value, if an example shows another one than the code alone.
    pub(crate) value: Option<String>,
}

/// A header parameter of requests.
#[derive(Clone, Debug)]
pub(crate) struct DocumentedHeader {
    pub(crate) name: String,
    pub(crate) place: Place,
    /// The part of a catalogue that its name is meant for.
    pub(crate) part: Option<HeaderPart>,
}

/// A part of a catalogue that a header may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderPart {
    Event,
    Id,
    Signature,
}

impl HeaderPart {
    /// Returns the part in words.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Event => "the name of the event",
            Self::Id => "the id of deliveries",
            Self::Signature => "the signature",
        }
    }
}

/// A text for people.
#[derive(Clone, Debug)]
pub(crate) struct Prose {
    /// The name of the header that it describes; empty if it describes no header.
    pub(crate) about: String,
    pub(crate) text: String,
    /// The span of the value in the source.
    pub(crate) span: Range<usize>,
}

/// The facts of a source about itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct About {
    pub(crate) title: Option<String>,
    /// `YYYY-MM-DD`
    pub(crate) updated: Option<String>,
    pub(crate) event_header: Option<String>,
    /// A header about which the source contradicts itself.
    pub(crate) contradicted_header: Option<String>,
    /// The header whose name says that it has the id of a delivery.
    pub(crate) id_header: Option<String>,
    /// A member of the envelope that may well be the id of a delivery, if no other one is.
    pub(crate) likely_id: Option<Pointer>,
    /// The sender of the events, as spelled in the source.
    pub(crate) vendor: Option<String>,
    /// The header or the title that names the sender, if nothing else in the source does.
    pub(crate) vendor_from: Option<String>,
}

/// A documented event.
#[derive(Debug)]
pub(crate) struct DocumentedEvent {
    pub(crate) wire_name: String,
    /// The name of its webhook or file, which is its name if no part of a request names it.
    pub(crate) key: Option<String>,
    /// The path of the schema if others refer to it, too.
    pub(crate) path: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) schema: Arc<Document>,
    /// True if the schema is derived from the examples; a person owns it once it is written.
    pub(crate) is_derived: bool,
    pub(crate) examples: Vec<Arc<Document>>,
}

/// A documented envelope.
#[derive(Debug)]
pub(crate) struct DocumentedEnvelope {
    pub(crate) example: Arc<Document>,
    /// The place of the example.
    pub(crate) place: Place,
    /// The other whole deliveries that the source shows.
    pub(crate) deliveries: Vec<Arc<Document>>,
    /// The schema, if the source has one.
    pub(crate) schema: Option<Arc<Document>>,
    pub(crate) roles: Roles,
    /// The pointer to the list of deliveries in a body that has several; the example is one of them.
    pub(crate) each: Option<Pointer>,
}

/// The pointers to the members of an envelope, by role. They lead to the root if the source contains the sections of a catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Roles {
    pub(crate) event: Pointer,
    pub(crate) data: Pointer,
    pub(crate) id: Option<Pointer>,
    pub(crate) created_at: Option<Pointer>,
}

/// Warns of a vendor whose name is that in a part of the source.
pub(crate) fn assumed_vendor(vendor: &str, part: &str) -> Diagnostic {
    Diagnostic::warning("assumed-vendor", format!("assumed vendor: `{vendor}`, from {part}"))
        .help("correct `name` and `vendor` in `[crate]` of the new catalogue")
}
