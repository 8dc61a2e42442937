//! Events of any vendor: the undocumented event, and the error of a body that cannot be decoded.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::super::text::pointer::{title, unescaped};
use super::super::text::scanner::Scanner;
use super::super::text::visible::Visible;
use super::super::validate::violation::Violations;

/// An event that this version of the crate does not know, because the vendor added it later.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct UnknownEvent {
    /// The event's name.
    pub name: String,
    /// The payload as `serde_json` holds it: it rounds a number that an `f64` cannot hold. The body has every digit.
    pub data: Value,
}

impl UnknownEvent {
    /// Creates an event with any payload. Use a name that this version does not know: with a known one, the event is written and then read
    /// as that one. `Event::from_parts` decides.
    #[must_use]
    pub fn new(name: impl Into<String>, data: Value) -> Self {
        Self { name: name.into(), data }
    }
}

/// The error of a body that cannot be decoded as an event.
///
/// Its message names places and types, never a value, and is safe to log.
#[derive(Debug)]
pub struct DecodeError(Box<Kind>);

#[derive(Debug)]
enum Kind {
    /// The text is not JSON. Syntax errors of `serde_json` hold no value.
    Json(serde_json::Error),
    /// A required member of the envelope is missing or has another type.
    Member { pointer: &'static str, expected: &'static str },
    /// A part of the body violates its schema, and its type cannot hold it.
    Schema { part: &'static str, violations: Violations },
    /// The body is JSON with a number that `serde_json` cannot hold.
    Body,
    /// The type cannot hold a part of the body that its schema accepts.
    Type { part: &'static str },
}

impl DecodeError {
    /// Returns a code for logs and metrics: `not-json`, `not-an-envelope`, `schema-violation` or `unrepresentable`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match &*self.0 {
            Kind::Json(_) => "not-json",
            Kind::Member { .. } => "not-an-envelope",
            Kind::Schema { .. } => "schema-violation",
            Kind::Body | Kind::Type { .. } => "unrepresentable",
        }
    }

    /// Returns the schema violations, if they are the cause. Instance locations are relative to the payload, or to the body if the envelope
    /// violates its schema.
    #[must_use]
    pub fn violations(&self) -> Option<&Violations> {
        match &*self.0 {
            Kind::Schema { violations, .. } => Some(violations),
            _ => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            Kind::Json(_) => f.write_str("the body is not JSON"),
            Kind::Member { pointer, expected } => {
                write!(f, "the body has no member `{}` that is {expected}", Visible(&title(pointer)))
            }
            Kind::Schema { part, violations } => {
                write!(f, "`{}` breaks its schema, in {}", Visible(part), violations.places())
            }
            Kind::Body => f.write_str("the body has a number that cannot be held"),
            Kind::Type { part } => write!(f, "`{}` has a value that its type cannot hold", Visible(part)),
        }
    }
}

impl std::error::Error for DecodeError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            Kind::Json(error) => Some(error),
            Kind::Schema { violations, .. } => Some(violations),
            _ => None,
        }
    }
}

/// The levels of nesting that `serde_json` reads.
const LEVELS: u32 = 127;

/// Reads a body as JSON.
///
/// # Errors
///
/// If the body is not JSON, or has a number that `serde_json` cannot hold, such as `1e400`: valid JSON, but unrepresentable.
pub fn parse(body: &[u8]) -> Result<Value, DecodeError> {
    serde_json::from_slice(body).map_err(|error| {
        let is_json = std::str::from_utf8(body).is_ok_and(|text| {
            let mut scanner = Scanner::of_text(text, LEVELS);
            scanner.value().and_then(|()| scanner.end()).is_some()
        });
        DecodeError(Box::new(if is_json { Kind::Body } else { Kind::Json(error) }))
    })
}

/// Returns the member of a body that names its event.
///
/// # Errors
///
/// If the member is missing or not a string.
pub fn name_in<'a>(body: &'a Value, pointer: &'static str) -> Result<&'a str, DecodeError> {
    let expected = "a string";
    body.pointer(pointer)
        .and_then(Value::as_str)
        .ok_or_else(|| DecodeError(Box::new(Kind::Member { pointer, expected })))
}

/// Returns the member of a body that holds the payload.
///
/// # Errors
///
/// If the member is missing.
pub fn data_in<'a>(body: &'a Value, pointer: &'static str) -> Result<&'a Value, DecodeError> {
    let expected = "the payload";
    body.pointer(pointer).ok_or_else(|| DecodeError(Box::new(Kind::Member { pointer, expected })))
}

/// Decodes a part of a body. The part is validated only if decoding fails, for a message without values: a type accepts at least what its
/// schema accepts.
///
/// # Errors
///
/// If the type cannot hold the value.
pub fn decode<T: DeserializeOwned>(
    value: &Value,
    part: &'static str,
    validate: fn(&Value) -> Result<(), Violations>,
) -> Result<T, DecodeError> {
    T::deserialize(value).map_err(|_| {
        DecodeError(Box::new(match validate(value) {
            Err(violations) => Kind::Schema { part, violations },
            Ok(()) => Kind::Type { part },
        }))
    })
}

/// Replaces members of an envelope, given by their pointers, by those of an event.
#[must_use]
pub fn enclose(mut envelope: Value, members: [(&str, Value); 2]) -> Value {
    for (pointer, value) in members {
        let place = pointer.split('/').skip(1).try_fold(&mut envelope, |outer, token| {
            if outer.is_null() {
                *outer = Value::Object(Map::new());
            }
            Some(outer.as_object_mut()?.entry(unescaped(token)).or_insert(Value::Null))
        });
        if let Some(place) = place {
            *place = value;
        }
    }
    envelope
}
