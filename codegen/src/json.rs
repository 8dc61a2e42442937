//! JSON documents with a span for every value and every member name, as the schemas and examples are read.
//!
//! Numbers keep their text, objects keep their order. Two values are equal in JSON Schema's sense
//! [JSON Schema 2020-12 Core §4.2.2]: numbers by value, objects without regard to order.

mod malformed;
mod node;
mod parse;
mod write;

pub use node::{Document, Member, Members, Node, Value, repeated};
pub use parse::parse;
