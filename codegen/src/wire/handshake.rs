//! Handshakes: a body that matches one is answered, and not delivered.

use crate::catalog::{Catalog, Handshake};
use crate::containment;
use crate::contract::is_taken;
use crate::interpret;
use crate::json::{self, Node};
use crate::model::Role;
use crate::source::location::Source;
use crate::wire::contract::Contract;
use crate::wire::delivered::instance_of;
use crate::wire::entry::Entry;
use crate::wire::extended::Extended;
use crate::wire::outcome::{Failure, Outcome, Wire, Witness};
use crate::wire::sent::{body, is_sent, name_of, named, place, with_nested};

/// The code of the failure of a delivery that a handshake matches.
pub const HANDSHAKE: &str = "handshake";

/// Returns the handshake that matches a body.
pub(super) fn taking<'c>(catalog: &'c Catalog, body: &Node) -> Option<&'c Handshake> {
    catalog.handshakes.iter().find(|handshake| is_taken(body, handshake))
}

/// Returns the failure of a delivery that a handshake matches.
pub(super) fn failure(handshake: &Handshake) -> Failure {
    Failure {
        code: HANDSHAKE,
        instance: handshake.when.pointer.clone(),
        keyword_location: String::new(),
        message: "a request with this value is a handshake, which is answered and not delivered".to_owned(),
    }
}

/// Returns what a handshake that only the old contract has does to the deliveries of the new one.
pub fn removed(new: Contract<'_>, handshake: &Handshake) -> Wire {
    let value = json::parse(&Source::new("handshake", handshake.equals.to_string())).expect("the value is JSON").root;
    let events = new.model.roots.iter().enumerate().filter(|(_, root)| root.role == Role::Event);
    let mut is_proven = true;
    for (index, _) in events {
        if let Some(witness) = delivery(new, index, handshake, &value) {
            return Wire::Fails { witness: Box::new(witness) };
        }
        is_proven &= is_without(new, index, handshake, &value);
    }
    if is_proven {
        return Wire::Ok { proof: "no delivery has the value of the handshake".to_owned() };
    }
    let pointer = &handshake.when.pointer;
    Wire::Unclassified { reason: format!("it is unknown whether a delivery has the handshake's value at `{pointer}`") }
}

/// Returns a delivery of an event that has the value of a handshake.
fn delivery(new: Contract<'_>, index: usize, handshake: &Handshake, value: &Node) -> Option<Witness> {
    let root = &new.model.roots[index];
    let made = body(new, index, &named(new, index, instance_of(new, index)?));
    let body = with_nested(&made, &handshake.when.names(), value.clone());
    let instance = match &new.catalog.payload.at {
        Some(payload) => body.at(&payload.pointer)?.clone(),
        None => body.clone(),
    };
    let node = new.plan.entries.get(&root.schema)?;
    let is_named =
        || new.catalog.naming.members.iter().all(|member| body.at(&member.pointer) == made.at(&member.pointer));
    let is_delivered =
        interpret::is_valid(new.plan, *node, &instance) && is_named() && is_sent(new, root, &instance, &body);
    let (wire_name, outcome) = (root.wire_name.clone(), Outcome::Fails(failure(handshake)));
    let at = place(new, index);
    is_delivered.then_some(Witness { wire_name, instance, body, at, outcome, is_hypothetical: false })
}

/// Returns true if it is proven that no delivery of an event has the value of a handshake.
fn is_without(new: Contract<'_>, index: usize, handshake: &Handshake, value: &Node) -> bool {
    let root = &new.model.roots[index];
    let names = handshake.when.names();
    let is_envelope = new.catalog.payload.at.is_some();
    let name = match new.catalog.naming.members.as_slice() {
        [member] if is_envelope && member.pointer == handshake.when.pointer => Some(root.wire_name.as_str()),
        _ => None,
    };
    let parts = name_of(new, index);
    let part = parts.iter().find(|(of_part, _)| *of_part == names).and_then(|(_, part)| part.as_str());
    if let Some(name) = name.or(part) {
        // A body that does not name its event has another value there.
        return value.as_str().is_some_and(|value| value != name);
    }
    let (schema, names) = match (&new.catalog.payload.at, new.envelope()) {
        (Some(payload), Some((_, envelope))) => match names.strip_prefix(payload.names().as_slice()) {
            Some(inner) if !inner.is_empty() => (root.schema, inner.to_vec()),
            _ => (envelope.schema, names),
        },
        _ => (root.schema, names),
    };
    let mut extended = Extended::new(new.model, new.model, schema);
    let constant = extended.constant(value.clone());
    let other = extended.with(&names, constant);
    let (with, never) = (extended.all(vec![schema, other]), extended.never());
    let (with, never) = (Entry::new(&extended.model, with), Entry::new(&extended.model, never));
    containment::prove(with.pair(), never.pair()).is_ok()
}
