//! The names of events: by the member that names them in every body, if there is evidence for one, or else the keys of the source.

use std::collections::BTreeSet;

use crate::documentation::claim::{Claim, Claims};
use crate::documentation::likeness;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Pointer;

/// Names of members that usually name an event, the likeliest first. Behind any prefix the first ones do, as in `resource_type`.
const USUAL: &str = "\
    event type event_type eventtype event_name eventname webhook_type topic trigger category resource entity object \
    kind name action code";

/// The number of usual names that are words for an event themselves.
const WORDS_FOR_EVENTS: usize = 9;

/// Prefixes that make the other ones a name of the event: `webhook_code`, but not `customer_name`.
const PREFIXES: [&str; 5] = ["event_", "hook_", "message_", "notification_", "webhook_"];

/// The members that name events, and the names of all events.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Naming {
    pub(crate) members: Vec<Pointer>,
    pub(crate) names: Vec<String>,
    /// True if only examples show the names, and they are other ones than the keys.
    pub(crate) is_shown: bool,
}

/// The strength of the evidence for a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It has the keys of the source.
    Keys,
    /// The schemas fix it to another value for each event.
    Fixed,
    /// The examples show another value for each event, and its name is a usual one.
    Shown,
}

/// Warns that nothing in a source says how a request names its event.
pub(crate) fn unnamed() -> Diagnostic {
    Diagnostic::warning("no-event-name", "the source does not show how a request names its event").help(
        "if requests do name it, write `[event]` in the catalogue; otherwise give each event an endpoint of its own",
    )
}

/// Returns the members that name events; `None` without evidence. Each event has its key, and the statements about its body.
pub(crate) fn naming(events: &[(&str, &Claims)]) -> Option<Naming> {
    let (_, first) = events.first()?;
    let is_everywhere = |pointer: &&Pointer| events.iter().all(|(_, claims)| claims.contains_key(*pointer));
    let candidates: Vec<&Pointer> = first.keys().filter(is_everywhere).collect();
    let ranked = candidates.iter().filter_map(|pointer| {
        let (rank, names) = rank(pointer, events)?;
        let depth = pointer.tokens().count();
        Some(((rank, depth, usual(pointer), *pointer), names))
    });
    if let Some(((rank, _, _, pointer), names)) = ranked.min() {
        return Some(Naming { members: vec![pointer.clone()], names, is_shown: rank == Rank::Shown });
    }
    pair(&candidates, events)
}

fn rank(pointer: &Pointer, events: &[(&str, &Claims)]) -> Option<(Rank, Vec<String>)> {
    let claims: Vec<(&str, &Claim)> = events.iter().map(|(key, claims)| (*key, &claims[pointer])).collect();
    let lists = |claim: &Claim, key: &str| {
        let is_name = claim.fixed().is_some() || is_word(pointer);
        is_name && claim.listed.iter().any(|listed| listed == key)
    };
    let keys = claims.iter().filter(|(key, claim)| claim.value() == Some(*key) || lists(claim, key)).count();
    let contradicts = |(key, claim): &(&str, &Claim)| !claim.listed.is_empty() && !lists(claim, key);
    // A few examples of others are mistakes, and some events have no example.
    if keys * 2 >= claims.len() && !claims.iter().any(contradicts) {
        return Some((Rank::Keys, claims.iter().map(|(key, _)| (*key).to_owned()).collect()));
    }
    let names: Vec<String> = claims.iter().map(|(_, claim)| claim.value().map(str::to_owned)).collect::<Option<_>>()?;
    let is_fixed = claims.iter().all(|(_, claim)| claim.fixed().is_some());
    let is_usual = is_usual(pointer);
    // One event shows no other value for another one, and an example may show any data.
    let is_evidence = if is_fixed {
        is_usual || names.len() > 1
    } else {
        let shows = claims.iter().zip(&names).all(|((key, _), name)| shows_name(pointer, key, name));
        is_usual && names.len() > 1 && shows
    };
    if !is_evidence || !are_distinct(&names) {
        return None;
    }
    Some((if is_fixed { Rank::Fixed } else { Rank::Shown }, names))
}

/// Returns two members of the body that name events together.
fn pair(candidates: &[&Pointer], events: &[(&str, &Claims)]) -> Option<Naming> {
    let is_part = |pointer: &&Pointer| {
        let has_value = |(_, claims): &(&str, &Claims)| claims[*pointer].value().is_some();
        pointer.tokens().count() == 1 && is_usual(pointer) && events.iter().all(has_value)
    };
    let mut parts: Vec<&Pointer> = candidates.iter().copied().filter(is_part).collect();
    parts.sort_by_key(|pointer| usual(pointer));
    let pairs =
        parts.iter().enumerate().flat_map(|(index, one)| parts[index + 1..].iter().map(move |other| (*one, *other)));
    let named = pairs.filter_map(|(one, other)| {
        let value = |claims: &Claims, pointer| claims[pointer].value().unwrap_or_default().to_owned();
        let name = |claims: &Claims| format!("{}.{}", value(claims, one), value(claims, other));
        let names: Vec<String> = events.iter().map(|(_, claims)| name(claims)).collect();
        let is_fixed = |(_, claims): &(&str, &Claims)| [one, other].iter().all(|it| claims[*it].fixed().is_some());
        let is_shown = !events.iter().all(is_fixed);
        let shows = |((key, _), name): (&(&str, &Claims), &String)| {
            names_parts(one) && names_parts(other) || likeness::resembles(key, name)
        };
        let is_evidence = !is_shown || events.iter().zip(&names).all(shows);
        is_evidence.then(|| Naming { members: vec![one.clone(), other.clone()], names, is_shown })
    });
    let mut named = named;
    named.find(|naming| events.len() > 1 && are_distinct(&naming.names))
}

/// Returns true if strings that a schema lists for a member are names of events for certain: the member's name says so, or they have the form
/// of such names and the member's name is a usual one.
pub(crate) fn is_list_of_events(member: &Pointer, listed: &[String]) -> bool {
    let is_trigger = member.tokens().last().unwrap_or_default().to_ascii_lowercase().contains("trigger");
    let is_said = says_event(member) || is_trigger || listed.iter().all(|name| likeness::has_parts(name));
    is_said && is_word(member) && listed.iter().all(|name| is_plain(name))
}

/// Returns true if an example shows the name of an event, and not any data: the name is like the key of the source, or both the member and
/// the value have the form for it.
fn shows_name(member: &Pointer, key: &str, name: &str) -> bool {
    let has_form = is_word(member) && (says_event(member) || likeness::has_parts(name));
    is_plain(name) && (has_form || likeness::resembles(key, name))
}

/// Returns true if the name of a member says that it is about an event.
fn says_event(member: &Pointer) -> bool {
    let name = member.tokens().last().unwrap_or_default().to_ascii_lowercase();
    ["event", "webhook", "topic"].iter().any(|word| name.contains(word))
}

/// Returns true if a member's name says that it is a part of the name of an event.
fn names_parts(member: &Pointer) -> bool {
    let name = member.tokens().last().unwrap_or_default().to_ascii_lowercase();
    PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Returns true for a member whose name is a word for an event.
pub(crate) fn is_word(member: &Pointer) -> bool {
    usual(member) < WORDS_FOR_EVENTS
}

/// Returns true for a member whose name usually names an event.
pub(crate) fn is_usual(member: &Pointer) -> bool {
    usual(member) < usize::MAX
}

/// Returns the position of a member's name among the usual ones, also after a prefix; the greatest number if it is none.
pub(crate) fn usual(pointer: &Pointer) -> usize {
    let name = pointer.tokens().last().unwrap_or_default().to_ascii_lowercase();
    let is_it = |(index, usual): (usize, &str)| match name.strip_suffix(usual) {
        Some("") => true,
        Some(prefix) if index < WORDS_FOR_EVENTS => prefix.ends_with('_'),
        Some(prefix) => PREFIXES.contains(&prefix),
        None => false,
    };
    USUAL.split(' ').enumerate().position(is_it).unwrap_or(usize::MAX)
}

/// Returns true for a name without white space or signs that names of events do not have.
fn is_plain(name: &str) -> bool {
    name.chars().all(|letter| letter.is_alphanumeric() || "._-:/".contains(letter))
}

fn are_distinct(names: &[String]) -> bool {
    let mut seen = BTreeSet::new();
    names.iter().all(|name| !name.is_empty() && seen.insert(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns statements: `=` for a fixed value, `~` for one of an example.
    fn claims(members: &[(&str, &str)]) -> Claims {
        let claim = |text: &str| match text.split_at_checked(1) {
            Some(("=", value)) => Claim { listed: value.split(' ').map(str::to_owned).collect(), ..Claim::default() },
            Some(("~", value)) => Claim { shown: BTreeSet::from([value.to_owned()]), ..Claim::default() },
            _ => Claim::default(),
        };
        members.iter().map(|(name, text)| (Pointer::root().join(name), claim(text))).collect()
    }

    fn named(events: &[(&str, Claims)]) -> Option<(String, String)> {
        let events: Vec<(&str, &Claims)> = events.iter().map(|(key, claims)| (*key, claims)).collect();
        let naming = naming(&events)?;
        let members: Vec<&str> = naming.members.iter().map(Pointer::as_str).collect();
        Some((members.join(" "), naming.names.join(" ")))
    }

    #[test]
    fn evidence_decides() {
        for (what, one, two, expected) in [
            ("keys in examples", [("type", "~a"), ("id", "~1")], [("type", ""), ("id", "~2")], Some(("/type", "a b"))),
            (
                "fixed values",
                [("kind", "=x.a"), ("id", "")],
                [("kind", "=x.b"), ("id", "")],
                Some(("/kind", "x.a x.b")),
            ),
            (
                "shown values",
                [("topic", "~x.a"), ("id", "~1")],
                [("topic", "~x.b"), ("id", "~2")],
                Some(("/topic", "x.a x.b")),
            ),
            (
                "two members",
                [("action", "=new"), ("entity", "=c")],
                [("action", "=new"), ("entity", "=d")],
                Some(("/entity", "c d")),
            ),
            ("ids alone", [("id", "~1"), ("at", "~x")], [("id", "~2"), ("at", "~y")], None),
            ("the same value", [("type", "=x"), ("id", "")], [("type", "=x"), ("id", "")], None),
        ] {
            let found = named(&[("a", claims(&one)), ("b", claims(&two))]);
            assert_eq!(found, expected.map(|(members, names)| (members.to_owned(), names.to_owned())), "{what}");
        }
    }

    /// An example may show any data: a name of an event has the form of one, or is like the key.
    #[test]
    fn samples_name_no_event() {
        for (what, member, one, two, is_named) in [
            ("the keys", "name", "user.created", "company.created", true),
            ("like the keys", "name", "USER_CREATED", "CompanyCreated", true),
            ("names of people", "name", "Ada", "Initech", false),
            ("kinds of something", "kind", "user", "company", false),
            ("a word for an event", "type", "gift", "sale", false),
            ("a word and names with parts", "type", "x.made", "y.made", true),
            ("a member for events", "event", "made", "gone", true),
            ("a member for types of events", "eventType", "made", "gone", true),
            ("codes", "code", "pro", "free", false),
        ] {
            let (one, two) = (format!("~{one}"), format!("~{two}"));
            let events = [("user.created", claims(&[(member, &one)])), ("company.created", claims(&[(member, &two)]))];
            assert_eq!(named(&events).is_some(), is_named, "{what}");
        }
        let event = |entity, action| claims(&[("entity", entity), ("action", action)]);
        let shown = |one, two| named(&[(one, event("~user", "~created")), (two, event("~user", "~gone"))]).is_some();
        assert!(shown("user.created", "user.gone") && !shown("first", "second"));
    }

    #[test]
    fn two_members_name_an_event_together() {
        let event = |kind, code| claims(&[("webhook_type", kind), ("webhook_code", code)]);
        let events = [("a", event("=ITEM", "=ERROR")), ("b", event("=ITEM", "=NEW")), ("c", event("=AUTH", "=NEW"))];
        let expected = ("/webhook_type /webhook_code".to_owned(), "ITEM.ERROR ITEM.NEW AUTH.NEW".to_owned());
        assert_eq!(named(&events), Some(expected));
    }
}
