//! The hand-written part of every generated crate.
//!
//! `gen` copies the modules of this package beside what it emits, so they speak to each other through `super::` and to
//! no other package than those the generated crate depends on.

pub mod actix_web_4;
pub mod age;
pub mod answer;
pub mod arithmetic;
pub mod automaton;
pub mod axum_0_8;
pub mod body_digest;
pub mod chrono_0_4;
pub mod compression;
pub mod configuration_error;
pub mod content;
pub mod contract;
pub mod decimal;
pub mod delivery_body;
pub mod distinct;
pub mod documented;
pub mod drift;
mod eight;
pub mod equal;
pub mod event;
pub mod format;
pub mod headers;
pub mod hmac_sha256;
pub mod http_1;
pub mod instance;
pub mod integer;
pub mod invalid;
pub mod jiff_0_2;
pub mod json_error;
pub mod length;
pub mod literal;
pub mod look;
pub mod mac_encoding;
pub mod member;
pub mod members;
pub mod moment;
mod names;
pub mod number;
pub mod number_text;
pub mod parse;
pub mod pattern;
pub mod recursion;
pub mod refusal;
pub mod report;
pub mod rust_decimal_1;
pub mod scan;
pub mod schema;
pub mod settings;
pub mod signature;
pub mod signed_request;
pub mod signing_secret;
pub mod text;
pub mod time_0_3;
pub mod timestamp;
mod token;
pub mod trace;
pub mod tree;
pub mod unique;
pub mod verifier;
pub mod violation;

pub use decimal::{Decimal, InvalidDecimal};
pub use integer::Integer;
pub use timestamp::{InvalidTimestamp, Timestamp};
