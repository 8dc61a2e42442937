//! Content of the page that contradicts what the first import assumes about the body of a delivery.

use std::sync::Arc;

use crate::documentation::DocumentedEnvelope;
use crate::documentation::parts::PAYLOADS;
use crate::page::example::{self, NAMES};
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

/// Warns of a payload that is only the one object of the body.
fn payload(envelope: &DocumentedEnvelope, outline: &Outline) -> Option<Diagnostic> {
    let data = &envelope.roles.data;
    let is_subject = |name: &str| name.split(['.', ':', '/', '_', '-']).any(|word| word.eq_ignore_ascii_case(data));
    if PAYLOADS.contains(&data.as_str()) || outline.sections.iter().any(|section| is_subject(&section.wire_name)) {
        return None;
    }
    let assumed = Diagnostic::warning("assumed-payload", format!("assumed: the payload is `/{data}` of the body"));
    let assumed = assumed.labelled(envelope.place.clone(), "because it is the only object here");
    Some(assumed.help(format!(
        "correct `at` in `[payload]` if it is another member; if bodies have no envelope, {}",
        outline.leave_out("this block")
    )))
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
