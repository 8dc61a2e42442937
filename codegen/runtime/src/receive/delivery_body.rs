//! The second step of receiving: a verified body becomes an envelope and an event. What is valid is read where it stands, without a tree.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::text::lookahead::{Lookahead, Looked};
use super::super::text::parse::parse_nested_at_most;
use super::super::text::scanner::Scanner;
use super::super::validate::documented::Documented;
use super::super::validate::drift::{self, pointer_to, Drift};
use super::super::validate::report;
use super::super::value::timestamp::Timestamp;
use super::age;
use super::headers::EventHeader;
use super::refusal::{Kind, Part, Refusal};

/// How deep a body may nest.
pub const MAX_DEPTH: u32 = 64;

/// The members of an envelope that the receiver reads.
#[derive(Clone, Copy, Debug)]
pub struct Members {
    /// Names the event.
    pub event: &'static str,
    /// Holds the payload.
    pub data: &'static str,
}

/// A body that is an envelope.
#[derive(Debug)]
pub struct Opened<'a, E> {
    /// The envelope.
    pub envelope: E,
    /// What the event is called.
    pub event: Cow<'a, str>,
    /// The text of the payload.
    pub data: &'a str,
}

/// A body as text.
///
/// # Errors
///
/// If it is not UTF-8, as a whole.
pub fn text(body: &[u8]) -> Result<&str, Refusal> {
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text),
        Err(_) => Err(not_json(body)),
    }
}

/// Opens an envelope: checks the whole text and the envelope's schema, which is that of `D`, and reads it as `E`. What the
/// documentation does not know and the type can hold becomes drift.
///
/// # Errors
///
/// If the text is no JSON that is accepted, or no envelope. The envelope is given as well when it can be read nevertheless.
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

/// Reads a payload whose schema is documented; it is that member of the body, or the whole body. What the documentation does not know
/// and the type can hold becomes drift.
///
/// # Errors
///
/// If it breaks its schema in another way than is drift, or is no JSON that is accepted.
pub fn payload<T: Documented + DeserializeOwned>(
    data: &str,
    member: Option<&str>,
    drift: &mut Vec<Drift>,
) -> Result<T, Refusal> {
    check::<T>(data, Part::Payload, member, drift)?;
    read(data, Part::Payload)
}

/// Reads a payload that nobody has documented.
///
/// # Errors
///
/// If it is no JSON that is accepted.
pub fn undocumented(data: &str) -> Result<Value, Refusal> {
    let mut scanner = Scanner::nested_at_most(data.as_bytes(), MAX_DEPTH);
    match scanner.value().and_then(|()| scanner.end()) {
        Some(()) => serde_json::from_str(data).map_err(|_| Refusal::new(Kind::Unrepresentable(Part::Payload))),
        None => Err(not_json(data.as_bytes())),
    }
}

/// What a member of a text, which was checked, says: a string as it is, anything else as it is written.
#[must_use]
pub fn member<'a>(text: &'a str, wire_name: &'static str) -> Option<Cow<'a, str>> {
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    let mut look = Lookahead::new(&mut scanner, [wire_name]);
    match look.value(&mut scanner, 0) {
        Looked::Absent | Looked::Null => None,
        Looked::String(said) => Some(said.decode()),
        Looked::Boolean(_) | Looked::Other => {
            let start = look.find(&mut scanner, 0)?;
            scanner.go_to(start);
            scanner.hop()?;
            Some(Cow::Borrowed(scanner.since(start)))
        }
    }
}

/// Compares the header that names the event, which nobody has signed, with the body's member `wire_name`, which is signed and decides. A
/// difference becomes drift.
///
/// # Errors
///
/// If the header is required and names nothing.
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

/// Reads the event's name from the header, where the body does not name it. A name that is one of the documented ones but for the case of its
/// letters is taken for that one, and becomes drift: as an event that nobody documents it would be accepted, and handled by nobody.
///
/// # Errors
///
/// If there is no such header, or it does not name one event, or its name is no text.
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

/// Checks how old a delivery is by the date and time in that member of its text.
///
/// # Errors
///
/// If it is older than `max_age`, or does not say how old it is.
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

/// Checks a text and the schema of `D`; `member` says which part of the body it is. Notes the violations that are drift.
fn check<D: Documented>(text: &str, part: Part, member: Option<&str>, drift: &mut Vec<Drift>) -> Result<(), Refusal> {
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    match (D::READER)(&mut scanner).and_then(|()| scanner.end()) {
        Some(()) => Ok(()),
        None => explain::<D>(text, part, member, drift),
    }
}

/// Explains why a text was not accepted at once.
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

/// Reads what was checked. A type holds what its schema accepts, and what only drifts; but not each number: JSON has numbers that neither
/// `serde_json` nor an integer of Rust can hold, and none is rounded to one that fits.
fn read<T: DeserializeOwned>(text: &str, part: Part) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|_| Refusal::new(Kind::Unrepresentable(part)))
}

/// The members of an envelope that say what it carries.
fn parts<'a>(text: &'a str, members: &Members) -> Result<(Cow<'a, str>, &'a str), Refusal> {
    let missing = |wire_name, expected| Refusal::new(Kind::NotAnEnvelope { wire_name, expected });
    let mut scanner = Scanner::nested_at_most(text.as_bytes(), MAX_DEPTH);
    let mut look = Lookahead::new(&mut scanner, [members.event, members.data]);
    let Looked::String(event) = look.value(&mut scanner, 0) else {
        return Err(missing(members.event, "a string"));
    };
    let data = look.find(&mut scanner, 1).and_then(|start| {
        scanner.go_to(start);
        scanner.hop()?;
        Some(scanner.since(start))
    });
    Ok((event.decode(), data.ok_or_else(|| missing(members.data, "the payload"))?))
}

/// Why bytes are no JSON that is accepted; they are known to be none.
#[cold]
fn not_json(body: &[u8]) -> Refusal {
    match parse_nested_at_most(body, MAX_DEPTH) {
        Err(error) => Refusal::new(Kind::NotJson(error)),
        // The scanner and the parser accept the same; if they did not, this would be the honest answer.
        Ok(_) => Refusal::new(Kind::Unrepresentable(Part::Payload)),
    }
}
