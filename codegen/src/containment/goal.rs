//! The goal of a claim, check by check.

use crate::containment::close::{Facts, node_of};
use crate::containment::prover::Prover;
use crate::containment::scalar::{self, Implied};
use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::plan::{Checks, Literal, NodeId, Trail};

impl Prover<'_> {
    /// Derives that a node accepts the value, from each of its checks.
    pub(super) fn goal(&mut self, facts: &Facts, goal: NodeId) -> bool {
        let checks = self.checks(goal);
        let mut is_derived = self.own(facts, goal, &checks);
        for check in &checks.in_place {
            if !is_derived && self.attempts > 1 {
                return false;
            }
            is_derived &= self.in_place(facts, goal, check);
        }
        is_derived
    }

    /// Derives the checks of the value itself and of its parts.
    fn own(&mut self, facts: &Facts, goal: NodeId, checks: &Checks) -> bool {
        let mut is_derived = true;
        for trail in &checks.never {
            is_derived = self.open(facts, goal, trail, None);
        }
        for check in &checks.types {
            if !check.asks.contains(facts.types) {
                is_derived = self.open(facts, goal, &check.trail, None);
            }
        }
        for check in &checks.values {
            // If the value is one of a few, all of them were tried before.
            is_derived = self.open(facts, goal, &check.trail, None);
        }
        for check in &checks.leaves {
            match scalar::implied(self, facts, &check.asks) {
                Implied::Yes => {}
                Implied::Unknown => is_derived = self.open(facts, goal, &check.trail, None),
                Implied::No(text) => {
                    let text = node_of(&Literal::String(text));
                    is_derived = self.open(facts, goal, &check.trail, Some(text));
                }
            }
        }
        if is_derived && facts.types.intersects(TypeSet::ARRAY) {
            is_derived = self.array(facts, goal, &checks.array);
        }
        if (is_derived || self.attempts <= 1) && facts.types.intersects(TypeSet::OBJECT) {
            is_derived &= self.object(facts, goal, &checks.object);
        }
        is_derived
    }

    /// Records that a check was not derived, and returns `false`.
    pub(super) fn open(&mut self, facts: &Facts, goal: NodeId, trail: &Trail, value: Option<Node>) -> bool {
        self.gap(&facts.parts(), goal, trail.keyword_location(), value);
        false
    }
}
