//! The envelope: recognized by its shape, with a derived schema if the page has none.

use codegen_runtime::format::date_time;

use crate::documentation::derive::{self, typed};
use crate::documentation::parts::{IDS, PAYLOADS};
use crate::documentation::{DocumentedEnvelope, Roles};
use crate::json::construct::{member, object, string};
use crate::json::{Member, Node, Value};
use crate::page::classify;
use crate::page::outline::Outline;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Pointer;

/// Recognizes an envelope, also one whose members with roles are inside of others, if a payload of the page is like its own.
pub(super) fn found(node: &Node, outline: &Outline) -> Option<Roles> {
    let is_event = |text: &str| outline.sections.iter().any(|section| section.wire_name == text);
    roles(node, &is_event).or_else(|| {
        let has_payload = |roles: &Roles| node.at(&roles.data).is_some_and(|data| is_like_payload(data, outline));
        nested(node, &is_event).filter(has_payload)
    })
}

/// Returns true if the name of the event, or the payload, is not a member of the body itself.
pub(super) fn is_nested(roles: &Roles) -> bool {
    [&roles.event, &roles.data].iter().any(|pointer| pointer.tokens().count() > 1)
}

/// Returns true if an object has a member of an event's own example, or of its schema.
pub(super) fn is_like_payload(node: &Node, outline: &Outline) -> bool {
    let mut blocks = outline.sections.iter().flat_map(|section| &section.blocks).map(|block| &block.document.root);
    let members = node.as_object().unwrap_or_default();
    blocks.any(|block| {
        let block = block.get("properties").filter(|_| classify::is_schema(block)).unwrap_or(block);
        members.iter().any(|member| block.get(&member.name).is_some())
    })
}

/// Recognizes an envelope inside of a member, or one whose name of the event is in a member beside the payload: `{ "meta": { "event": … } }`.
fn nested(node: &Node, is_event: &dyn Fn(&str) -> bool) -> Option<Roles> {
    let members = node.as_object()?;
    let names = |node: &Node| {
        let mut members = node.as_object().unwrap_or_default().iter();
        members.any(|member| member.node.as_str().is_some_and(is_event))
    };
    let mut heads = members.iter().filter(|member| names(&member.node));
    let head = heads.next().filter(|_| heads.next().is_none())?;
    let at = Pointer::root().join(&head.name);
    let below = |pointer: &Pointer| pointer.tokens().fold(at.clone(), |at, token| at.join(token));
    if let Some(Roles { event, data, id, created_at }) = roles(&head.node, is_event) {
        let [event, data] = [event, data].map(|pointer| below(&pointer));
        return Some(Roles { event, data, id: id.as_ref().map(below), created_at: created_at.as_ref().map(below) });
    }
    // The payload stands beside the object with the name.
    let beside: Vec<Member> = members.iter().filter(|member| member.name != head.name).cloned().collect();
    let of_head = head.node.as_object()?.iter().cloned();
    let flat = object(of_head.filter(|member| member.node.as_object().is_none()).chain(beside).collect());
    let Roles { event, data, id, created_at } = roles(&flat, is_event)?;
    let of_flat = |pointer: Pointer| if head.node.at(&pointer).is_some() { below(&pointer) } else { pointer };
    Some(Roles { event: of_flat(event), data, id: id.map(of_flat), created_at: created_at.map(of_flat) })
}

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
    let at = |name: &str| Pointer::root().join(name);
    Some(Roles { event: at(event), data: at(data), id: id.map(at), created_at: created_at.map(|(name, _)| at(name)) })
}

/// Returns the diagnostic of an envelope whose only object is taken for the payload, although examples have other members beside it.
pub(super) fn beside_payload(envelope: &DocumentedEnvelope, outline: &Outline) -> Option<Diagnostic> {
    let data = envelope.roles.data.tokens().last().filter(|_| !is_nested(&envelope.roles))?;
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
    let path: Vec<String> = envelope.roles.data.tokens().collect();
    let derived = opened(&derive::schema(&deliveries), &path);
    let keywords = derived.as_object().unwrap_or_default().iter().cloned();
    let head = vec![
        member("$schema", string("https://json-schema.org/draft/2020-12/schema")),
        member("$comment", string("Derived from an example: the page documents no schema for it.")),
        member("description", string("The object around the payload of every event.")),
    ];
    object(head.into_iter().chain(keywords).collect())
}

/// Returns a schema whose member at a path may be any object.
fn opened(schema: &Node, path: &[String]) -> Node {
    let Some((first, rest)) = path.split_first() else { return typed("object") };
    let properties = |node: &Node| {
        let inner = node.as_object().unwrap_or_default().iter();
        object(
            inner
                .map(|it| if it.name == *first { member(first, opened(&it.node, rest)) } else { it.clone() })
                .collect(),
        )
    };
    let keywords = schema.as_object().unwrap_or_default().iter();
    let keyword =
        |it: &Member| if it.name == "properties" { member(&it.name, properties(&it.node)) } else { it.clone() };
    object(keywords.map(keyword).collect())
}
