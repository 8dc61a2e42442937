//! The members that branches require, and those by whose absence branches are refused before the object is read.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword::types::TypeSet;
use crate::plan::checks::{InPlace, Plan};
use crate::plan::edge::NodeId;
use crate::plan::effort::Effort;

/// The number of names by which a branch is refused: more than one, because branches may require the same member.
const OF_A_BRANCH: usize = 2;

/// The members that nodes of a plan before its specialization require.
pub(super) struct Required<'p> {
    plan: &'p Plan,
    known: BTreeMap<NodeId, BTreeSet<&'p str>>,
}

impl<'p> Required<'p> {
    pub(super) fn of(plan: &'p Plan) -> Self {
        Self { plan, known: BTreeMap::new() }
    }

    /// Returns for each branch members whose absence refuses it: those that the fewest branches require. A member that all branches require
    /// distinguishes nothing.
    pub(super) fn distinguishing(&mut self, branches: &[NodeId]) -> Vec<Vec<String>> {
        for branch in branches {
            let search = || required(self.plan, *branch, Effort::FULL).unwrap_or_default();
            self.known.entry(*branch).or_insert_with(search);
        }
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for wire_name in branches.iter().flat_map(|branch| &self.known[branch]) {
            *counts.entry(wire_name).or_default() += 1;
        }
        let rarest = |branch: &NodeId| {
            let names = self.known[branch].iter().copied();
            let mut names: Vec<&str> = names.filter(|name| counts[name] < branches.len()).collect();
            names.sort_by_key(|name| counts[name]);
            names.into_iter().take(OF_A_BRANCH).map(str::to_owned).collect()
        };
        branches.iter().map(rarest).collect()
    }
}

/// Returns members that an object must have for a node to accept it, not necessarily all; `None` if the node accepts no object.
fn required(plan: &Plan, id: NodeId, effort: Effort) -> Option<BTreeSet<&str>> {
    let checks = &plan.node(id).checks;
    if !checks.never.is_empty() || !checks.allowed_types().intersects(TypeSet::OBJECT) {
        return None;
    }
    let named = checks.object.required.iter().flat_map(|check| &check.asks).map(String::as_str);
    let mut found: BTreeSet<&str> = named.collect();
    let below = effort.below(checks);
    for check in checks.in_place.iter().filter(|_| !effort.is_spent()) {
        found.extend(required_by(plan, check, below)?);
    }
    Some(found)
}

fn required_by<'p>(plan: &'p Plan, check: &'p InPlace, effort: Effort) -> Option<BTreeSet<&'p str>> {
    let of = |id: NodeId| required(plan, id, effort);
    match check {
        InPlace::All(edge) => of(edge.node),
        InPlace::Choice(choice) => common(choice.branches.iter().map(|branch| of(branch.node))),
        InPlace::If { then: Some(then), otherwise: Some(otherwise), .. } => common([of(then.node), of(otherwise.node)]),
        // Switches are made of choices later.
        InPlace::If { .. } | InPlace::Not(_) | InPlace::Unevaluated(_) | InPlace::Switch(_) => Some(BTreeSet::new()),
    }
}

/// Returns the members that all ways require, except for those that accept no object.
fn common<'p>(ways: impl IntoIterator<Item = Option<BTreeSet<&'p str>>>) -> Option<BTreeSet<&'p str>> {
    ways.into_iter().flatten().reduce(|one, other| one.intersection(&other).copied().collect())
}
