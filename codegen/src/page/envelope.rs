//! The envelope: recognized by its shape, with a derived schema if the page has none.

use codegen_runtime::format::date_time;

use crate::documentation::derive::{self, typed};
use crate::documentation::parts::{IDS, PAYLOADS};
use crate::documentation::{DocumentedEnvelope, DocumentedEvent, Roles};
use crate::json::construct::{member, object, string};
use crate::json::{Member, Node, Value};
use crate::page::attribution::is_styled;
use crate::page::classify;
use crate::page::outline::{Json, Outline};
use crate::source::diagnostic::Diagnostic;
use crate::source::location::Pointer;

/// Recognizes an envelope. If its members with roles are nested, it must have the name of a documented event and an object like the event's
/// payload.
pub(super) fn found(node: &Node, outline: &Outline) -> Option<Roles> {
    let is_event = |text: &str| outline.sections.iter().any(|section| section.wire_name == text);
    let flat = roles(node, &is_event);
    let is_name = |text: &str| is_event(text) || is_styled(text, outline);
    let is_named = |roles: &Roles| node.at(&roles.event).and_then(Node::as_str).is_some_and(is_name);
    flat.clone().filter(is_named).or_else(|| nested(node, outline, &is_event)).or(flat)
}

/// Returns true if the name of the event, or the payload, is not a member of the body itself.
pub(super) fn is_nested(roles: &Roles) -> bool {
    [&roles.event, &roles.data].iter().any(|pointer| pointer.tokens().count() > 1)
}

/// Returns the number of members that an object shares with a payload of the event with this name, or else of any event.
pub(super) fn shared(node: &Node, name: Option<&str>, outline: &Outline) -> usize {
    let sections = outline.sections.iter().filter(|section| name.is_none_or(|name| section.wire_name == name));
    let blocks = sections.flat_map(|section| &section.blocks).map(|block| &block.document.root);
    let members = node.as_object().unwrap_or_default();
    let shared = blocks.map(|block| {
        let block = block.get("properties").filter(|_| classify::is_schema(block)).unwrap_or(block);
        members.iter().filter(|member| block.get(&member.name).is_some()).count()
    });
    shared.max().unwrap_or_default()
}

/// Recognizes an envelope whose name of the event is inside of one of its members. The payload is inside of that member, or beside it, or
/// the member itself: the object that has the most in common with a documented payload, and at least half of its members; or else one that is
/// empty, or that whole deliveries of events have.
fn nested(node: &Node, outline: &Outline, is_event: &dyn Fn(&str) -> bool) -> Option<Roles> {
    let members = node.as_object()?;
    let name = |node: &Node| {
        let mut members = node.as_object().unwrap_or_default().iter();
        members.find(|member| member.node.as_str().is_some_and(is_event)).map(|member| member.name.clone())
    };
    let mut heads = members.iter().filter_map(|member| Some((member, name(&member.node)?)));
    let (head, event) = heads.next().filter(|_| heads.next().is_none())?;
    let at = Pointer::root().join(&head.name);
    let below = |pointer: Pointer| pointer.tokens().fold(at.clone(), |at, token| at.join(token));
    let inside = roles(&head.node, is_event).map(|Roles { event, data, id, created_at }| {
        let [event, data] = [event, data].map(below);
        Roles { event, data, id: id.map(below), created_at: created_at.map(below) }
    });
    let event = at.join(event);
    let others: Vec<&Member> = members.iter().filter(|member| member.name != head.name).collect();
    let beside = payload(others.iter().copied()).map(|data| {
        // Both may have members of the same name.
        let of_head = located(&at, head.node.as_object().unwrap_or_default());
        let of_body = others.iter().map(|member| (Pointer::root().join(&member.name), *member));
        let (id, created_at) = id_and_time(&of_head.chain(of_body).collect::<Vec<_>>());
        Roles { event: event.clone(), data: Pointer::root().join(data), id, created_at }
    });
    let (id, created_at) = id_and_time(&located(&Pointer::root(), members).collect::<Vec<_>>());
    let itself = Roles { event, data: at.clone(), id, created_at };
    let candidates: Vec<Roles> = [Some(itself), beside, inside].into_iter().flatten().collect();
    let found = candidates.iter().filter_map(|roles| {
        let name = node.at(&roles.event)?.as_str();
        let payload = node.at(&roles.data)?;
        let count = shared(payload, name, outline);
        (count > 0 && count * 2 >= payload.as_object()?.len()).then_some((count, roles))
    });
    let found = found.max_by_key(|(count, _)| *count).map(|(_, roles)| roles);
    let is_open = |roles: &&Roles| roles.data != at && may_be_payload(node, roles, outline);
    found.or_else(|| candidates.iter().rev().find(is_open)).cloned()
}

/// Returns true for an empty object, and for one with the name of a payload that whole deliveries of events have, too.
fn may_be_payload(node: &Node, roles: &Roles, outline: &Outline) -> bool {
    let is_named = roles.data.tokens().last().is_some_and(|name| PAYLOADS.contains(&name.as_str()));
    let is_in_deliveries = || {
        let has_payload = |block: &Json, name: &str| {
            let root = &block.document.root;
            let is_of_event = root.at(&roles.event).and_then(Node::as_str) == Some(name);
            is_of_event && root.at(&roles.data).is_some_and(|data| data.as_object().is_some())
        };
        outline.sections.iter().any(|it| it.blocks.iter().any(|block| has_payload(block, &it.wire_name)))
    };
    let payload = node.at(&roles.data).and_then(Node::as_object);
    payload.is_some_and(<[Member]>::is_empty) || (is_named && is_in_deliveries())
}

/// Recognizes an envelope: one member names a documented event, or is called `event` or similar; another holds an object.
pub(super) fn roles(node: &Node, is_event: &dyn Fn(&str) -> bool) -> Option<Roles> {
    let members = node.as_object()?;
    let strings = || members.iter().filter_map(|member| Some((&member.name, member.node.as_str()?)));
    let named = ["event", "type", "event_type", "eventType", "event_name", "eventName", "topic"];
    let by_value = strings().find(|(_, text)| is_event(text));
    let (event, _) = by_value.or_else(|| strings().find(|(name, _)| named.contains(&name.as_str())))?;
    let data = payload(members)?;
    let (id, created_at) = id_and_time(&located(&Pointer::root(), members).collect::<Vec<_>>());
    Some(Roles { event: Pointer::root().join(event), data: Pointer::root().join(data), id, created_at })
}

/// Returns the name of the member that may be the payload.
fn payload<'n>(members: impl IntoIterator<Item = &'n Member>) -> Option<&'n str> {
    let objects = members.into_iter().filter(|member| member.node.as_object().is_some());
    let objects: Vec<&str> = objects.map(|member| member.name.as_str()).collect();
    // Of several names the first of the list counts: `attributes` beside `data` are not the payload.
    let named = PAYLOADS.iter().find_map(|wanted| objects.iter().copied().find(|name| name == wanted));
    // Of several objects without such a name, any may be the payload.
    named.or_else(|| objects.first().copied().filter(|_| objects.len() == 1))
}

/// Returns the members of the object at `at` with their pointers.
fn located<'n>(at: &Pointer, members: &'n [Member]) -> impl Iterator<Item = (Pointer, &'n Member)> {
    members.iter().map(move |member| (at.join(&member.name), member))
}

/// Returns the members with the id and the time of a delivery. If several have names of an id, the order of `IDS` decides; of several
/// times, the first one of the delivery, else the first.
fn id_and_time(members: &[(Pointer, &Member)]) -> (Option<Pointer>, Option<Pointer>) {
    let is_text = |node: &Node| matches!(node.value, Value::String(_) | Value::Number(_));
    let named = |wanted: &str| members.iter().find(|(_, member)| member.name == wanted && is_text(&member.node));
    // `webhook_id` is mostly that of the subscription.
    let id = IDS.split(' ').find_map(named);
    let is_time = |member: &Member| member.node.as_str().is_some_and(date_time::is_valid);
    let times = members.iter().filter(|(_, member)| is_time(member) && is_time_of_event(&member.name));
    let time = times.min_by_key(|(_, member)| !is_time_of_delivery(&member.name));
    let pointer = |found: Option<&(Pointer, &Member)>| found.map(|(pointer, _)| pointer.clone());
    (pointer(id), pointer(time))
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
/// closed it. The payload may be any object, or with `payloads` of another type any value.
pub(crate) fn derive_schema(envelope: &DocumentedEnvelope, payloads: &[DocumentedEvent]) -> Node {
    let is_object = |event: &DocumentedEvent| {
        let json_type = event.schema.root.get("type");
        json_type.is_none_or(|it| it.as_str() == Some("object"))
            && event.examples.iter().all(|example| example.root.as_object().is_some())
    };
    let payload = if payloads.iter().all(is_object) { typed("object") } else { object(Vec::new()) };
    let deliveries: Vec<&Node> =
        std::iter::once(&envelope.example).chain(&envelope.deliveries).map(|document| &document.root).collect();
    let path: Vec<String> = envelope.roles.data.tokens().collect();
    let derived = opened(&derive::schema(&deliveries), &path, &payload);
    let keywords = derived.as_object().unwrap_or_default().iter().cloned();
    let head = vec![
        member("$schema", string("https://json-schema.org/draft/2020-12/schema")),
        member("$comment", string("Derived from an example: the page documents no schema for it.")),
        member("description", string("The object around the payload of every event.")),
    ];
    object(head.into_iter().chain(keywords).collect())
}

/// Returns a schema whose member at a path has the schema of any payload.
fn opened(schema: &Node, path: &[String], payload: &Node) -> Node {
    let Some((first, rest)) = path.split_first() else { return payload.clone() };
    let properties = |node: &Node| {
        let inner = node.as_object().unwrap_or_default().iter();
        object(
            inner
                .map(|it| if it.name == *first { member(first, opened(&it.node, rest, payload)) } else { it.clone() })
                .collect(),
        )
    };
    let keywords = schema.as_object().unwrap_or_default().iter();
    let keyword =
        |it: &Member| if it.name == "properties" { member(&it.name, properties(&it.node)) } else { it.clone() };
    object(keywords.map(keyword).collect())
}
