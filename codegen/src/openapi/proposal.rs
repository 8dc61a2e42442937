//! Webhooks → names of events, and the parts of a request: written if the document proves them, or else as lines for a person to confirm.

use crate::catalog::PartFacts;
use crate::openapi::api::Api;
use crate::openapi::evidence::{self, Claim, Claims};
use crate::openapi::header::{self, Header};
use crate::openapi::naming::{self, Naming};
use crate::openapi::webhook::Webhook;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer};
use crate::source::visible;

/// The names of events and the parts of a request.
pub(super) struct Proposal {
    /// The names in the order of the webhooks.
    pub(super) names: Vec<String>,
    pub(super) parts: PartFacts,
    /// The headers that may have the signature.
    pub(super) signature_headers: Vec<(String, Place)>,
    pub(super) warnings: Vec<Diagnostic>,
}

/// Names of members that hold the payload in a body around it.
const PAYLOADS: [&str; 4] = ["data", "payload", "body", "resource"];
/// Names of members that identify an event in such a body.
const IDS: [&str; 9] = [
    "id",
    "event_id",
    "eventId",
    "delivery_id",
    "deliveryId",
    "notification_id",
    "notificationId",
    "message_id",
    "messageId",
];
/// Names of members with the time of the event in such a body.
const TIMES: [&str; 9] =
    ["created_at", "createdAt", "timestamp", "occurred_at", "occurredAt", "sent_at", "sentAt", "created", "time"];

/// Decides the names of events, and proposes the parts of a request.
pub(super) fn propose(api: Api<'_>, webhooks: &[Webhook<'_>]) -> Proposal {
    let claims: Vec<Claims> = webhooks.iter().map(|webhook| claims(api, webhook)).collect();
    let keyed: Vec<(&str, &Claims)> = webhooks.iter().map(|webhook| webhook.key).zip(&claims).collect();
    let headers = header::headers(api, webhooks);
    let mut parts = PartFacts::default();
    let mut warnings = Vec::new();
    let of_header = || {
        headers.iter().find_map(|header| Some((header, header.names(webhooks.len()).filter(|_| header.is_event())?)))
    };
    let names = if let Some(Naming { members, names }) = naming::naming(&keyed) {
        parts.event = members.iter().map(Pointer::to_string).collect();
        warnings.extend(renamed(webhooks, &names, &parts.event.join("` and `")));
        names
    } else if let Some((header, names)) = of_header() {
        parts.event_header = Some(header.name.to_owned());
        warnings.extend(renamed(webhooks, &names, header.name));
        names
    } else {
        warnings.extend(unnamed(webhooks, &headers));
        webhooks.iter().map(|webhook| webhook.key.to_owned()).collect()
    };
    propose_delivery(&keyed, &headers, &mut parts);
    if parts.event.is_empty() && parts.event_header.is_none() {
        let events = headers.iter().filter(|header| header.is_event());
        let lines = events.map(|header| format!("header = {}", visible::in_toml(header.name)));
        suggest(&mut parts, "[event]", lines.collect());
    }
    let signature_headers = headers.iter().filter(|header| header.is_signature());
    let signature_headers = signature_headers.map(|header| (header.name.to_owned(), header.place.clone())).collect();
    Proposal { names, parts, signature_headers, warnings }
}

fn claims(api: Api<'_>, webhook: &Webhook<'_>) -> Claims {
    let mut claims = webhook.schema.as_ref().map(|schema| evidence::of_schema(api, schema)).unwrap_or_default();
    webhook.examples.iter().for_each(|example| evidence::add_example(&mut claims, example.node));
    claims
}

/// Proposes the id and the time of a delivery. In a body around a payload, they are those of the event; in any other body they may be those
/// of its subject.
fn propose_delivery(events: &[(&str, &Claims)], headers: &[Header<'_>], parts: &mut PartFacts) {
    let common = |name: &str, is_it: &dyn Fn(&Claim) -> bool| {
        let pointer = Pointer::root().join(name);
        let has = |(_, claims): &(&str, &Claims)| claims.get(&pointer).is_some_and(is_it);
        (!events.is_empty() && events.iter().all(has)).then(|| pointer.to_string())
    };
    let is_around =
        !parts.event.is_empty() && PAYLOADS.iter().any(|name| common(name, &|claim| claim.is_object).is_some());
    let id = IDS.iter().find_map(|name| common(name, &|claim| !claim.is_object));
    let time = TIMES.iter().find_map(|name| common(name, &|claim| claim.format.as_deref() == Some("date-time")));
    let id_header = headers.iter().find(|header| header.is_id());
    let mut lines = Vec::new();
    let member = |key: &str, pointer: &str| format!("{key} = {{ member = {} }}", visible::in_toml(pointer));
    match (id_header, id) {
        (Some(header), _) => parts.id_header = Some(header.name.to_owned()),
        (None, Some(id)) if is_around => parts.id = Some(id),
        (None, id) => lines.extend(id.map(|id| member("id", &id))),
    }
    match time {
        Some(time) if is_around => parts.sent_at = Some(time),
        time => lines.extend(time.map(|time| member("sent_at", &time))),
    }
    suggest(parts, "[delivery]", lines);
}

fn suggest(parts: &mut PartFacts, section: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        parts.suggested.extend([String::new(), section.to_owned()]);
        parts.suggested.extend(lines);
    }
}

/// Warns of events that have other names than their webhooks.
fn renamed(webhooks: &[Webhook<'_>], names: &[String], named_by: &str) -> Option<Diagnostic> {
    let renamed: Vec<_> = webhooks.iter().zip(names).filter(|(webhook, name)| webhook.key != name.as_str()).collect();
    let (first, name) = renamed.first()?;
    let events = if renamed.len() == 1 { "an event is".to_owned() } else { format!("{} events are", renamed.len()) };
    let warning =
        Diagnostic::warning("named-by-request", format!("{events} named by `{named_by}`, not by the webhook"));
    Some(warning.labelled(first.place.clone(), format!("`{name}`")).help("requests are told apart by that name"))
}

/// Warns that nothing in the document says how a request names its event.
fn unnamed(webhooks: &[Webhook<'_>], headers: &[Header<'_>]) -> Option<Diagnostic> {
    let first = webhooks.first()?;
    let warning = Diagnostic::warning("no-event-name", "the document does not show how a request names its event");
    let warning = warning.labelled(first.place.clone(), "events have the names of webhooks");
    let help =
        "if requests do, say where in `[event]` of the catalogue; without it each event has an endpoint of its own";
    let candidate = headers.iter().find(|header| header.is_event());
    Some(candidate.into_iter().fold(warning, |it, header| it.related(header.place.clone(), "perhaps here")).help(help))
}
