//! Content of the page that contradicts what the first import assumes about the body of a delivery.

use std::sync::Arc;

use crate::documentation::DocumentedEnvelope;
use crate::documentation::parts::PAYLOADS;
use crate::json::{Member, Node};
use crate::page::attribution::NAMES;
use crate::page::classify;
use crate::page::example;
use crate::page::finding;
use crate::page::outline::Outline;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Place;

/// Warns of code and tables outside of events that may show the envelope. `is_named` is true if the events' own examples have their names.
pub(super) fn assumptions(envelope: Option<&DocumentedEnvelope>, outline: &Outline, is_named: bool) -> Vec<Diagnostic> {
    match envelope {
        Some(envelope) => {
            let is_derived = envelope.schema.is_none();
            let rows = is_derived.then(|| example::unread_rows(&outline.rows, &[Arc::clone(&envelope.example)]));
            rows.flatten().into_iter().chain(payload(envelope, outline)).collect()
        }
        None if !is_named && !outline.sections.is_empty() => {
            let bodies = outline.loose.iter().filter(|json| json.is_body);
            let bodies = bodies.map(|json| finding::not_alone(json.place.clone()));
            let unread = outline.unread.iter().cloned().chain(bodies).chain(described(outline));
            unread.map(|it| it.help(HELP)).collect()
        }
        _ => Vec::new(),
    }
}

const HELP: &str = "the payload was taken for the whole body. If there is an envelope around it, show a delivery as JSON, in a block of its \
                    own outside of the events";

/// Warns of a payload that is only the one object of the body, or that may be another one.
fn payload(envelope: &DocumentedEnvelope, outline: &Outline) -> Option<Diagnostic> {
    let data = &envelope.roles.data;
    let assumed = Diagnostic::warning("assumed-payload", format!("assumed: the payload is `/{data}` of the body"));
    let members = || envelope.example.root.as_object().unwrap_or_default().iter();
    let is_other = |member: &&Member| member.name != *data && PAYLOADS.contains(&member.name.as_str());
    let other = members().filter(is_other).find(|member| member.node.as_object().is_some());
    if let Some(inner) = inner(envelope, outline) {
        let assumed = assumed.labelled(envelope.place.clone(), format!("`{inner}` in it has the members of an event"));
        return Some(
            assumed.help(format!("if `{inner}` is the payload, write `at = \"/{data}/{inner}\"` in `[payload]`")),
        );
    }
    if let Some(other) = other {
        let why = format!("`{}` is an object, too", other.name);
        let assumed = assumed.labelled(envelope.place.clone(), why);
        return Some(assumed.help(format!("if it is the payload, write `at = \"/{}\"` in `[payload]`", other.name)));
    }
    let is_subject = |name: &str| name.split(['.', ':', '/', '_', '-']).any(|word| word.eq_ignore_ascii_case(data));
    if PAYLOADS.contains(&data.as_str()) || outline.sections.iter().any(|section| is_subject(&section.wire_name)) {
        return None;
    }
    let assumed = assumed.labelled(envelope.place.clone(), "because it is the only object here");
    Some(assumed.help(format!(
        "correct `at` in `[payload]` if it is another member; if bodies have no envelope, {}",
        outline.leave_out("this block")
    )))
}

/// Returns the object in the payload that has a member of an event's own example, or of its schema; the payload itself has none.
fn inner<'e>(envelope: &'e DocumentedEnvelope, outline: &Outline) -> Option<&'e str> {
    let payload = envelope.example.root.get(&envelope.roles.data)?;
    let blocks = || outline.sections.iter().flat_map(|section| &section.blocks).map(|block| &block.document.root);
    let shares = |node: &Node| {
        let members = node.as_object().unwrap_or_default();
        blocks().any(|block| {
            let block = block.get("properties").filter(|_| classify::is_schema(block)).unwrap_or(block);
            members.iter().any(|member| block.get(&member.name).is_some())
        })
    };
    let inner = payload.as_object()?.iter().find(|member| member.node.as_object().is_some() && shares(&member.node));
    inner.filter(|_| !shares(payload)).map(|member| member.name.as_str())
}

/// Warns of rows that describe an envelope: one is about the event's name, and one of the same table or list about the payload.
fn described(outline: &Outline) -> Option<Diagnostic> {
    let names = outline.rows.iter().filter(|(_, subject)| NAMES.split(' ').any(|name| name == subject));
    let is_payload = |subject: &str| subject == "object" || PAYLOADS.contains(&subject);
    let payloads = || outline.rows.iter().filter(|(_, subject)| is_payload(subject));
    let page = outline.source().text();
    let is_beside = |one: &Place, other: &Place| {
        let between = one.span.end.min(other.span.end)..one.span.start.max(other.span.start);
        let between = page.get(between).unwrap_or_default();
        ["\n\n", "\r\n\r\n", "</table", "</ul", "</dl"].iter().all(|end| !between.contains(end))
    };
    let mut pairs = names.flat_map(|(place, _)| payloads().map(move |(data, _)| (place, data)));
    let (place, data) = pairs.find(|(place, data)| is_beside(place, data))?;
    let message = "this may describe the body of a delivery, and is not read";
    Some(Diagnostic::warning("table-not-read", message).at(place.clone()).related(data.clone(), "its payload"))
}
