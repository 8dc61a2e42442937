//! The checks of a verified body beside its schemas: its event's name, version and age.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use super::super::text::scanner::Scanner;
use super::super::validate::drift::{self, Drift};
use super::super::value::timestamp::Timestamp;
use super::age;
use super::headers::EventHeader;
use super::member_path::{string_at, text_at, MemberPath};
use super::payload::{not_json, MAX_DEPTH};
use super::refusal::{Kind, Refusal};

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

/// Returns the event's name in a body that is the payload; the names of several members are joined by `.`.
///
/// # Errors
///
/// If the body is not acceptable JSON, or a member is missing or not a string.
pub fn event_of_body<'a>(text: &'a str, members: &[MemberPath]) -> Result<Cow<'a, str>, Refusal> {
    let mut joined: Option<Cow<'a, str>> = None;
    for member in members {
        let mut scanner = Scanner::of_text(text, MAX_DEPTH);
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

/// Returns the refusal of a body without a member. If the body is not JSON, the refusal says so.
#[cold]
pub(super) fn missing(text: &str, member: &MemberPath, expected: &'static str) -> Refusal {
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    match scanner.value().and_then(|()| scanner.end()) {
        Some(()) => Refusal::new(Kind::NotAnEnvelope { pointer: member.pointer, expected }),
        None => not_json(text.as_bytes()),
    }
}

/// Returns a member of a checked text: the value of a string, the JSON text of anything else.
#[must_use]
pub fn member<'a>(text: &'a str, member: &MemberPath) -> Option<Cow<'a, str>> {
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    let at = member.find(&mut scanner)?;
    match string_at(&mut scanner, at) {
        Some(said) => Some(said.decode()),
        None => text_at(&mut scanner, at).filter(|text| *text != "null").map(Cow::Borrowed),
    }
}

/// Returns the id in a member of a checked text: a string, unless it is empty, or a number as it is written. Anything else identifies nothing.
#[must_use]
pub fn id(text: &str, member: &MemberPath) -> Option<Box<str>> {
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    let at = member.find(&mut scanner)?;
    let id = match string_at(&mut scanner, at) {
        Some(said) => said.decode(),
        None => Cow::Borrowed(text_at(&mut scanner, at).filter(|text| text.starts_with(begins_number))?),
    };
    (!id.is_empty()).then(|| id.into_owned().into_boxed_str())
}

fn begins_number(start: char) -> bool {
    start == '-' || start.is_ascii_digit()
}

/// Compares the version in a member with the documented ones. An undocumented version is drift, a missing one is not.
pub fn check_version(text: &str, version: &MemberPath, known: &[&str], drift: &mut Vec<Drift>) {
    if member(text, version).is_some_and(|said| !known.contains(&&*said)) {
        drift.push(drift::new_version(version.pointer));
    }
}

/// Compares the unsigned event header with the signed name at a pointer of the body. A difference is drift, and the name in the body is
/// used.
///
/// # Errors
///
/// If the header is required, and absent or empty.
pub fn check_event(
    said: &EventHeader,
    event: &str,
    pointer: &str,
    header: &'static str,
    is_required: bool,
    drift: &mut Vec<Drift>,
) -> Result<(), Refusal> {
    match said {
        EventHeader::Absent if is_required => return Err(Refusal::new(Kind::EventHeaderMissing { header })),
        EventHeader::Empty if is_required => return Err(Refusal::new(Kind::EventHeaderMalformed { header })),
        EventHeader::Absent => {}
        EventHeader::Named(name) if **name == *event.as_bytes() => {}
        _ => drift.push(drift::event_header(Some(pointer))),
    }
    Ok(())
}

/// Reads the event's name from the header, for vendors whose bodies do not have it.
///
/// # Errors
///
/// If the header is absent, names no event or several, or is not UTF-8.
pub fn event_of_header<'h>(said: &'h EventHeader, header: &'static str) -> Result<Cow<'h, str>, Refusal> {
    let name = match said {
        EventHeader::Absent => return Err(Refusal::new(Kind::EventHeaderMissing { header })),
        EventHeader::Empty | EventHeader::Contradictory => None,
        EventHeader::Named(name) => std::str::from_utf8(name).ok().filter(|name| !name.is_empty()),
    };
    name.map(Cow::Borrowed).ok_or_else(|| Refusal::new(Kind::EventHeaderMalformed { header }))
}

/// Appends `.` and the string in a member of the body to an event's name, if the member is a string.
#[must_use]
pub fn ended<'n>(name: Cow<'n, str>, body: &[u8], suffix: &MemberPath) -> Cow<'n, str> {
    match end_in(body, suffix) {
        Some(end) => Cow::Owned(format!("{name}.{end}")),
        None => name,
    }
}

/// Returns the end of the event's name: the string in a member of the body. The body need not be JSON.
pub(super) fn end_in<'b>(body: &'b [u8], suffix: &MemberPath) -> Option<Cow<'b, str>> {
    let mut scanner = Scanner::of_text(std::str::from_utf8(body).ok()?, MAX_DEPTH);
    let at = suffix.find(&mut scanner)?;
    string_at(&mut scanner, at).map(|end| end.decode())
}

/// Returns the documented name for a name whose first `in_header` bytes are those of a header. If they alone differ from one documented
/// name, and only in case, the name counts as that one, with drift. Otherwise it would be accepted as an undocumented event, which no code
/// handles. The end of a name is signed, so it counts as it is.
#[must_use]
pub fn documented_event<'n>(
    name: Cow<'n, str>,
    in_header: usize,
    documented: impl Iterator<Item = &'n str>,
    drift: &mut Vec<Drift>,
) -> Cow<'n, str> {
    let is_alike = |known: &&str| {
        let (header, end) = (name.as_bytes().get(..in_header), name.as_bytes().get(in_header..));
        let known_header = known.as_bytes().get(..in_header);
        known.as_bytes().get(in_header..) == end
            && known_header.zip(header).is_some_and(|(known, header)| known.eq_ignore_ascii_case(header))
    };
    let mut alike = documented.filter(is_alike);
    match (alike.next(), alike.next()) {
        (Some(known), None) if *known != *name => {
            drift.push(drift::event_header(None));
            Cow::Borrowed(known)
        }
        _ => name,
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
