//! The parts of a request whose bodies have no envelope.

use crate::catalog::PartFacts;
use crate::documentation::claim::{self, Claims};
use crate::documentation::naming::{self, Naming};
use crate::documentation::{DocumentedEvent, parts};
use crate::source::location::Pointer;

/// Returns the parts of a request without an envelope, if the examples or the schema of every event have its name. `id_header` is a header
/// whose name says that it has the id of a delivery; the page describes the members with the id and the time as such.
pub(super) fn find(
    events: &[DocumentedEvent],
    id_header: Option<&str>,
    [id, sent_at]: [Option<Pointer>; 2],
) -> PartFacts {
    let claims: Vec<Claims> = events
        .iter()
        .map(|event| {
            let mut claims = Claims::new();
            event.examples.iter().for_each(|example| claim::add_example(&mut claims, &example.root));
            claim::add_constants(&mut claims, &event.schema.root);
            claims
        })
        .collect();
    let named: Vec<(&str, &Claims)> = events.iter().map(|event| event.wire_name.as_str()).zip(&claims).collect();
    let text = |pointer: Option<Pointer>| pointer.map(|pointer| pointer.to_string());
    let mut parts = PartFacts { id: text(id), sent_at: text(sent_at), ..PartFacts::default() };
    if let Some(Naming { members, .. }) = naming::naming(&named).filter(|naming| {
        let has_name = |(name, claims): &(&str, &Claims)| {
            let values: Option<Vec<&str>> = naming.members.iter().map(|member| claims.get(member)?.value()).collect();
            values.is_some_and(|values| values.join(".") == *name)
        };
        named.iter().all(has_name)
    }) {
        parts.event = members.iter().map(Pointer::to_string).collect();
    }
    parts::propose_delivery(&named, id_header, &mut parts);
    parts
}
