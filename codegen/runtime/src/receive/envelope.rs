//! The envelope of a delivery, and the payload in it: both are decoded in place and without a tree.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::super::text::deserializer::{from_text, Deserializer};
use super::super::text::plain;
use super::super::text::scanner::Scanner;
use super::super::text::swar;
use super::super::text::unrepresentable::Unrepresentable;
use super::super::text::watched::from_object;
use super::super::validate::documented::Documented;
use super::super::validate::drift::Drift;
use super::member_path::{descend, find_both, string_at, text_at, MemberPath};
use super::payload::{check, note, read, Decode, Payload, MAX_DEPTH};
use super::refusal::{Kind, Part, Refusal};

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
pub struct Opened<'a, E, P> {
    /// The envelope.
    pub envelope: E,
    /// The event's name.
    pub event: Cow<'a, str>,
    /// The payload.
    pub payload: OpenedPayload<'a, P>,
}

/// The payload in an envelope.
#[derive(Debug)]
pub enum OpenedPayload<'a, P> {
    /// A payload that is as documented, or has these additions.
    Decoded(P, Vec<Drift>),
    /// The JSON text of another payload.
    Text(&'a str),
}

impl<P> OpenedPayload<'_, P> {
    /// Decodes the payload of the event `name`. Additions that the type can hold are collected as drift.
    ///
    /// # Errors
    ///
    /// The errors of `decode`.
    pub fn decode(
        self,
        name: &str,
        members: &Members,
        decode: Decode<P>,
        drift: &mut Vec<Drift>,
    ) -> Result<P, Refusal> {
        match self {
            Self::Decoded(payload, additions) => {
                if drift.is_empty() {
                    *drift = additions;
                } else {
                    drift.extend(additions);
                }
                Ok(payload)
            }
            Self::Text(text) => decode(name, Payload::new(text, members.data.pointer, drift)),
        }
    }
}

/// The reason why an envelope is not opened, and the envelope if it can be decoded nevertheless.
pub type OpenError<E> = (Refusal, Option<Box<E>>);

/// Opens an envelope: validates the text against the schema of `D` and decodes it as `E`. Additions that the type can hold are collected as
/// drift.
///
/// A body takes one of three ways:
///
/// - Most bodies are read once, in `open_in_one_pass`. The schema of the envelope must be `Plain`, its type a struct, and name and payload its
///   own members.
/// - With another envelope, `WatchedOpening` fills the type and decodes the payload on the way; the validator then skips the payload.
/// - A body that these do not accept, above all one to be refused, is read again by `open_in_passes`, which finds the reason.
///
/// # Errors
///
/// If the text is not acceptable JSON or not an envelope. The envelope is returned as well if it can be decoded nevertheless.
pub fn open<'a, D: Documented, E: DeserializeOwned, P>(
    text: &'a str,
    members: &Members,
    decode: Decode<P>,
    drift: &mut Vec<Drift>,
) -> Result<Opened<'a, E, P>, OpenError<E>> {
    let mut is_plain = false;
    if let Some(opened) = open_in_one_pass::<D, E, P>(text, members, decode, drift, &mut is_plain) {
        return Ok(opened);
    }
    let twice = if is_plain { None } else { WatchedOpening::new(text, members, decode).open::<D, E>(drift) };
    match twice {
        Some(opened) => Ok(opened),
        None => open_in_passes::<D, E, P>(text, members, drift),
    }
}

/// Opens an envelope in several passes, for its drift or the reason of its refusal.
#[cold]
fn open_in_passes<'a, D: Documented, E: DeserializeOwned, P>(
    text: &'a str,
    members: &Members,
    drift: &mut Vec<Drift>,
) -> Result<Opened<'a, E, P>, OpenError<E>> {
    let envelope = match check::<D>(text, Part::Envelope, "", drift).and_then(|()| read::<E>(text, Part::Envelope)) {
        Ok(envelope) => envelope,
        Err(refusal) => {
            let is_json = refusal.violations().is_some();
            let envelope = if is_json { from_text(text).ok().map(Box::new) } else { None };
            return Err((refusal, envelope));
        }
    };
    match parts(text, members) {
        Ok((event, data)) => Ok(Opened { envelope, event, payload: OpenedPayload::Text(data) }),
        Err(refusal) => Err((refusal, Some(Box::new(envelope)))),
    }
}

/// Validates and decodes an envelope and its payload in one pass, if both are as documented or have additions. `is_plain` is set if the
/// schema of the envelope allows it.
fn open_in_one_pass<'a, D: Documented, E: DeserializeOwned, P>(
    text: &'a str,
    members: &Members,
    decode: Decode<P>,
    drift: &mut Vec<Drift>,
    is_plain: &mut bool,
) -> Option<Opened<'a, E, P>> {
    let (schema, [event], [data]) = (D::PLAIN?, members.event.names, members.data.names) else { return None };
    let (event, data) = (schema.position(event)?, schema.position(data)?);
    let check = schema.check(data)?;
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    scanner.additions.begin();
    let (mut name, mut found, mut additions) = (None, None, Vec::new());
    let take = |position: usize, scanner: &mut Scanner<'a>| {
        if position == event {
            let start = scanner.offset();
            name = Some(plain::string(text, scanner)?);
            scanner.go_to(start);
        } else if position == data {
            scanner.peek();
            let start = scanner.offset();
            let name = name.take().or_else(|| name_at(scanner, &members.event, start))?;
            let noted = scanner.additions.take();
            scanner.forget_verdicts();
            let payload = Payload::documented(text, scanner, members.data.pointer, &mut additions);
            found = Some((decode(&name, payload).ok()?, name));
            let end = scanner.offset();
            scanner.additions.restore(noted);
            scanner.restart_after(start, start);
            check.read(scanner).filter(|()| scanner.offset() == end)?;
        }
        Some(position == data)
    };
    let envelope: E = schema.fill(text, &mut scanner, is_plain, take).ok()?;
    scanner.end()?;
    let (payload, event) = found?;
    note::<D>(text, 0, &mut scanner, "", drift)?;
    Some(Opened { envelope, event, payload: OpenedPayload::Decoded(payload, additions) })
}

/// Returns the event's name in a text where it follows the payload, and moves the cursor back to an offset.
#[cold]
fn name_at<'a>(scanner: &mut Scanner<'a>, member: &MemberPath, back: usize) -> Option<Cow<'a, str>> {
    scanner.go_to(0);
    let at = member.find(scanner)?;
    let name = string_at(scanner, at).map(|name| name.decode());
    scanner.go_to(back);
    name
}

/// An envelope that is opened together with its payload, if both are as documented or have additions, which is the usual case.
///
/// The payload is validated against its own schema while the envelope is decoded. The validator of the envelope then skips it.
struct WatchedOpening<'o, 'a, P> {
    text: &'a str,
    members: &'o Members,
    decode: Decode<P>,
    scanner: Scanner<'a>,
    /// The event's name, if it precedes the payload.
    name: Option<Cow<'a, str>>,
    /// The event's name, the offset of its payload, and the payload.
    found: Option<(Cow<'a, str>, usize, P)>,
    /// The additions of the payload.
    additions: Vec<Drift>,
}

impl<'o, 'a, P> WatchedOpening<'o, 'a, P> {
    fn new(text: &'a str, members: &'o Members, decode: Decode<P>) -> Self {
        let mut scanner = Scanner::of_text(text, MAX_DEPTH);
        scanner.additions.begin();
        Self { text, members, decode, scanner, name: None, found: None, additions: Vec::new() }
    }

    fn open<D: Documented, E: DeserializeOwned>(mut self, drift: &mut Vec<Drift>) -> Option<Opened<'a, E, P>> {
        let envelope = from_object(self.text, |name, value| self.watch(name, value).ok_or(Unrepresentable)).ok()?;
        let (event, start, payload) = self.found?;
        self.scanner.restart_after(start, 0);
        (D::READER)(&mut self.scanner).and_then(|()| self.scanner.end())?;
        note::<D>(self.text, 0, &mut self.scanner, "", drift)?;
        Some(Opened { envelope, event, payload: OpenedPayload::Decoded(payload, self.additions) })
    }

    /// Takes the event's name and the payload from a member whose value is at the cursor.
    fn watch(&mut self, name: &str, value: &mut Deserializer<'a>) -> Option<()> {
        let [outer, inner @ ..] = self.members.data.names else { return None };
        let is = |known: &str| name.len() == known.len() && swar::starts_with(name.as_bytes(), known.as_bytes());
        if is(outer) {
            let event = self.name.take().or_else(|| self.find_name())?;
            let start = descend(&mut self.scanner, value.offset(), inner)?;
            let payload = self.payload(&event, start)?;
            self.found = Some((event, start, payload));
            value.note_end(start, self.scanner.offset());
        } else if matches!(self.members.event.names, [event] if is(event)) {
            self.name = Some(value.string_ahead().ok()?);
        }
        Some(())
    }

    /// Finds the event's name after the payload, or inside of it.
    fn find_name(&mut self) -> Option<Cow<'a, str>> {
        self.scanner.go_to(0);
        let at = self.members.event.find(&mut self.scanner)?;
        string_at(&mut self.scanner, at).map(|name| name.decode())
    }

    fn payload(&mut self, event: &str, start: usize) -> Option<P> {
        let levels = u32::try_from(self.members.data.names.len()).ok()?;
        let (text, decode, base) = (self.text, self.decode, self.members.data.pointer);
        self.scanner.go_to(start);
        self.scanner
            .inside(levels, |scanner| decode(event, Payload::documented(text, scanner, base, &mut self.additions)).ok())
    }
}

/// Returns the event's name and the text of the payload.
fn parts<'a>(text: &'a str, members: &Members) -> Result<(Cow<'a, str>, &'a str), Refusal> {
    let missing =
        |member: &MemberPath, expected| Refusal::new(Kind::NotAnEnvelope { pointer: member.pointer, expected });
    let mut scanner = Scanner::of_text(text, MAX_DEPTH);
    let (event, data) = find_both(&mut scanner, &members.event, &members.data);
    let event = event.and_then(|at| string_at(&mut scanner, at)).ok_or_else(|| missing(&members.event, "a string"))?;
    let data = data.and_then(|at| text_at(&mut scanner, at)).ok_or_else(|| missing(&members.data, "the payload"))?;
    Ok((event.decode(), data))
}
