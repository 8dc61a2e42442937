//! The closed objects whose unlisted members are always drift: each is applied to one value, and no other keyword depends on whether that
//! value is accepted.
//!
//! A reader may pass over such a member and only note its place. The keyword that rejects it follows from the place alone.

use std::collections::BTreeSet;

use crate::plan::{Checks, Edge, NodeId, Plan, Rest};
use crate::reach::reached;

/// Returns the nodes of closed objects whose unlisted members may be noted.
pub(super) fn noted(plan: &Plan) -> BTreeSet<NodeId> {
    let asked = asked(plan);
    plan.ids().filter(|id| !asked.contains(id) && is_closed(plan, &plan.node(*id).checks)).collect()
}

/// Returns the nodes whose verdict another keyword needs or whose value is read several times, with all nodes below them.
fn asked(plan: &Plan) -> BTreeSet<NodeId> {
    reached(plan.ids().flat_map(|id| asking(&plan.node(id).checks)), |node| plan.applied(node))
}

/// Returns the targets of a node's edges, except for edges that are the only ones for their values.
fn asking(checks: &Checks) -> Vec<NodeId> {
    let is_plain = is_plain(checks);
    let mut alone: BTreeSet<*const Edge> = BTreeSet::new();
    let mut add = |edges: &[Edge]| alone.extend(edges.first().filter(|_| edges.len() == 1).map(std::ptr::from_ref));
    for member in &checks.object.members {
        add(&member.edges);
    }
    if let [Rest { patterns, additional }] = checks.object.rest.as_slice()
        && patterns.len() <= 1
    {
        for (_, edge) in patterns {
            add(edge.as_slice());
        }
        add(additional.as_slice());
    }
    if checks.array.prefix.is_empty() {
        add(&checks.array.rest);
    }
    let edges = checks.edges().into_iter();
    edges.filter(|edge| !is_plain || !alone.contains(&std::ptr::from_ref(*edge))).map(|edge| edge.node).collect()
}

/// Returns true if a value and its parts are read once.
fn is_plain(checks: &Checks) -> bool {
    let object = &checks.object;
    checks.in_place.is_empty()
        && object.dependent_schemas.is_empty()
        && object.names.is_empty()
        && checks.array.contains.is_empty()
}

/// Returns true if the only check of unlisted members refuses them.
fn is_closed(plan: &Plan, checks: &Checks) -> bool {
    let is_never = |edge: &Edge| !plan.node(edge.node).checks.never.is_empty();
    let closes = |rest: &Rest| rest.patterns.is_empty() && rest.additional.as_ref().is_some_and(is_never);
    is_plain(checks)
        && !checks.object.members.is_empty()
        && matches!(checks.object.rest.as_slice(), [rest] if closes(rest))
}
