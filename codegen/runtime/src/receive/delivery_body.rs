//! The second step of receiving: decodes a verified body into an envelope and an event, in place and without a tree.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::text::parse::parse_nested_at_most;
use super::super::text::scanner::Scanner;
use super::super::validate::documented::Documented;
use super::super::validate::drift::{self, Drift};
use super::super::validate::report;
use super::super::value::timestamp::Timestamp;
use super::age;
use super::headers::EventHeader;
use super::member_path::{find_both, string_at, text_at, MemberPath};
use super::refusal::{Kind, Part, Refusal};

/// The maximum nesting depth of a body.
pub const MAX_DEPTH: u32 = 64;

/// The members of an envelope that the receiver reads.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    /// The member that names the event.
    pub event: MemberPath,
    /// The member that holds the payload.
    pub data: MemberPath,
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
    let envelope = match check::<D>(text, Part::Envelope, "", drift).and_then(|()| read::<E>(text, Part::Envelope)) {
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

/// Returns the event's name in a body that is the payload; the names of several members are joined by `.`.
///
/// # Errors
///
/// If the body is not acceptable JSON, or a member is missing or not a string.
pub fn event_of_body<'a>(text: &'a str, members: &[MemberPath]) -> Result<Cow<'a, str>, Refusal> {
    let mut joined: Option<Cow<'a, str>> = None;
    for member in members {
        let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
        let at = member.find(&mut scanner);
        let Some(name) = at.and_then(|at| string_at(&mut scanner, at)) else {
            return Err(missing(text, member, "a string"));
        };
        joined = Some(match joined {
            Some(outer) => Cow::Owned(format!("{outer}.{}", name.decode())),
            None => name.decode(),
        });
    }
    Ok(joined.unwrap_or_default())
}

/// Returns the refusal of a body without a member: it may be no JSON at all.
#[cold]
pub(super) fn missing(text: &str, member: &MemberPath, expected: &'static str) -> Refusal {
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    match scanner.value().and_then(|()| scanner.end()) {
        Some(()) => Refusal::new(Kind::NotAnEnvelope { pointer: member.pointer, expected }),
        None => not_json(text.as_bytes()),
    }
}

/// Reads the payload of a documented event, at a pointer of the body. Additions that the type can hold are collected as drift.
///
/// # Errors
///
/// If the text is not acceptable JSON, or violates the schema beyond drift.
pub fn payload<T: Documented + DeserializeOwned>(data: &str, base: &str, drift: &mut Vec<Drift>) -> Result<T, Refusal> {
    check::<T>(data, Part::Payload, base, drift)?;
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
pub fn member<'a>(text: &'a str, member: &MemberPath) -> Option<Cow<'a, str>> {
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    let at = member.find(&mut scanner)?;
    match string_at(&mut scanner, at) {
        Some(said) => Some(said.decode()),
        None => text_at(&mut scanner, at).filter(|text| *text != "null").map(Cow::Borrowed),
    }
}

/// Compares the version in a member with the documented ones. Another is drift; a missing one is none.
pub fn check_version(text: &str, version: &MemberPath, known: &[&str], drift: &mut Vec<Drift>) {
    if member(text, version).is_some_and(|said| !known.contains(&&*said)) {
        drift.push(Drift::new_version(version.pointer));
    }
}

/// Compares the event header, which is unsigned, with the signed name at a pointer of the body, which decides. A difference is drift.
///
/// # Errors
///
/// If the header is required and absent or empty.
pub fn check_event(
    said: &EventHeader,
    event: &str,
    pointer: &str,
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
        _ => drift.push(Drift::event_header(Some(pointer))),
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

/// Checks the age of a delivery by the timestamp in a member.
///
/// # Errors
///
/// If the delivery is older than `max_age` or its age is unknown.
pub fn check_age(text: &str, sent_at: &MemberPath, now: SystemTime, max_age: Duration) -> Result<(), Refusal> {
    let created_at = member(text, sent_at).and_then(|said| Timestamp::from(&*said).unix_milliseconds().ok());
    match created_at {
        None => Err(Refusal::new(Kind::AgeUnknown { pointer: sent_at.pointer })),
        Some(created_at) if age::is_too_old(created_at, age::unix_milliseconds(now), max_age) => {
            Err(Refusal::new(Kind::TooOld))
        }
        Some(_) => Ok(()),
    }
}

/// Validates a text against the schema of `D` and collects drift; `base` is the pointer to the text in the body.
fn check<D: Documented>(text: &str, part: Part, base: &str, drift: &mut Vec<Drift>) -> Result<(), Refusal> {
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    match (D::READER)(&mut scanner).and_then(|()| scanner.end()) {
        Some(()) => Ok(()),
        None => explain::<D>(text, part, base, drift),
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
fn read<T: DeserializeOwned>(text: &str, part: Part) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|_| Refusal::new(Kind::Unrepresentable(part)))
}

/// Returns the event's name and the text of the payload.
fn parts<'a>(text: &'a str, members: &Members) -> Result<(Cow<'a, str>, &'a str), Refusal> {
    let missing =
        |member: &MemberPath, expected| Refusal::new(Kind::NotAnEnvelope { pointer: member.pointer, expected });
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    let (event, data) = find_both(&mut scanner, &members.event, &members.data);
    let event = event.and_then(|at| string_at(&mut scanner, at)).ok_or_else(|| missing(&members.event, "a string"))?;
    let data = data.and_then(|at| text_at(&mut scanner, at)).ok_or_else(|| missing(&members.data, "the payload"))?;
    Ok((event.decode(), data))
}

/// Returns the error of bytes that are known not to be acceptable JSON.
#[cold]
pub(super) fn not_json(body: &[u8]) -> Refusal {
    match parse_nested_at_most(body, MAX_DEPTH) {
        Err(error) => Refusal::new(Kind::NotJson(error)),
        // Unreachable while scanner and parser agree; still true if they did not.
        Ok(_) => Refusal::new(Kind::Unrepresentable(Part::Payload)),
    }
}
