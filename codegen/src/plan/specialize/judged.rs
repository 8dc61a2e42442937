//! Applicators whose verdict on an object follows from the presence of its members and from verdicts on their values, as formulas: all
//! branches are read at once.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
use crate::plan::specialize::presence_formula::of_check;
use crate::plan::specialize::{Closed, Fact, Facts, Specializer};
use crate::plan::{Checks, Edge, InPlace, Member, NodeId, ObjectPart, Presence, Rest, tag};

/// The maximum number of names, and of nodes whose verdicts are asked for.
const NAMES: usize = 64;

/// The maximum number of verdicts on a scalar.
const SCALARS: usize = 4;

/// The maximum number of readings of an array or object for conditions. Without formulas, the whole object is read as often.
const NESTED: usize = 3;

/// The maximum number of parts of a formula.
const SIZE: usize = 128;

impl Specializer<'_> {
    /// Returns the checks of an object with the undecided ones as formulas; `None` if that reads a value more than once.
    pub(super) fn judged(&self, closed: &Closed, facts: &Facts) -> Option<(Closed, Facts)> {
        self.with_formulas(closed, facts, 1)
    }

    /// Returns the checks of an object whose undecided ones are conditions, with these as formulas: both ways of a condition are read, but
    /// only the members that they describe.
    pub(super) fn judged_conditions(&self, closed: &Closed, facts: &Facts) -> Option<(Closed, Facts)> {
        // A choice can stop at its first accepted branch.
        let is_condition = |check: &InPlace| matches!(check, InPlace::If { .. } | InPlace::Not(_));
        closed.undecided.iter().all(is_condition).then(|| self.with_formulas(closed, facts, NESTED))?
    }

    /// Returns the checks of an object with the undecided ones as formulas; `None` if an array or object is read more often than `most`.
    fn with_formulas(&self, closed: &Closed, facts: &Facts, most: usize) -> Option<(Closed, Facts)> {
        // A switch by type comes first, while there may be one.
        let facts = if self.is_exhausted() { facts.of_types(self.types(closed)) } else { facts.clone() };
        if facts.types != TypeSet::OBJECT || !closed.dependent.is_empty() {
            return None;
        }
        let own = closed.parts.iter().map(|part| &self.plan.node(*part).checks.object);
        let own: Vec<&ObjectPart> = own.chain(&closed.unevaluated).collect();
        let closing = closed.undecided.iter().find_map(|check| self.closing(check, Effort::REPEATED));
        let is_closed = closing.is_some() || own.iter().any(|part| self.never(part).is_some());
        let mut judge = Judge {
            of: self,
            facts: &facts,
            is_closed,
            applied: applied(&own),
            names: Vec::new(),
            asked: BTreeMap::new(),
            repeated: BTreeMap::new(),
        };
        for wire_name in own.iter().flat_map(|part| names(part)) {
            judge.name(wire_name)?;
        }
        // The first walk collects the names: a closed object has only those that it lists.
        judge.each(&closed.undecided, Effort::REPEATED)?;
        let presence = judge.each(&closed.undecided, Effort::REPEATED)?;
        let presence = judge.unconditional(presence);
        if presence.contains(&Presence::never())
            || presence.iter().map(Presence::size).sum::<usize>() > SIZE
            || !judge.reads_at_most(&own, most)
            || self.is_tagged(closed, &facts)
        {
            return None;
        }
        let rest = closing.map(|edge| Rest { patterns: Vec::new(), additional: Some(edge.clone()) });
        let Judge { names, mut repeated, .. } = judge;
        let members = names.into_iter().filter_map(|wire_name| match repeated.remove(&wire_name) {
            Some(edges) => Some(Member { wire_name, edges }),
            None => rest.is_some().then(|| Member { wire_name, edges: Vec::new() }),
        });
        let members = members.collect();
        let part = ObjectPart { members, rest: rest.into_iter().collect(), presence, ..ObjectPart::default() };
        let unevaluated = closed.unevaluated.iter().cloned().chain([part]).collect();
        Some((Closed { parts: closed.parts.clone(), unevaluated, ..Closed::default() }, facts))
    }

    /// Returns an upper bound of the accepted types.
    fn types(&self, closed: &Closed) -> TypeSet {
        let own = closed.parts.iter().map(|part| self.plan.node(*part).checks.allowed_types());
        let undecided = closed.undecided.iter().map(|check| match check {
            InPlace::Choice(choice) => {
                let types = choice.branches.iter().map(|branch| tag::types(self.plan, branch.node, Effort::REPEATED));
                types.fold(TypeSet::NONE, TypeSet::union)
            }
            InPlace::All(_) | InPlace::Not(_) | InPlace::If { .. } | InPlace::Unevaluated(_) | InPlace::Switch(_) => {
                TypeSet::ALL
            }
        });
        own.chain(undecided).fold(TypeSet::ALL, TypeSet::intersection)
    }

    /// Returns true if the values of a required member decide most. Such a member is often the first one.
    fn is_tagged(&self, closed: &Closed, facts: &Facts) -> bool {
        let is_required =
            |wire_name: &String| self.close(&closed.parts, &facts.with(wire_name, Fact::Absent)).is_none();
        !self.is_exhausted()
            && self.deciding_member(closed, facts, true).is_some_and(|(wire_name, _)| is_required(&wire_name))
    }

    /// Returns the schema `false` if a check accepts no object with members that no branch lists.
    fn closing(&self, check: &InPlace, effort: Effort) -> Option<&Edge> {
        let of = |edge: &Edge| {
            let checks = &self.plan.node(edge.node).checks;
            let below = effort.below(checks);
            let inner =
                || checks.in_place.iter().filter(|_| !effort.is_spent()).find_map(|check| self.closing(check, below));
            self.never(&checks.object).or_else(inner)
        };
        match check {
            InPlace::All(edge) => of(edge),
            InPlace::Choice(choice) => choice.branches.iter().map(of).collect::<Option<Vec<_>>>()?.first().copied(),
            InPlace::Not(_) | InPlace::If { .. } | InPlace::Unevaluated(_) | InPlace::Switch(_) => None,
        }
    }

    /// Returns the schema `false` of a closed object.
    fn never<'o>(&self, part: &'o ObjectPart) -> Option<&'o Edge> {
        let is_never = |edge: &&Edge| !self.plan.node(edge.node).checks.never.is_empty();
        match part.rest.as_slice() {
            [Rest { patterns, additional }] if patterns.is_empty() => additional.as_ref().filter(is_never),
            _ => None,
        }
    }
}

/// Returns the edges that parts apply to the members that they list.
fn applied<'o>(own: &[&'o ObjectPart]) -> BTreeMap<&'o str, Vec<&'o Edge>> {
    let mut applied: BTreeMap<&str, Vec<&Edge>> = BTreeMap::new();
    for member in own.iter().flat_map(|part| &part.members) {
        applied.entry(&member.wire_name).or_default().extend(&member.edges);
    }
    applied
}

/// Returns the names that a part has, with repetitions.
fn names(part: &ObjectPart) -> impl Iterator<Item = &String> {
    part.members.iter().map(|member| &member.wire_name).chain(part.looked_for())
}

/// A walk through checks of one object.
struct Judge<'j, 'p> {
    of: &'j Specializer<'p>,
    facts: &'j Facts,
    /// True if the object has no members with other names.
    is_closed: bool,
    /// The edges that the object's own checks apply to members.
    applied: BTreeMap<&'j str, Vec<&'j Edge>>,
    /// The names in the order of their first occurrence.
    names: Vec<String>,
    /// The nodes whose verdicts on a member are asked for.
    asked: BTreeMap<String, BTreeSet<NodeId>>,
    /// The edges that are applied to a member in any case.
    repeated: BTreeMap<String, Vec<Edge>>,
}

impl Judge<'_, '_> {
    fn name(&mut self, wire_name: &String) -> Option<()> {
        if !self.names.contains(wire_name) {
            self.names.push(wire_name.clone());
        }
        (self.names.len() <= NAMES).then_some(())
    }

    /// Returns the formulas of checks that all hold; `None` if the verdict depends on more.
    fn each(&mut self, checks: &[InPlace], effort: Effort) -> Option<Vec<Presence>> {
        checks.iter().map(|check| of_check(check, &mut |id| self.node(id, effort))).collect()
    }

    fn node(&mut self, id: NodeId, effort: Effort) -> Option<Presence> {
        let checks = &self.of.plan.node(id).checks;
        if checks.refuses_objects() {
            return Some(Presence::never());
        }
        let Checks { object, in_place, .. } = checks;
        let closes = self.of.never(object).is_some();
        let is_simple = object.rest.is_empty() || closes && self.is_closed;
        if effort.is_spent() || checks.asks_beyond_members() || !is_simple {
            return None;
        }
        for wire_name in names(object) {
            self.name(wire_name)?;
        }
        let required: BTreeSet<&String> = object.required.iter().flat_map(|check| &check.asks).collect();
        let has = |wire_name: &String| self.has(wire_name);
        let mut formulas = object.dependent(&has);
        if closes {
            let is_listed = |wire_name: &&String| object.members.iter().any(|member| member.wire_name == **wire_name);
            let others = self.names.iter().filter(|wire_name| !is_listed(wire_name));
            formulas.push(Presence::any(others.map(has).collect()).negated());
        }
        let below = effort.below(checks);
        for (wire_name, edge) in &object.dependent_schemas {
            let applied = self.node(edge.node, below)?;
            formulas.push(Presence::any(vec![self.has(wire_name).negated(), applied]));
        }
        for member in &object.members {
            for edge in &member.edges {
                formulas.push(self.value(&member.wire_name, edge, required.contains(&member.wire_name)));
            }
        }
        // A member with an accepted value is present.
        let is_accepted =
            |formula: &Presence, name: &String| matches!(formula, Presence::Accepted(of, _) if of == name);
        for wire_name in required {
            if !formulas.iter().any(|formula| is_accepted(formula, wire_name)) {
                formulas.push(self.has(wire_name));
            }
        }
        formulas.extend(object.presence.iter().cloned());
        formulas.extend(self.each(in_place, below)?);
        Some(Presence::all(formulas))
    }

    fn has(&self, wire_name: &str) -> Presence {
        match self.facts.has(wire_name) {
            Some(true) => Presence::always(),
            Some(false) => Presence::never(),
            None => Presence::Has(wire_name.to_owned()),
        }
    }

    /// Returns the formula of a schema for a member.
    fn value(&mut self, wire_name: &String, edge: &Edge, is_required: bool) -> Presence {
        let (plan, budget) = (self.of.plan, &self.of.budget);
        let absent = self.has(wire_name).negated();
        if !plan.node(edge.node).checks.never.is_empty() {
            return absent;
        }
        match self.facts.members.get(wire_name).map(|fact| fact.decide(plan, budget, edge.node)) {
            Some(Some(true)) => return Presence::always(),
            Some(Some(false)) => return Presence::never(),
            Some(None) | None => {}
        }
        let classes = &self.of.classes;
        let own = self.applied.get(wire_name.as_str()).into_iter().flatten();
        if own.clone().any(|own| classes[own.node.0] == classes[edge.node.0]) {
            // Both are merged, and the stricter reads the value: it notes no additions.
            self.repeated.entry(wire_name.clone()).or_default().push(edge.clone());
            return Presence::always();
        }
        // Equal nodes have one verdict.
        let asked = self.asked.entry(wire_name.clone()).or_default();
        let known = asked.iter().find(|known| classes[known.0] == classes[edge.node.0]);
        let node = *known.unwrap_or(&edge.node);
        asked.insert(node);
        let accepted = Presence::Accepted(wire_name.clone(), Edge { node, ..edge.clone() });
        if is_required { accepted } else { Presence::any(vec![absent, accepted]) }
    }

    /// Returns formulas without the verdicts that every accepted object needs. Their nodes are applied like those of an own check.
    fn unconditional(&mut self, formulas: Vec<Presence>) -> Vec<Presence> {
        let mut formula = Presence::all(formulas);
        let asked: BTreeSet<(String, Edge)> =
            formula.asked().into_iter().map(|(wire_name, edge)| (wire_name.clone(), edge.clone())).collect();
        for (wire_name, edge) in asked {
            let of_member = |part: &Presence| matches!(part, Presence::Has(name) if *name == wire_name);
            let is_asked = |part: &Presence| matches!(part, Presence::Accepted(name, asked) if *name == wire_name && asked.node == edge.node);
            let if_refused = formula.replaced(&|part| match part {
                _ if is_asked(part) => Some(Presence::never()),
                _ if of_member(part) => Some(Presence::always()),
                _ => None,
            });
            if if_refused == Presence::never() {
                formula = formula.replaced(&|part| is_asked(part).then(|| self.has(&wire_name)));
                self.asked.get_mut(&wire_name).map(|nodes| nodes.remove(&edge.node));
                self.repeated.entry(wire_name).or_default().push(edge);
            }
        }
        match formula {
            Presence::All(formulas) => formulas,
            other @ (Presence::Has(_)
            | Presence::Accepted(..)
            | Presence::Not(_)
            | Presence::Any(_)
            | Presence::One(_)) => vec![other],
        }
    }

    /// Returns true if no array or object is read more often than `most`, and no scalar often.
    fn reads_at_most(&self, own: &[&ObjectPart], most: usize) -> bool {
        let is_read = |wire_name: &String| {
            self.repeated.contains_key(wire_name)
                || own.iter().any(|part| match part.members.iter().find(|member| member.wire_name == *wire_name) {
                    Some(member) => !member.edges.is_empty(),
                    None => !part.rest.is_empty(),
                })
        };
        let is_nested = |node: &NodeId| {
            let types = tag::types(self.of.plan, *node, Effort::FULL);
            types.intersects(TypeSet::ARRAY.union(TypeSet::OBJECT))
        };
        self.asked.values().map(BTreeSet::len).sum::<usize>() <= NAMES
            && self.asked.iter().all(|(wire_name, nodes)| {
                let is_nested = nodes.iter().any(is_nested);
                if is_nested { nodes.len() + usize::from(is_read(wire_name)) <= most } else { nodes.len() <= SCALARS }
            })
    }
}
