//! Plan → validators: on a value, and on the bytes of a JSON text.

pub(crate) mod arms;
pub(crate) mod automaton;
pub(crate) mod block;
pub mod checks;
pub(crate) mod choice;
pub(crate) mod decision;
pub(crate) mod functions;
pub mod on_bytes;
pub mod on_value;
pub(crate) mod patterns;
