//! The formulas of checks whose verdict on an object depends on the presence of members alone.

use crate::keyword::types::TypeSet;
use crate::plan::budget::Effort;
use crate::plan::{Checks, Edge, InPlace, NodeId, ObjectPart, Plan, Presence};

/// Returns the formula of a check on an object, given those of nodes; `None` if the verdict depends on more.
pub(super) fn of_check(check: &InPlace, of: &mut dyn FnMut(NodeId) -> Option<Presence>) -> Option<Presence> {
    match check {
        InPlace::All(edge) => of(edge.node),
        InPlace::Not(edge) => Some(of(edge.node)?.negated()),
        InPlace::If { condition, then, otherwise } => {
            let condition = of(condition.node)?;
            let mut branch = |edge: &Option<Edge>| edge.as_ref().map_or(Some(Presence::always()), |edge| of(edge.node));
            let (then, otherwise) = (branch(then)?, branch(otherwise)?);
            let without = condition.clone().negated();
            Some(Presence::all(vec![Presence::any(vec![without, then]), Presence::any(vec![condition, otherwise])]))
        }
        InPlace::Choice(choice) => {
            let branches = choice.branches.iter().map(|branch| of(branch.node)).collect::<Option<Vec<_>>>()?;
            Some(if choice.only_one { Presence::One(branches) } else { Presence::any(branches) })
        }
        InPlace::Unevaluated(_) | InPlace::Switch(_) => None,
    }
}

/// Returns the formula of a node on an object; `None` if the verdict depends on more.
pub(super) fn of_node(plan: &Plan, id: NodeId, effort: Effort) -> Option<Presence> {
    let checks = &plan.node(id).checks;
    let Checks { never, types: _, values, leaves, array: _, object, in_place } = checks;
    if !never.is_empty() || !checks.allowed_types().intersects(TypeSet::OBJECT) {
        return Some(Presence::never());
    }
    let is_of_objects = leaves.iter().any(|leaf| leaf.asks.types().intersects(TypeSet::OBJECT));
    let ObjectPart { members, rest, required, names, dependent_required, dependent_schemas, presence, .. } = object;
    let has_values = members.iter().any(|member| !member.edges.is_empty()) || !rest.is_empty() || !names.is_empty();
    if effort.is_spent() || is_of_objects || has_values || !values.is_empty() || !dependent_schemas.is_empty() {
        return None;
    }
    let has = |wire_name: &String| Presence::Has(wire_name.clone());
    let required = required.iter().flat_map(|check| &check.asks).map(has);
    let dependent = dependent_required.iter().map(|check| {
        let (wire_name, others) = &check.asks;
        Presence::any(vec![has(wire_name).negated(), Presence::all(others.iter().map(has).collect())])
    });
    let mut all: Vec<Presence> = required.chain(dependent).chain(presence.iter().cloned()).collect();
    for check in in_place {
        all.push(of_check(check, &mut |id| of_node(plan, id, effort.below(checks)))?);
    }
    Some(Presence::all(all))
}
