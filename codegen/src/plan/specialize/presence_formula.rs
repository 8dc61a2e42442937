//! The formulas of checks whose verdict on an object depends on the presence of members alone.

use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
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
    if checks.refuses_objects() {
        return Some(Presence::never());
    }
    let ObjectPart { members, rest, required, dependent_schemas, presence, .. } = &checks.object;
    let has_values = members.iter().any(|member| !member.edges.is_empty()) || !rest.is_empty();
    if effort.is_spent() || checks.asks_beyond_members() || has_values || !dependent_schemas.is_empty() {
        return None;
    }
    let has = |wire_name: &String| Presence::Has(wire_name.clone());
    let mut all: Vec<Presence> = required.iter().flat_map(|check| &check.asks).map(has).collect();
    all.extend(checks.object.dependent(&has));
    all.extend(presence.iter().cloned());
    for check in &checks.in_place {
        all.push(of_check(check, &mut |id| of_node(plan, id, effort.below(checks)))?);
    }
    Some(Presence::all(all))
}

impl Checks {
    /// Returns true if no object is accepted.
    pub(super) fn refuses_objects(&self) -> bool {
        !self.never.is_empty() || !self.allowed_types().intersects(TypeSet::OBJECT)
    }

    /// Returns true if the verdict on an object depends on more than its single members: on their number or names, or on the whole object.
    pub(super) fn asks_beyond_members(&self) -> bool {
        // The other fields concern single members or other types, or the caller handles them.
        let Self { never: _, types: _, values, leaves, array: _, object, in_place: _ } = self;
        let is_of_objects = leaves.iter().any(|leaf| leaf.asks.types().intersects(TypeSet::OBJECT));
        is_of_objects || !values.is_empty() || !object.names.is_empty()
    }
}

impl ObjectPart {
    /// Returns the formulas of the members that are required if another one is present.
    pub(super) fn dependent(&self, has: &impl Fn(&String) -> Presence) -> Vec<Presence> {
        let formula = |(wire_name, others): &(String, Vec<String>)| {
            Presence::any(vec![has(wire_name).negated(), Presence::all(others.iter().map(has).collect())])
        };
        self.dependent_required.iter().map(|check| formula(&check.asks)).collect()
    }
}
