//! Checks that no handshake matches the deliveries of an event: a request that matches is answered, and never delivered.

use serde_json::Value;

use crate::catalog::{Catalog, Handshake};
use crate::contract::part::Deliveries;
use crate::contract::whole_body::about_event;
use crate::json::Node;
use crate::model::{Model, Role, Root};
use crate::source::diagnostic::{Diagnostic, Diagnostics};

/// Reports each event with a name or a documented delivery that a handshake matches.
pub(super) fn check(catalog: &Catalog, model: &Model, deliveries: &Deliveries, diagnostics: &mut Diagnostics) {
    let events = model.roots.iter().zip(deliveries).filter(|(root, _)| root.role == Role::Event);
    for (root, deliveries) in events {
        for handshake in &catalog.handshakes {
            let mut documented = deliveries.iter().flatten();
            if is_named(catalog, root, handshake) || documented.any(|delivery| is_taken(delivery, handshake)) {
                diagnostics.push(taken(catalog, root, handshake));
            }
        }
    }
}

/// Returns true if each delivery of an event has the handshake's value in a member that names the event.
fn is_named(catalog: &Catalog, root: &Root, handshake: &Handshake) -> bool {
    let members = &catalog.naming.members;
    let Some(index) = members.iter().position(|member| member.pointer == handshake.when.pointer) else { return false };
    let parts: Vec<&str> = root.wire_name.splitn(members.len(), '.').collect();
    // With more dots than members, the name does not say where a member's value ends.
    let is_certain = members.len() == 1 || root.wire_name.split('.').count() == members.len();
    is_certain && parts.get(index).is_some_and(|part| handshake.equals == *part)
}

/// Returns true if a delivery has the handshake's value.
pub(crate) fn is_taken(delivery: &Node, handshake: &Handshake) -> bool {
    let found = handshake.when.names().iter().try_fold(delivery, |node, name| node.get(name));
    let json = handshake.equals.to_string();
    found.is_some_and(|node| match &handshake.equals {
        Value::String(text) => node.as_str() == Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            node.to_compact() == json
        }
    })
}

fn taken(catalog: &Catalog, root: &Root, handshake: &Handshake) -> Diagnostic {
    let message = format!("a handshake takes the deliveries of the event `{}`", root.wire_name);
    let finding = Diagnostic::error("event-as-handshake", message)
        .at(handshake.when.place.clone())
        .help("a request with this value is answered and not delivered: remove the event or the handshake, or use a member that tells them apart");
    about_event(finding, catalog, root)
}
