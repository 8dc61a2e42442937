//! typify, which makes the Rust types: the schema that it is given, and what its output becomes.

pub(crate) mod input;
pub(crate) mod output;
