//! What JSON Schema says about documents: dialects, their keywords, and where references lead.

mod meta;
pub mod registry;
mod walk;
