//! Finds the schemas whose verdicts are memoized, because their work could double with every level.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
use crate::plan::{Checks, InPlace, NodeId, Plan, tag, ways};
use crate::reach::reached;

/// Returns the nodes that memoize their verdicts, numbered: recursive ones whose applications to one value could double with every level of
/// an instance, and those whose applications could double with every level of a chain of schemas (`ways`).
///
/// Every cycle through a doubling node consists of these nodes only.
pub fn repeated(plan: &Plan) -> BTreeMap<NodeId, u32> {
    let recursive = recursive(plan);
    let repeating = recursive.iter().copied().filter(|node| repeats(plan, &plan.node(*node).checks));
    let repeated = reached(repeating, |node| plan.applied(node).filter(|callee| recursive.contains(callee)));
    let crowded = ways::crowded(plan, &repeated);
    repeated.union(&crowded).copied().zip(0..).collect()
}

/// Returns true if two schemas may apply to one value, or one schema twice.
fn repeats(plan: &Plan, checks: &Checks) -> bool {
    let object = &checks.object;
    let is_in_place = match checks.in_place.as_slice() {
        [] => false,
        [only] => !decides_alone(plan, only) || !Checks { in_place: Vec::new(), ..checks.clone() }.edges().is_empty(),
        _ => true,
    };
    is_in_place
        || !object.dependent_schemas.is_empty()
        || object.members.iter().any(|member| member.edges.len() > 1)
        || object.presence.iter().any(|formula| !formula.edges().is_empty())
        || object.rest.len() > 1
        || object.rest.iter().any(|rest| rest.patterns.len() > 1)
        || checks.array.rest.len() > 1
        || checks.array.prefix.iter().any(|edges| edges.len() > 1)
        || !checks.array.contains.is_empty()
}

/// Returns true if at most one schema examines the inside of the value: the others require another type.
fn decides_alone(plan: &Plan, check: &InPlace) -> bool {
    match check {
        InPlace::All(_) | InPlace::Switch(_) => true,
        InPlace::Choice(choice) => {
            let mut taken = TypeSet::NONE;
            choice.branches.iter().all(|branch| {
                // The types that the branch itself requires, before it examines the inside.
                let types = tag::types(plan, branch.node, Effort::NONE);
                let is_free = !taken.intersects(types);
                taken = taken.union(types);
                is_free
            })
        }
        InPlace::Not(_) | InPlace::If { .. } | InPlace::Unevaluated(_) => false,
    }
}

/// Returns the nodes on cycles, and those between cycles.
fn recursive(plan: &Plan) -> BTreeSet<NodeId> {
    let edges = plan.ids().flat_map(|node| plan.applied(node).map(move |callee| (node, callee)));
    let calls: BTreeSet<(NodeId, NodeId)> = edges.collect();
    let endless = endless(&calls);
    let is_endless = |(caller, callee): &(NodeId, NodeId)| endless.contains(caller) && endless.contains(callee);
    let backwards = calls.into_iter().filter(is_endless).map(|(caller, callee)| (callee, caller));
    self::endless(&backwards.collect())
}

/// Returns the nodes from which calls can continue without end.
fn endless(calls: &BTreeSet<(NodeId, NodeId)>) -> BTreeSet<NodeId> {
    let mut callers: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
    let mut calls_left: BTreeMap<NodeId, usize> = BTreeMap::new();
    for (caller, callee) in calls {
        callers.entry(*callee).or_default().push(*caller);
        *calls_left.entry(*caller).or_default() += 1;
    }
    let mut ended: Vec<NodeId> = callers.keys().copied().filter(|node| !calls_left.contains_key(node)).collect();
    while let Some(node) = ended.pop() {
        for caller in callers.remove(&node).unwrap_or_default() {
            if let Some(left) = calls_left.get_mut(&caller) {
                *left -= 1;
                if *left == 0 {
                    calls_left.remove(&caller);
                    ended.push(caller);
                }
            }
        }
    }
    calls_left.into_keys().collect()
}
