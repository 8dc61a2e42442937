//! The verdict on a change.

use crate::containment;
use crate::json::{Member, Node, Value};
use crate::model::{Model, Role, SchemaId};
use crate::plan::{self, Plan};
use crate::wire::contract::{Contract, Site};
use crate::wire::outcome::{Outcome, Wire, Witness};
use crate::wire::receive::{receive, receive_part};
use crate::wire::tolerated::tolerated;

/// Returns the effect of a change on receivers of the old contract.
pub fn judge(old: Contract<'_>, new: Contract<'_>, site: &Site) -> Wire {
    crate::deep::with_stack(|| match (site.old_root, site.new_root) {
        (Some(old_root), Some(new_root)) => whole(old, new, old_root, new_root),
        (None, Some(new_root)) => added(old, new, new_root),
        (Some(_), None) => Wire::Ok { proof: "it is not sent any more".to_owned() },
        (None, None) => Wire::Ok { proof: "nothing changes".to_owned() },
    })
}

/// Returns the effect of all changes of a documented schema.
pub fn judge_root(old: Contract<'_>, new: Contract<'_>, old_root: usize, new_root: usize) -> Wire {
    judge(old, new, &Site::root(old_root, new_root))
}

fn whole(old: Contract<'_>, new: Contract<'_>, old_root: usize, new_root: usize) -> Wire {
    let (old_schema, new_schema) = (old.model.roots[old_root].schema, new.model.roots[new_root].schema);
    let plan_of = |model: &Model, schema: SchemaId| -> Plan { plan::plan_of(model, vec![schema]) };
    let (of_new, of_old) = (plan_of(new.model, new_schema), plan_of(old.model, old_schema));
    let (new_node, old_node) = (of_new.entries[&new_schema], of_old.entries[&old_schema]);
    if containment::prove((&of_new, new_node), (&of_old, old_node)).is_ok() {
        return Wire::Ok { proof: "every instance of the new schema is valid under the old one".to_owned() };
    }
    let examples = new.model.roots[new_root].examples.iter().map(|example| &example.root);
    let mut witnesses: Vec<Witness> =
        examples.map(|instance| witness(old, new, (old_root, new_root), instance)).collect();
    witnesses.sort_by_key(|witness| std::cmp::Reverse(witness.outcome.rank()));
    let is_delivered = [false, true].into_iter().any(|asserts_formats| {
        let (plan, node) = tolerated(&of_old, old_node, asserts_formats);
        containment::prove((&of_new, new_node), (&plan, node)).is_ok()
    });
    match witnesses.into_iter().next() {
        Some(witness) if witness.outcome.rank() == 2 => Wire::Fails { witness: Box::new(witness) },
        Some(witness) if witness.outcome.rank() == 1 && is_delivered => Wire::Degrades { witness: Box::new(witness) },
        _ => Wire::Unclassified { reason: "no documented example shows the change".to_owned() },
    }
}

/// Returns the effect of an added event: it is unknown.
fn added(old: Contract<'_>, new: Contract<'_>, new_root: usize) -> Wire {
    let root = &new.model.roots[new_root];
    if root.role != Role::Event {
        return Wire::Ok { proof: "no receiver reads it".to_owned() };
    }
    let Some(example) = root.examples.first() else {
        return Wire::Unclassified { reason: "the event has no example".to_owned() };
    };
    let body = body(new, new_root, &example.root);
    let outcome = receive(old, &root.wire_name, &body);
    let witness =
        Box::new(Witness { wire_name: root.wire_name.clone(), instance: example.root.clone(), body, outcome });
    match witness.outcome {
        Outcome::Fails(_) => Wire::Fails { witness },
        Outcome::Drift(_) => Wire::Degrades { witness },
        Outcome::Handled => Wire::Ok { proof: "it is decoded as a documented event".to_owned() },
    }
}

fn witness(old: Contract<'_>, new: Contract<'_>, roots: (usize, usize), instance: &Node) -> Witness {
    let root = &new.model.roots[roots.1];
    let outcome = match root.role {
        Role::Envelope => receive(old, "", instance),
        Role::Event | Role::Plain => receive_part(old, roots.0, instance),
    };
    let body = body(new, roots.1, instance);
    Witness { wire_name: root.wire_name.clone(), instance: instance.clone(), body, outcome }
}

/// Returns the body of a delivery: the documented envelope around a payload.
fn body(contract: Contract<'_>, root: usize, instance: &Node) -> Node {
    let root = &contract.model.roots[root];
    let example = contract.envelope().and_then(|(_, envelope)| envelope.examples.first());
    let (Some(names), Some(example), Role::Event) = (&contract.catalog.envelope, example, root.role) else {
        return instance.clone();
    };
    let name = Node { span: 0..0, value: Value::String(root.wire_name.clone()) };
    let body = with_member(&example.root, &names.event.value, name);
    with_member(&body, &names.data.value, instance.clone())
}

/// Returns an object with another value for a member.
fn with_member(object: &Node, name: &str, node: Node) -> Node {
    let mut members: Vec<Member> = object.as_object().unwrap_or_default().to_vec();
    match members.iter_mut().find(|member| member.name == name) {
        Some(member) => member.node = node,
        None => members.push(Member { name: name.to_owned(), name_span: 0..0, node }),
    }
    Node { span: object.span.clone(), value: Value::Object(members.into()) }
}
