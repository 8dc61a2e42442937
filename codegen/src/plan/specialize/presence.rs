//! Applicators whose verdict on an object depends on the presence of members alone, as formulas.

use std::collections::BTreeSet;

use crate::keyword::types::TypeSet;
use crate::plan::budget::Effort;
use crate::plan::specialize::judged::negated;
use crate::plan::specialize::{Closed, Facts};
use crate::plan::{Checks, Edge, InPlace, NodeId, ObjectPart, Plan, Presence};

impl Closed {
    /// Turns the undecided checks of an object that depend on the presence of members alone into formulas, which are decided after its
    /// last member.
    pub(super) fn extract_presence(&mut self, plan: &Plan, facts: &Facts) {
        if facts.types != TypeSet::OBJECT {
            return;
        }
        let mut formulas = BTreeSet::new();
        self.undecided.retain(|check| match of_check(plan, check, Effort::REPEATED) {
            Some(formula) => {
                formulas.insert(formula);
                false
            }
            None => true,
        });
        if !formulas.is_empty() {
            let presence = formulas.into_iter().collect();
            self.unevaluated.push(ObjectPart { presence, ..ObjectPart::default() });
        }
    }
}

/// Returns the formula of a check; `None` if the verdict depends on more.
fn of_check(plan: &Plan, check: &InPlace, effort: Effort) -> Option<Presence> {
    let of = |id| of_node(plan, id, effort);
    match check {
        InPlace::All(edge) => of(edge.node),
        InPlace::Not(edge) => Some(negated(of(edge.node)?)),
        InPlace::If { condition, then, otherwise } => {
            let branch =
                |edge: &Option<Edge>| edge.as_ref().map_or(Some(Presence::All(Vec::new())), |edge| of(edge.node));
            let (condition, then, otherwise) = (of(condition.node)?, branch(then)?, branch(otherwise)?);
            let without = negated(condition.clone());
            Some(Presence::All(vec![Presence::Any(vec![without, then]), Presence::Any(vec![condition, otherwise])]))
        }
        InPlace::Choice(choice) => {
            let branches = choice.branches.iter().map(|branch| of(branch.node)).collect::<Option<_>>()?;
            Some(if choice.only_one { Presence::One(branches) } else { Presence::Any(branches) })
        }
        InPlace::Unevaluated(_) | InPlace::Switch(_) => None,
    }
}

fn of_node(plan: &Plan, id: NodeId, effort: Effort) -> Option<Presence> {
    let checks = &plan.node(id).checks;
    let Checks { never, types: _, values, leaves, array: _, object, in_place } = checks;
    if !never.is_empty() || !checks.allowed_types().intersects(TypeSet::OBJECT) {
        return Some(Presence::Any(Vec::new()));
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
        Presence::Any(vec![negated(has(wire_name)), Presence::All(others.iter().map(has).collect())])
    });
    let mut all: Vec<Presence> = required.chain(dependent).chain(presence.iter().cloned()).collect();
    for check in in_place {
        all.push(of_check(plan, check, effort.below(checks))?);
    }
    Some(Presence::All(all))
}
