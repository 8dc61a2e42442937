//! JSON Schema documents: dialects, keywords, and references.

mod dangling;
mod meta;
pub mod registry;
mod value;
mod walk;
