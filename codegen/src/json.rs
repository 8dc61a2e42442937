//! JSON documents with a span for every value and every name, as schemas and examples are read from JSON or YAML.
//!
//! Numbers keep their text, objects keep their order. Equality is JSON Schema's [JSON Schema 2020-12 Core §4.2.2]: numbers by value,
//! objects in any order.

pub(crate) mod construct;
pub mod held;
mod malformed;
mod node;
mod parse;
mod write;
pub mod yaml;

pub use node::{Document, Member, Members, Node, Value, repeated};
pub use parse::parse;
