//! Validation of JSON bytes: one pass decides, and only rejected bytes are parsed again to collect violations.

use std::fmt;

use serde::de::DeserializeOwned;

use super::super::text::deserializer::{failed_at, from_text};
use super::super::text::json_error::JsonError;
use super::super::text::parse::parse;
use super::super::text::scanner::{Reader, Scanner, MAX_DEPTH};
use super::super::text::tree::Tree;
use super::super::text::unrepresentable::{Unrepresentable, UnrepresentableAt};
use super::report::{self, Collect, Stop};
use super::violation::Violations;

/// The error of invalid bytes.
///
/// It names places, types and keywords, never a value, and is safe to log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// The bytes are not a JSON text [RFC 8259] in UTF-8, have a duplicate member, or nest too deeply.
    NotJson(JsonError),
    /// The bytes are JSON that violates the schema.
    Schema(Violations),
    /// The bytes are valid, and the type cannot hold a number in them. JSON has numbers that neither `serde_json` nor an integer of Rust
    /// holds, and none is rounded to fit.
    Unrepresentable {
        /// The JSON Pointer to the number, or to the innermost value around it that is known; empty for the whole.
        instance_location: String,
    },
}

impl Invalid {
    /// Returns the schema violations, if they are the cause.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Schema(violations) => Some(violations),
            Self::NotJson(_) | Self::Unrepresentable { .. } => None,
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => error.fmt(f),
            Self::Schema(violations) => violations.fmt(f),
            Self::Unrepresentable { instance_location } => UnrepresentableAt::write(instance_location, f),
        }
    }
}

// No source: the message already contains the inner error.
impl std::error::Error for Invalid {}

/// Returns true if the bytes are a JSON text that the reader accepts.
#[inline]
pub fn is_valid(input: &[u8], reader: Reader) -> bool {
    let read = |mut scanner: Scanner<'_>| reader(&mut scanner).and_then(|()| scanner.end());
    read(Scanner::new(input)).is_some()
}

/// Validates bytes: the reader decides, and violations are collected only if it rejects them.
///
/// # Errors
///
/// The syntax error, or else all violations.
#[inline]
pub fn validate(
    input: &[u8],
    reader: Reader,
    validator: impl for<'v, 't> FnOnce(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>,
) -> Result<(), Invalid> {
    if is_valid(input, reader) {
        return Ok(());
    }
    Err(explain(input, validator))
}

/// Validates bytes and decodes them.
///
/// # Errors
///
/// The errors of [`validate`], and if the type cannot hold the value.
#[inline]
pub fn decode<T: DeserializeOwned>(
    input: &[u8],
    reader: Reader,
    validator: impl for<'v, 't> FnOnce(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>,
) -> Result<T, Invalid> {
    let is_accepted = |mut scanner: Scanner<'_>| reader(&mut scanner).and_then(|()| scanner.end()).is_some();
    match std::str::from_utf8(input) {
        Ok(text) if is_accepted(Scanner::of_text(text, MAX_DEPTH)) => from_text(text).map_err(|Unrepresentable| {
            let UnrepresentableAt { instance_location } = failed_at::<T>(text, MAX_DEPTH);
            Invalid::Unrepresentable { instance_location }
        }),
        _ => Err(explain(input, validator)),
    }
}

#[cold]
fn explain(
    input: &[u8],
    validator: impl for<'v, 't> FnOnce(&'v Tree<'t>, Collect<'v, 't>) -> Result<(), Stop>,
) -> Invalid {
    match parse(input) {
        Ok(instance) => Invalid::Schema(report::violations(&instance, validator)),
        Err(error) => Invalid::NotJson(error),
    }
}
