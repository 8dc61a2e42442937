//! Merges the own checks of several nodes.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword;
use crate::keyword::types::TypeSet;
use crate::plan::specialize::{Closed, Fact, Facts, Nodes, Specializer, never, plain_edge};
use crate::plan::{ArrayPart, Check, Checks, Contains, Edge, Literal, Member, ObjectPart, Presence, Rest, Trail};

impl Specializer<'_> {
    /// Merges the own checks of the parts under the facts.
    pub(super) fn own_checks(&mut self, closed: &Closed, facts: &Facts) -> Checks {
        let own: Vec<&Checks> = closed.parts.iter().map(|part| &self.plan.node(*part).checks).collect();
        let allowed = own.iter().fold(facts.types, |allowed, checks| allowed.intersection(checks.allowed_types()));
        let is_possible = |value: &Literal| value.types().intersects(allowed);
        let values = own.iter().flat_map(|checks| &checks.values);
        let values = values.map(|check| check.asks.iter().filter(|value| is_possible(value)).cloned().collect());
        let values: Vec<Vec<Literal>> = distinct(values);
        if allowed.is_empty() || values.iter().any(Vec::is_empty) || own.iter().any(|checks| !checks.never.is_empty()) {
            return never();
        }
        let mut merged = Checks::default();
        if allowed != TypeSet::ALL {
            merged.types.push(Check::plain(allowed));
        }
        merged.values = values.into_iter().map(Check::plain).collect();
        let leaves = own.iter().flat_map(|checks| &checks.leaves).map(|check| &check.asks);
        let leaves = keyword::merged(leaves.filter(|leaf| allowed.intersects(leaf.types())));
        merged.leaves = leaves.into_iter().map(Check::plain).collect();
        merged.sort_leaves();
        if allowed.intersects(TypeSet::ARRAY) {
            merged.array = self.array(&own.iter().map(|checks| &checks.array).collect::<Vec<_>>());
        }
        if allowed.intersects(TypeSet::OBJECT) {
            let parts = own.iter().map(|checks| &checks.object).chain(&closed.unevaluated);
            merged.object = self.object(&parts.collect::<Vec<_>>(), facts);
            let is_alone = closed.parts.len() == 1 && closed.unevaluated.is_empty() && *facts == Facts::default();
            merged.object.notes_additions = is_alone && own.iter().all(|checks| checks.object.notes_additions);
        }
        merged
    }

    fn array(&mut self, parts: &[&ArrayPart]) -> ArrayPart {
        let length = parts.iter().map(|part| part.prefix.len()).max().unwrap_or(0);
        let prefix = (0..length).map(|index| {
            let edges = parts.iter().flat_map(|part| part.prefix.get(index).unwrap_or(&part.rest));
            self.together(&edges.cloned().collect::<Vec<_>>())
        });
        let prefix = prefix.collect();
        let rest: Vec<Edge> = parts.iter().flat_map(|part| part.rest.clone()).collect();
        let contains = parts.iter().flat_map(|part| &part.contains).map(|contains| Contains {
            edge: self.one(&contains.edge),
            min: contains.min,
            min_trail: Trail::default(),
            max: contains.max.as_ref().map(|(max, _)| (*max, Trail::default())),
        });
        let contains = distinct(contains);
        ArrayPart { prefix, rest: self.together(&rest), contains }
    }

    fn object(&mut self, parts: &[&ObjectPart], facts: &Facts) -> ObjectPart {
        let mut seen = BTreeSet::new();
        let barred =
            facts.members.iter().filter(|(_, fact)| **fact == Fact::AssumedAbsent).map(|(wire_name, _)| wire_name);
        let documented = parts.iter().flat_map(|part| &part.members).map(|member| &member.wire_name);
        let names = documented.chain(parts.iter().flat_map(|part| part.looked_for())).chain(barred);
        let names: Vec<&String> = names.filter(|wire_name| seen.insert(wire_name.as_str())).collect();
        let lookups: Vec<Lookup<'_>> = parts.iter().map(|part| Lookup::new(part)).collect();
        let members = names.into_iter().map(|wire_name| {
            let edges: Vec<Edge> = lookups.iter().flat_map(|lookup| lookup.edges(wire_name)).collect();
            Member { wire_name: wire_name.clone(), edges: self.member(facts.members.get(wire_name), &edges) }
        });
        let members: Vec<Member> = members.collect();
        let required = parts.iter().flat_map(|part| &part.required).flat_map(|check| check.asks.clone());
        let required: Vec<String> = distinct(required);
        let names: Vec<Edge> = parts.iter().flat_map(|part| part.names.clone()).collect();
        let dependent_required = parts.iter().flat_map(|part| &part.dependent_required);
        let dependent_schemas = parts.iter().flat_map(|part| &part.dependent_schemas);
        let dependent_schemas = dependent_schemas.filter(|(wire_name, _)| facts.has(wire_name).is_none());
        ObjectPart {
            rest: self.rest(parts),
            required: if required.is_empty() { Vec::new() } else { vec![Check::plain(required)] },
            names: self.together(&names),
            dependent_required: distinct(dependent_required.map(|check| Check::plain(check.asks.clone()))),
            dependent_schemas: distinct(dependent_schemas.map(|(wire_name, edge)| (wire_name.clone(), self.one(edge)))),
            presence: distinct(
                parts.iter().flat_map(|part| part.presence.clone()).map(|formula| self.formula(formula)),
            ),
            notes_additions: false,
            members,
        }
    }

    fn rest(&mut self, parts: &[&ObjectPart]) -> Vec<Rest> {
        let rest: Vec<&Rest> = parts.iter().flat_map(|part| &part.rest).collect();
        let (plain, by_pattern): (Vec<&Rest>, Vec<&Rest>) = rest.into_iter().partition(|rest| rest.patterns.is_empty());
        let additional: Vec<Edge> = plain.into_iter().filter_map(|rest| rest.additional.clone()).collect();
        let plain = self.together(&additional).into_iter();
        let plain = plain.map(|edge| Rest { patterns: Vec::new(), additional: Some(edge) });
        let by_pattern = by_pattern.into_iter().map(|rest| Rest {
            patterns: rest
                .patterns
                .iter()
                .map(|(pattern, edge)| (pattern.clone(), edge.as_ref().map(|edge| self.one(edge))))
                .collect(),
            additional: rest.additional.as_ref().map(|edge| self.one(edge)),
        });
        distinct(plain.chain(by_pattern.collect::<Vec<_>>()))
    }

    fn formula(&mut self, mut formula: Presence) -> Presence {
        for edge in formula.edges_mut() {
            *edge = self.one(edge);
        }
        formula
    }

    /// Returns the remaining edges for a member about which a fact may be known.
    fn member(&mut self, fact: Option<&Fact>, edges: &[Edge]) -> Vec<Edge> {
        match fact {
            Some(Fact::AssumedAbsent) => vec![plain_edge(self.id(Nodes::new(), Facts::default()))],
            Some(fact) => {
                let is_left = |edge: &&Edge| fact.decide(self.plan, &self.budget, edge.node) != Some(true);
                let left: Vec<Edge> = edges.iter().filter(is_left).cloned().collect();
                self.together(&left)
            }
            None => self.together(edges),
        }
    }
}

/// The members of a part by name.
struct Lookup<'p> {
    members: BTreeMap<&'p str, &'p Member>,
    rest: &'p [Rest],
}

impl<'p> Lookup<'p> {
    fn new(part: &'p ObjectPart) -> Self {
        let members = part.members.iter().map(|member| (member.wire_name.as_str(), member));
        Self { members: members.collect(), rest: &part.rest }
    }

    /// Returns the edges of the part for a member with that name.
    fn edges(&self, wire_name: &str) -> Vec<Edge> {
        match self.members.get(wire_name) {
            Some(member) => member.edges.clone(),
            None => self.rest.iter().flat_map(|rest| rest.edges_of(wire_name)).collect(),
        }
    }
}

impl Rest {
    fn edges_of(&self, wire_name: &str) -> Vec<Edge> {
        let is_match = |pattern| crate::pattern::is_match(pattern, wire_name);
        let matching: Vec<&Option<Edge>> =
            self.patterns.iter().filter(|(pattern, _)| is_match(pattern)).map(|(_, edge)| edge).collect();
        if matching.is_empty() {
            return self.additional.iter().cloned().collect();
        }
        matching.into_iter().flatten().cloned().collect()
    }
}

/// Returns the items without repetitions, in the order of their first occurrence.
fn distinct<T: Ord + Clone>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    items.into_iter().filter(|item| seen.insert(item.clone())).collect()
}
