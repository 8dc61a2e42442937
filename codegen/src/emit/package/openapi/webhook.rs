//! A webhook: the request of an event as it is received.

use crate::catalog::{BodyMember, Catalog};
use crate::emit::package::openapi::component::Components;
use crate::emit::package::openapi::header;
use crate::json::construct::{array, boolean, member, object, string};
use crate::json::{Document, Member, Node, Value};
use crate::model::{Model, Root};
use crate::openapi;

/// Writes the path item of an event.
pub(super) fn webhook(model: &Model, catalog: &Catalog, root: &Root, components: &mut Components<'_>) -> Node {
    let payload = components.refer(root.document.source.path());
    let body = body(catalog, root, &payload, components);
    let deliveries = root.deliveries.iter().flatten();
    let examples: Vec<Member> = deliveries
        .enumerate()
        .map(|(index, delivery)| {
            let value = member("value", enclosed(catalog, delivery));
            member(&(index + 1).to_string(), object(vec![value]))
        })
        .collect();
    let mut media = vec![member("schema", body)];
    if !examples.is_empty() {
        media.push(member("examples", object(examples)));
    }
    let content = object(vec![member("application/json", object(media))]);
    let received = object(vec![member("description", string("The delivery was received."))]);
    let mut operation = vec![member("operationId", string(&root.module))];
    operation.extend(root.summary.as_ref().map(|summary| member("summary", string(summary))));
    let is_deprecated = root.kept_since.is_some() || model.is_deprecated(root.schema);
    operation.extend(is_deprecated.then(|| member("deprecated", boolean(true))));
    let parameters = header::parameters(catalog, root);
    if !parameters.is_empty() {
        operation.push(member("parameters", array(parameters)));
    }
    operation.extend([
        member("requestBody", object(vec![member("required", boolean(true)), member("content", content)])),
        member("responses", object(vec![member("2XX", received)])),
        member(openapi::PAYLOAD, beside(root, payload)),
    ]);
    object(vec![member("post", object(operation))])
}

/// Writes the schema of a body: the envelope and the payload inside of it, or the payload.
fn body(catalog: &Catalog, root: &Root, payload: &Node, components: &mut Components<'_>) -> Node {
    let mut parts = vec![match &catalog.envelope {
        Some(envelope) => components.refer(&envelope.schema.value),
        None => payload.clone(),
    }];
    let named = catalog.naming.members.iter().zip(names(catalog, root));
    parts.extend(named.map(|(at, name)| within(&at.names(), object(vec![member("const", string(&name))]))));
    if let (Some(at), Some((_, Some(end)))) = (&catalog.naming.suffix, header::parts(catalog, root)) {
        parts.push(within(&at.names(), object(vec![member("const", string(end))])));
    }
    parts.extend(catalog.payload.at.iter().map(|at| within(&at.names(), payload.clone())));
    let delivery = match <[Node; 1]>::try_from(parts) {
        Ok([single]) => single,
        Err(parts) => object(vec![member("allOf", array(parts))]),
    };
    let Some(BodyMember { pointer, .. }) = &catalog.payload.each else { return delivery };
    let description = member("description", string("Deliveries, which may be of other events, too."));
    let batch = object(vec![description, member("type", string("array")), member("contains", delivery)]);
    within(&pointer.tokens().collect::<Vec<_>>(), batch)
}

/// Returns the parts of the event's name in the members that have them: one name as a whole, several as an example shows them, or as the
/// name has them. Empty if neither is known.
fn names(catalog: &Catalog, root: &Root) -> Vec<String> {
    let members = &catalog.naming.members;
    if members.len() < 2 {
        return vec![root.wire_name.clone()];
    }
    let of_example = |example: &Document| -> Option<Vec<String>> {
        members.iter().map(|member| Some(example.get(&member.pointer)?.as_str()?.to_owned())).collect()
    };
    let shown = root.examples.iter().find_map(|example| of_example(example));
    let parts =
        || Some(root.wire_name.split('.').map(str::to_owned).collect()).filter(|it: &Vec<_>| it.len() == members.len());
    shown.or_else(parts).unwrap_or_default()
}

/// Writes a schema of objects that have a member by its names from the outside, whose value has this schema.
fn within(names: &[String], schema: Node) -> Node {
    names.iter().rev().fold(schema, |schema, name| {
        object(vec![
            member("type", string("object")),
            member("required", array(vec![string(name)])),
            member("properties", object(vec![member(name, schema)])),
        ])
    })
}

/// Puts a documented delivery into a body.
fn enclosed(catalog: &Catalog, delivery: &Node) -> Node {
    let Some(each) = &catalog.payload.each else { return delivery.clone() };
    let names: Vec<String> = each.pointer.tokens().collect();
    names.iter().rev().fold(array(vec![delivery.clone()]), |body, name| object(vec![member(name, body)]))
}

/// Writes the extension beside the body: the schema of the payload, and published payloads without a delivery.
fn beside(root: &Root, payload: Node) -> Node {
    let Value::Object(reference) = payload.value else { return payload };
    let mut members = vec![member("schema", reference[0].node.clone())];
    let values = |documents: Vec<&Document>| array(documents.iter().map(|document| document.root.clone()).collect());
    let undelivered = root.examples.iter().zip(&root.deliveries).filter(|(_, delivery)| delivery.is_none());
    let undelivered: Vec<&Document> = undelivered.map(|(example, _)| &**example).collect();
    let faulty: Vec<&Document> = root.faulty.iter().map(|faulty| &**faulty).collect();
    for (name, documents) in [("examples", undelivered), ("faulty", faulty)] {
        if !documents.is_empty() {
            members.push(member(name, values(documents)));
        }
    }
    object(members)
}
