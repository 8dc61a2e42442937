//! The hand-written part of every generated crate.
//!
//! `gen` copies its modules beside the emitted ones. So they refer to each other through `super::`, and use only the dependencies of the
//! generated crate.

pub mod format;
pub mod receive;
pub mod text;
pub mod validate;
pub mod value;

pub use value::decimal::{Decimal, InvalidDecimal};
pub use value::integer::{Integer, InvalidInteger};
pub use value::timestamp::{InvalidTimestamp, Timestamp, TimestampParts};

/// The floors of the modules, from the top. A module imports only from the floors below its own, and files form no circle:
/// `cargo test -p codegen floors`.
pub const FLOORS: &[(&str, &[&str])] = &[
    ("deliveries", &["receive"]),
    ("verdicts", &["validate"]),
    ("JSON texts", &["text"]),
    ("values", &["value"]),
    ("formats", &["format"]),
];
