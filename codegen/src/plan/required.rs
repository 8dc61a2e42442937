//! The members that branches require, and those by whose absence branches are refused before the object is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword::types::TypeSet;
use crate::plan::budget::Effort;
use crate::plan::checks::{InPlace, Plan, Switch};
use crate::plan::edge::NodeId;
use crate::plan::formula::Presence;

/// The number of names by which a branch is refused: more than one, because branches may require the same member.
const OF_A_BRANCH: usize = 2;

/// Returns members whose absence refuses each branch: those that the fewest branches require. A member that all of them require tells
/// nothing.
pub(super) fn telling(plan: &Plan, branches: &[NodeId]) -> Vec<Vec<String>> {
    let required = branches.iter().map(|branch| required(plan, *branch, Effort::FULL).unwrap_or_default());
    let required: Vec<BTreeSet<&str>> = required.collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for wire_name in required.iter().flatten() {
        *counts.entry(wire_name).or_default() += 1;
    }
    let rarest = |names: &BTreeSet<&str>| {
        let mut names: Vec<&str> = names.iter().copied().filter(|name| counts[name] < branches.len()).collect();
        names.sort_by_key(|name| counts[name]);
        names.into_iter().take(OF_A_BRANCH).map(str::to_owned).collect()
    };
    required.iter().map(rarest).collect()
}

/// Returns members that an object must have for a node to accept it, not necessarily all; `None` if the node accepts no object.
fn required(plan: &Plan, id: NodeId, effort: Effort) -> Option<BTreeSet<&str>> {
    let checks = &plan.node(id).checks;
    if !checks.never.is_empty() || !checks.allowed_types().intersects(TypeSet::OBJECT) {
        return None;
    }
    let named = checks.object.required.iter().flat_map(|check| &check.asks).map(String::as_str);
    let mut found: BTreeSet<&str> = named.collect();
    checks.object.presence.iter().for_each(|formula| add(formula, &mut found));
    let below = effort.below(checks);
    for check in checks.in_place.iter().filter(|_| !effort.is_spent()) {
        found.extend(required_by(plan, check, below)?);
    }
    Some(found)
}

/// Adds the members without which a formula is false.
fn add<'p>(formula: &'p Presence, found: &mut BTreeSet<&'p str>) {
    match formula {
        Presence::Has(wire_name) | Presence::Accepted(wire_name, _) => _ = found.insert(wire_name),
        Presence::All(formulas) => formulas.iter().for_each(|formula| add(formula, found)),
        Presence::Not(_) | Presence::Any(_) | Presence::One(_) => {}
    }
}

fn required_by<'p>(plan: &'p Plan, check: &'p InPlace, effort: Effort) -> Option<BTreeSet<&'p str>> {
    let of = |id: NodeId| required(plan, id, effort);
    match check {
        InPlace::All(edge) => of(edge.node),
        InPlace::Choice(choice) => common(choice.branches.iter().map(|branch| of(branch.node))),
        InPlace::If { then: Some(then), otherwise: Some(otherwise), .. } => common([of(then.node), of(otherwise.node)]),
        InPlace::Switch(Switch::Type(cases)) => {
            common(cases.iter().filter(|(types, _)| types.intersects(TypeSet::OBJECT)).map(|(_, edge)| of(edge.node)))
        }
        InPlace::Switch(switch @ (Switch::Member { .. } | Switch::Absence { .. })) => {
            common(switch.edges().into_iter().map(|edge| of(edge.node)))
        }
        InPlace::If { .. } | InPlace::Not(_) | InPlace::Unevaluated(_) => Some(BTreeSet::new()),
    }
}

/// Returns the members that all ways require, except for those that accept no object.
fn common<'p>(ways: impl IntoIterator<Item = Option<BTreeSet<&'p str>>>) -> Option<BTreeSet<&'p str>> {
    ways.into_iter().flatten().reduce(|one, other| one.intersection(&other).copied().collect())
}
