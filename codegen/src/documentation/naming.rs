//! The names of events: by the part of a request that names them, if there is evidence for one, or else the keys of the source.
//!
//! All parts are compared: names that are the keys, or are like them, are better evidence than others, and those count only where the name
//! of the part is a word for an event.

use std::collections::BTreeSet;

use crate::documentation::claim::{Claim, Claims};
use crate::documentation::{likeness, word};
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Pointer;

/// The members that name events, and the names of all events.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Naming {
    pub(crate) members: Vec<Pointer>,
    pub(crate) names: Vec<String>,
    /// The strength of the evidence.
    pub(crate) rank: Rank,
}

/// The strength of the evidence that a part of requests names events, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// True if examples alone show names that are not like the keys, or the keys of some events.
    is_doubtful: bool,
    fit: Fit,
    source: Evidence,
    /// True if the name of the part is not a word for an event.
    is_other_word: bool,
    form: Form,
}

/// The likeness of the names and the keys of the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Equal,
    Alike,
    Other,
}

/// The evidence for the value of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Evidence {
    /// The schemas fix it.
    Fixed,
    /// Examples show it.
    Shown,
}

/// The form of a part: the body is signed, and most headers are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Member,
    Members,
    Header,
}

/// A value that a part has in the requests of an event.
pub(crate) struct Said {
    pub(crate) name: String,
    pub(crate) evidence: Evidence,
}

/// The meaning of a part's own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// It is a word for an event.
    Event,
    /// It names some events.
    Usual,
    Other,
}

impl Meaning {
    fn of(member: &Pointer) -> Self {
        if word::is_word(member) {
            Self::Event
        } else if word::is_usual(member) {
            Self::Usual
        } else {
            Self::Other
        }
    }
}

/// Warns that nothing in a source says how a request names its event.
pub(crate) fn unnamed() -> Diagnostic {
    Diagnostic::warning("no-event-name", "the source does not show how a request names its event").help(
        "if requests do name it, write `[event]` in the catalogue; otherwise give each event an endpoint of its own",
    )
}

/// Returns the rank of a part with a value for each event; `None` if its values are not evidence. Values that are not like the keys are
/// evidence in a part whose name is a word for an event, and in a part with a usual name if they have the form of names of events. In any
/// other part, values that are like the keys must not have white space, because they may be titles.
pub(crate) fn rank(form: Form, meaning: Meaning, keys: &[&str], said: &[Said]) -> Option<Rank> {
    let names: Vec<&str> = said.iter().map(|said| said.name.as_str()).collect();
    let all = |is_it: &dyn Fn(&str, &str) -> bool| keys.iter().zip(&names).all(|(key, name)| is_it(key, name));
    let fit = if all(&|key, name| key == name) {
        Fit::Equal
    } else if all(&likeness::resembles) {
        Fit::Alike
    } else {
        Fit::Other
    };
    let is_formed = meaning == Meaning::Usual && form == Form::Member && names.iter().all(|name| word::is_formed(name));
    let is_like = fit != Fit::Other && names.iter().all(|name| word::is_plain(name));
    let is_evidence = is_like || meaning == Meaning::Event || is_formed;
    let source = said.iter().map(|said| said.evidence).max()?;
    let is_other_word = meaning != Meaning::Event;
    let is_doubtful = fit == Fit::Other && source == Evidence::Shown;
    (is_evidence && are_distinct(&names)).then_some(Rank { is_doubtful, fit, source, is_other_word, form })
}

/// Returns the name of an event in a list: its key, or the only one that is like it.
pub(crate) fn listed_name<'l>(key: &str, listed: &[&'l str]) -> Option<&'l str> {
    let mut alike = listed.iter().copied().filter(|name| likeness::resembles(key, name));
    let single = alike.next().filter(|_| alike.next().is_none());
    listed.iter().copied().find(|name| *name == key).or(single)
}

/// Returns the members that name events; `None` without evidence. Each event has its key, and the statements about its body.
pub(crate) fn naming(events: &[(&str, &Claims)]) -> Option<Naming> {
    let (_, first) = events.first()?;
    let is_everywhere = |pointer: &&Pointer| events.iter().all(|(_, claims)| claims.contains_key(*pointer));
    let candidates: Vec<&Pointer> = first.keys().filter(is_everywhere).collect();
    let ranked = candidates.iter().filter_map(|pointer| {
        let (rank, names) = of_member(pointer, events)?;
        Some(((rank, pointer.tokens().count(), word::usual(pointer), *pointer), names))
    });
    let single =
        ranked.min().map(|((rank, _, _, pointer), names)| Naming { members: vec![pointer.clone()], names, rank });
    single.into_iter().chain(pair(&candidates, events)).min_by_key(|naming| naming.rank)
}

/// Returns the value of a member in the requests of an event.
pub(crate) fn said(pointer: &Pointer, key: &str, claim: &Claim) -> Option<Said> {
    let listed: Vec<&str> = claim.listed.iter().map(String::as_str).collect();
    let in_list = || listed_name(key, &listed).filter(|_| word::is_word(pointer));
    let (name, evidence) = match claim.fixed().or_else(in_list) {
        Some(fixed) => (fixed, Evidence::Fixed),
        None => (claim.value()?, Evidence::Shown),
    };
    Some(Said { name: name.to_owned(), evidence })
}

fn of_member(pointer: &Pointer, events: &[(&str, &Claims)]) -> Option<(Rank, Vec<String>)> {
    let claims: Vec<(&str, &Claim)> = events.iter().map(|(key, claims)| (*key, &claims[pointer])).collect();
    let keys: Vec<&str> = claims.iter().map(|(key, _)| *key).collect();
    let meaning = Meaning::of(pointer);
    let has_key = |(key, claim): &&(&str, &Claim)| said(pointer, key, claim).is_some_and(|said| said.name == **key);
    let is_listed = |(key, claim): &(&str, &Claim)| {
        let said = said(pointer, key, claim).filter(|said| said.evidence == Evidence::Fixed);
        said.is_some_and(|said| said.name == **key)
    };
    let contradicts = |it: &(&str, &Claim)| !it.1.listed.is_empty() && !is_listed(it);
    let count = claims.iter().filter(has_key).count();
    let is_plain = meaning == Meaning::Event || keys.iter().all(|key| word::is_plain(key));
    // A few examples of others are mistakes, and some events have no example.
    if count * 2 >= claims.len() && !claims.iter().any(contradicts) && is_plain {
        let names = keys.iter().map(|key| (*key).to_owned()).collect();
        let is_fixed = claims.iter().all(is_listed);
        let source = if is_fixed { Evidence::Fixed } else { Evidence::Shown };
        let (is_doubtful, is_other_word) = (count < claims.len(), meaning != Meaning::Event);
        return Some((Rank { is_doubtful, fit: Fit::Equal, source, is_other_word, form: Form::Member }, names));
    }
    let all: Vec<Said> = claims.iter().map(|(key, claim)| said(pointer, key, claim)).collect::<Option<_>>()?;
    let rank = rank(Form::Member, meaning, &keys, &all)?;
    let names: Vec<String> = all.into_iter().map(|said| said.name).collect();
    // One event shows no other value for another one, and an example may show any data.
    let is_evidence = match rank.source {
        Evidence::Fixed => meaning != Meaning::Other || names.len() > 1,
        Evidence::Shown => {
            let shows = || keys.iter().zip(&names).all(|(key, name)| word::shows_name(pointer, key, name));
            meaning != Meaning::Other && names.len() > 1 && shows()
        }
    };
    is_evidence.then_some((rank, names))
}

/// Returns the member, if any, that schemas fix to another value for each event, although its name does not say that it names them.
pub(crate) fn distinct<'c>(events: &[(&str, &'c Claims)]) -> Option<&'c Pointer> {
    let (_, first) = events.first().filter(|_| events.len() > 1)?;
    let is_distinct = |pointer: &&Pointer| {
        let fixed = |(_, claims): &(&str, &'c Claims)| claims.get(*pointer).and_then(Claim::fixed);
        events.iter().map(fixed).collect::<Option<Vec<_>>>().is_some_and(|values| are_distinct(&values))
    };
    let place = |pointer: &&Pointer| (word::usual(pointer), pointer.tokens().count(), (*pointer).clone());
    first.keys().filter(is_distinct).min_by_key(place)
}

/// Returns two members of the body that name events together.
fn pair(candidates: &[&Pointer], events: &[(&str, &Claims)]) -> Option<Naming> {
    let is_part = |pointer: &&Pointer| {
        let has_value = |(_, claims): &(&str, &Claims)| claims[*pointer].value().is_some();
        pointer.tokens().count() == 1 && word::is_usual(pointer) && events.iter().all(has_value)
    };
    let mut parts: Vec<&Pointer> = candidates.iter().copied().filter(is_part).collect();
    parts.sort_by_key(|pointer| word::usual(pointer));
    let pairs =
        parts.iter().enumerate().flat_map(|(index, one)| parts[index + 1..].iter().map(move |other| (*one, *other)));
    let named = pairs.filter_map(|(one, other)| {
        let said = |(_, claims): &(&str, &Claims)| {
            let is_fixed = [one, other].iter().all(|it| claims[*it].fixed().is_some());
            let name = [one, other].map(|it| claims[it].value().unwrap_or_default()).join(".");
            Said { name, evidence: if is_fixed { Evidence::Fixed } else { Evidence::Shown } }
        };
        let said: Vec<Said> = events.iter().map(said).collect();
        let keys: Vec<&str> = events.iter().map(|(key, _)| *key).collect();
        let is_word = [one, other].iter().any(|it| word::is_word(it));
        let meaning = if is_word { Meaning::Event } else { Meaning::Usual };
        let rank = rank(Form::Members, meaning, &keys, &said).filter(|_| events.len() > 1)?;
        let names: Vec<String> = said.into_iter().map(|said| said.name).collect();
        let shows = |(key, name): (&&str, &String)| {
            word::names_parts(one) && word::names_parts(other) || likeness::resembles(key, name)
        };
        let is_evidence = rank.source == Evidence::Fixed || keys.iter().zip(&names).all(shows);
        is_evidence.then(|| Naming { members: vec![one.clone(), other.clone()], names, rank })
    });
    named.min_by_key(|naming| naming.rank)
}

fn are_distinct(names: &[&str]) -> bool {
    let mut seen = BTreeSet::new();
    names.iter().all(|name| !name.is_empty() && seen.insert(*name))
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
            ("two members", [("action", "=new"), ("entity", "=c")], [("action", "=new"), ("entity", "=d")], None),
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
