//! The payload in an example of an event, and the event that the example itself names.

use std::sync::Arc;

use crate::documentation::likeness::letters;
use crate::documentation::{DocumentedEnvelope, DocumentedEvent};
use crate::json::{Document, Member, Node};
use crate::page::attribution::{NAMES, is_event, is_styled};
use crate::page::batch;
use crate::page::classify;
use crate::page::event_mention::mentions;
use crate::page::heading::is_label;
use crate::page::outline::{Json, Outline};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer};

/// Returns the payload of an example: the example itself, or the payload member if the example is a whole delivery.
pub(super) fn payload(
    wire_name: &str,
    example: &Json,
    schema: Option<&Node>,
    envelope: Option<&DocumentedEnvelope>,
    outline: &Outline,
    diagnostics: &mut Diagnostics,
) -> Option<Arc<Document>> {
    let only = envelope.and_then(|envelope| batch::only(&example.document, envelope.each.as_ref()?));
    let document = only.as_ref().unwrap_or(&example.document);
    let another = |member: &str| {
        Diagnostic::error("example-of-another-event", format!("this is not a delivery of `{wire_name}`"))
            .labelled(example.place.clone(), format!("its `{member}` names another event"))
            .help("move it below the heading of its event, or correct the name")
    };
    if let Some(data) = envelope.and_then(|envelope| part(document, schema, envelope)) {
        diagnostics.push(of_part(example, envelope));
        return Some(Arc::new(Document { source: Arc::clone(&document.source), root: data }));
    }
    let whole = envelope.filter(|envelope| is_delivery(wire_name, document, schema, envelope));
    let Some((envelope, data)) = whole.and_then(|it| Some((it, document.root.at(&it.roles.data)?))) else {
        let other = other_name(wire_name, &document.root, envelope, outline);
        let Some(member) = other else { return Some(Arc::clone(document)) };
        diagnostics.push(another(&member));
        return None;
    };
    let event = document.root.at(&envelope.roles.event)?;
    if event.as_str() == Some(wire_name) {
        return Some(Arc::new(Document { source: Arc::clone(&document.source), root: data.clone() }));
    }
    diagnostics.push(another(&shown(&envelope.roles.event)));
    None
}

/// Returns a member's name, or its pointer if it is not one of the body itself.
fn shown(member: &Pointer) -> String {
    let mut tokens = member.tokens();
    tokens.next().filter(|_| tokens.next().is_none()).unwrap_or_else(|| member.to_string())
}

/// Returns the whole deliveries among the examples of events.
pub(super) fn deliveries(
    events: &[DocumentedEvent],
    envelope: &DocumentedEnvelope,
    outline: &Outline,
) -> Vec<Arc<Document>> {
    let of_event = |event: &DocumentedEvent| {
        let sections = outline.sections.iter().filter(|section| section.wire_name == event.wire_name);
        let schema = (!event.is_derived).then_some(&event.schema.root);
        let examples = sections.flat_map(|section| &section.blocks).filter_map(|block| {
            let only = envelope.each.as_ref().and_then(|each| batch::only(&block.document, each));
            let document = only.unwrap_or_else(|| Arc::clone(&block.document));
            let is_example = !classify::is_schema(&document.root);
            (is_example && is_delivery(&event.wire_name, &document, schema, envelope)).then_some(document)
        });
        examples.collect::<Vec<_>>()
    };
    events.iter().flat_map(of_event).collect()
}

/// Returns true if an example has all members of the envelope, or names its event and has a payload that the schema does not describe as
/// its member.
fn is_delivery(wire_name: &str, example: &Document, schema: Option<&Node>, envelope: &DocumentedEnvelope) -> bool {
    let members = envelope.example.root.as_object().unwrap_or_default();
    let roles = &envelope.roles;
    let is_named = example.root.at(&roles.event).and_then(Node::as_str) == Some(wire_name);
    let data = example.root.at(&roles.data).filter(|data| data.as_object().is_some());
    let is_outer = |schema: &Node| {
        let properties = schema.get("properties");
        properties.is_none_or(|properties| properties.get(&outermost(&roles.data)).is_none())
            && data.is_some_and(|data| classify::describes(schema, data))
    };
    members.iter().all(|member| example.root.get(&member.name).is_some())
        || (is_named && schema.map_or(data.is_some(), is_outer))
}

/// Returns the payload of an example that has some members of the body, and so no name of the event: `{ "data": … }`.
fn part(example: &Document, schema: Option<&Node>, envelope: &DocumentedEnvelope) -> Option<Node> {
    let roles = &envelope.roles;
    let members = example.root.as_object()?;
    let member = outermost(&roles.data);
    let is_of_body = |member: &Member| envelope.example.root.get(&member.name).is_some();
    let data = example.root.at(&roles.data).filter(|data| data.as_object().is_some())?;
    let is_named = example.root.at(&roles.event).is_some();
    let is_own = |schema: &Node| schema.get("properties").is_some_and(|it| it.get(&member).is_some());
    let holds_member = envelope.example.root.at(&roles.data).is_some_and(|payload| payload.get(&member).is_some());
    let is_part = members.iter().all(is_of_body) && !is_named && !schema.is_some_and(is_own) && !holds_member;
    is_part.then(|| data.clone())
}

/// Warns of such an example.
fn of_part(example: &Json, envelope: Option<&DocumentedEnvelope>) -> Diagnostic {
    let at = envelope.map_or_else(String::new, |envelope| envelope.roles.data.to_string());
    let assumed =
        Diagnostic::warning("assumed-payload", format!("assumed: this shows the body, and its payload is `{at}`"));
    assumed.at(example.place.clone()).help(
        "show the payload alone, or all members of the body; if the payload has a member of this name itself, show it in a whole body",
    )
}

/// Returns the member of an example that names another event than that of its section.
fn other_name(
    wire_name: &str,
    example: &Node,
    envelope: Option<&DocumentedEnvelope>,
    outline: &Outline,
) -> Option<String> {
    let value = |member: &Pointer| example.at(member).and_then(Node::as_str);
    let is_documented = |name: &str| outline.sections.iter().any(|section| section.wire_name == name);
    let of_envelope = envelope.map(|envelope| envelope.roles.event.clone());
    let is_other = |member: &Pointer| {
        let name = member.as_str();
        let is_of_event =
            name.to_lowercase().contains("event") || name == "/topic" || of_envelope.as_ref() == Some(member);
        let is_name = |value: &str| {
            let is_whole = mentions(value).any(|span| span == (0..value.len()));
            is_event(value, outline) || (is_whole && is_styled(value, outline))
        };
        value(member).is_some_and(|value| is_documented(value) || (is_of_event && is_name(value)))
    };
    let named = NAMES.split(' ').map(|name| Pointer::root().join(name));
    let members: Vec<Pointer> = named.chain(of_envelope.clone()).collect();
    let names_own = members.iter().any(|member| value(member) == Some(wire_name));
    let other = members.iter().find(|member| is_other(member))?;
    (!names_own).then(|| shown(other))
}

/// Returns the value of a member that looks like the name of an event.
pub(super) fn named(example: &Node) -> Option<&str> {
    let values = NAMES.split(' ').chain(["action", "kind", "trigger"]).filter_map(|name| example.get(name)?.as_str());
    values.into_iter().find(|value| mentions(value).any(|span| span == (0..value.len())))
}

/// Returns the name in a body that is also its heading, with capital letters: `ping` below `Ping`.
pub(super) fn titled(block: &Json) -> Option<&str> {
    let (_, heading) = block.above.as_ref().filter(|(_, text)| block.is_below_heading && !is_label(text.trim()))?;
    let mut values = NAMES.split(' ').filter_map(|name| block.document.root.get(name)?.as_str());
    values.find(|value| !value.is_empty() && letters(value) == letters(heading))
}

/// Returns the name in a body with which a line above it starts, too: such a body is an example of that event, even below another heading.
pub(super) fn named_above(block: &Json) -> Option<&str> {
    let (_, name) = block.named.as_ref()?;
    let mut values = NAMES.split(' ').filter_map(|member| block.document.root.get(member)?.as_str());
    values.find(|value| value == name)
}

/// Returns the name of the member of the body that is, or holds, a member.
fn outermost(member: &Pointer) -> String {
    member.tokens().next().unwrap_or_default()
}

/// Reports a schema of whole deliveries: a schema below an event must describe its payload.
pub(super) fn of_delivery(
    wire_name: &str,
    schema: &Json,
    examples: &[&Json],
    envelope: &DocumentedEnvelope,
) -> Option<Diagnostic> {
    let (root, roles) = (&schema.document.root, &envelope.roles);
    let (event, data) = (outermost(&roles.event), outermost(&roles.data));
    let names = |member: &str| root.get("properties").is_some_and(|it| it.get(member).is_some());
    let requires = |member: &str| {
        let required = root.get("required").and_then(Node::as_array).unwrap_or_default();
        required.iter().any(|name| name.as_str() == Some(member))
    };
    let is_whole = |example: &&&Json| {
        let payload = example.document.root.at(&roles.data);
        let lacks = |payload: &Node| payload.get(&event).is_none() && payload.get(&data).is_none();
        is_delivery(wire_name, &example.document, Some(root), envelope) && payload.is_some_and(lacks)
    };
    let example = examples.iter().find(is_whole)?;
    if !names(&event) || !names(&data) || !(requires(&event) || requires(&data)) {
        return None;
    }
    let message = format!("this schema of `{wire_name}` describes a whole delivery");
    let whole = Diagnostic::error("schema-of-delivery", message).at(schema.place.clone());
    let whole = whole.related(example.place.clone(), "this is one, and its payload is its example");
    Some(whole.help(format!(
        "keep only the schema of `{}` below the event; the other members are described by the envelope",
        shown(&roles.data)
    )))
}

/// Warns of a schema that names no member of any example: it may be that of a part.
pub(super) fn unfit_schema(wire_name: &str, schema: &Json, examples: &[Arc<Document>]) -> Option<Diagnostic> {
    let root = &schema.document.root;
    let has_members = |node: &Node| node.as_object().is_some_and(|members| !members.is_empty());
    let is_whole = ["$ref", "allOf", "anyOf", "oneOf"].iter().all(|keyword| root.get(keyword).is_none());
    let is_unfit = |example: &Arc<Document>| has_members(&example.root) && !classify::describes(root, &example.root);
    let names_members = root.get("properties").is_some_and(has_members);
    if examples.is_empty() || !is_whole || !names_members || !examples.iter().all(is_unfit) {
        return None;
    }
    let message = format!("the schema of `{wire_name}` names no member of its examples");
    let unfit = Diagnostic::warning("schema-of-something-else", message).at(schema.place.clone());
    let above = schema.lines.first().or(schema.above.as_ref());
    let unfit = above.into_iter().fold(unfit, |unfit, (place, _)| unfit.related(place.clone(), "it is below this"));
    Some(
        unfit.help(
            "if it describes a part of the payload, or what is around it, put the schema of the whole payload there",
        ),
    )
}

/// Warns of a description of members, if the schema is derived from examples alone.
pub(super) fn unread_rows(rows: &[(Place, String)], examples: &[Arc<Document>]) -> Option<Diagnostic> {
    let is_member = |name: &str| {
        let last = name.rsplit('.').next().unwrap_or(name);
        examples.iter().any(|example| [name, last].iter().any(|name| has_member(&example.root, name)))
    };
    let rows: Vec<&Place> = rows.iter().filter(|(_, first)| is_member(first)).map(|(place, _)| place).collect();
    let first = rows.first()?;
    let message = "this description of members is not read: the schema is derived from the examples alone";
    let unread = Diagnostic::warning("table-not-read", message).at((*first).clone());
    Some(
        unread.help("complete the schema by it: types, members that are not needed, and values that the examples lack"),
    )
}

/// Finds an example that has no member of the others: it may be something else. Without an envelope, it is an error if the others name their
/// event.
pub(super) fn unlike(wire_name: &str, examples: &[&Json], is_flat: bool, outline: &Outline) -> Option<Diagnostic> {
    let shares = |one: &Node, other: &Node| {
        one.as_object().unwrap_or_default().iter().any(|member| other.get(&member.name).is_some())
    };
    let is_unlike = |json: &&&Json| {
        let root = &json.document.root;
        let mut others = examples.iter().filter(|other| !std::ptr::eq(**other, **json));
        root.as_object().is_some_and(|members| !members.is_empty())
            && others.clone().count() > 0
            && others.all(|other| !shares(root, &other.document.root))
    };
    let found = examples.iter().rev().find(is_unlike)?;
    let mut others = examples.iter().filter(|other| !std::ptr::eq(**other, *found));
    let naming = NAMES.split(' ').find(|name| {
        let names = |other: &&&Json| other.document.root.get(name).and_then(Node::as_str) == Some(wire_name);
        is_flat && others.clone().all(|other| names(&other))
    });
    if let Some((member, other)) = naming.zip(others.next()) {
        let message = format!("this block may not be a payload of `{wire_name}`");
        let astray = Diagnostic::error("block-of-something-else", message).at(found.place.clone());
        let label = format!("this has the name of the event in `{member}`, and no member of the block");
        return Some(astray.related(other.place.clone(), label).help(format!(
            "{} if it documents something else; if it is a payload, add `{member}` to it",
            outline.leave_out("the block")
        )));
    }
    let message = format!("this example of `{wire_name}` has no member of the others");
    let unlike = Diagnostic::warning("example-unlike-others", message).at(found.place.clone());
    let others = examples.iter().filter(|other| !std::ptr::eq(**other, *found)).take(1);
    let unlike = others.fold(unlike, |unlike, other| unlike.related(other.place.clone(), "another example"));
    Some(unlike.help("the derived schema accepts both; if it is no payload, mark it as `text`"))
}

/// Warns of an example that has no member of its schema, although another one has.
pub(super) fn undescribed(
    wire_name: &str,
    schema: &Json,
    examples: &[&Json],
    envelope: Option<&DocumentedEnvelope>,
) -> Option<Diagnostic> {
    let root = &schema.document.root;
    let is_whole = ["$ref", "allOf", "anyOf", "oneOf"].iter().all(|keyword| root.get(keyword).is_none());
    let describes = |json: &&&Json| {
        let body = &json.document.root;
        let payload = envelope.and_then(|envelope| body.at(&envelope.roles.data));
        std::iter::once(body).chain(payload).any(|node| classify::describes(root, node))
    };
    let has_members = |json: &&&Json| json.document.root.as_object().is_some_and(|members| !members.is_empty());
    let other = examples.iter().find(describes).filter(|_| is_whole)?;
    let found = examples.iter().find(|json| has_members(json) && !describes(json))?;
    let message = format!("this example of `{wire_name}` has no member of its schema");
    let unlike = Diagnostic::warning("example-unlike-others", message).at(found.place.clone());
    let unlike = unlike.related(other.place.clone(), "another example");
    Some(unlike.help("the schema accepts both, because it is open; if it is no payload, mark it as `text`"))
}

/// Warns of a value that stands for any other one, such as `"string"` or `"..."`: the derived schema has its type.
pub(super) fn placeholder(wire_name: &str, examples: &[Arc<Document>], outline: &Outline) -> Option<Diagnostic> {
    let (document, node) = examples.iter().find_map(|document| Some((document, stand_in(&document.root)?)))?;
    let place = outline.relocated(Place::new(&document.source, node.span.clone()));
    let message = format!("this may stand for a value of `{wire_name}`, and is read as one");
    let found = Diagnostic::warning("placeholder", message).at(place);
    Some(found.help("show a real value, or correct the type in the derived schema"))
}

/// Returns the first value that is an ellipsis or the name of a type, or a member with such a name.
fn stand_in(node: &Node) -> Option<&Node> {
    const TYPES: &str =
        "array bool boolean datetime decimal double float int integer number object string timestamp uuid";
    let is_ellipsis = |text: &str| matches!(text.trim(), "..." | "…");
    let is_type = |text: &str| TYPES.split(' ').any(|name| name == text.trim_matches(['<', '>', '{', '}', '[', ']']));
    let members = node.as_object().unwrap_or_default();
    // A member such as `type` may well have the name of a type.
    let of_member = members.iter().find_map(|member| {
        let is_kind = ["type", "kind", "format", "name", "label", "column"]
            .iter()
            .any(|word| member.name.to_lowercase().ends_with(word));
        let is_one = member.node.as_str().is_some_and(|text| !is_kind && is_type(text)) || is_ellipsis(&member.name);
        is_one.then_some(&member.node)
    });
    let elements = node.as_array().unwrap_or_default().iter();
    let inner = || elements.chain(members.iter().map(|member| &member.node)).find_map(stand_in);
    node.as_str().is_some_and(is_ellipsis).then_some(node).or(of_member).or_else(inner)
}

/// Returns true if an object, or one inside of it, has a member.
fn has_member(node: &Node, name: &str) -> bool {
    let elements = node.as_array().unwrap_or_default();
    let members = node.as_object().unwrap_or_default();
    elements.iter().any(|element| has_member(element, name))
        || members.iter().any(|member| member.name == name || has_member(&member.node, name))
}
