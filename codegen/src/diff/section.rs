//! Compares the sections of two catalogues, and the examples that they list.

use crate::catalog::{AnswerPiece, BodyMember, Catalog, Entry, Handshake, Refinement, Text, Unlisted};
use crate::diff::change::{Anchor, Change, Reading, Site};
use crate::diff::local::Sides;
use crate::diff::rule::Rule;
use crate::diff::words;
use crate::json::Document;
use crate::source::location::{Place, Pointer};
use std::sync::Arc;

/// Returns the changes of everything in the catalogue except for schemas.
pub(super) fn changes(sides: Sides<'_>) -> Vec<Change> {
    let (old, new) = (&sides.old.loaded.catalog, &sides.new.loaded.catalog);
    let mut changes = Vec::new();
    for (subject, rule, facts) in SECTIONS {
        let (before, after) = (facts(old), facts(new));
        changes.extend(keys(subject, *rule, (&before, &after), (place(old), place(new))));
    }
    changes.extend(refinements(old, new));
    changes.extend(entries(sides, &old.events, &new.events));
    changes.extend(entries(sides, &old.schemas, &new.schemas));
    if let (Some(before), Some(after)) = (&old.envelope, &new.envelope) {
        let pair = (&before.example, &after.example);
        changes.extend(example(sides, "envelope", pair));
    }
    changes
}

/// Returns what a new catalogue takes from its page: each subject with its keys and values.
pub(crate) fn read_from_page(catalog: &Catalog) -> Vec<(String, Vec<String>)> {
    let sections = SECTIONS.iter().filter(|(_, rule, _)| !matches!(rule, Rule::CrateChanged | Rule::SettingChanged));
    let sections = sections.map(|(subject, _, facts)| {
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
    key: &'static str,
    value: String,
    place: Option<Place>,
}

type Facts = fn(&Catalog) -> Vec<Fact>;

const SECTIONS: &[(&str, Rule, Facts)] = &[
    ("page", Rule::WordsChanged, page),
    ("crate", Rule::CrateChanged, package),
    ("settings", Rule::SettingChanged, settings),
    ("envelope", Rule::EnvelopeChanged, envelope),
    ("signature", Rule::SignatureChanged, signature),
    ("event header", Rule::EventHeaderChanged, event_header),
    ("handshakes", Rule::EnvelopeChanged, handshakes),
];

fn fact(key: &'static str, text: Option<&Text>) -> Option<Fact> {
    text.map(|text| Fact { key, value: text.value.clone(), place: Some(text.place.clone()) })
}

fn plain(key: &'static str, value: Option<String>) -> Option<Fact> {
    value.map(|value| Fact { key, value, place: None })
}

fn page(catalog: &Catalog) -> Vec<Fact> {
    let Some(page) = &catalog.provenance else { return Vec::new() };
    let facts = [
        plain("title", page.title.clone()),
        plain("updated", page.updated.clone()),
        plain("sha256", page.sha256.clone()),
    ];
    facts.into_iter().flatten().collect()
}

fn package(catalog: &Catalog) -> Vec<Fact> {
    let it = &catalog.crate_;
    let authors: Vec<&str> = it.authors.iter().map(|author| author.value.as_str()).collect();
    let facts = [
        fact("name", Some(&it.name)),
        fact("vendor", Some(&it.vendor)),
        fact("description", it.description.as_ref()),
        fact("license", it.license.as_ref()),
        plain("authors", (!authors.is_empty()).then(|| authors.join(", "))),
        fact("repository", it.repository.as_ref()),
        fact("homepage", it.homepage.as_ref()),
        fact("documentation", it.documentation.as_ref()),
    ];
    facts.into_iter().flatten().collect()
}

fn settings(catalog: &Catalog) -> Vec<Fact> {
    let it = &catalog.settings;
    let unlisted = it.unlisted.map(|unlisted| if unlisted == Unlisted::Keep { "keep" } else { "drop" }.to_owned());
    let facts = [
        plain("format", Some(format!("{:?}", it.format).to_lowercase())),
        plain("content", Some(format!("{:?}", it.content).to_lowercase())),
        plain("unlisted", unlisted),
    ];
    facts.into_iter().flatten().collect()
}

fn envelope(catalog: &Catalog) -> Vec<Fact> {
    let names: Vec<&str> = catalog.naming.members.iter().map(|member| member.pointer.as_str()).collect();
    let event = catalog.naming.members.first().map(|member| Fact {
        key: "event",
        value: names.join(", "),
        place: Some(member.place.clone()),
    });
    let version = catalog.delivery.version.as_ref().map(|version| {
        let known: Vec<&str> = version.known.iter().map(|known| known.value.as_str()).collect();
        let value = format!("{}: {}", version.member.pointer, known.join(", "));
        Fact { key: "version", value, place: Some(version.member.place.clone()) }
    });
    let facts = [
        event,
        member("payload", catalog.payload.at.as_ref()),
        member("each", catalog.payload.each.as_ref()),
        member("id", catalog.delivery.id.as_ref()),
        fact("id header", catalog.delivery.id_header.as_ref()),
        member("sent_at", catalog.delivery.sent_at.as_ref()),
        version,
    ];
    facts.into_iter().flatten().collect()
}

fn member(key: &'static str, member: Option<&BodyMember>) -> Option<Fact> {
    member.map(|member| Fact { key, value: member.pointer.to_string(), place: Some(member.place.clone()) })
}

fn signature(catalog: &Catalog) -> Vec<Fact> {
    let Some(it) = &catalog.signature else { return Vec::new() };
    let facts = it.words.facts().into_iter();
    facts.map(|(key, value, place)| Fact { key, value, place: Some(place) }).collect()
}

fn handshakes(catalog: &Catalog) -> Vec<Fact> {
    let piece = |piece: &AnswerPiece| match piece {
        AnswerPiece::Json(text) => text.clone(),
        AnswerPiece::Member(member) => format!("{{{}}}", member.pointer),
        AnswerPiece::Code(member) => format!("{{code:{}}}", member.pointer),
    };
    let written = |it: &Handshake| {
        let answer: String = it.answer.iter().map(piece).collect();
        format!("{} = {}: {} {answer}", it.when.pointer, it.equals, it.status)
    };
    let all: Vec<String> = catalog.handshakes.iter().map(written).collect();
    plain("handshakes", (!all.is_empty()).then(|| all.join("; "))).into_iter().collect()
}

fn event_header(catalog: &Catalog) -> Vec<Fact> {
    fact("name", catalog.naming.header.as_ref()).into_iter().collect()
}

fn place(catalog: &Catalog) -> Place {
    Place::new(&catalog.source, 0..0)
}

/// Compares a section key by key.
fn keys(
    subject: &str,
    rule: Rule,
    (old, new): (&[Fact], &[Fact]),
    (old_place, new_place): (Place, Place),
) -> Vec<Change> {
    let mut changes = Vec::new();
    let find = |facts: &[Fact], key: &str| facts.iter().position(|fact| fact.key == key);
    let mut keys: Vec<&'static str> = new.iter().chain(old).map(|fact| fact.key).collect();
    let mut seen = Vec::new();
    keys.retain(|key| {
        !seen.contains(key) && {
            seen.push(*key);
            true
        }
    });
    for key in keys {
        let (was, is) = (find(old, key).map(|index| &old[index]), find(new, key).map(|index| &new[index]));
        if was.map(|fact| &fact.value) == is.map(|fact| &fact.value) {
            continue;
        }
        let reading = |fact: Option<&Fact>, place: &Place| {
            let place = fact.and_then(|fact| fact.place.clone()).unwrap_or_else(|| place.clone());
            fact.map(|fact| Reading::new(place, format!("`{}`", words::cut(&fact.value))))
        };
        let (before, after) = (reading(was, &old_place), reading(is, &new_place));
        let words = match (&before, &after) {
            (Some(before), Some(after)) => format!("changes `{key}`: {} → {}", before.words, after.words),
            (None, Some(after)) => format!("adds `{key}`: {}", after.words),
            (Some(before), None) => format!("removes `{key}`: {}", before.words),
            (None, None) => continue,
        };
        let rule = if subject == "crate" && key == "name" { Rule::CrateRenamed } else { rule };
        changes.push(section_change(rule, subject, words, before, after));
    }
    changes
}

fn section_change(rule: Rule, subject: &str, words: String, before: Option<Reading>, after: Option<Reading>) -> Change {
    let (subject, member) = (subject.to_owned(), String::new());
    Change { rule, subject, member, words, before, after, users: Vec::new(), anchors: Vec::new(), site: Site::Outside }
}

/// Compares refinements by the schemas that they refine.
fn refinements(old: &Catalog, new: &Catalog) -> Vec<Change> {
    let same = |it: &Refinement, other: &Refinement| {
        it.schema.value == other.schema.value && it.pointer.value == other.pointer.value
    };
    let reading = |it: &Refinement| Reading::new(it.pointer.place.clone(), format!("`{}`", it.kind.name()));
    let mut changes = Vec::new();
    let mut push = |it: &Refinement, words: String, before: Option<Reading>, after: Option<Reading>| {
        let place = format!("{}#{}", it.schema.value, it.pointer.value);
        let mut change = section_change(Rule::RefinementChanged, &place, words, before, after);
        let pointer = Pointer::parse(&it.pointer.value).unwrap_or_default();
        change.anchors.push(Anchor { document: it.schema.value.clone(), pointer });
        changes.push(change);
    };
    for is in &new.refinements {
        match old.refinements.iter().find(|was| same(was, is)) {
            Some(was) if was.kind == is.kind => {}
            Some(was) => {
                let words = format!("changes the refinement: `{}` → `{}`", was.kind.name(), is.kind.name());
                push(is, words, Some(reading(was)), Some(reading(is)));
            }
            None => push(is, format!("refines it as `{}`", is.kind.name()), None, Some(reading(is))),
        }
    }
    for was in old.refinements.iter().filter(|was| !new.refinements.iter().any(|is| same(is, was))) {
        push(was, format!("no longer refines it as `{}`", was.kind.name()), Some(reading(was)), None);
    }
    changes
}

/// Compares summaries, examples and order of the entries that both sides have.
fn entries(sides: Sides<'_>, old: &[Entry], new: &[Entry]) -> Vec<Change> {
    let mut changes = Vec::new();
    for is in new {
        let Some(was) = old.iter().find(|was| was.wire_name.value == is.wire_name.value) else { continue };
        changes.extend(summary(was, is));
        changes.extend(examples(sides, &is.wire_name.value, &was.examples, &is.examples));
        changes.extend(examples(sides, &is.wire_name.value, &was.faulty, &is.faulty));
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
        changes.push(section_change(Rule::LayoutChanged, "events", "changes the order".to_owned(), before, after));
    }
    changes
}

fn summary(old: &Entry, new: &Entry) -> Option<Change> {
    let reading = |text: &Text| Reading::new(text.place.clone(), words::cut(&text.value));
    let (was, is) = (old.summary.as_ref(), new.summary.as_ref());
    (was.map(|text| &text.value) != is.map(|text| &text.value)).then(|| {
        let verb = if is.is_none() {
            "removes"
        } else if was.is_none() {
            "adds"
        } else {
            "changes"
        };
        let (before, after) = (was.map(reading), is.map(reading));
        let subject = &new.wire_name.value;
        section_change(Rule::WordsChanged, subject, format!("{verb} the summary"), before, after)
    })
}

fn examples(sides: Sides<'_>, subject: &str, old: &[Text], new: &[Text]) -> Vec<Change> {
    let mut changes: Vec<Change> = old.iter().zip(new).filter_map(|pair| example(sides, subject, pair)).collect();
    let reading = |text: &Text| Some(Reading::new(text.place.clone(), format!("`{}`", text.value)));
    for gone in old.iter().skip(new.len()) {
        changes.push(section_change(
            Rule::ExampleChanged,
            subject,
            "removes an example".to_owned(),
            reading(gone),
            None,
        ));
    }
    for added in new.iter().skip(old.len()) {
        changes.push(section_change(Rule::ExampleChanged, subject, "adds an example".to_owned(), None, reading(added)));
    }
    changes
}

/// Compares the content of two examples.
fn example(sides: Sides<'_>, subject: &str, (old, new): (&Text, &Text)) -> Option<Change> {
    let was = sides.old.loaded.examples.get(&old.value)?;
    let is = sides.new.loaded.examples.get(&new.value)?;
    if was.root.to_compact() == is.root.to_compact() {
        return None;
    }
    let reading = |document: &Arc<Document>, pointer: &Pointer| {
        let node = document.get(pointer)?;
        Some(Reading::new(document.place(node, pointer), words::cut(&node.to_compact())))
    };
    let at = first_difference(was, is, Pointer::root());
    let words =
        if at.as_str().is_empty() { "changes an example".to_owned() } else { format!("changes an example at `{at}`") };
    let (before, after) = (reading(was, &at), reading(is, &at));
    Some(section_change(Rule::ExampleChanged, subject, words, before, after))
}

/// Returns the place of the only difference of two documents, or of the value that contains all differences.
fn first_difference(old: &Document, new: &Document, at: Pointer) -> Pointer {
    let (Some(was), Some(is)) = (old.get(&at), new.get(&at)) else { return at };
    let (Some(before), Some(after)) = (was.as_object(), is.as_object()) else { return at };
    let mut differing = after.iter().filter(|member| was.get(&member.name) != Some(&member.node));
    let has_gone = before.iter().any(|member| is.get(&member.name).is_none());
    match (differing.next(), differing.next()) {
        (Some(only), None) if !has_gone && was.get(&only.name).is_some() => {
            first_difference(old, new, at.join(&only.name))
        }
        _ => at,
    }
}
