//! The catalogue as plain data.

use std::sync::Arc;

use crate::source::location::{Place, Source};

/// A vendor's catalogue. Paths in it are relative to its folder, with `/`.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The text it was read from.
    pub source: Arc<Source>,
    /// `[crate]`: what is generated.
    pub crate_: Crate,
    /// `[source]`: the page that `import` read; absent in a catalogue written by hand.
    pub provenance: Option<Provenance>,
    /// `[settings]`: how to read the schemas.
    pub settings: Settings,
    /// `[envelope]`: the object around every payload; without it the whole body is the payload.
    pub envelope: Option<Envelope>,
    /// `[signature]`: how deliveries are signed.
    pub signature: Option<Signature>,
    /// `reviewed` of `[signature]`: the SHA-256 of the page's sentences about signing that a person has read.
    pub reviewed: Option<Text>,
    /// `[event_header]`: the header that repeats the event's name.
    pub event_header: Option<Text>,
    /// `[[events]]`, in documented order.
    pub events: Vec<Entry>,
    /// `[[schemas]]`: documented schemas that are no events.
    pub schemas: Vec<Entry>,
    /// `[[refinements]]`: what a schema does not say about a string or an integer.
    pub refinements: Vec<Refinement>,
}

/// A value of the catalogue and where it stands.
#[derive(Clone, Debug)]
pub struct Text {
    /// The value.
    pub value: String,
    /// Where it stands.
    pub place: Place,
}

/// `[crate]`
#[derive(Clone, Debug)]
pub struct Crate {
    /// The package's name.
    pub name: Text,
    /// The package's version [Semantic Versioning 2.0.0].
    pub version: Text,
    /// Who sends the events, as people write it.
    pub vendor: Text,
    /// One sentence for the package's metadata; made from the vendor when absent.
    pub description: Option<Text>,
    /// Its licence, an expression of SPDX; `MIT OR Apache-2.0` when absent.
    pub license: Option<Text>,
    /// Who has written it, for its metadata.
    pub authors: Vec<Text>,
    /// The package's repository, for its metadata.
    pub repository: Option<Text>,
    /// Its page on the web, where that is not the repository.
    pub homepage: Option<Text>,
    /// Its documentation, where that is not at docs.rs.
    pub documentation: Option<Text>,
}

/// `[source]`
#[derive(Clone, Debug)]
pub struct Provenance {
    /// The page's title.
    pub title: Option<String>,
    /// The page's own date, `YYYY-MM-DD`.
    pub updated: Option<String>,
    /// SHA-256 of the page, in hex; of all its copies that differ in white space at the end of lines.
    pub sha256: Option<String>,
}

/// `[settings]`
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// `format`: what the keyword `format` means.
    pub format: FormatMeaning,
    /// `content`: what the keywords `contentEncoding` and `contentMediaType` mean.
    pub content: ContentMeaning,
    /// `unlisted`: what becomes of members that no schema names. Unless it is said, payloads and envelopes drop them, because a delivery keeps
    /// its raw body, and the types of other schemas keep them.
    pub unlisted: Option<Unlisted>,
}

/// What becomes of members that no schema names, when a value is read into its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlisted {
    /// `"keep"`: each struct that may have them has a map of them.
    Keep,
    /// `"drop"`: they are passed over.
    Drop,
}

/// What `contentEncoding` and `contentMediaType` mean [JSON Schema 2020-12 Validation §8.2].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ContentMeaning {
    /// `"annotation"`: they are documentation, as the specification has it since draft 2019-09.
    #[default]
    Annotation,
    /// `"assertion"`: strings that do not hold what they say are refused.
    Assertion,
}

/// What the keyword `format` means [JSON Schema 2020-12 Validation §7.2].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FormatMeaning {
    /// `"assertion"`: strings of another form are refused.
    #[default]
    Assertion,
    /// `"annotation"`: it is documentation.
    Annotation,
}

/// `[envelope]`
#[derive(Clone, Debug)]
pub struct Envelope {
    /// The envelope's schema.
    pub schema: Text,
    /// An example whose payload is empty.
    pub example: Text,
    /// The member that names the event.
    pub event: Text,
    /// The member that holds the payload.
    pub data: Text,
    /// The member that identifies the delivery.
    pub id: Option<Text>,
    /// The member that says when the event happened.
    pub created_at: Option<Text>,
    /// `provenance`: where the schema comes from.
    pub provenance: SchemaProvenance,
}

/// Where the envelope's schema comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SchemaProvenance {
    /// `"documented"`: somebody wrote it.
    #[default]
    Documented,
    /// `"derived"`: `import` made it from the page's example, and nobody has reviewed it since.
    Derived,
}

/// `[signature]`
#[derive(Clone, Debug)]
pub struct Signature {
    /// The header that carries it.
    pub header: Text,
    /// `hmac-sha256`
    pub algorithm: Text,
    /// `hex` or `base64`
    pub encoding: Text,
    /// What stands before the encoded bytes.
    pub prefix: Text,
}

/// `[[events]]` or `[[schemas]]`
#[derive(Clone, Debug)]
pub struct Entry {
    /// `name`: the event's name on the wire.
    pub wire_name: Text,
    /// When it is sent, in a few words.
    pub summary: Option<Text>,
    /// The payload's schema.
    pub schema: Text,
    /// Documented payloads.
    pub examples: Vec<Text>,
    /// `faulty`: published payloads that the schema refuses, and is meant to refuse.
    pub faulty: Vec<Text>,
}

/// `[[refinements]]`: the type of a string or an integer that its schema only describes in words.
#[derive(Clone, Debug)]
pub struct Refinement {
    /// `schema`: the file.
    pub schema: Text,
    /// `pointer`: the JSON Pointer of the subschema in that file.
    pub pointer: Text,
    /// `type`: what the value is.
    pub kind: RefinedType,
}

/// What a value is, beyond what its schema says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefinedType {
    /// `"decimal"`: a decimal number as text.
    Decimal,
    /// `"timestamp"`: a date and time [RFC 3339].
    Timestamp,
    /// `"u32"`: an integer that is one of Rust, as those below. What the schema accepts and the type does not hold is `unrepresentable`.
    U32,
    /// `"u64"`
    U64,
    /// `"i32"`
    I32,
    /// `"i64"`
    I64,
}

impl RefinedType {
    /// The types, by their names in the catalogue.
    pub const ALL: [(&'static str, Self); 6] = [
        ("decimal", Self::Decimal),
        ("timestamp", Self::Timestamp),
        ("u32", Self::U32),
        ("u64", Self::U64),
        ("i32", Self::I32),
        ("i64", Self::I64),
    ];

    /// The name in the catalogue.
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(_, refined)| *refined == self);
        found.expect("all are listed").0
    }
}
