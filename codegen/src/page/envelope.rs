//! The envelope: recognized by its shape, with a derived schema if the page has none.

use codegen_runtime::format::date_time;

use crate::documentation::derive::{self, typed};
use crate::documentation::parts::{IDS, PAYLOADS};
use crate::documentation::{DocumentedEnvelope, Roles};
use crate::json::construct::{array, member, object, string};
use crate::json::{Node, Value};
use crate::page::outline::Outline;
use crate::source::diagnostic::Diagnostic;

/// Recognizes an envelope: one member names a documented event, or is called `event` or similar; another holds an object.
pub(super) fn roles(node: &Node, is_event: &dyn Fn(&str) -> bool) -> Option<Roles> {
    let members = node.as_object()?;
    let strings = || members.iter().filter_map(|member| Some((&member.name, member.node.as_str()?)));
    let is_id = |wanted: &str| {
        let is_text = |node: &Node| matches!(node.value, Value::String(_) | Value::Number(_));
        members.iter().any(|member| member.name == wanted && is_text(&member.node))
    };
    let named = ["event", "type", "event_type", "eventType", "event_name", "eventName", "topic"];
    let by_value = strings().find(|(_, text)| is_event(text));
    let (event, _) = by_value.or_else(|| strings().find(|(name, _)| named.contains(&name.as_str())))?;
    let objects: Vec<&String> =
        members.iter().filter(|member| member.node.as_object().is_some()).map(|member| &member.name).collect();
    // Of several names the first of the list counts: `attributes` beside `data` are not the payload.
    let named = PAYLOADS.iter().find_map(|wanted| objects.iter().copied().find(|name| name == wanted));
    // Of several objects without such a name, any may be the payload.
    let data = named.or_else(|| objects.first().copied().filter(|_| objects.len() == 1))?;
    // `webhook_id` is mostly that of the subscription.
    let id = IDS.split(' ').find(|id| is_id(id));
    let times = strings().filter(|(name, text)| date_time::is_valid(text) && is_time_of_event(name));
    let created_at = times.min_by_key(|(name, _)| !is_time_of_delivery(name));
    Some(Roles {
        event: event.clone(),
        data: data.clone(),
        id: id.map(ToString::to_string),
        created_at: created_at.map(|(name, _)| name.clone()),
    })
}

/// Returns the diagnostic of an envelope whose only object is taken for the payload, although examples have other members beside it.
pub(super) fn beside_payload(envelope: &DocumentedEnvelope, outline: &Outline) -> Option<Diagnostic> {
    let data = &envelope.roles.data;
    let has = |node: &Node, name: &str| node.get(name).is_some();
    let members = envelope.example.root.as_object()?;
    let blocks = outline.sections.iter().flat_map(|section| &section.blocks);
    let mut beside = blocks.filter_map(|block| {
        let example = &block.document.root;
        let is_whole = members.iter().all(|member| has(example, &member.name));
        let other = example.as_object()?.iter().find(|member| !has(&envelope.example.root, &member.name))?;
        is_whole.then_some((block, other))
    });
    let (block, other) = beside.next().filter(|_| !PAYLOADS.contains(&data.as_str()))?;
    let message = format!("`{data}` may be the payload, or a member of it");
    let unclear = Diagnostic::error("payload-not-clear", message)
        .labelled(envelope.place.clone(), "it is the only object here")
        .related(block.place.clone(), format!("this has `{}` beside it", other.name));
    Some(unclear.help(format!(
        "if bodies have no envelope, {}; if `{data}` is the payload, show the other members in the envelope too",
        outline.leave_out("the first block")
    )))
}

/// Returns true for a time that is more likely that of the event than another one.
fn is_time_of_delivery(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["deliver", "emit", "event", "fired", "occur", "publish", "send", "sent", "timestamp", "trigger"]
        .iter()
        .any(|part| name.contains(part))
}

/// Returns true for a name such as `created_at` or `timestamp`, but not for `expires_at`.
fn is_time_of_event(name: &str) -> bool {
    const PARTS: [&str; 11] =
        ["creat", "deliver", "emit", "fired", "generat", "occur", "publish", "send", "sent", "time", "trigger"];
    let name = name.to_ascii_lowercase();
    matches!(name.as_str(), "at" | "date" | "when") || PARTS.iter().any(|part| name.contains(part))
}

/// Derives the schema of an envelope from its example and the other deliveries that the page shows. It is open, because the vendor never
/// closed it.
pub(crate) fn derive_schema(envelope: &DocumentedEnvelope) -> Node {
    let deliveries: Vec<&Node> =
        std::iter::once(&envelope.example).chain(&envelope.deliveries).map(|document| &document.root).collect();
    let mut names: Vec<&str> = Vec::new();
    for found in deliveries.iter().flat_map(|delivery| delivery.as_object().unwrap_or_default()) {
        if !names.contains(&found.name.as_str()) {
            names.push(&found.name);
        }
    }
    let values = |name: &str| -> Vec<&Node> { deliveries.iter().filter_map(|delivery| delivery.get(name)).collect() };
    let properties = names.iter().map(|name| {
        let schema = if *name == envelope.roles.data { typed("object") } else { derive::schema(&values(name)) };
        member(name, schema)
    });
    let required = names.iter().filter(|name| values(name).len() == deliveries.len());
    object(vec![
        member("$schema", string("https://json-schema.org/draft/2020-12/schema")),
        member("$comment", string("Derived from an example: the page documents no schema for it.")),
        member("description", string("The object around the payload of every event.")),
        member("type", string("object")),
        member("required", array(required.map(|name| string(name)).collect())),
        member("properties", object(properties.collect())),
    ])
}
