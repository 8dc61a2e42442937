//! The hand-written part of every generated crate.
//!
//! `gen` copies the modules of this package beside what it emits, so they speak to each other through `super::` and to
//! no other package than those the generated crate depends on.

pub mod arithmetic;
pub mod content;
pub mod decimal;
mod eight;
pub mod equal;
pub mod event;
pub mod format;
pub mod instance;
pub mod integer;
pub mod invalid;
pub mod json_error;
pub mod length;
pub mod literal;
pub mod look;
pub mod member;
pub mod members;
mod names;
pub mod number;
pub mod number_text;
pub mod parse;
pub mod pattern;
pub mod recursion;
pub mod report;
pub mod scan;
pub mod schema;
pub mod text;
pub mod timestamp;
mod token;
pub mod tree;
pub mod unique;
pub mod violation;

pub use decimal::Decimal;
pub use integer::Integer;
pub use timestamp::Timestamp;
