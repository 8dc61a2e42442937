//! Validation straight from the bytes of a JSON text: one pass decides, and only what it refuses is looked at again.

use std::fmt;

use super::super::text::json_error::JsonError;
use super::super::text::parse::parse;
use super::super::text::scanner::{Reader, Scanner};
use super::super::text::tree::Tree;
use super::report::{self, Collect, Stop};
use super::violation::Violations;

/// Why bytes are not what a schema asks for.
///
/// It names places, types and words of the schema, never a value, so it may be logged.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Invalid {
    /// They are no JSON text [RFC 8259] in UTF-8, have a member twice, or nest too deeply.
    NotJson(JsonError),
    /// They are JSON that breaks the schema.
    Schema(Violations),
}

impl Invalid {
    /// What breaks the schema, when that is why.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Schema(violations) => Some(violations),
            Self::NotJson(_) => None,
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => error.fmt(f),
            Self::Schema(violations) => violations.fmt(f),
        }
    }
}

// No source: the message says all that the error inside does.
impl std::error::Error for Invalid {}

/// Whether the bytes are a JSON text that the reader accepts.
#[inline]
pub fn is_valid(input: &[u8], reader: Reader) -> bool {
    let read = |mut scanner: Scanner<'_>| reader(&mut scanner).and_then(|()| scanner.end());
    read(Scanner::new(input)).is_some()
}

/// Validates bytes: the reader's verdict, and only when it refuses them, what is wrong with them.
///
/// # Errors
///
/// Why they are no JSON text, or else all violations.
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
