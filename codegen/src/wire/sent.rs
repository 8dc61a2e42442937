//! Payloads inside of an envelope: a producer sends only bodies that both schemas allow.

use crate::interpret;
use crate::json::{Member, Node, Value};
use crate::model::{Assertion, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, Role, Root, Schema, SchemaId};
use crate::wire::contract::Contract;
use crate::wire::reserved::merged;
use crate::wire::search::with_member;

/// Returns true if the contract allows a payload inside of its envelope, or an envelope around a payload of any of its events. `body` is the
/// body of a delivery with the instance.
pub(super) fn is_sent(contract: Contract<'_>, root: &Root, instance: &Node, body: &Node) -> bool {
    let accepts = |root: &Root, value: &Node| {
        let node = contract.plan.entries.get(&root.schema);
        node.is_none_or(|node| interpret::is_valid(contract.plan, *node, value))
    };
    let (Some(payload), Some((_, envelope))) = (&contract.catalog.payload.at, contract.envelope()) else { return true };
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

/// Returns the model of one edition with a schema for what a producer sends of a root: what both the payload's schema and the envelope allow.
/// `None` if the envelope says nothing about the payload.
pub(super) fn sent(contract: Contract<'_>, root: &Root, model: &Model, schema: SchemaId) -> Option<(Model, SchemaId)> {
    let names = contract.catalog.payload.at.as_ref()?.names();
    let (_, envelope) = contract.envelope()?;
    let mut both = model.clone();
    let offset = both.schemas.len();
    both.schemas.extend(contract.model.schemas.iter().cloned().map(|mut schema| {
        let ids = schema.assertions.iter_mut().flat_map(|assertion| assertion.kind.subschemas_mut());
        ids.for_each(|id| id.0 += offset);
        schema
    }));
    let moved = |id: SchemaId| SchemaId(id.0 + offset);
    let place = &contract.model.schema(envelope.schema).place;
    let mut add = |keyword: &'static str, kind: AssertionKind| {
        let assertion = Assertion { keyword, place: place.clone(), kind };
        let schema = contract.model.schema(envelope.schema).clone();
        both.schemas.push(Schema { assertions: vec![assertion], ..schema });
        SchemaId(both.schemas.len() - 1)
    };
    let other = match root.role {
        Role::Event => moved(member(contract.model, envelope.schema, &names)?),
        Role::Envelope => {
            let payloads = events(contract).map(|event| moved(event.schema)).collect();
            let any = add("anyOf", AssertionKind::InPlace(InPlaceKeyword::AnyOf(payloads)));
            names.iter().rev().fold(any, |inner, name| {
                add("properties", AssertionKind::Object(ObjectKeyword::Properties(vec![(name.clone(), inner)])))
            })
        }
        Role::Plain => return None,
    };
    let all = add("allOf", AssertionKind::InPlace(InPlaceKeyword::AllOf(vec![schema, other])));
    Some((both, all))
}

/// Returns the schema of a member inside of an object, by the names from the outside inwards.
fn member(model: &Model, object: SchemaId, names: &[String]) -> Option<SchemaId> {
    let mut names = names.iter();
    names.try_fold(object, |object, name| {
        let mut holders = merged(model, object).into_iter();
        holders.find_map(|id| Some(model.schema(id).properties().iter().find(|(known, _)| known == name)?.1))
    })
}

/// Returns the members of the payload in the example of the envelope.
pub(super) fn documented_payload(contract: Contract<'_>) -> Option<Vec<Member>> {
    let (_, envelope) = contract.envelope()?;
    let payload = envelope.examples.first()?.root.at(&contract.catalog.payload.at.as_ref()?.pointer)?;
    Some(payload.as_object()?.to_vec())
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

/// Returns the instance of an event with the event's name in it, if the event is the whole body and one member of it has the name.
pub(super) fn named(contract: Contract<'_>, root: usize, instance: Node) -> Node {
    match name_of(contract, root) {
        Some((names, name)) if instance.as_object().is_some() => with_nested(&instance, &names, name),
        _ => instance,
    }
}

/// Returns the name of an event with the names that lead to it, if the event is the whole body and one member of it has the name.
pub(super) fn name_of(contract: Contract<'_>, root: usize) -> Option<(Vec<String>, Node)> {
    let Contract { catalog, model, .. } = contract;
    let root = &model.roots[root];
    let [member] = catalog.naming.members.as_slice() else { return None };
    let is_body = catalog.payload.at.is_none() && root.role == Role::Event && catalog.naming.suffix.is_none();
    is_body.then(|| (member.names(), Node { span: 0..0, value: Value::String(root.wire_name.clone()) }))
}

/// Returns an object with a member inside of it, by the names from the outside inwards.
pub(super) fn with_nested(object: &Node, names: &[String], value: Node) -> Node {
    let Some((name, inner)) = names.split_first() else { return value };
    let known = object.get(name).cloned().unwrap_or(Node { span: 0..0, value: Value::Object(Vec::new().into()) });
    with_member(object, name, with_nested(&known, inner, value))
}
