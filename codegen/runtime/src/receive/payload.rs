//! The payload of a delivery: validates its text and decodes it as the type of its event, in place and without a tree.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::text::deserializer::{failed_at, from_text};
use super::super::text::parse::parse_nested_at_most;
use super::super::text::scanner::Scanner;
use super::super::text::unrepresentable::Unrepresentable;
use super::super::validate::additions::{self, Place};
use super::super::validate::documented::Documented;
use super::super::validate::drift::{self, Drift};
use super::super::validate::report;
use super::refusal::{Kind, Part, Refusal};

/// The maximum nesting depth of a body.
pub const MAX_DEPTH: u32 = 64;

/// Decodes the payload of the event of a name.
pub type Decode<P> = fn(&str, Payload<'_, '_>) -> Result<P, Refusal>;

/// The JSON text of a payload.
pub struct Payload<'p, 'a>(Source<'p, 'a>);

enum Source<'p, 'a> {
    /// The value at the cursor, at the pointer `base` of the body. It is decoded only if it is as documented or has additions.
    Documented { body: &'a str, scanner: &'p mut Scanner<'a>, base: &'static str, drift: &'p mut Vec<Drift> },
    /// A text by itself, at the pointer `base` of the body.
    Text { text: &'a str, base: &'static str, drift: &'p mut Vec<Drift> },
}

impl<'p, 'a> Payload<'p, 'a> {
    /// Wraps the text at the pointer `base` of a body. Additions are collected as drift.
    pub fn new(text: &'a str, base: &'static str, drift: &'p mut Vec<Drift>) -> Self {
        Self(Source::Text { text, base, drift })
    }

    /// Wraps the value at the cursor, at the pointer `base` of the body. Reading moves the cursor behind it and collects additions as
    /// drift. A value with other differences is refused without their reason, so that the caller reads it again.
    pub(super) fn documented(
        body: &'a str,
        scanner: &'p mut Scanner<'a>,
        base: &'static str,
        drift: &'p mut Vec<Drift>,
    ) -> Self {
        Self(Source::Documented { body, scanner, base, drift })
    }

    /// Reads the payload of a documented event. Additions that the type can hold are collected as drift.
    ///
    /// # Errors
    ///
    /// If the text is not acceptable JSON, or violates the schema beyond drift.
    pub fn read<T: Documented + DeserializeOwned>(self) -> Result<T, Refusal> {
        match self.0 {
            Source::Text { text, base, drift } => {
                check::<T>(text, Part::Payload, base, drift)?;
                read(text, Part::Payload)
            }
            Source::Documented { body, scanner, base, drift } => {
                let start = scanner.offset();
                if let Some(plain) = T::PLAIN {
                    let mut is_struct = false;
                    match plain.fill(body, scanner, &mut is_struct, |_, _| Some(false)) {
                        Ok(value) if note::<T>(body, start, scanner, base, drift).is_some() => return Ok(value),
                        _ if is_struct => return Err(retry_needed()),
                        _ => {}
                    }
                }
                let is_valid =
                    (T::READER)(scanner).and_then(|()| note::<T>(body, start, scanner, base, drift)).is_some();
                let text = body.get(start..scanner.offset()).filter(|_| is_valid);
                text.and_then(|text| from_text(text).ok()).ok_or_else(retry_needed)
            }
        }
    }

    /// Reads the payload of an event without a type; `unknown` is its drift, if there is any.
    ///
    /// # Errors
    ///
    /// If the text is not acceptable JSON.
    pub fn undocumented(self, unknown: Option<Drift>) -> Result<Value, Refusal> {
        let (value, drift) = match self.0 {
            Source::Documented { body, scanner, drift, .. } => {
                let start = scanner.offset();
                let text = scanner.value().and_then(|()| body.get(start..scanner.offset()));
                (text.and_then(|text| from_text(text).ok()).ok_or_else(retry_needed)?, drift)
            }
            Source::Text { text, drift, .. } => {
                let mut scanner = Scanner::of_text(text, MAX_DEPTH);
                if scanner.value().and_then(|()| scanner.end()).is_none() {
                    return Err(not_json(text.as_bytes()));
                }
                (read(text, Part::Payload)?, drift)
            }
        };
        drift.extend(unknown);
        Ok(value)
    }
}

impl fmt::Debug for Payload<'_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Payload").finish_non_exhaustive()
    }
}

/// Returns a refusal without a reason. The payload is decoded once more, which finds its drift or its violations.
#[cold]
fn retry_needed() -> Refusal {
    Refusal::new(Kind::Unrepresentable(Part::Payload, None))
}

/// Validates a text against the schema of `D` and collects drift; `base` is the pointer to the text in the body.
pub(super) fn check<D: Documented>(text: &str, part: Part, base: &str, drift: &mut Vec<Drift>) -> Result<(), Refusal> {
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    scanner.additions.begin();
    let is_read = (D::READER)(&mut scanner).and_then(|()| scanner.end());
    match is_read.and_then(|()| note::<D>(text, 0, &mut scanner, base, drift)) {
        Some(()) => Ok(()),
        None => explain::<D>(text, part, base, drift),
    }
}

/// Collects the additions that were noted in the value at an offset as drift. Returns `None` if they are more than drift.
#[inline]
pub(super) fn note<D: Documented>(
    text: &str,
    start: usize,
    scanner: &mut Scanner<'_>,
    base: &str,
    drift: &mut Vec<Drift>,
) -> Option<()> {
    match scanner.additions.take().as_slice() {
        [] => Some(()),
        names => {
            let (value, known) = (Place { text, start, base, path: D::SCHEMA_PATH }, drift.len());
            additions::collect(value, names, D::collect, drift).or_else(|| {
                drift.truncate(known);
                None
            })
        }
    }
}

/// Returns the reason why the reader has rejected a text, or collects its drift.
#[cold]
fn explain<D: Documented>(text: &str, part: Part, base: &str, drift: &mut Vec<Drift>) -> Result<(), Refusal> {
    let instance =
        parse_nested_at_most(text.as_bytes(), MAX_DEPTH).map_err(|error| Refusal::new(Kind::NotJson(error)))?;
    let violations = report::violations(&instance, D::collect);
    let without_formats = || report::violations_without_formats(&instance, D::collect);
    match drift::of(&violations, without_formats, &instance, base, D::SCHEMA_PATH) {
        Some(found) => {
            drift.extend(found);
            Ok(())
        }
        None => Err(Refusal::new(Kind::Schema { part, violations })),
    }
}

/// Decodes a validated text. A type holds every value that its schema accepts, and all drift, except some numbers: JSON has numbers that
/// neither `serde_json` nor an integer of Rust can hold, and none is rounded to fit.
pub(super) fn read<T: DeserializeOwned>(text: &str, part: Part) -> Result<T, Refusal> {
    from_text(text)
        .map_err(|Unrepresentable| Refusal::new(Kind::Unrepresentable(part, Some(failed_at::<T>(text, MAX_DEPTH)))))
}

/// Returns the error of bytes that are known not to be acceptable JSON.
#[cold]
pub(super) fn not_json(body: &[u8]) -> Refusal {
    match parse_nested_at_most(body, MAX_DEPTH) {
        Err(error) => Refusal::new(Kind::NotJson(error)),
        // Unreachable, because scanner and parser accept the same language. If they did not, this error would be true as well.
        Ok(_) => Refusal::new(Kind::Unrepresentable(Part::Payload, None)),
    }
}
