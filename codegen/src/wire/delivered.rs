//! Instances that a producer sends.

use crate::containment::Joint;
use crate::json::Node;
use crate::model::Role;
use crate::wire::contract::Contract;
use crate::wire::entry::Entry;
use crate::wire::search::Search;
use crate::wire::sent::{body, is_sent, named};

/// Returns an instance of an event: the documented one, or one that a producer sends, if there is any.
pub(super) fn instance_of(contract: Contract<'_>, root: usize) -> Option<Node> {
    let event = &contract.model.roots[root];
    if let Some(example) = event.examples.first() {
        return Some(example.root.clone());
    }
    let entry = Entry::new(contract.model, event.schema);
    let joint = Joint::new(entry.pair(), entry.pair());
    let mut found = None;
    Search::new(&joint, Vec::new()).run(&[], |candidate| {
        // A whole body is an object, and a member of it names the event.
        let with_name = named(contract, root, candidate.clone());
        let candidate = if entry.accepts(&with_name) { with_name } else { candidate };
        let is_body = contract.catalog.payload.at.is_some() || candidate.as_object().is_some();
        let is_sent = is_body && is_sent(contract, event, &candidate, &body(contract, root, &candidate));
        if is_sent || found.is_none() {
            found = Some(candidate);
        }
        is_sent
    });
    found
}

/// Returns a payload of any event.
pub(super) fn payload(contract: Contract<'_>) -> Option<Node> {
    let roots = &contract.model.roots;
    let mut events = (0..roots.len()).filter(|root| roots[*root].role == Role::Event);
    let documented = events.clone().find(|root| !roots[*root].examples.is_empty());
    instance_of(contract, documented.or_else(|| events.next())?)
}
