//! Compares the sections of two catalogues.

use crate::catalog::{
    BodyMember, Catalog, Crate, Delivery, Entry, Naming, Objects, Payload, Provenance, RefinedType, Refinement,
    Settings, Text, Unlisted,
};
use crate::diff::change::{self, Anchor, Change, Reading};
use crate::diff::local::Sides;
use crate::diff::rule::Rule;
use crate::diff::{handshake, id, key_place, refined, signature as scheme, words};
use crate::source::location::{Place, Pointer};

/// Returns the changes of everything in the catalogue except for schemas and examples.
pub(super) fn changes(sides: Sides<'_>) -> Vec<Change> {
    let (old, new) = (&sides.old.loaded.catalog, &sides.new.loaded.catalog);
    let mut changes = Vec::new();
    for (subject, facts) in SECTIONS {
        let without_checksum = |mut facts: Vec<Fact>| {
            facts.retain(|fact| fact.key != CHECKSUM);
            facts
        };
        let (before, after) = (without_checksum(facts(old)), without_checksum(facts(new)));
        let (facts, places) = ((before.as_slice(), after.as_slice()), (place(old), place(new)));
        // Without an envelope, `[event]`, `[payload]` and `[delivery]` are about the whole body.
        let has_envelope = old.envelope.is_some() || new.envelope.is_some();
        let subject = if *subject == "envelope" && !has_envelope { &"delivery" } else { subject };
        let is_signature = before.iter().chain(&after).any(|fact| fact.rule == Rule::SignatureChanged);
        if *subject == "handshakes" {
            changes.extend(handshake::change(old, new));
        } else if is_signature && before.is_empty() != after.is_empty() {
            changes.push(whole(subject, facts, places));
        } else {
            changes.extend(id::joined(scheme::joined(keys(subject, facts, places))));
        }
    }
    changes.extend(refinements(sides));
    changes.extend(entries(&old.events, &new.events));
    changes.extend(entries(&old.schemas, &new.schemas));
    changes
}

/// Returns the change of a page whose content is read as before. Beside other changes, a changed checksum means nothing.
pub(super) fn unread(sides: Sides<'_>) -> Option<Change> {
    let checksum = |catalog: &Catalog| {
        let sha256 = catalog.provenance.as_ref()?.sha256.as_ref()?;
        Some(Reading::new(sha256.place.clone(), format!("`{CHECKSUM}` {}", words::cut(&sha256.value))))
    };
    let (before, after) = (checksum(&sides.old.loaded.catalog)?, checksum(&sides.new.loaded.catalog)?);
    let words = "changes its text, but nothing else in the catalogue".to_owned();
    let is_other = before.words != after.words;
    is_other.then(|| Change::outside(Rule::WordsChanged, "source", words, Some(before), Some(after)))
}

/// Returns what a new catalogue takes from its page: each subject with its keys and values.
pub(crate) fn read_from_page(catalog: &Catalog) -> Vec<(String, Vec<String>)> {
    let sections = SECTIONS.iter().filter(|(subject, _)| !matches!(*subject, "crate" | "settings"));
    let sections = sections.map(|(subject, facts)| {
        let lines = facts(catalog).into_iter().map(|fact| format!("{}: `{}`", fact.key, fact.value));
        ((*subject).to_owned(), lines.collect::<Vec<_>>())
    });
    let events = catalog.events.iter().map(|event| {
        let summary = event.summary.iter().map(|summary| summary.value.clone());
        (event.wire_name.value.clone(), summary.collect())
    });
    sections.filter(|(_, lines)| !lines.is_empty()).chain(events).collect()
}

/// A key of a section with its value.
struct Fact {
    /// The rule of its change.
    rule: Rule,
    key: &'static str,
    value: String,
    place: Option<Place>,
}

/// The key of the page's checksum.
const CHECKSUM: &str = "sha256";

type Facts = fn(&Catalog) -> Vec<Fact>;

/// The sections by the subject of their changes. Each destructures its table of the catalogue, so that the compiler reports a forgotten
/// key.
const SECTIONS: &[(&str, Facts)] = &[
    ("source", page),
    ("crate", package),
    ("settings", settings),
    ("envelope", envelope),
    ("signature", signature),
    ("event header", event_header),
    ("handshakes", handshakes),
];

fn fact(rule: Rule, key: &'static str, text: Option<&Text>) -> Option<Fact> {
    text.map(|text| Fact { rule, key, value: text.value.clone(), place: Some(text.place.clone()) })
}

fn plain(rule: Rule, key: &'static str, value: Option<String>) -> Option<Fact> {
    value.map(|value| Fact { rule, key, value, place: None })
}

fn member(rule: Rule, key: &'static str, member: Option<&BodyMember>) -> Option<Fact> {
    member.map(|member| Fact { rule, key, value: member.pointer.to_string(), place: Some(member.place.clone()) })
}

fn page(catalog: &Catalog) -> Vec<Fact> {
    let Some(Provenance { title, updated, sha256 }) = &catalog.provenance else { return Vec::new() };
    let facts = [("title", title), ("updated", updated), (CHECKSUM, sha256)];
    facts.into_iter().filter_map(|(key, value)| fact(Rule::WordsChanged, key, value.as_ref())).collect()
}

fn package(catalog: &Catalog) -> Vec<Fact> {
    // The version is the answer to the changes, not one of them.
    let Crate { name, version: _, vendor, description, license, authors, repository, homepage, documentation } =
        &catalog.crate_;
    let authors: Vec<&str> = authors.iter().map(|author| author.value.as_str()).collect();
    let rule = Rule::CrateChanged;
    let facts = [
        fact(Rule::CrateRenamed, "name", Some(name)),
        fact(rule, "vendor", Some(vendor)),
        fact(rule, "description", description.as_ref()),
        fact(rule, "license", license.as_ref()),
        plain(rule, "authors", (!authors.is_empty()).then(|| authors.join(", ")))
            .map(|fact| fact.placed(catalog, "crate")),
        fact(rule, "repository", repository.as_ref()),
        fact(rule, "homepage", homepage.as_ref()),
        fact(rule, "documentation", documentation.as_ref()),
    ];
    facts.into_iter().flatten().collect()
}

fn settings(catalog: &Catalog) -> Vec<Fact> {
    let Settings { format, content, unlisted, nullable_everywhere, objects, event_features } = &catalog.settings;
    let unlisted = unlisted.map(|unlisted| if unlisted == Unlisted::Keep { "keep" } else { "drop" }.to_owned());
    let objects = (*objects != Objects::Typed).then(|| format!("{objects:?}").to_lowercase());
    let facts = [
        ("format", Some(format!("{format:?}").to_lowercase())),
        ("content", Some(format!("{content:?}").to_lowercase())),
        ("unlisted", unlisted),
        ("nullable", nullable_everywhere.then(|| "everywhere".to_owned())),
        ("objects", objects),
        ("event_features", event_features.map(|is_on| is_on.to_string())),
    ];
    let fact = |(key, value)| Some(plain(Rule::SettingChanged, key, value)?.placed(catalog, "settings"));
    facts.into_iter().filter_map(fact).collect()
}

fn envelope(catalog: &Catalog) -> Vec<Fact> {
    let Delivery { id, id_header, sent_at, version } = &catalog.delivery;
    let Payload { at, each } = &catalog.payload;
    let Naming { members, header: _, suffix } = &catalog.naming;
    let names: Vec<&str> = members.iter().map(|member| member.pointer.as_str()).collect();
    let event = members.first().map(|member| Fact {
        rule: Rule::EventMemberChanged,
        key: "event",
        value: names.join(", "),
        place: Some(member.place.clone()),
    });
    let version = version.as_ref().map(|version| {
        let known: Vec<&str> = version.known.iter().map(|known| known.value.as_str()).collect();
        let value = format!("{}: {}", version.member.pointer, known.join(", "));
        Fact { rule: Rule::VersionsChanged, key: "version", value, place: Some(version.member.place.clone()) }
    });
    let facts = [
        event,
        member(Rule::EventMemberChanged, "suffix", suffix.as_ref()),
        member(Rule::PayloadMoved, "payload", at.as_ref()),
        member(Rule::PayloadMoved, "each", each.as_ref())
            .map(|fact| Fact { value: format!("{}/*", fact.value), ..fact }),
        member(Rule::IdMoved, "id", id.as_ref()),
        fact(Rule::IdMoved, "id header", id_header.as_ref()),
        member(Rule::SentAtMoved, "sent_at", sent_at.as_ref()),
        version,
    ];
    facts.into_iter().flatten().collect()
}

fn signature(catalog: &Catalog) -> Vec<Fact> {
    let Some(it) = &catalog.signature else { return Vec::new() };
    let is_secret = it.words.algorithm.value == "secret";
    // A written default means the same as a missing key.
    let facts = it.words.facts().into_iter().filter(|(key, value, _)| is_secret || *key != "list" || value != ",");
    let facts = facts.map(|(key, value, place)| {
        // The signed content does not contain the tolerance.
        let rule = if key == "tolerance" { Rule::ToleranceChanged } else { Rule::SignatureChanged };
        Fact { rule, key, value, place: Some(place) }
    });
    facts.collect()
}

fn handshakes(catalog: &Catalog) -> Vec<Fact> {
    let all: Vec<String> = catalog.handshakes.iter().map(handshake::written).collect();
    let all = (!all.is_empty()).then(|| all.join("; "));
    let place = catalog.handshakes.first().map(|handshake| handshake.when.place.clone());
    plain(Rule::HandshakesChanged, "handshakes", all).map(|fact| Fact { place, ..fact }).into_iter().collect()
}

fn event_header(catalog: &Catalog) -> Vec<Fact> {
    fact(Rule::EventHeaderChanged, "name", catalog.naming.header.as_ref()).into_iter().collect()
}

fn place(catalog: &Catalog) -> Place {
    Place::new(&catalog.source, 0..0)
}

impl Fact {
    /// Adds the place of the key in a table.
    fn placed(self, catalog: &Catalog, table: &str) -> Self {
        Self { place: key_place::of_key(catalog, table, self.key), ..self }
    }

    /// Returns true for equal values; case does not count in names of headers [RFC 9110 §5.1].
    fn says_the_same(&self, other: &Self) -> bool {
        let is_header = match self.rule {
            Rule::SignatureChanged => matches!(self.key, "header" | "time" | "id" | "nonce"),
            Rule::IdMoved => self.key == "id header",
            rule => rule == Rule::EventHeaderChanged,
        };
        self.value == other.value || is_header && self.value.eq_ignore_ascii_case(&other.value)
    }
}

/// Returns the change of a signature that is added or removed as a whole: its keys have a meaning only together.
fn whole(subject: &str, (old, new): (&[Fact], &[Fact]), (old_place, new_place): (Place, Place)) -> Change {
    let reading = |facts: &[Fact], place: Place| {
        let first = facts.first()?;
        let words: Vec<String> =
            facts.iter().map(|fact| format!("{} `{}`", fact.key, words::exact(&fact.value))).collect();
        Some(Reading::new(first.place.clone().unwrap_or(place), words::cut(&words.join(", "))))
    };
    let (before, after) = (reading(old, old_place), reading(new, new_place));
    let rule = if before.is_some() { Rule::SignatureChanged } else { Rule::SignatureAdded };
    let words = format!("{} the {subject}", change::verb(before.as_ref(), after.as_ref()));
    Change::outside(rule, subject, words, before, after)
}

/// Compares a section key by key.
fn keys(subject: &str, (old, new): (&[Fact], &[Fact]), (old_place, new_place): (Place, Place)) -> Vec<Change> {
    let mut changes = Vec::new();
    let find = |facts: &[Fact], key: &str| facts.iter().position(|fact| fact.key == key);
    for (index, Fact { key, .. }) in new.iter().chain(old).enumerate() {
        if new.iter().chain(old).take(index).any(|fact| fact.key == *key) {
            continue;
        }
        let (was, is) = (find(old, key).map(|index| &old[index]), find(new, key).map(|index| &new[index]));
        let Some(Fact { rule, .. }) = is.or(was) else { continue };
        if was.zip(is).map_or(was.is_none() == is.is_none(), |(was, is)| was.says_the_same(is)) {
            continue;
        }
        let reading = |fact: Option<&Fact>, place: &Place| {
            let place = fact.and_then(|fact| fact.place.clone()).unwrap_or_else(|| place.clone());
            fact.map(|fact| Reading::new(place, format!("`{}`", words::exact(&fact.value))))
        };
        let (before, after) = (reading(was, &old_place), reading(is, &new_place));
        let is_reordered = *rule == Rule::SignatureChanged
            && *key == "header"
            && was.zip(is).is_some_and(|(was, is)| scheme::are_same_headers(&was.value, &is.value));
        let (rule, words) = if is_reordered {
            (Rule::LayoutChanged, format!("changes the order of `{key}`"))
        } else {
            (*rule, change::of_keyword(key, before.as_ref(), after.as_ref()))
        };
        let change = Change::outside(rule, subject, words, before, after);
        changes.push(Change { section_key: Some(key), ..change });
    }
    changes
}

/// Compares refined types by the schemas that they refine. A member that becomes optional is a change of its schema.
fn refinements(sides: Sides<'_>) -> Vec<Change> {
    let (old, new) = (&sides.old.loaded.catalog, &sides.new.loaded.catalog);
    let same = |it: &Refinement, other: &Refinement| {
        it.schema.value == other.schema.value && it.pointer.value == other.pointer.value
    };
    let name = |it: &Refinement| it.kind.map_or("", RefinedType::name);
    let reading = |it: &Refinement| Reading::new(it.pointer.place.clone(), format!("`{}`", name(it)));
    let typed = |catalog: &Catalog| -> Vec<Refinement> {
        catalog.refinements.iter().filter(|it| it.kind.is_some()).cloned().collect()
    };
    let catalog = new;
    let (old, new) = (typed(old), typed(new));
    let mut changes = Vec::new();
    let mut push = |it: &Refinement, words: String, before: Option<Reading>, after: Option<Reading>| {
        let pointer = Pointer::parse(&it.pointer.value).unwrap_or_default();
        let (subject, member) = refined::subject(catalog, it, &pointer);
        let mut change = Change::outside(Rule::RefinementChanged, &subject, words, before, after);
        change.member = member;
        change.anchors.push(Anchor::new(&it.schema.value, pointer));
        changes.push(change);
    };
    for is in &new {
        match old.iter().find(|was| same(was, is)) {
            Some(was) if was.kind == is.kind => {}
            Some(was) => {
                let words = format!("changes the refinement: `{}` → `{}`", name(was), name(is));
                push(is, words, Some(reading(was)), Some(reading(is)));
            }
            None if refined::is_told_by_schema((sides.old, sides.new), is, &old) => {}
            None => push(is, format!("refines it as `{}`", name(is)), None, Some(reading(is))),
        }
    }
    let is_gone = |was: &&Refinement| {
        !new.iter().any(|is| same(is, was)) && !refined::is_told_by_schema((sides.new, sides.old), was, &new)
    };
    for was in old.iter().filter(is_gone) {
        push(was, format!("no longer refines it as `{}`", name(was)), Some(reading(was)), None);
    }
    changes
}

/// Compares summaries and order of the entries that both sides have.
fn entries(old: &[Entry], new: &[Entry]) -> Vec<Change> {
    let mut changes = Vec::new();
    for is in new {
        let Some(was) = old.iter().find(|was| was.wire_name.value == is.wire_name.value) else { continue };
        changes.extend(summary(was, is));
    }
    let order = |entries: &[Entry], others: &[Entry]| -> Vec<String> {
        let is_shared = |entry: &&Entry| others.iter().any(|other| other.wire_name.value == entry.wire_name.value);
        entries.iter().filter(is_shared).map(|entry| entry.wire_name.value.clone()).collect()
    };
    let (before, after) = (order(old, new), order(new, old));
    if before != after
        && let (Some(first), Some(moved)) = (old.first(), new.first())
    {
        let reading = |entry: &Entry, names: &[String]| {
            Some(Reading::new(entry.wire_name.place.clone(), words::cut(&names.join(", "))))
        };
        let (before, after) = (reading(first, &before), reading(moved, &after));
        changes.push(Change::outside(Rule::LayoutChanged, "events", "changes the order".to_owned(), before, after));
    }
    changes
}

/// Compares the keys that no other function compares. A new key of an entry has to be named here.
fn summary(old: &Entry, new: &Entry) -> Option<Change> {
    let Entry { wire_name: subject, summary: is, rust_name: _, schema: _, examples: _, faulty: _ } = new;
    let reading = |text: &Text| Reading::new(text.place.clone(), words::cut(&text.value));
    let (was, is) = (old.summary.as_ref(), is.as_ref());
    (was.map(|text| &text.value) != is.map(|text| &text.value)).then(|| {
        let verb = change::verb(was, is);
        let (before, after) = (was.map(reading), is.map(reading));
        Change::outside(Rule::WordsChanged, &subject.value, format!("{verb} the summary"), before, after)
    })
}
