//! Checks by other schemas on the same value: choices, conditions, negations, unevaluated parts.

use crate::containment::array::unevaluated_elements;
use crate::containment::claim::Premises;
use crate::containment::close::Facts;
use crate::containment::object::unevaluated_members;
use crate::containment::prover::Prover;
use crate::keyword::types::TypeSet;
use crate::plan::evaluated::{Condition, Evaluated, Parts};
use crate::plan::{Choice, Edge, InPlace, Literal, NodeId, Switch, Trail, Unevaluated};

impl Prover<'_> {
    /// Derives a check of a goal by other schemas.
    pub(super) fn in_place(&mut self, facts: &Facts, goal: NodeId, check: &InPlace) -> bool {
        if self.is_known(facts, check) {
            return true;
        }
        match check {
            InPlace::All(edge) => self.decide(facts.premises(), Some(edge.node)),
            InPlace::Not(edge) => {
                let premises = self.with(facts, edge.node);
                self.attempt(|prover| prover.decide(premises, None)) || self.open(facts, goal, &edge.trail, None)
            }
            InPlace::If { condition, then, otherwise } => {
                let then = then.as_ref().is_none_or(|edge| {
                    let premises = self.with(facts, condition.node);
                    self.decide(premises, Some(edge.node))
                });
                then && otherwise.as_ref().is_none_or(|edge| {
                    let mut premises = facts.premises();
                    premises.not.insert(self.joint.representative(condition.node));
                    self.decide(premises, Some(edge.node))
                })
            }
            InPlace::Choice(choice) => self.choice(facts, choice) || self.open(facts, goal, &choice.trail, None),
            InPlace::Unevaluated(unevaluated) => self.unevaluated(facts, goal, unevaluated),
            InPlace::Switch(switch) => self.switch(facts, goal, switch),
        }
    }

    /// Returns true if a node that accepts the value has an equal check.
    fn is_known(&self, facts: &Facts, check: &InPlace) -> bool {
        let check = self.in_classes(check);
        let mut checks = facts.parts.iter().flat_map(|node| &self.joint.checks[node.0].in_place);
        checks.any(|known| self.in_classes(known) == check)
    }

    /// Returns a check with the class of each node in its place.
    fn in_classes(&self, check: &InPlace) -> InPlace {
        let mut checks = crate::plan::Checks { in_place: vec![check.clone()], ..Default::default() };
        for edge in checks.edges_mut() {
            edge.node = self.joint.representative(edge.node);
        }
        super::shape::shape(&checks).in_place.swap_remove(0)
    }

    /// Returns the facts with another node that accepts the value.
    fn with(&self, facts: &Facts, node: NodeId) -> Premises {
        let mut premises = facts.premises();
        premises.nodes.insert(self.joint.representative(node));
        premises
    }

    /// Derives that a branch accepts the value, and no other one if only one may.
    fn choice(&mut self, facts: &Facts, choice: &Choice) -> bool {
        // A branch that a fact rejects or accepts at once comes first.
        let class_of = |prover: &Self, edge: &Edge| prover.joint.representative(edge.node);
        let mut order: Vec<usize> = (0..choice.branches.len()).collect();
        order.sort_by_key(|index| {
            let branch = &choice.branches[*index];
            let is_aligned = facts.parts.iter().any(|node| self.joint.is_aligned(*node, branch.node));
            (!facts.parts.contains(&class_of(self, branch)), !is_aligned)
        });
        for index in order {
            let branch = choice.branches[index].node;
            if facts.not.contains(&self.joint.representative(branch)) {
                continue;
            }
            if !self.attempt(|prover| prover.decide(facts.premises(), Some(branch))) {
                continue;
            }
            let others = choice.branches.iter().enumerate().filter(|(other, _)| *other != index);
            let mut others = others.map(|(_, edge)| edge.node);
            return !choice.only_one
                || others.all(|other| {
                    let premises = self.with(facts, other);
                    self.attempt(|prover| prover.decide(premises, None))
                });
        }
        false
    }

    /// Derives that parts which may be unevaluated satisfy the keyword.
    fn unevaluated(&mut self, facts: &Facts, goal: NodeId, asked: &Unevaluated) -> bool {
        let evaluated = self.certain(facts, &asked.evaluated);
        if evaluated.all {
            return true;
        }
        let is_derived = match asked.parts {
            Parts::Members => {
                !facts.types.intersects(TypeSet::OBJECT)
                    || self.members(facts, goal, &unevaluated_members(&evaluated, &asked.edge))
            }
            Parts::Elements => {
                !facts.types.intersects(TypeSet::ARRAY)
                    || self.elements(facts, &unevaluated_elements(evaluated.first, &asked.edge))
            }
        };
        is_derived || self.open(facts, goal, &asked.edge.trail, None)
    }

    /// Returns parts that are certainly evaluated.
    fn certain(&mut self, facts: &Facts, evaluated: &Evaluated) -> Evaluated {
        let mut found = Evaluated { when: Vec::new(), contained: Vec::new(), ..evaluated.clone() };
        for when in &evaluated.when {
            let (holds, fails) = match &when.condition {
                Condition::Accepts(edge) => {
                    let node = self.joint.representative(edge.node);
                    let holds = facts.parts.contains(&node)
                        || self.attempt(|prover| prover.decide(facts.premises(), Some(node)));
                    let premises = self.with(facts, node);
                    let fails =
                        !holds && (facts.not.contains(&node) || self.attempt(|prover| prover.decide(premises, None)));
                    (holds, fails)
                }
                Condition::Has(name) => (facts.required.contains(name), false),
            };
            if holds {
                join(&mut found, self.certain(facts, &when.then));
            } else if fails {
                join(&mut found, self.certain(facts, &when.otherwise));
            }
        }
        found
    }

    /// Returns all parts that may be evaluated.
    pub(super) fn possible(&self, facts: &Facts, evaluated: &Evaluated) -> Evaluated {
        let mut found = Evaluated { when: Vec::new(), ..evaluated.clone() };
        for when in &evaluated.when {
            let (may_hold, may_fail) = match &when.condition {
                Condition::Accepts(edge) => {
                    let node = self.joint.representative(edge.node);
                    (!facts.not.contains(&node), !facts.parts.contains(&node))
                }
                Condition::Has(name) => (true, !facts.required.contains(name)),
            };
            if may_hold {
                join(&mut found, self.possible(facts, &when.then));
            }
            if may_fail {
                join(&mut found, self.possible(facts, &when.otherwise));
            }
        }
        found
    }

    /// Derives that the case of each value accepts it.
    fn switch(&mut self, facts: &Facts, goal: NodeId, switch: &Switch) -> bool {
        match switch {
            Switch::Type(cases) => {
                let mut left = facts.types;
                let mut is_derived = true;
                for (types, edge) in cases {
                    let mut premises = facts.premises();
                    premises.types = left.intersection(*types);
                    left = left.without(*types);
                    is_derived &= premises.types.is_empty() || self.decide(premises, Some(edge.node));
                }
                if left.is_empty() {
                    return is_derived;
                }
                let mut premises = facts.premises();
                premises.types = left;
                self.attempt(|prover| prover.decide(premises, None)) && is_derived
                    || self.open(facts, goal, &Trail::default(), None)
            }
            Switch::Member { wire_name, cases, other, absent, .. } => {
                self.switch_member(facts, wire_name, cases, other, absent)
            }
            Switch::Absence { .. } => self.open(facts, goal, &Trail::default(), None),
        }
    }

    fn switch_member(
        &mut self,
        facts: &Facts,
        name: &str,
        cases: &[(Literal, Edge)],
        other: &Edge,
        absent: &Edge,
    ) -> bool {
        if !facts.types.intersects(TypeSet::OBJECT) {
            return self.decide(facts.premises(), Some(absent.node));
        }
        let mut ways = Vec::new();
        if !facts.required.contains(name) {
            ways.push((self.joint.without_member(name), absent.node));
        }
        for (literal, edge) in cases {
            let value = self.joint.values(vec![literal.clone()]);
            ways.push((self.joint.with_member(name, Some(value)), edge.node));
        }
        let listed = self.joint.values(cases.iter().map(|(literal, _)| literal.clone()).collect());
        let others = self.joint.negation(listed);
        ways.push((self.joint.with_member(name, Some(others)), other.node));
        let mut is_derived = true;
        for (fact, node) in ways {
            let mut premises = self.with(facts, fact);
            premises.types = premises.types.intersection(TypeSet::OBJECT);
            let is_possible = !self.attempt(|prover| prover.decide(premises.clone(), None));
            is_derived &= !is_possible || self.decide(premises, Some(node));
        }
        is_derived
            && (facts.types == TypeSet::OBJECT || {
                let mut premises = facts.premises();
                premises.types = premises.types.without(TypeSet::OBJECT);
                self.decide(premises, Some(absent.node))
            })
    }
}

/// Adds evaluated parts to others.
fn join(found: &mut Evaluated, other: Evaluated) {
    found.all |= other.all;
    found.names.extend(other.names);
    found.patterns.extend(other.patterns);
    found.first = found.first.max(other.first);
    found.contained.extend(other.contained);
}
