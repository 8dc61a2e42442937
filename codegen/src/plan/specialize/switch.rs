//! Selects the lookahead that decides most about a value.

use std::collections::BTreeSet;

use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
use crate::plan::evaluated::Condition;
use crate::plan::specialize::{Closed, Fact, Facts, Specializer, plain_edge};
use crate::plan::{Checks, Edge, InPlace, Literal, NodeId, Switch};

/// The maximum number of names that are tried.
const NAMES: usize = 24;

/// The maximum number of members that are assumed to be absent because their presence alone decides.
const BARRED: usize = 4;

/// The maximum number of undecided branches for which absence is assumed: few members cannot decide between more.
const BRANCHES: usize = 32;

/// The maximum number of cases of a switch.
const CASES: usize = 256;

impl Specializer<'_> {
    /// Returns the switch that leaves the least re-reading; `None` if none helps.
    pub(super) fn switch(&mut self, closed: &Closed, facts: &Facts) -> Option<Switch> {
        if facts.types == TypeSet::ALL {
            return Some(self.by_type(closed, facts));
        }
        if facts.types != TypeSet::OBJECT || self.cost(closed, facts, Effort::FULL) == 0 {
            return None;
        }
        self.by_value(closed, facts)
            .or_else(|| self.by_absence(closed, facts))
            .or_else(|| self.by_presence(closed, facts))
    }

    fn by_type(&mut self, closed: &Closed, facts: &Facts) -> Switch {
        let possible = |kind: &TypeSet| {
            let facts = facts.of_types(*kind);
            self.close(&closed.parts, &facts).map(|_| (*kind, facts))
        };
        let possible: Vec<(TypeSet, Facts)> = TypeSet::KINDS.iter().filter_map(possible).collect();
        let cases = possible.into_iter().map(|(kind, facts)| (kind, self.case(closed, facts)));
        Switch::Type(cases.collect())
    }

    /// Returns the member that decides most, with its values: a member with listed values if `has_values`, otherwise one whose presence
    /// decides.
    pub(super) fn deciding_member(
        &self,
        closed: &Closed,
        facts: &Facts,
        has_values: bool,
    ) -> Option<(String, Vec<Literal>)> {
        let now = self.cost(closed, facts, Effort::FULL);
        let mut described = Described::default();
        for id in closed.undecided.iter().flat_map(InPlace::edges).map(|edge| edge.node) {
            self.describe(id, &mut described, Effort::FULL);
        }
        described.names.extend(closed.dependent.iter().cloned());
        described.names.extend(closed.undecided.iter().flat_map(members_of_conditions));
        let mut best: Option<(usize, usize, String, Vec<Literal>)> = None;
        let known = |wire_name: &String| facts.members.contains_key(wire_name);
        let tried = described.names.iter().filter(|wire_name| !known(wire_name)).take(NAMES);
        for wire_name in tried {
            let mut values: Vec<Literal> = Vec::new();
            for id in described.members.iter().filter(|(of, _)| of == wire_name).map(|(_, id)| *id) {
                self.values(id, &mut values, Effort::FULL);
            }
            if values.len() > CASES || values.is_empty() == has_values {
                continue;
            }
            let outcomes = outcomes(&values);
            let cost = |fact: Fact| {
                let facts = facts.with(wire_name, fact);
                self.close(&closed.parts, &facts).map(|left| self.cost(&left, &facts, Effort::FULL))
            };
            let count = outcomes.len();
            let costs: Vec<Option<usize>> = outcomes.into_iter().map(cost).collect();
            // Reading the object already detects that a required member is absent.
            if !has_values && costs.contains(&None) && costs.iter().flatten().all(|cost| *cost >= now) {
                continue;
            }
            let left: usize = costs.into_iter().flatten().sum();
            // Compares averages without fractions.
            let is_better = |(best, of, ..): &(usize, usize, String, Vec<Literal>)| left * of < best * count;
            if left < now * count && best.as_ref().is_none_or(is_better) {
                best = Some((left, count, wire_name.clone(), values));
            }
        }
        best.map(|(_, _, wire_name, values)| (wire_name, values))
    }

    /// Switches by the member whose listed values decide most.
    fn by_value(&mut self, closed: &Closed, facts: &Facts) -> Option<Switch> {
        let (wire_name, values) = self.deciding_member(closed, facts, true)?;
        Some(self.by_member(closed, facts, wire_name, values))
    }

    /// Switches by members whose presence decides most.
    fn by_presence(&mut self, closed: &Closed, facts: &Facts) -> Option<Switch> {
        let (wire_name, values) = self.deciding_member(closed, facts, false)?;
        let usual = self.by_usual_absence(closed, facts, &wire_name);
        Some(usual.unwrap_or_else(|| self.by_member(closed, facts, wire_name, values)))
    }

    /// Switches by a member and its listed values.
    fn by_member(&mut self, closed: &Closed, facts: &Facts, wire_name: String, values: Vec<Literal>) -> Switch {
        let expects_absence = self.has_default(closed, facts, &wire_name, &values);
        // Where absence was assumed in vain, the members are still barred, so that the node is the same.
        let is_barred = expects_absence || values.is_empty() && facts.is_assumed;
        let mut case = |fact: Fact| self.case(closed, facts.with(&wire_name, fact));
        let cases = values.iter().map(|value| (value.clone(), case(Fact::Is(value.clone())))).collect();
        let other = case(Fact::Other(values.into_iter().collect()));
        let absent = case(if is_barred { Fact::AssumedAbsent } else { Fact::Absent });
        Switch::Member { wire_name, cases, other, absent, expects_absence }
    }

    /// Returns true if a member has a default: a schema that holds in any case describes it, and its absence has the same effect as one of
    /// its values, or as any unlisted one. Many producers leave such a member out, which a lookahead notices only at the end of the object.
    fn has_default(&self, closed: &Closed, facts: &Facts, wire_name: &str, values: &[Literal]) -> bool {
        let describes = |part: &NodeId| {
            let members = &self.plan.node(*part).checks.object.members;
            members.iter().any(|member| member.wire_name == wire_name)
        };
        let left = |fact: Fact| self.close(&closed.parts, &facts.with(wire_name, fact));
        closed.parts.iter().any(describes)
            && left(Fact::Absent).is_some_and(|absent| {
                let mut facts = outcomes(values).into_iter().filter(|fact| *fact != Fact::Absent);
                facts.any(|fact| left(fact).as_ref() == Some(&absent))
            })
    }

    /// Switches by absence: the value of a member selects one branch, and each other branch requires a member that the selected one does
    /// not mention.
    fn by_absence(&mut self, closed: &Closed, facts: &Facts) -> Option<Switch> {
        let [InPlace::Choice(choice)] = closed.undecided.as_slice() else { return None };
        if facts.is_assumed {
            return None;
        }
        let described = choice.branches.iter().map(|branch| {
            let mut described = Described::default();
            self.describe(branch.node, &mut described, Effort::FULL);
            described
        });
        let described: Vec<Described> = described.collect();
        let told: BTreeSet<&String> =
            facts.members.iter().filter(|(_, fact)| matches!(fact, Fact::Is(_))).map(|(name, _)| name).collect();
        let speaks = |described: &Described| described.names.iter().any(|wire_name| told.contains(wire_name));
        let mut meant = (0..described.len()).filter(|index| speaks(&described[*index]));
        let (Some(meant), None) = (meant.next(), meant.next()) else { return None };
        let others = choice.branches.iter().enumerate().filter(|(index, _)| *index != meant);
        let mut names = BTreeSet::new();
        for (index, branch) in others {
            names.extend(self.required(branch, &described[index], &described[meant], facts)?);
        }
        let barred = names.iter().fold(facts.clone(), |facts, wire_name| facts.with(wire_name, Fact::AssumedAbsent));
        let absent = self.case(closed, barred);
        let otherwise = self.case(closed, Facts { is_assumed: true, ..facts.clone() });
        Some(Switch::Absence { names: names.into_iter().collect(), absent, otherwise })
    }

    /// Switches by the absence of a few members whose presence alone decides: a lookahead notices only at the end of an object that it
    /// lacks them.
    fn by_usual_absence(&mut self, closed: &Closed, facts: &Facts, first: &str) -> Option<Switch> {
        let branches: usize = closed.undecided.iter().map(|check| check.edges().len()).sum();
        if facts.is_assumed || branches > BRANCHES {
            return None;
        }
        let (mut names, mut barred) = (Vec::new(), facts.clone());
        let mut next = first.to_owned();
        loop {
            barred = barred.with(&next, Fact::AssumedAbsent);
            names.push(next);
            let left = self.close(&closed.parts, &barred)?;
            if self.cost(&left, &barred, Effort::FULL) == 0 {
                break;
            }
            next = self.deciding_member(&left, &barred, false).filter(|_| names.len() < BARRED)?.0;
        }
        let absent = self.case(closed, barred);
        let assumed = match names.as_slice() {
            [only] => facts.with(only, Fact::Other(BTreeSet::new())),
            _ => Facts { is_assumed: true, ..facts.clone() },
        };
        let otherwise = self.case(closed, assumed);
        Some(Switch::Absence { names, absent, otherwise })
    }

    /// Returns a small set of names that a branch requires and the selected branch does not mention.
    fn required(
        &self,
        branch: &Edge,
        described: &Described,
        meant: &Described,
        facts: &Facts,
    ) -> Option<BTreeSet<String>> {
        let is_refused = |names: &BTreeSet<String>| {
            let facts = names.iter().fold(facts.clone(), |facts, wire_name| facts.with(wire_name, Fact::Absent));
            facts.decide(self.plan, &self.budget, branch.node) == Some(false)
        };
        let is_telling =
            |wire_name: &&String| !meant.names.contains(wire_name) && !facts.members.contains_key(*wire_name);
        let mut names: BTreeSet<String> = described.names.iter().filter(is_telling).cloned().collect();
        if !is_refused(&names) {
            return None;
        }
        for wire_name in names.clone() {
            names.remove(&wire_name);
            if !is_refused(&names) {
                names.insert(wire_name);
            }
        }
        Some(names)
    }

    fn case(&mut self, closed: &Closed, facts: Facts) -> Edge {
        plain_edge(self.id(closed.parts.clone(), facts))
    }

    /// Returns an upper bound of re-readings for undecided checks.
    fn cost(&self, closed: &Closed, facts: &Facts, effort: Effort) -> usize {
        let below = effort.among(closed.undecided.iter().map(|check| check.edges().len()).sum());
        let of_branch = |branch: &Edge| {
            let inner = if effort.is_spent() || self.budget.is_spent() {
                None
            } else {
                self.close(&[branch.node].into(), facts)
            };
            1 + inner.map_or(0, |inner| self.cost(&inner, facts, below))
        };
        let cost = |check: &InPlace| match check {
            InPlace::Choice(choice) => choice.branches.iter().map(of_branch).sum(),
            InPlace::If { .. } | InPlace::Not(_) => 1,
            InPlace::Unevaluated(unevaluated) => 1 + unevaluated.evaluated.conditions().len(),
            InPlace::All(_) | InPlace::Switch(_) => 0,
        };
        closed.undecided.iter().map(cost).sum::<usize>() + closed.dependent.len()
    }

    /// Collects the names that a node describes, with its edges for these members, if they do not depend on others.
    fn describe(&self, id: NodeId, described: &mut Described, effort: Effort) {
        let below = effort.below(&self.plan.node(id).checks);
        let Checks { object, in_place, .. } = &self.plan.node(id).checks;
        let required = object.required.iter().flat_map(|check| &check.asks);
        for wire_name in object.members.iter().map(|member| &member.wire_name).chain(required) {
            if !described.names.contains(wire_name) {
                described.names.push(wire_name.clone());
            }
        }
        for member in &object.members {
            described.members.extend(member.edges.iter().map(|edge| (member.wire_name.clone(), edge.node)));
        }
        for edge in in_place.iter().filter(|_| !effort.is_spent()).flat_map(InPlace::edges) {
            self.describe(edge.node, described, below);
        }
    }

    /// Collects the values of a node that a lookahead tells apart.
    fn values(&self, id: NodeId, values: &mut Vec<Literal>, effort: Effort) {
        let checks = &self.plan.node(id).checks;
        let below = effort.below(checks);
        for value in checks.values.iter().flat_map(|check| &check.asks) {
            if value.is_told() && !values.contains(value) {
                values.push(value.clone());
            }
        }
        for edge in checks.in_place.iter().filter(|_| !effort.is_spent()).flat_map(InPlace::edges) {
            self.values(edge.node, values, below);
        }
    }
}

/// The constraints of nodes on members.
#[derive(Default)]
struct Described {
    names: Vec<String>,
    members: Vec<(String, NodeId)>,
}

/// Returns the members whose presence decides which parts are evaluated.
fn members_of_conditions(check: &InPlace) -> Vec<String> {
    let InPlace::Unevaluated(unevaluated) = check else { return Vec::new() };
    let names = unevaluated.evaluated.conditions().into_iter().filter_map(|condition| match condition {
        Condition::Has(wire_name) => Some(wire_name.clone()),
        Condition::Accepts(_) => None,
    });
    names.collect()
}

fn outcomes(values: &[Literal]) -> Vec<Fact> {
    let cases = values.iter().map(|value| Fact::Is(value.clone()));
    cases.chain([Fact::Other(values.iter().cloned().collect()), Fact::Absent]).collect()
}
