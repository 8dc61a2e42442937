//! Content of the page that contradicts what the first import assumes about the body of a delivery.

use std::sync::Arc;

use crate::catalog::PartFacts;
use crate::documentation::parts::PAYLOADS;
use crate::documentation::{DocumentedEnvelope, DocumentedEvent};
use crate::json::{Member, Node};
use crate::page::attribution::NAMES;
use crate::page::block::Block;
use crate::page::envelope;
use crate::page::example;
use crate::page::finding;
use crate::page::outline::Outline;
use crate::page::payload_member;
use crate::page::unread;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;

/// Warns of code and tables outside of events that may show the envelope, or members of several events. `parts` are those that
/// the events' own examples have.
pub(super) fn assumptions(
    envelope: Option<&DocumentedEnvelope>,
    events: &[DocumentedEvent],
    outline: &Outline,
    blocks: &[Block],
    parts: &PartFacts,
) -> Vec<Diagnostic> {
    let is_named = !parts.event.is_empty();
    let derived = events.iter().filter(|event| event.is_derived).flat_map(|event| event.examples.iter().cloned());
    let is_part = |name: &str| {
        parts.event.iter().chain(&parts.id).chain(&parts.sent_at).any(|it| it.trim_start_matches('/') == name)
    };
    let rows = outline.rows.iter().filter(|(_, subject)| !is_part(subject)).cloned();
    let of_all = || example::unread_rows(&rows.clone().collect::<Vec<_>>(), &derived.clone().collect::<Vec<_>>());
    match envelope {
        Some(envelope) => {
            let is_derived = envelope.schema.is_none();
            let rows = is_derived.then(|| example::unread_rows(&outline.rows, &[Arc::clone(&envelope.example)]));
            rows.flatten().or_else(of_all).into_iter().chain(payload(envelope, outline)).collect()
        }
        None if !is_named && !outline.sections.is_empty() => {
            let bodies = outline.loose.iter().filter(|json| json.is_body);
            let bodies = bodies.map(|json| finding::not_alone(json.place.clone()));
            let unread = outline.unread.iter().cloned().chain(bodies).chain(described(outline));
            let shown: Vec<Diagnostic> = unread.map(|it| it.help(HELP)).chain(set_aside(outline, blocks)).collect();
            let is_said = !shown.is_empty();
            shown.into_iter().chain((!is_said).then(|| around(blocks, outline).or_else(of_all)).flatten()).collect()
        }
        None => of_all().into_iter().collect(),
    }
}

const HELP: &str = "the payload was taken for the whole body. If there is an envelope around it, show a delivery as JSON, in a block of its \
                    own outside of the events";

/// Warns of what says or shows, without JSON, that the payload is a member of the body.
fn around(blocks: &[Block], outline: &Outline) -> Option<Diagnostic> {
    let place = payload_member::said(blocks, outline).or_else(|| payload_member::shown(blocks, outline))?;
    let assumed = Diagnostic::warning("assumed-payload", "assumed: the payload is the whole body");
    Some(assumed.labelled(place, "this may say that it is a member of the body").help(HELP))
}

/// Warns of a block with the name of an event that is marked as text: other findings advise that mark, but it may be a delivery.
fn set_aside(outline: &Outline, blocks: &[Block]) -> Option<Diagnostic> {
    let names = outline.sections.iter().map(|section| format!("\"{}\"", section.wire_name));
    let name = |text: &str| names.clone().find(|name| text.contains(name));
    let found = |block: &Block| Some((block.text.trimmed_span(), name(block.text.text())?));
    let mut texts = blocks.iter().filter(|block| block.is_marked_as_text() && unread::is_object(block.text.text()));
    let (span, name) = texts.find_map(found)?;
    let message = format!("this block has the name {name} of an event, and is marked as text, so it is not read");
    let aside = Diagnostic::warning("block-not-read", message).at(Place::new(outline.source(), span));
    Some(aside.help(
        "the payload was taken for the whole body. If this is a body, its form is not understood: write in the catalogue where it has the \
         name and the payload, with `member` of `[event]` and `at` of `[payload]`, and describe the rest in `[envelope]`",
    ))
}

/// Warns of an assumed payload: it is nested, it is the only object of the body, or another object may be the payload.
fn payload(envelope: &DocumentedEnvelope, outline: &Outline) -> Option<Diagnostic> {
    let (at, data) = (&envelope.roles.data, envelope.roles.data.tokens().last().unwrap_or_default());
    let assumed = Diagnostic::warning("assumed-payload", format!("assumed: the payload is `{at}` of the body"));
    if envelope::is_nested(&envelope.roles) {
        let why = format!("`{}` in it names an event", envelope.roles.event);
        let help = "correct `at` in `[payload]` and `member` in `[event]` if others are meant; if this is no delivery";
        let assumed = assumed.labelled(envelope.place.clone(), why);
        return Some(assumed.help(format!("{help}, {}", outline.leave_out("this block"))));
    }
    let members = || envelope.example.root.as_object().unwrap_or_default().iter();
    let is_other = |member: &&Member| member.name != data && PAYLOADS.contains(&member.name.as_str());
    let other = members().filter(is_other).find(|member| member.node.as_object().is_some());
    if let Some(inner) = inner(envelope, outline) {
        let assumed = assumed.labelled(envelope.place.clone(), format!("`{inner}` in it has the members of an event"));
        return Some(
            assumed.help(format!("if `{inner}` is the payload, write `at = \"{at}/{inner}\"` in `[payload]`")),
        );
    }
    if let Some(other) = other {
        let why = format!("`{}` is an object, too", other.name);
        let assumed = assumed.labelled(envelope.place.clone(), why);
        return Some(assumed.help(format!("if it is the payload, write `at = \"/{}\"` in `[payload]`", other.name)));
    }
    let is_subject = |name: &str| name.split(['.', ':', '/', '_', '-']).any(|word| word.eq_ignore_ascii_case(&data));
    if PAYLOADS.contains(&data.as_str()) || outline.sections.iter().any(|section| is_subject(&section.wire_name)) {
        return None;
    }
    let assumed = assumed.labelled(envelope.place.clone(), "because it is the only object here");
    Some(assumed.help(format!(
        "correct `at` in `[payload]` if it is another member; if bodies have no envelope, {}",
        outline.leave_out("this block")
    )))
}

/// Returns the object in the payload that has more members of an event's own example, or of its schema, than the payload itself.
fn inner<'e>(envelope: &'e DocumentedEnvelope, outline: &Outline) -> Option<&'e str> {
    let payload = envelope.example.root.at(&envelope.roles.data)?;
    let shared = |node: &Node| envelope::shared(node, None, outline);
    let objects = payload.as_object()?.iter().filter(|member| member.node.as_object().is_some());
    let inner = objects.rev().max_by_key(|member| shared(&member.node))?;
    (shared(&inner.node) > shared(payload)).then_some(inner.name.as_str())
}

/// Warns of rows that describe an envelope: one is about the event's name, and one of the same table or list about the payload.
fn described(outline: &Outline) -> Option<Diagnostic> {
    let names = outline.rows.iter().filter(|(_, subject)| NAMES.split(' ').any(|name| name == subject));
    let is_payload = |subject: &str| subject == "object" || PAYLOADS.contains(&subject);
    let payloads = || outline.rows.iter().filter(|(_, subject)| is_payload(subject));
    let mut pairs = names.flat_map(|(place, _)| payloads().map(move |(data, _)| (place, data)));
    let (place, data) = pairs.find(|(place, data)| outline.are_together(place, data))?;
    let message = "this may describe the body of a delivery, and is not read";
    Some(Diagnostic::warning("table-not-read", message).at(place.clone()).related(data.clone(), "its payload"))
}
