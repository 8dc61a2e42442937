//! What JSON Schema says about documents: dialects, their keywords, and where references lead.

pub mod dialect;
pub mod form;
pub mod keyword;
mod meta;
pub mod registry;
pub mod uri;
mod walk;
