//! The catalogue as plain data.

use std::ops::RangeInclusive;
use std::sync::Arc;

use crate::catalog::place::{Delivery, Handshake, Naming, Payload, Text};
use crate::catalog::scheme::Scheme;
use crate::source::location::{Place, Source};

/// The file name in the folder of schemas.
pub const FILE_NAME: &str = "catalog.toml";

/// A vendor's catalogue. Its paths are relative to its folder, with `/`.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The text of the catalogue.
    pub source: Arc<Source>,
    /// `[crate]`: the generated crate.
    pub crate_: Crate,
    /// `[source]`: the page read by `import`; absent in a hand-written catalogue.
    pub provenance: Option<Provenance>,
    /// `[settings]`: the interpretation of the schemas.
    pub settings: Settings,
    /// `[envelope]`: the object around every payload.
    pub envelope: Option<Envelope>,
    /// `[signature]`: the signing scheme.
    pub signature: Option<Signature>,
    /// `reviewed` of `[signature]`: the SHA-256 of the page's sentences about signing, as read by a person.
    pub reviewed: Option<Text>,
    /// `[event]`: the parts of a request that name the event.
    pub naming: Naming,
    /// `[payload]`: the place of the payload.
    pub payload: Payload,
    /// `[delivery]`: the facts of a delivery.
    pub delivery: Delivery,
    /// `[[handshakes]]`: the requests that are answered before any event.
    pub handshakes: Vec<Handshake>,
    /// `[[events]]`, in documented order.
    pub events: Vec<Entry>,
    /// `[[schemas]]`: documented schemas other than events.
    pub schemas: Vec<Entry>,
    /// `[[refinements]]`: narrower types for strings and integers, and members that may be absent.
    pub refinements: Vec<Refinement>,
    /// `[[reserved]]`: removed names, which do not return with another meaning.
    pub reserved: Vec<Reserved>,
    /// `[[verdicts]]`: what persons have decided on changes since the last release.
    pub verdicts: Vec<Recorded>,
}

impl Catalog {
    /// Returns true if the crate has a receiver: without a signature nothing can be verified, and nothing is received.
    pub fn has_receiver(&self) -> bool {
        self.signature.is_some()
    }

    /// Returns the event with a name.
    pub(crate) fn event(&self, wire_name: &str) -> Option<&Entry> {
        self.events.iter().find(|entry| entry.wire_name.value == wire_name)
    }

    /// Returns true if a request has one delivery and names its event, so that an extractor can receive it.
    pub fn has_extractors(&self) -> bool {
        !self.is_nameless()
    }

    /// Returns true if no part of a request names the event, so that the caller must.
    pub fn is_nameless(&self) -> bool {
        self.naming.members.is_empty() && self.naming.header.is_none()
    }
}

/// `[crate]`
#[derive(Clone, Debug)]
pub struct Crate {
    /// The package's name.
    pub name: Text,
    /// The package's version [Semantic Versioning 2.0.0].
    pub version: Text,
    /// The sender of the events, as spelled for people.
    pub vendor: Text,
    /// The package's description in one sentence; by default made from the vendor's name.
    pub description: Option<Text>,
    /// The package's licence as an SPDX expression; `MIT OR Apache-2.0` by default.
    pub license: Option<Text>,
    /// The package's authors.
    pub authors: Vec<Text>,
    /// The package's repository.
    pub repository: Option<Text>,
    /// The package's website, unless it is the repository.
    pub homepage: Option<Text>,
    /// The package's documentation, unless it is at docs.rs.
    pub documentation: Option<Text>,
}

/// `[source]`
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The page's title.
    pub title: Option<Text>,
    /// The date on the page, `YYYY-MM-DD`.
    pub updated: Option<Text>,
    /// The SHA-256 of the page's canonical copy in hex; line ends and trailing white space do not change it.
    pub sha256: Option<Text>,
}

/// `[settings]`
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `format`: the meaning of the keyword `format`.
    pub format: FormatMeaning,
    /// `content`: the meaning of `contentEncoding` and `contentMediaType`.
    pub content: ContentMeaning,
    /// `unlisted`: the treatment of members that no schema names. By default payloads and envelopes drop them, because a delivery keeps its
    /// raw body, and the types of other schemas keep them.
    pub unlisted: Option<Unlisted>,
    /// `nullable` is `everywhere`: in an OpenAPI document the keyword has an effect also without `type` beside it.
    pub nullable_everywhere: bool,
    /// `objects`: the schemas without `type` that describe objects.
    pub objects: Objects,
    /// `event_features`: true if each event has a feature of the crate. By default those of a catalogue of more than 32 events have one.
    pub event_features: Option<bool>,
}

/// The schemas without `type` that describe objects.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Objects {
    /// `"typed"`: none, as the specification says.
    #[default]
    Typed,
    /// `"payloads"`: those of events.
    Payloads,
    /// `"everywhere"`: those of events, and all that have `properties`.
    Everywhere,
}

/// The treatment of members that no schema names, when a type is deserialized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// `"keep"`: each open struct has a map for them.
    Keep,
    /// `"drop"`: they are ignored.
    Drop,
}

/// The meaning of `contentEncoding` and `contentMediaType` [JSON Schema 2020-12 Validation §8.2].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContentMeaning {
    /// `"annotation"`: documentation, the specification's default since draft 2019-09.
    #[default]
    Annotation,
    /// `"assertion"`: strings without that content are invalid.
    Assertion,
}

/// The meaning of the keyword `format` [JSON Schema 2020-12 Validation §7.2].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormatMeaning {
    /// `"assertion"`: strings of another format are invalid.
    #[default]
    Assertion,
    /// `"annotation"`: documentation.
    Annotation,
}

/// `[envelope]`
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The envelope's schema.
    pub schema: Text,
    /// An example with an empty payload.
    pub example: Text,
    /// `provenance`: the origin of the schema.
    pub provenance: SchemaProvenance,
}

/// The origin of the envelope's schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SchemaProvenance {
    /// `"documented"`: written by a person.
    #[default]
    Documented,
    /// `"derived"`: made by `import` from the page's example, and not reviewed since.
    Derived,
}

/// `[signature]`
#[derive(Clone, Debug)]
pub struct Signature {
    /// The section as written.
    pub words: SignatureWords,
    /// Their meaning.
    pub scheme: Scheme,
}

/// `[signature]` as written, or as the scheme of `like` has it.
#[derive(Clone, Debug)]
pub struct SignatureWords {
    /// The place of the section.
    pub place: Place,
    /// `algorithm`: one of [`Algorithm::ALL`](crate::catalog::Algorithm::ALL).
    pub algorithm: Text,
    /// `header`: the headers of the signature, or one pattern with `{n}`.
    pub header: Vec<Text>,
    /// `value`: the form of a header value; `{code}` by default.
    pub value: Option<Text>,
    /// `list`: the separator of complete values; a comma by default.
    pub list: Option<Text>,
    /// `encoding`: `hex` or `base64`; a shared secret has none.
    pub encoding: Option<Text>,
    /// `signed`: the signed content; `{body}` by default.
    pub signed: Option<Text>,
    /// `key`: the form of a secret; `{text}` by default.
    pub key: Option<Text>,
    /// `time`: the time of the signature.
    pub time: Option<SignatureTime>,
    /// `header` of `id`: the header of the id.
    pub id: Option<Text>,
    /// `header` of `nonce`: the header of the nonce.
    pub nonce: Option<Text>,
}

/// `time` of `[signature]`
#[derive(Clone, Debug)]
pub struct SignatureTime {
    /// `header`: the header of the time; without it the value of the signature has the time.
    pub header: Option<Text>,
    /// `unit`: `s`, `ms` or `rfc3339`; `s` by default.
    pub unit: Option<Text>,
    /// `tolerance`: the accepted difference in seconds.
    pub tolerance: Option<u32>,
    /// The place of the table.
    pub place: Place,
}

impl SignatureWords {
    /// Returns the keys with their values and places, in the order of the documentation. Defaults are spelled out.
    pub fn facts(&self) -> Vec<(&'static str, String, Place)> {
        let of = |key, text: &Option<Text>, value: &str| {
            let place = text.as_ref().map_or(&self.place, |text| &text.place);
            (!value.is_empty()).then(|| (key, value.to_owned(), place.clone()))
        };
        let written = |key, text: &Option<Text>| of(key, text, text.as_ref().map_or("", |text| &text.value));
        let header: Vec<&str> = self.header.iter().map(|header| header.value.as_str()).collect();
        let place = self.header.first().map_or_else(|| self.place.clone(), |header| header.place.clone());
        let facts = [
            Some(("header", header.join(", "), place)),
            Some(("algorithm", self.algorithm.value.clone(), self.algorithm.place.clone())),
            of("value", &self.value, self.value()),
            written("list", &self.list),
            written("encoding", &self.encoding),
            of("signed", &self.signed, self.signed()),
            of("key", &self.key, self.key()),
            self.time.as_ref().map(|time| ("time", time.written(), time.place.clone())),
            self.time.as_ref().and_then(|time| Some(("tolerance", time.tolerance?.to_string(), time.place.clone()))),
            written("id", &self.id),
            written("nonce", &self.nonce),
        ];
        facts.into_iter().flatten().collect()
    }

    fn is_secret(&self) -> bool {
        self.algorithm.value == "secret"
    }

    /// Returns `value`, or its default.
    pub(in crate::catalog) fn value(&self) -> &str {
        self.value.as_ref().map_or(if self.is_secret() { "{secret}" } else { "{code}" }, |text| &text.value)
    }

    /// Returns `signed`, or its default; a shared secret signs nothing.
    pub(in crate::catalog) fn signed(&self) -> &str {
        self.signed.as_ref().map_or(if self.is_secret() { "" } else { "{body}" }, |text| &text.value)
    }

    /// Returns `key`, or its default.
    pub(in crate::catalog) fn key(&self) -> &str {
        self.key.as_ref().map_or("{text}", |text| &text.value)
    }
}

impl SignatureTime {
    /// Returns `unit`, or its default.
    pub(in crate::catalog) fn unit(&self) -> &str {
        self.unit.as_ref().map_or("s", |unit| &unit.value)
    }

    /// Returns the table on one line, without the tolerance.
    fn written(&self) -> String {
        let header = self.header.as_ref().map(|header| format!("header {}, ", header.value)).unwrap_or_default();
        format!("{header}unit {}", self.unit())
    }
}

/// `[[events]]` or `[[schemas]]`
#[derive(Clone, Debug)]
pub struct Entry {
    /// `name`: the event's name on the wire.
    pub wire_name: Text,
    /// `type`: the name in Rust, if it is not made of the name on the wire.
    pub rust_name: Option<Text>,
    /// The occasion of the event in a few words.
    pub summary: Option<Text>,
    /// The payload's schema.
    pub schema: Text,
    /// Documented payloads.
    pub examples: Vec<Text>,
    /// `faulty`: published payloads that are meant to be invalid.
    pub faulty: Vec<Text>,
}

impl Entry {
    /// Returns what the names in Rust are made of.
    pub fn rust_name(&self) -> &Text {
        self.rust_name.as_ref().unwrap_or(&self.wire_name)
    }
}

/// `[[refinements]]`: the type of a string or an integer that its schema describes only in prose, or a member that may be absent.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// `schema`: the path of the schema's file.
    pub schema: Text,
    /// `pointer`: the JSON Pointer to the subschema.
    pub pointer: Text,
    /// `type`: the type of the value.
    pub kind: Option<RefinedType>,
    /// `optional`: true if a required member may be absent.
    pub is_optional: bool,
}

/// `[[reserved]]`: the name of a removed event or member, or a removed value.
#[derive(Clone, Debug)]
pub struct Reserved {
    /// The removed name.
    pub name: ReservedName,
    /// `type`: the name in Rust of an event, if it is not made of the name on the wire.
    pub rust_name: Option<Text>,
    /// `since`: the version that removed it.
    pub since: Text,
    /// `meaning`: the path of its schema, which only this entry may refer to. A value has none.
    pub meaning: Option<Text>,
    /// `keep`: true if the crate keeps it, deprecated.
    pub keep: bool,
    /// `examples`: documented payloads of an event that the crate keeps.
    pub examples: Vec<Text>,
}

/// The name of a removed part of the contract.
#[derive(Clone, Debug)]
pub enum ReservedName {
    /// `event`: the name of an event.
    Event(Text),
    /// The name of a member.
    Member {
        /// `schema`: the path of the schema's file.
        schema: Text,
        /// `pointer`: the JSON Pointer that the member's schema had: `/properties/seat`.
        pointer: Text,
    },
    /// A value of an enumeration, which the crate keeps.
    Value {
        /// `schema`: the path of the schema's file.
        schema: Text,
        /// `pointer`: the JSON Pointer of the schema with the enumeration: `/properties/channel`.
        pointer: Text,
        /// `value`: the string.
        value: Text,
    },
}

impl ReservedName {
    /// Returns the name or the pointer with its place.
    pub fn text(&self) -> &Text {
        match self {
            Self::Event(name) => name,
            Self::Member { pointer, .. } => pointer,
            Self::Value { value, .. } => value,
        }
    }
}

/// `[[verdicts]]`: the effect of a change on receivers, as a person has decided.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// `rule`: the id of the change's rule.
    pub rule: Text,
    /// `place`: the place of the change as the report shows it.
    pub place: Text,
    /// `wire`: `ok`, `degrades` or `fails`.
    pub wire: Text,
    /// `reason`: the reason in a sentence.
    pub reason: Text,
}

/// A type that is narrower than the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefinedType {
    /// `"decimal"`: a decimal number as text.
    Decimal,
    /// `"timestamp"`: a date and time [RFC 3339].
    Timestamp,
    /// `"u32"`: a native integer, as the following. A valid value that it does not hold is `unrepresentable`.
    U32,
    /// `"u64"`
    U64,
    /// `"i32"`
    I32,
    /// `"i64"`
    I64,
}

impl RefinedType {
    /// All types with their names in the catalogue.
    pub const ALL: [(&'static str, Self); 6] = [
        ("decimal", Self::Decimal),
        ("timestamp", Self::Timestamp),
        ("u32", Self::U32),
        ("u64", Self::U64),
        ("i32", Self::I32),
        ("i64", Self::I64),
    ];

    /// Returns the name in the catalogue.
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, refined)| *refined == self);
        found.expect("all are listed").0
    }

    /// Returns the values of a native integer.
    pub(crate) fn range(self) -> Option<RangeInclusive<i128>> {
        match self {
            Self::Decimal | Self::Timestamp => None,
            Self::U32 => Some(0..=u32::MAX.into()),
            Self::U64 => Some(0..=u64::MAX.into()),
            Self::I32 => Some(i32::MIN.into()..=i32::MAX.into()),
            Self::I64 => Some(i64::MIN.into()..=i64::MAX.into()),
        }
    }
}
