//! typify, which makes the Rust types: its input and its refined output.

pub(crate) mod input;
pub(crate) mod output;
mod size;
