//! `catalog.toml`: the description of a vendor, and the engine's only source of names.

mod comment;
mod data;
mod header_role;
mod imported;
pub(crate) mod licence;
pub(crate) mod notation;
mod parse;
mod place;
pub mod reference;
mod release;
mod reserved;
mod rule;
pub mod scheme;
mod section;
mod start;
mod table;
mod write;

pub use data::FILE_NAME;
pub use data::{
    Catalog, ContentMeaning, Crate, Entry, Envelope, FormatMeaning, Objects, Provenance, Recorded, RefinedType,
    Refinement, Reserved, ReservedName, SchemaProvenance, Settings, Signature, SignatureTime, SignatureWords, Unlisted,
};
pub use parse::parse;
pub(crate) use parse::parse_before_import;
pub use place::{AnswerForm, AnswerPiece, BodyMember, Delivery, Handshake, Naming, Payload, Text, Version};
pub(crate) use release::{ReleaseFacts, ReservedFacts, release};
pub use scheme::Algorithm;
pub(crate) use section::{SHARED, is_section, shared_sections};
pub use start::start;
pub(crate) use start::{UNKNOWN_CRATE, UNKNOWN_VENDOR};
pub(crate) use write::{EnvelopeFacts, EventFacts, Facts, PartFacts, RefinementFacts, SignatureFacts, create, update};
