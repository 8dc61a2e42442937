//! The second step of receiving: decodes a verified body into an envelope and an event, in place and without a tree.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::text::lookahead::{Lookahead, MemberValue};
use super::super::text::parse::parse_nested_at_most;
use super::super::text::scanner::Scanner;
use super::super::validate::documented::Documented;
use super::super::validate::drift::{self, pointer_to, Drift};
use super::super::validate::report;
use super::super::value::timestamp::Timestamp;
use super::age;
use super::headers::EventHeader;
use super::refusal::{Kind, Part, Refusal};

/// The maximum nesting depth of a body.
pub const MAX_DEPTH: u32 = 64;

/// The members of an envelope that the receiver reads.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    /// The member that names the event.
    pub event: &'static str,
    /// The member that holds the payload.
    pub data: &'static str,
}

/// A decoded envelope.
#[derive(Debug)]
pub struct Opened<'a, E> {
    /// The envelope.
    pub envelope: E,
    /// The event's name.
    pub event: Cow<'a, str>,
    /// The JSON text of the payload.
    pub data: &'a str,
}

/// Returns the body as text.
///
/// # Errors
///
/// If the body is not UTF-8.
pub fn text(body: &[u8]) -> Result<&str, Refusal> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text),
        Err(_) => Err(not_json(body)),
    }
}

/// Opens an envelope: validates the text against the schema of `D` and decodes it as `E`. Additions that the type can hold are collected as
/// drift.
///
/// # Errors
///
/// If the text is not acceptable JSON or not an envelope. The envelope is returned as well if it can be decoded nevertheless.
pub fn open<'a, D: Documented, E: DeserializeOwned>(
    text: &'a str,
    members: &Members,
    drift: &mut Vec<Drift>,
) -> Result<Opened<'a, E>, (Refusal, Option<Box<E>>)> {
    let envelope = match check::<D>(text, Part::Envelope, None, drift).and_then(|()| read::<E>(text, Part::Envelope)) {
        Ok(envelope) => envelope,
        Err(refusal) => {
            let is_json = refusal.violations().is_some();
            let envelope = if is_json { serde_json::from_str(text).ok() } else { None };
            return Err((refusal, envelope));
        }
    };
    match parts(text, members) {
        Ok((event, data)) => Ok(Opened { envelope, event, data }),
        Err(refusal) => Err((refusal, Some(Box::new(envelope)))),
    }
}

/// Reads the payload of a documented event from `member` of the body, or from the whole body. Additions that the type can hold are
/// collected as drift.
///
/// # Errors
///
/// If the text is not acceptable JSON, or violates the schema beyond drift.
pub fn payload<T: Documented + DeserializeOwned>(
    data: &str,
    member: Option<&str>,
    drift: &mut Vec<Drift>,
) -> Result<T, Refusal> {
    check::<T>(data, Part::Payload, member, drift)?;
    read(data, Part::Payload)
}

/// Reads the payload of an undocumented event.
///
/// # Errors
///
/// If the text is not acceptable JSON.
pub fn undocumented(data: &str) -> Result<Value, Refusal> {
    let mut scanner = Scanner::nested_at_most(data.as_bytes(), MAX_DEPTH);
    match scanner.value().and_then(|()| scanner.end()) {
        Some(()) => serde_json::from_str(data).map_err(|_| Refusal::new(Kind::Unrepresentable(Part::Payload))),
        None => Err(not_json(data.as_bytes())),
    }
}

/// Returns a member of a checked text: the value of a string, the JSON text of anything else.
#[must_use]
pub fn member<'a>(text: &'a str, wire_name: &'static str) -> Option<Cow<'a, str>> {
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    let mut lookahead = Lookahead::new(&mut scanner, [wire_name]);
    match lookahead.value(&mut scanner, 0) {
        MemberValue::Absent | MemberValue::Null => None,
        MemberValue::String(said) => Some(said.decode()),
        MemberValue::Boolean(_) | MemberValue::Other => {
            let start = lookahead.find(&mut scanner, 0)?;
            scanner.go_to(start);
            scanner.skip_value()?;
            Some(Cow::Borrowed(scanner.since(start)))
        }
    }
}

/// Compares the event header, which is unsigned, with the body's signed member `wire_name`, which decides. A difference is drift.
///
/// # Errors
///
/// If the header is required and absent or empty.
pub fn check_event(
    said: &EventHeader,
    event: &str,
    wire_name: &str,
    header: &'static str,
    is_required: bool,
    drift: &mut Vec<Drift>,
) -> Result<(), Refusal> {
    match said {
        EventHeader::Absent | EventHeader::Empty if is_required => {
            return Err(Refusal::new(Kind::EventHeaderMissing { header }));
        }
        EventHeader::Absent => {}
        EventHeader::Named(name) if **name == *event.as_bytes() => {}
        _ => drift.push(Drift::event_header(Some(wire_name))),
    }
    Ok(())
}

/// Reads the event's name from the header if the body does not name it. A name that differs from one documented name only in case counts as
/// that name, with drift: an undocumented event would be accepted and handled by nobody.
///
/// # Errors
///
/// If the header is absent, names several events, or is not UTF-8.
pub fn event_of_header<'h>(
    said: &'h EventHeader,
    header: &'static str,
    documented: impl Iterator<Item = &'h str>,
    drift: &mut Vec<Drift>,
) -> Result<&'h str, Refusal> {
    let name = match said {
        EventHeader::Absent | EventHeader::Empty => return Err(Refusal::new(Kind::EventHeaderMissing { header })),
        EventHeader::Contradictory => None,
        EventHeader::Named(name) => std::str::from_utf8(name).ok(),
    };
    let name = name.ok_or_else(|| Refusal::new(Kind::EventHeaderMalformed { header }))?;
    let mut alike = documented.filter(|known| known.eq_ignore_ascii_case(name));
    match (alike.next(), alike.next()) {
        (Some(known), None) if known != name => {
            drift.push(Drift::event_header(None));
            Ok(known)
        }
        _ => Ok(name),
    }
}

/// Checks the age of a delivery by the timestamp in member `wire_name`.
///
/// # Errors
///
/// If the delivery is older than `max_age` or its age is unknown.
pub fn check_age(text: &str, wire_name: &'static str, now: SystemTime, max_age: Duration) -> Result<(), Refusal> {
    let created_at = member(text, wire_name).and_then(|said| Timestamp::from(&*said).unix_milliseconds().ok());
    match created_at {
        None => Err(Refusal::new(Kind::AgeUnknown { wire_name })),
        Some(created_at) if age::is_too_old(created_at, age::unix_milliseconds(now), max_age) => {
            Err(Refusal::new(Kind::TooOld))
        }
        Some(_) => Ok(()),
    }
}

/// Validates a text against the schema of `D` and collects drift; `member` is the location of the text in the body.
fn check<D: Documented>(text: &str, part: Part, member: Option<&str>, drift: &mut Vec<Drift>) -> Result<(), Refusal> {
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    match (D::READER)(&mut scanner).and_then(|()| scanner.end()) {
        Some(()) => Ok(()),
        None => explain::<D>(text, part, member, drift),
    }
}

/// Returns the reason why the reader has rejected a text, or collects its drift.
#[cold]
fn explain<D: Documented>(text: &str, part: Part, member: Option<&str>, drift: &mut Vec<Drift>) -> Result<(), Refusal> {
    let instance =
        parse_nested_at_most(text.as_bytes(), MAX_DEPTH).map_err(|error| Refusal::new(Kind::NotJson(error)))?;
    let violations = report::violations(&instance, D::collect);
    let without_formats = || report::violations_without_formats(&instance, D::collect);
    let base = member.map_or_else(String::new, pointer_to);
    match drift::of(&violations, without_formats, &instance, &base, D::SCHEMA_PATH) {
        Some(found) => {
            drift.extend(found);
            Ok(())
        }
        None => Err(Refusal::new(Kind::Schema { part, violations })),
    }
}

/// Decodes a validated text. A type holds every value that its schema accepts, and all drift, except some numbers: JSON has numbers that
/// neither `serde_json` nor an integer of Rust can hold, and none is rounded to fit.
fn read<T: DeserializeOwned>(text: &str, part: Part) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|_| Refusal::new(Kind::Unrepresentable(part)))
}

/// Returns the event's name and the text of the payload.
fn parts<'a>(text: &'a str, members: &Members) -> Result<(Cow<'a, str>, &'a str), Refusal> {
    let missing = |wire_name, expected| Refusal::new(Kind::NotAnEnvelope { wire_name, expected });
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    let mut lookahead = Lookahead::new(&mut scanner, [members.event, members.data]);
    let MemberValue::String(event) = lookahead.value(&mut scanner, 0) else {
        return Err(missing(members.event, "a string"));
    };
    let data = lookahead.find(&mut scanner, 1).and_then(|start| {
        scanner.go_to(start);
        scanner.skip_value()?;
        Some(scanner.since(start))
    });
    Ok((event.decode(), data.ok_or_else(|| missing(members.data, "the payload"))?))
}

/// Returns the error of bytes that are known not to be acceptable JSON.
#[cold]
fn not_json(body: &[u8]) -> Refusal {
    match parse_nested_at_most(body, MAX_DEPTH) {
        Err(error) => Refusal::new(Kind::NotJson(error)),
        // Unreachable while scanner and parser agree; still true if they did not.
        Ok(_) => Refusal::new(Kind::Unrepresentable(Part::Payload)),
    }
}
