//! Cases: a claim holds if it holds for each branch, each verdict of a condition, each type, each value of a member.

use crate::containment::claim::Premises;
use crate::containment::close::{Facts, node_of};
use crate::containment::prover::{FRACTION, Prover};
use crate::keyword::types::TypeSet;
use crate::plan::{InPlace, Literal, NodeId};

/// The maximum number of cases of one claim.
const CASES: usize = 80;

/// The maximum number of values of a member that are told apart.
const VALUES: usize = 48;

/// The maximum number of nested cases.
const NESTED: usize = 10;

impl Prover<'_> {
    /// Derives a claim case by case.
    pub(super) fn split(&mut self, facts: &Facts, goal: Option<NodeId>) -> bool {
        if self.cases == NESTED {
            return false;
        }
        let Some(cases) = self.cases_of(facts, goal) else { return false };
        self.cases += 1;
        let is_derived = cases.into_iter().all(|premises| self.decide(premises, goal));
        self.cases -= 1;
        is_derived
    }

    /// Returns cases that cover all values.
    fn cases_of(&mut self, facts: &Facts, goal: Option<NodeId>) -> Option<Vec<Premises>> {
        let whole = facts.premises();
        if let Some((branches, only_one)) = facts.choices.iter().min_by_key(|(branches, _)| branches.len()) {
            return (branches.len() <= CASES).then(|| {
                let case = |branch: &NodeId| {
                    let mut premises = whole.clone();
                    premises.nodes.insert(*branch);
                    if *only_one {
                        premises.not.extend(branches.iter().filter(|other| *other != branch));
                    }
                    premises
                };
                branches.iter().map(case).collect()
            });
        }
        if let Some((condition, ..)) = facts.conditions.first() {
            let (mut holds, mut fails) = (whole.clone(), whole);
            holds.nodes.insert(*condition);
            fails.not.insert(*condition);
            return Some(vec![holds, fails]);
        }
        let goal = goal?;
        let kinds = kinds(facts);
        if kinds.len() > 1 && !self.checks(goal).in_place.is_empty() {
            let case = |types: TypeSet| Premises { types, ..whole.clone() };
            return Some(kinds.into_iter().map(case).collect());
        }
        if let Some((name, _)) = facts.dependent.first().filter(|_| facts.types == TypeSet::OBJECT) {
            let name = name.clone();
            let (mut with, mut without) = (whole.clone(), whole);
            with.nodes.insert(self.joint.with_member(&name, None));
            without.nodes.insert(self.joint.without_member(&name));
            return Some(vec![with, without]);
        }
        if facts.types == TypeSet::OBJECT { self.member_cases(facts, goal) } else { None }
    }

    /// Returns a case for each value of a member with few values, for a goal that chooses by it.
    fn member_cases(&mut self, facts: &Facts, goal: NodeId) -> Option<Vec<Premises>> {
        let name = self.chosen_by(goal)?.into_iter().find(|name| self.few_values(facts, name).is_some())?;
        let values = self.few_values(facts, &name)?;
        let mut cases = Vec::new();
        for value in values {
            let node = self.joint.values(vec![value]);
            let mut premises = facts.premises();
            premises.nodes.insert(self.joint.with_member(&name, Some(node)));
            cases.push(premises);
        }
        if !facts.required.contains(&name) {
            let mut premises = facts.premises();
            premises.nodes.insert(self.joint.without_member(&name));
            cases.push(premises);
        }
        Some(cases)
    }

    /// Returns the members by whose values a goal chooses.
    fn chosen_by(&self, goal: NodeId) -> Option<Vec<String>> {
        let mut names: Vec<String> = Vec::new();
        for check in &self.joint.checks[goal.0].in_place {
            let nodes: Vec<NodeId> = match check {
                InPlace::Choice(choice) => choice.branches.iter().map(|edge| edge.node).collect(),
                InPlace::If { condition, .. } => vec![condition.node],
                InPlace::Not(edge) => vec![edge.node],
                InPlace::All(_) | InPlace::Unevaluated(_) | InPlace::Switch(_) => Vec::new(),
            };
            for node in nodes {
                for member in &self.joint.checks[node.0].object.members {
                    let is_listed = |edge: &crate::plan::Edge| !self.joint.checks[edge.node.0].values.is_empty();
                    if member.edges.iter().any(is_listed) && !names.contains(&member.wire_name) {
                        names.push(member.wire_name.clone());
                    }
                }
            }
        }
        (!names.is_empty()).then_some(names)
    }

    /// Returns the values of a member, if they are few and more than one.
    fn few_values(&mut self, facts: &Facts, name: &str) -> Option<Vec<Literal>> {
        let premises = self.member(facts, name);
        let lists = premises.nodes.iter().flat_map(|node| self.joint.checks[node.0].values.iter());
        let least = lists.map(|check| check.asks.clone()).min_by_key(Vec::len)?;
        let possible: Vec<Literal> =
            least.into_iter().filter(|value| self.satisfies(&premises, &node_of(value))).collect();
        let is_split = possible.len() > 1 || !facts.required.contains(name);
        (possible.len() <= VALUES && is_split && !self.is_split(facts, name)).then_some(possible)
    }

    /// Returns true if the cases of a member were told apart before.
    fn is_split(&mut self, facts: &Facts, name: &str) -> bool {
        let without = self.joint.without_member(name);
        facts.parts.contains(&without)
    }
}

/// Returns the types that the value may have, one by one.
fn kinds(facts: &Facts) -> Vec<TypeSet> {
    let all =
        [TypeSet::OBJECT, TypeSet::ARRAY, TypeSet::STRING, TypeSet::INTEGER, FRACTION, TypeSet::BOOLEAN, TypeSet::NULL];
    all.into_iter().filter(|kind| facts.types.intersects(*kind)).collect()
}
