//! Payloads inside of an envelope: a producer sends only bodies that both schemas allow.

use crate::catalog::{BodyMember, Catalog, Naming};
use crate::contract::is_taken;
use crate::interpret;
use crate::json::{Member, Node, Value};
use crate::keyword::types::TypeSet;
use crate::model::{Model, Role, Root, SchemaId};
use crate::source::location::Pointer;
use crate::wire::contract::Contract;
use crate::wire::extended::Extended;
use crate::wire::merged::member;
use crate::wire::search::with_member;

/// Returns true if the contract allows a payload inside of its envelope, or an envelope around a payload of any of its events. `body` is the
/// body of a delivery with the instance.
pub(super) fn is_sent(contract: Contract<'_>, root: &Root, instance: &Node, body: &Node) -> bool {
    let accepts = |root: &Root, value: &Node| {
        let node = contract.plan.entries.get(&root.schema);
        node.is_none_or(|node| interpret::is_valid(contract.plan, *node, value))
    };
    if contract.catalog.handshakes.iter().any(|handshake| is_taken(body, handshake)) {
        return false;
    }
    let (Some(payload), Some((_, envelope))) = (&contract.catalog.payload.at, contract.envelope()) else {
        return root.role != Role::Event || has_name(contract.catalog, root, body);
    };
    match root.role {
        // Without an example there is no envelope to put the payload into.
        Role::Event => envelope.examples.is_empty() || accepts(envelope, body),
        Role::Envelope => {
            let mut events = events(contract).peekable();
            let data = instance.at(&payload.pointer);
            data.is_none_or(|data| events.peek().is_none() || events.any(|event| accepts(event, data)))
        }
        Role::Plain => true,
    }
}

fn events(contract: Contract<'_>) -> impl Iterator<Item = &Root> {
    contract.model.roots.iter().filter(|root| root.role == Role::Event)
}

/// Returns true unless a body names another event: in the members that have the name, or at its end. A body without a name may be that of
/// any event.
fn has_name(catalog: &Catalog, root: &Root, body: &Node) -> bool {
    let Naming { members, header: _, suffix } = &catalog.naming;
    let text = |member: &BodyMember| body.at(&member.pointer).and_then(Node::as_str);
    if let Some(end) = suffix.as_ref().and_then(text) {
        let start = root.wire_name.strip_suffix(end).and_then(|start| start.strip_suffix('.'));
        return start.is_some_and(|start| !start.is_empty());
    }
    let parts: Option<Vec<&str>> = members.iter().map(text).collect();
    parts.is_none_or(|parts| parts.is_empty() || parts.join(".") == root.wire_name)
}

/// Returns the model of one edition with a schema for what a producer sends of a root: what both the payload's schema and the envelope allow,
/// or the instances that do not name another event. `None` if nothing is known about the payload.
pub(super) fn sent(contract: Contract<'_>, root: usize, model: &Model, schema: SchemaId) -> Option<(Model, SchemaId)> {
    let name = name_of(contract, root);
    if !name.is_empty() {
        let mut extended = Extended::new(model, model, schema);
        let other = of_name(&mut extended, &name);
        let all = extended.all(vec![schema, other]);
        return Some((extended.model, all));
    }
    let root = &contract.model.roots[root];
    let names = contract.catalog.payload.at.as_ref()?.names();
    let (_, envelope) = contract.envelope()?;
    let mut both = Extended::new(model, contract.model, envelope.schema);
    let offset = both.model.append(contract.model);
    let moved = |id: SchemaId| SchemaId(id.0 + offset);
    let other = match root.role {
        Role::Event => moved(member(contract.model, envelope.schema, &names)?),
        Role::Envelope => {
            let payloads = events(contract).map(|event| moved(event.schema)).collect();
            let any = both.any(payloads);
            both.at(&names, any)
        }
        Role::Plain => return None,
    };
    let all = both.all(vec![schema, other]);
    Some((both.model, all))
}

/// Adds a schema for the bodies that do not name another event: those with all parts of this name, and those with a part that is not a
/// string.
fn of_name(extended: &mut Extended, name: &[(Vec<String>, Node)]) -> SchemaId {
    let mut parts = Vec::new();
    let mut ways = Vec::new();
    for (names, part) in name {
        let constant = extended.constant(part.clone());
        parts.push(extended.at(names, constant));
        let no_text = extended.typed(TypeSet::ALL.without(TypeSet::STRING));
        ways.push(extended.at(names, no_text));
    }
    ways.push(extended.all(parts));
    extended.any(ways)
}

/// Returns the members of the payload in the example of the envelope.
pub(super) fn documented_payload(contract: Contract<'_>) -> Option<Vec<Member>> {
    let (_, envelope) = contract.envelope()?;
    let payload = envelope.examples.first()?.root.at(&contract.catalog.payload.at.as_ref()?.pointer)?;
    Some(payload.as_object()?.to_vec())
}

/// Returns the place of an instance in the body of a delivery.
pub(super) fn place(contract: Contract<'_>, root: usize) -> Pointer {
    let has_example = contract.envelope().is_some_and(|(_, envelope)| !envelope.examples.is_empty());
    let is_inside = has_example && contract.model.roots[root].role == Role::Event;
    let payload = contract.catalog.payload.at.as_ref().filter(|_| is_inside);
    payload.map_or(Pointer::root(), |payload| payload.pointer.clone())
}

/// Returns the body of a delivery: the documented envelope around a payload.
pub(super) fn body(contract: Contract<'_>, root: usize, instance: &Node) -> Node {
    let root = &contract.model.roots[root];
    let example = contract.envelope().and_then(|(_, envelope)| envelope.examples.first());
    let (Some(payload), Some(example), Role::Event) = (&contract.catalog.payload.at, example, root.role) else {
        return instance.clone();
    };
    let body = with_nested(&example.root, &payload.names(), instance.clone());
    let Some(member) = contract.catalog.naming.members.first() else { return body };
    with_nested(&body, &member.names(), Node { span: 0..0, value: Value::String(root.wire_name.clone()) })
}

/// Returns the instance of an event with the event's name in it, if the event is the whole body and members of it have the name.
pub(super) fn named(contract: Contract<'_>, root: usize, instance: Node) -> Node {
    with_name(&name_of(contract, root), instance)
}

/// Returns an object with the parts of a name in it.
pub(super) fn with_name(name: &[(Vec<String>, Node)], instance: Node) -> Node {
    if instance.as_object().is_none() {
        return instance;
    }
    name.iter().fold(instance, |instance, (names, part)| with_nested(&instance, names, part.clone()))
}

/// Returns the parts of an event's name, each with the names that lead to it, if the event is the whole body and members of it have the name.
pub(super) fn name_of(contract: Contract<'_>, root: usize) -> Vec<(Vec<String>, Node)> {
    let Contract { catalog, model, .. } = contract;
    let root = &model.roots[root];
    let members = &catalog.naming.members;
    let parts: Vec<&str> = match members.as_slice() {
        [_] => vec![&root.wire_name],
        _ => root.wire_name.split('.').collect(),
    };
    // With more dots than members, the name does not say where a part ends.
    if catalog.payload.at.is_some() || root.role != Role::Event || parts.len() != members.len() {
        return Vec::new();
    }
    let part = |(member, part): (&BodyMember, &str)| {
        (member.names(), Node { span: 0..0, value: Value::String(part.to_owned()) })
    };
    members.iter().zip(parts).map(part).collect()
}

/// Returns an object with a member inside of it, by the names from the outside inwards.
pub(super) fn with_nested(object: &Node, names: &[String], value: Node) -> Node {
    let Some((name, inner)) = names.split_first() else { return value };
    let known = object.get(name).cloned().unwrap_or(Node { span: 0..0, value: Value::Object(Vec::new().into()) });
    with_member(object, name, with_nested(&known, inner, value))
}
