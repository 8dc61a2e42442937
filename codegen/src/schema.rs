//! JSON Schema documents: dialects, keywords, and references.

mod contradiction;
mod dangling;
mod meta;
pub mod registry;
mod type_name;
mod value;
mod walk;
