//! The parts of a delivery (id, time) that every documented body has.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::PartFacts;
use crate::documentation::claim::{Claim, Claims};
use crate::documentation::likeness;
use crate::source::location::Pointer;
use crate::source::visible;

/// Names of members that hold the payload in a body around it.
pub(crate) const PAYLOADS: [&str; 7] = ["data", "payload", "body", "resource", "attributes", "content", "details"];
/// Names of members that identify an event in such a body.
pub(crate) const IDS: &str =
    "id event_id eventId delivery_id deliveryId notification_id notificationId message_id messageId";
/// Words in the name of a header about another delivery or event.
pub(crate) const OF_ANOTHER: &str = "\
    causation caused causing correlation first last next original parent previous related root source trigger \
    triggering";
/// Names of members with the time of the event in such a body.
const TIMES: [&str; 9] =
    ["created_at", "createdAt", "timestamp", "occurred_at", "occurredAt", "sent_at", "sentAt", "created", "time"];

/// Proposes the id and the time of a delivery. In a body around a payload, they are those of the event; in any other body they may be those
/// of its subject. They may also be beside the name of the event in an object of its own.
/// `header` is one whose name says that it has the id.
pub(crate) fn propose_delivery(events: &[(&str, &Claims)], header: Option<&str>, parts: &mut PartFacts) {
    let common_in = |object: &Pointer, name: &str, is_it: &dyn Fn(&Claim) -> bool| {
        let pointer = object.join(name);
        let has = |(_, claims): &(&str, &Claims)| claims.get(&pointer).is_some_and(is_it);
        (!events.is_empty() && events.iter().all(has)).then(|| pointer.to_string())
    };
    let objects = [Some(Pointer::root()), object_of_name(parts)];
    let common = |name: &str, is_it: &dyn Fn(&Claim) -> bool| common_in(&Pointer::root(), name, is_it);
    let beside = |name: &str, is_it: &dyn Fn(&Claim) -> bool| -> Vec<String> {
        objects.iter().flatten().filter_map(|object| common_in(object, name, is_it)).collect()
    };
    let is_around =
        !parts.event.is_empty() && PAYLOADS.iter().any(|name| common(name, &|claim| claim.is_object).is_some());
    let ids: Vec<String> = IDS.split(' ').flat_map(|name| beside(name, &|claim| !claim.is_object)).collect();
    let is_proven = |id: &&String| !is_of_subject(events, id) && !is_shared(events, id);
    // In a body without a payload, a value that different examples share is that of their subject.
    let unshared = || ids.iter().find(|id| !is_shared(events, id)).or_else(|| ids.first().filter(|_| is_around));
    let proven = ids.iter().find(is_proven);
    let id = proven.or_else(unshared);
    let mut times = TIMES.iter().flat_map(|name| beside(name, &|claim| claim.format.as_deref() == Some("date-time")));
    let time = times.next();
    let mut lines = Vec::new();
    let member = |key: &str, pointer: &str| format!("{key} = {{ member = {} }}", visible::in_toml(pointer));
    match id {
        _ if parts.id_header.is_some() || parts.id.is_some() => {}
        Some(id) if is_around && proven.is_some() => parts.id = Some(id.clone()),
        id => lines.extend(id.map(|id| member("id", id)).or_else(|| header.map(id_header))),
    }
    match time {
        _ if parts.sent_at.is_some() => {}
        Some(time) if is_around => parts.sent_at = Some(time),
        time => lines.extend(time.map(|time| member("sent_at", &time))),
    }
    let is_written = parts.id.is_some() || parts.id_header.is_some() || parts.sent_at.is_some();
    // A table is written once.
    suggest(parts, if is_written { "in [delivery] above:" } else { "[delivery]" }, lines);
}

/// Returns the object with the name of the event, if it is neither the body nor a payload.
fn object_of_name(parts: &PartFacts) -> Option<Pointer> {
    let [member] = parts.event.as_slice() else { return None };
    let object = Pointer::parse(member)?.parent()?;
    let first = object.tokens().next()?;
    (!PAYLOADS.contains(&first.as_str())).then_some(object)
}

/// Returns true if a member may identify the subject of events instead of a delivery: examples have its value in the payload, too; or its
/// name is that of a subject, as `message_id` where messages are sent. A member such as `event_id` identifies the subject only in the last
/// case.
fn is_of_subject(events: &[(&str, &Claims)], pointer: &str) -> bool {
    let Some(pointer) = Pointer::parse(pointer) else { return false };
    let name = pointer.tokens().last().unwrap_or_default();
    let noun = likeness::all_words(&name).into_iter().next().filter(|noun| noun != "id");
    let is_subject = |noun: &String| events.iter().any(|(key, _)| likeness::is_about(key, noun));
    if noun.as_ref().is_some_and(is_subject) {
        return true;
    }
    let is_within = |(_, claims): &(&str, &Claims)| {
        let own = shown(claims, &pointer);
        let is_beside = |other: &Pointer| other.tokens().count() == 1 || other.parent() == pointer.parent();
        let inner = claims.iter().filter(|(other, _)| !is_beside(other));
        inner.into_iter().any(|(_, claim)| !claim.shown.is_disjoint(&own))
    };
    !noun.as_deref().is_some_and(is_own) && events.iter().any(is_within)
}

/// Returns true for a name of an event or a delivery themselves, whose id may well be a placeholder in examples.
fn is_own(noun: &str) -> bool {
    matches!(noun, "event" | "delivery")
}

/// Returns the strings that examples show of a member.
fn shown(claims: &Claims, pointer: &Pointer) -> BTreeSet<String> {
    claims.get(pointer).map(|it| it.shown.clone()).unwrap_or_default()
}

/// Returns true if different examples share a value of a member, so that it does not identify a delivery.
pub(crate) fn is_shared(events: &[(&str, &Claims)], pointer: &str) -> bool {
    let Some(pointer) = Pointer::parse(pointer) else { return false };
    let name = pointer.tokens().last().unwrap_or_default();
    let noun = likeness::all_words(&name).into_iter().next();
    let mut known: BTreeMap<String, &Claims> = BTreeMap::new();
    let values = events.iter().flat_map(|(_, claims)| shown(claims, &pointer).into_iter().map(move |it| (it, *claims)));
    // Several events may have one example.
    !noun.as_deref().is_some_and(is_own)
        && values.into_iter().any(|(value, claims)| !are_same(known.entry(value).or_insert(claims), claims))
}

/// Returns true if two events show the same examples.
fn are_same(one: &Claims, other: &Claims) -> bool {
    let shown = |claims: &Claims| -> Vec<(Pointer, BTreeSet<String>)> {
        let shown = claims.iter().filter(|(_, claim)| !claim.shown.is_empty());
        shown.map(|(pointer, claim)| (pointer.clone(), claim.shown.clone())).collect()
    };
    std::ptr::eq(one, other) || shown(one) == shown(other)
}

/// Returns the line for an id in a header.
pub(crate) fn id_header(header: &str) -> String {
    format!("id = {{ header = {} }}", visible::in_toml(header))
}

/// Returns the line for an id in a member.
pub(crate) fn id_member(pointer: &Pointer) -> String {
    format!("id = {{ member = {} }}", visible::in_toml(&pointer.to_string()))
}

/// Adds lines of a section for a person to confirm.
pub(crate) fn suggest(parts: &mut PartFacts, section: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        parts.suggested.extend([String::new(), section.to_owned()]);
        parts.suggested.extend(lines);
    }
}
