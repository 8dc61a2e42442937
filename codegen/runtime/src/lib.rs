//! The hand-written part of every generated crate.
//!
//! `gen` copies the modules of this package beside what it emits, so they speak to each other through `super::` and to
//! no other package than those the generated crate depends on.

pub mod arithmetic;
pub mod chrono_0_4;
pub mod content;
pub mod decimal;
pub mod equal;
pub mod event;
pub mod format;
pub mod instance;
pub mod integer;
pub mod invalid;
pub mod jiff_0_2;
pub mod json_error;
pub mod length;
pub mod literal;
pub mod look;
pub mod member;
pub mod members;
pub mod moment;
mod names;
pub mod number;
pub mod number_text;
pub mod parse;
pub mod pattern;
pub mod report;
pub mod rust_decimal_1;
pub mod scan;
pub mod schema;
pub mod text;
pub mod time_0_3;
pub mod timestamp;
pub mod tree;
pub mod unique;
pub mod violation;

pub use decimal::{Decimal, InvalidDecimal};
pub use integer::Integer;
pub use timestamp::{InvalidTimestamp, Timestamp};
