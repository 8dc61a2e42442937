//! Objects: members by name, by pattern and all others; their names; required and dependent members.

use std::collections::BTreeSet;

use crate::containment::claim::{Premises, Step};
use crate::containment::close::{Facts, node_of};
use crate::containment::prover::Prover;
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::pattern::is_match;
use crate::pattern::language::{Language, Word, word};
use crate::pattern::matching::Pattern;
use crate::plan::evaluated::{Evaluated, Parts};
use crate::plan::{Check, Checks, Edge, Literal, Member, NodeId, ObjectPart, Rest, Trail};

/// The maximum number of patterns whose combinations are examined.
const PATTERNS: usize = 6;

/// A set of names: exactly the names that match every pattern of the first list and no pattern of the second, and that no keyword lists.
type Others = (Vec<Pattern>, Vec<Pattern>);

impl Prover<'_> {
    /// Derives the checks of a goal on objects.
    pub(super) fn object(&mut self, facts: &Facts, goal: NodeId, part: &ObjectPart) -> bool {
        let mut is_derived = self.members(facts, goal, part);
        for check in &part.required {
            if !check.asks.iter().all(|name| facts.required.contains(name)) {
                is_derived = self.open(facts, goal, &check.trail, None);
            }
        }
        for check in &part.dependent_required {
            let (name, others) = &check.asks;
            if !others.iter().all(|other| self.depends(facts, name, other)) {
                is_derived = self.open(facts, goal, &check.trail, None);
            }
        }
        for (name, edge) in &part.dependent_schemas {
            let with = self.joint.with_member(name, None);
            let mut premises = facts.premises();
            premises.nodes.insert(with);
            premises.types = TypeSet::OBJECT;
            is_derived &= self.decide(premises, Some(edge.node));
        }
        is_derived && self.names(facts, goal, part)
    }

    /// Derives that the values of members satisfy a part of a goal.
    pub(super) fn members(&mut self, facts: &Facts, goal: NodeId, part: &ObjectPart) -> bool {
        let names = self.known_names(facts, part);
        let mut is_derived = true;
        for name in &names {
            let asked = part.edges_of(name);
            if asked.is_empty() {
                continue;
            }
            let premises = self.member(facts, name);
            for edge in asked {
                is_derived &= self.descend(Step::Member(name.clone()), premises.clone(), Some(edge.node));
            }
        }
        if part.rest.is_empty() {
            return is_derived;
        }
        let Some(others) = self.others(facts, Some(part)) else {
            let trail = part.rest.iter().find_map(|rest| rest.additional.as_ref()).map(|edge| edge.trail.clone());
            return self.open(facts, goal, &trail.unwrap_or_default(), None);
        };
        for others in others {
            let premises = self.other_member(facts, &others);
            for edge in part.rest.iter().flat_map(|rest| edges_for(rest, &others)) {
                let step = Step::OtherMember(others.0.clone(), others.1.clone());
                is_derived &= self.descend(step, premises.clone(), Some(edge.node));
            }
        }
        is_derived
    }

    /// Returns all names that the facts or a goal list.
    fn known_names(&self, facts: &Facts, part: &ObjectPart) -> Vec<String> {
        let mut names: BTreeSet<&String> = facts.required.iter().collect();
        for node in &facts.parts {
            names.extend(self.joint.checks[node.0].object.members.iter().map(|member| &member.wire_name));
        }
        names.extend(part.members.iter().map(|member| &member.wire_name));
        names.extend(part.looked_for());
        let mut names: BTreeSet<String> = names.into_iter().cloned().collect();
        for unevaluated in &facts.unevaluated {
            names.extend(self.possible(facts, &unevaluated.evaluated).names);
        }
        names.extend(self.listed_names(facts).unwrap_or_default());
        names.into_iter().collect()
    }

    /// Returns all possible names of members, if `propertyNames` lists them.
    fn listed_names(&self, facts: &Facts) -> Option<Vec<String>> {
        let nodes = facts.parts.iter().flat_map(|node| &self.joint.checks[node.0].object.names).map(|edge| edge.node);
        let lists = nodes.flat_map(|node| &self.joint.checks[node.0].values);
        let least = lists.min_by_key(|check| check.asks.len())?;
        Some(least.asks.iter().filter_map(Literal::as_str).map(str::to_owned).collect())
    }

    /// Returns the premises about a member.
    pub(super) fn member(&mut self, facts: &Facts, name: &str) -> Premises {
        let mut nodes = Vec::new();
        for node in &facts.parts {
            let edges = self.joint.checks[node.0].object.edges_of(name).into_iter();
            nodes.extend(edges.map(|edge| self.joint.representative(edge.node)));
        }
        for unevaluated in facts.unevaluated.iter().filter(|it| it.parts == Parts::Members) {
            let evaluated = self.possible(facts, &unevaluated.evaluated);
            let is_evaluated = evaluated.all
                || evaluated.names.iter().any(|known| known == name)
                || evaluated.patterns.iter().any(|pattern| is_match(pattern, name));
            if !is_evaluated {
                nodes.push(self.joint.representative(unevaluated.edge.node));
            }
        }
        if !self.is_name(facts, name) {
            nodes.push(self.joint.never());
        }
        Premises::of(nodes)
    }

    /// Returns false if `propertyNames` rejects a name.
    fn is_name(&self, facts: &Facts, name: &str) -> bool {
        let name = node_of(&Literal::String(name.to_owned()));
        let mut edges = facts.parts.iter().flat_map(|node| &self.joint.checks[node.0].object.names);
        edges.all(|edge| self.accepts(edge.node, &name))
    }

    /// Returns true if a member cannot be present.
    pub(super) fn is_impossible(&mut self, facts: &Facts, name: &str) -> bool {
        let premises = self.member(facts, name);
        let step = Step::Member(name.to_owned());
        !premises.nodes.is_empty() && self.attempt(|prover| prover.descend(step, premises, None))
    }

    /// Returns the sets of names that no keyword lists; `None` if there are too many.
    fn others(&self, facts: &Facts, part: Option<&ObjectPart>) -> Option<Vec<Others>> {
        if self.listed_names(facts).is_some() {
            return Some(Vec::new());
        }
        let checks = facts.parts.iter().map(|node| &self.joint.checks[node.0].object);
        let rests = checks.flat_map(|object| &object.rest).chain(part.into_iter().flat_map(|part| &part.rest));
        let mut patterns: Vec<Pattern> = Vec::new();
        let of_rests = rests.flat_map(|rest| rest.patterns.iter().map(|(pattern, _)| pattern.clone()));
        let possible = facts.unevaluated.iter().flat_map(|it| self.possible(facts, &it.evaluated).patterns);
        for pattern in of_rests.chain(possible) {
            if !patterns.iter().any(|known| known.source == pattern.source) {
                patterns.push(pattern);
            }
        }
        if patterns.len() > PATTERNS {
            return None;
        }
        let combinations = (0..1_usize << patterns.len()).map(|bits| {
            let (matching, other): (Vec<_>, Vec<_>) =
                patterns.iter().cloned().enumerate().partition(|(index, _)| bits >> index & 1 == 1);
            let plain = |patterns: Vec<(usize, Pattern)>| patterns.into_iter().map(|(_, pattern)| pattern).collect();
            (plain(matching), plain(other))
        });
        Some(combinations.filter(|others| self.has_names(facts, others)).collect())
    }

    /// Returns false if the patterns prove that no name is in a set.
    fn has_names(&self, facts: &Facts, (matching, other): &Others) -> bool {
        let of =
            |patterns: &[Pattern]| patterns.iter().map(|pattern| Language::of(&pattern.source)).collect::<Vec<_>>();
        let mut all: Vec<_> = of(matching).into_iter().flatten().collect();
        all.extend(self.name_leaves(facts).iter().filter_map(super::scalar::language));
        // A language that is unknown excludes no name.
        let none: Vec<_> = of(other).into_iter().flatten().collect();
        let anything = Language::of("").into_iter();
        if all.is_empty() {
            all.extend(anything);
        }
        word(&all, &none) != Word::Missing
    }

    /// Returns the constraints of `propertyNames`.
    fn name_leaves(&self, facts: &Facts) -> Vec<Leaf> {
        let edges = facts.parts.iter().flat_map(|node| &self.joint.checks[node.0].object.names);
        let leaves = edges.flat_map(|edge| &self.joint.checks[edge.node.0].leaves);
        leaves.map(|check| check.asks.clone()).collect()
    }

    /// Returns the premises about a member whose name is in a set.
    fn other_member(&mut self, facts: &Facts, others: &Others) -> Premises {
        let mut nodes = Vec::new();
        for node in &facts.parts {
            let edges = self.joint.checks[node.0].object.rest.iter().flat_map(|rest| edges_for(rest, others));
            nodes.extend(edges.map(|edge| self.joint.representative(edge.node)));
        }
        for unevaluated in facts.unevaluated.iter().filter(|it| it.parts == Parts::Members) {
            let evaluated = self.possible(facts, &unevaluated.evaluated);
            let is_in = |pattern: &Pattern| others.0.iter().any(|known| known.source == pattern.source);
            if !evaluated.all && !evaluated.patterns.iter().any(is_in) {
                nodes.push(self.joint.representative(unevaluated.edge.node));
            }
        }
        Premises::of(nodes)
    }

    /// Derives that an object with one member has another one.
    fn depends(&mut self, facts: &Facts, name: &str, other: &str) -> bool {
        let checks = facts.parts.iter().flat_map(|node| &self.joint.checks[node.0].object.dependent_required);
        let is_known = facts.required.contains(other)
            || checks
                .map(|check| &check.asks)
                .any(|(known, others)| known == name && others.iter().any(|it| it == other));
        is_known || self.is_impossible(facts, name)
    }

    /// Derives that the names of members satisfy a goal.
    fn names(&mut self, facts: &Facts, goal: NodeId, part: &ObjectPart) -> bool {
        if part.names.is_empty() {
            return true;
        }
        let names = self.known_names(facts, part);
        let mut is_derived = true;
        for edge in &part.names {
            for name in &names {
                let is_accepted = self.accepts(edge.node, &node_of(&Literal::String(name.clone())));
                if !is_accepted && !self.is_impossible(facts, name) {
                    is_derived = self.open(facts, goal, &edge.trail, None);
                }
            }
            let Some(others) = self.others(facts, None) else {
                is_derived = self.open(facts, goal, &edge.trail, None);
                continue;
            };
            for others in others {
                let premises = self.other_member(facts, &others);
                let step = Step::OtherMember(others.0.clone(), others.1.clone());
                let is_impossible =
                    !premises.nodes.is_empty() && self.attempt(|prover| prover.descend(step, premises, None));
                if is_impossible {
                    continue;
                }
                let mut premises = self.other_name(facts, &others);
                premises.types = TypeSet::STRING;
                // A name counts as a part: it is smaller than the object.
                is_derived &= self.descend(Step::Name, premises, Some(edge.node));
            }
        }
        is_derived
    }

    /// Returns the premises about a name in a set, as a string.
    fn other_name(&mut self, facts: &Facts, (matching, _): &Others) -> Premises {
        let edges = facts.parts.iter().flat_map(|node| &self.joint.checks[node.0].object.names);
        let mut nodes: Vec<NodeId> = edges.map(|edge| self.joint.representative(edge.node)).collect();
        if !matching.is_empty() {
            let leaf = |pattern: &Pattern| Check {
                trail: Trail::default(),
                asks: Leaf::Pattern(crate::keyword::PatternKeyword::new(pattern.clone())),
            };
            nodes.push(self.joint.make(Checks { leaves: matching.iter().map(leaf).collect(), ..Checks::default() }));
        }
        Premises::of(nodes)
    }

    /// Returns the maximum number of members, if their names are listed.
    pub(super) fn most_members(&mut self, facts: &Facts) -> Option<u64> {
        let names = self.known_names(facts, &ObjectPart::default());
        let others = self.others(facts, None)?;
        for others in others {
            let premises = self.other_member(facts, &others);
            let step = Step::OtherMember(others.0, others.1);
            if premises.nodes.is_empty() || !self.attempt(|prover| prover.descend(step, premises, None)) {
                return None;
            }
        }
        let possible = names.iter().filter(|name| !self.is_impossible(facts, name)).count();
        Some(possible as u64)
    }

    /// Derives that no object satisfies the facts.
    pub(super) fn has_no_object(&mut self, facts: &Facts) -> bool {
        // Values that exclude each other, as those of tags do, are found at once.
        let (mut listed, mut others) = (Vec::new(), Vec::new());
        for name in &facts.required {
            let nodes = self.member(facts, name).nodes;
            let has_values = nodes.iter().any(|node| !self.joint.checks[node.0].values.is_empty());
            if has_values { &mut listed } else { &mut others }.push(name);
        }
        listed.into_iter().chain(others).any(|name| self.is_impossible(facts, name))
            || self.has_no_size(facts, TypeSet::OBJECT)
    }
}

/// Returns the edges for members whose names are in a set.
fn edges_for<'r>(rest: &'r Rest, (matching, _): &Others) -> Vec<&'r Edge> {
    rest.edges_for(|pattern| matching.iter().any(|known| known.source == pattern.source))
}

/// Returns the check of members that a keyword does not evaluate.
pub(super) fn unevaluated_members(evaluated: &Evaluated, edge: &Edge) -> ObjectPart {
    let member = |name: &String| Member { wire_name: name.clone(), edges: Vec::new() };
    let patterns = evaluated.patterns.iter().map(|pattern| (pattern.clone(), None)).collect();
    ObjectPart {
        members: evaluated.names.iter().map(member).collect(),
        rest: vec![Rest { patterns, additional: Some(edge.clone()) }],
        ..ObjectPart::default()
    }
}
