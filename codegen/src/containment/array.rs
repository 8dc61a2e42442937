//! Arrays: elements, their number, and `contains`.

use crate::containment::claim::{Premises, Step};
use crate::containment::close::Facts;
use crate::containment::prover::Prover;
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::plan::evaluated::Parts;
use crate::plan::{ArrayPart, Contains, Edge, NodeId};

/// The maximum number of elements that are examined one by one.
const ELEMENTS: usize = 64;

impl Prover<'_> {
    /// Derives the checks of a goal on arrays.
    pub(super) fn array(&mut self, facts: &Facts, goal: NodeId, part: &ArrayPart) -> bool {
        let mut is_derived = self.elements(facts, part);
        for contains in &part.contains {
            if !self.contains(facts, contains) {
                is_derived = self.open(facts, goal, &contains.min_trail, None);
            }
        }
        is_derived
    }

    /// Derives that the elements satisfy a part of a goal.
    pub(super) fn elements(&mut self, facts: &Facts, part: &ArrayPart) -> bool {
        let length = self.prefix_length(facts).max(part.prefix.len());
        let (_, most) = self.size(facts, TypeSet::ARRAY);
        let count = most.and_then(|most| usize::try_from(most).ok());
        let mut is_derived = true;
        for index in 0..=length {
            if count.is_some_and(|count| index >= count) {
                break;
            }
            let asked = part.prefix.get(index).unwrap_or(&part.rest);
            for edge in asked {
                let premises = self.element(facts, index);
                let step = if index == length { Step::Elements(index) } else { Step::Element(index) };
                is_derived &= self.descend(step, premises, Some(edge.node));
            }
        }
        is_derived
    }

    fn prefix_length(&self, facts: &Facts) -> usize {
        facts.parts.iter().map(|node| self.joint.checks[node.0].array.prefix.len()).max().unwrap_or(0)
    }

    /// Returns the premises about the element at an index.
    fn element(&self, facts: &Facts, index: usize) -> Premises {
        let mut nodes = Vec::new();
        for node in &facts.parts {
            let array = &self.joint.checks[node.0].array;
            let edges = array.prefix.get(index).unwrap_or(&array.rest);
            nodes.extend(edges.iter().map(|edge| self.joint.representative(edge.node)));
        }
        for unevaluated in facts.unevaluated.iter().filter(|it| it.parts == Parts::Elements) {
            let evaluated = self.possible(facts, &unevaluated.evaluated);
            if !evaluated.all && evaluated.contained.is_empty() && index >= evaluated.first {
                nodes.push(self.joint.representative(unevaluated.edge.node));
            }
        }
        Premises::of(nodes)
    }

    /// Returns bounds of the number of elements or members.
    pub(super) fn size(&mut self, facts: &Facts, types: TypeSet) -> (u64, Option<u64>) {
        let (mut least, mut most): (u64, Option<u64>) = (0, None);
        for node in &facts.parts {
            for check in self.joint.checks[node.0].leaves_for(types) {
                if let Leaf::Size(size) = &check.asks {
                    let (at_least, at_most) = size.range();
                    least = least.max(at_least);
                    most = most.into_iter().chain(at_most).min();
                }
            }
        }
        if types == TypeSet::ARRAY {
            for node in &facts.parts {
                let contains = self.joint.checks[node.0].array.contains.iter().map(|contains| contains.min);
                least = least.max(contains.max().unwrap_or(0));
            }
            for index in 0..=self.prefix_length(facts).min(ELEMENTS) {
                let premises = self.element(facts, index);
                let is_possible = premises.nodes.is_empty()
                    || !self.attempt(|prover| prover.descend(Step::Element(index), premises, None));
                if !is_possible {
                    let index = index as u64;
                    most = Some(most.map_or(index, |most| most.min(index)));
                    break;
                }
            }
        } else {
            least = least.max(facts.required.len() as u64);
            most = most.into_iter().chain(self.most_members(facts)).min();
        }
        (least, most)
    }

    fn contains(&mut self, facts: &Facts, asked: &Contains) -> bool {
        (asked.min == 0 || self.contains_enough(facts, asked))
            && asked.max.as_ref().is_none_or(|(max, _)| self.contains_few(facts, asked, *max))
    }

    /// Derives that enough elements are accepted.
    fn contains_enough(&mut self, facts: &Facts, asked: &Contains) -> bool {
        let goal = asked.edge.node;
        let known: Vec<Contains> = self.all_contains(facts);
        for contains in known.iter().filter(|contains| contains.min >= asked.min) {
            let node = self.joint.representative(contains.edge.node);
            if self.attempt(|prover| prover.descend(Step::Elements(0), Premises::of([node]), Some(goal))) {
                return true;
            }
        }
        let (least, _) = self.size(facts, TypeSet::ARRAY);
        let least = usize::try_from(least).unwrap_or(usize::MAX);
        // The elements from the first on: they exist, and each is accepted.
        let first = self.prefix_length(facts);
        let mut accepted = 0_u64;
        for index in 0..least.min(first) {
            let premises = self.element(facts, index);
            accepted += u64::from(self.attempt(|prover| prover.descend(Step::Element(index), premises, Some(goal))));
        }
        if least > first && accepted < asked.min {
            let premises = self.element(facts, first);
            if self.attempt(|prover| prover.descend(Step::Elements(first), premises, Some(goal))) {
                accepted = accepted.saturating_add((least - first) as u64);
            }
        }
        accepted >= asked.min
    }

    /// Derives that few elements are accepted.
    fn contains_few(&mut self, facts: &Facts, asked: &Contains, max: u64) -> bool {
        let (_, most) = self.size(facts, TypeSet::ARRAY);
        if most.is_some_and(|most| most <= max) {
            return true;
        }
        let accepted = self.joint.representative(asked.edge.node);
        let known = self.all_contains(facts);
        known.iter().any(|contains| {
            let is_stricter = contains.max.as_ref().is_some_and(|(limit, _)| *limit <= max);
            let goal = contains.edge.node;
            is_stricter
                && self.attempt(|prover| prover.descend(Step::Elements(0), Premises::of([accepted]), Some(goal)))
        })
    }

    fn all_contains(&self, facts: &Facts) -> Vec<Contains> {
        facts.parts.iter().flat_map(|node| self.joint.checks[node.0].array.contains.clone()).collect()
    }

    /// Derives that no array satisfies the facts.
    pub(super) fn has_no_array(&mut self, facts: &Facts) -> bool {
        if self.has_no_size(facts, TypeSet::ARRAY) {
            return true;
        }
        let known = self.all_contains(facts);
        known.iter().any(|contains| {
            let node = self.joint.representative(contains.edge.node);
            contains.min > 0 && self.attempt(|prover| prover.descend(Step::Elements(0), Premises::of([node]), None))
        })
    }
}

/// Returns the edges for elements that a keyword does not evaluate, with the evaluated first ones left out.
pub(super) fn unevaluated_elements(first: usize, edge: &Edge) -> ArrayPart {
    ArrayPart { prefix: vec![Vec::new(); first], rest: vec![edge.clone()], contains: Vec::new() }
}
