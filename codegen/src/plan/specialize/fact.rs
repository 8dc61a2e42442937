//! Facts about a value before it is read, and the verdicts that follow from them.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::Value;
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
use crate::plan::specialize::budget::Budget;
use crate::plan::{ArrayPart, Checks, Choice, Edge, InPlace, Literal, Member, NodeId, ObjectPart, Plan};

/// The facts about a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Facts {
    /// The possible types.
    pub types: TypeSet,
    /// The facts about members, if it is an object.
    pub members: BTreeMap<String, Fact>,
    /// True if an earlier assumption that members are absent failed.
    pub is_assumed: bool,
}

/// A fact about a member.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fact {
    /// It is absent.
    Absent,
    /// It is assumed absent: the reader rejects it.
    AssumedAbsent,
    /// It has this value, which a lookahead tells from any other.
    Is(Literal),
    /// It is present, and has another value than these.
    Other(BTreeSet<Literal>),
}

impl Default for Facts {
    fn default() -> Self {
        Self { types: TypeSet::ALL, members: BTreeMap::new(), is_assumed: false }
    }
}

impl Facts {
    /// Restricts the facts to some types.
    pub(super) fn of_types(&self, types: TypeSet) -> Self {
        Self { types: self.types.intersection(types), ..self.clone() }
    }

    /// Adds a fact about a member.
    pub(super) fn with(&self, wire_name: &str, fact: Fact) -> Self {
        let mut facts = self.clone();
        facts.members.insert(wire_name.to_owned(), fact);
        facts
    }

    /// Returns true if the value is an object with that member; `None` if the facts do not decide.
    pub(super) fn has(&self, wire_name: &str) -> Option<bool> {
        match self.types {
            TypeSet::OBJECT => self.members.get(wire_name).map(Fact::is_present),
            types => {
                if types.intersects(TypeSet::OBJECT) {
                    None
                } else {
                    Some(false)
                }
            }
        }
    }

    /// Returns the verdict of a node; `None` if the facts do not decide.
    pub(super) fn decide(&self, plan: &Plan, budget: &Budget, id: NodeId) -> Option<bool> {
        self.known(budget).decide(plan, &plan.node(id).checks, Effort::FULL)
    }

    /// Returns true if the node's own checks, without those in place, reject the value.
    pub(super) fn refute(&self, plan: &Plan, budget: &Budget, id: NodeId) -> bool {
        self.known(budget).decide_own(plan, &plan.node(id).checks, Effort::FULL) == Some(false)
    }

    fn known<'f>(&'f self, budget: &'f Budget) -> Known<'f> {
        let members = (self.types == TypeSet::OBJECT).then_some(&self.members);
        Known { budget, types: self.types, literal: None, excluded: None, members }
    }
}

impl Fact {
    /// Returns true if the member is present.
    pub(super) fn is_present(&self) -> bool {
        matches!(self, Self::Is(_) | Self::Other(_))
    }

    /// Returns the verdict of a node on the member's value; `None` if the fact does not decide.
    pub(super) fn decide(&self, plan: &Plan, budget: &Budget, id: NodeId) -> Option<bool> {
        self.known(budget).map_or(Some(true), |known| known.decide(plan, &plan.node(id).checks, Effort::FULL))
    }

    fn known<'f>(&'f self, budget: &'f Budget) -> Option<Known<'f>> {
        let known = Known { budget, types: TypeSet::ALL, literal: None, excluded: None, members: None };
        match self {
            Self::Absent | Self::AssumedAbsent => None,
            Self::Is(literal) => {
                let types = if literal.as_integer().is_some() { TypeSet::INTEGER } else { literal.types() };
                Some(Known { types, literal: Some(literal), ..known })
            }
            Self::Other(excluded) => {
                let has_all = |values: &[Literal]| values.iter().all(|value| excluded.contains(value));
                let null = if has_all(&[Literal::Null]) { TypeSet::NULL } else { TypeSet::NONE };
                let both = [Literal::Boolean(true), Literal::Boolean(false)];
                let boolean = if has_all(&both) { TypeSet::BOOLEAN } else { TypeSet::NONE };
                Some(Known { types: TypeSet::ALL.without(null).without(boolean), excluded: Some(excluded), ..known })
            }
        }
    }
}

/// The facts about one value.
#[derive(Clone, Copy)]
struct Known<'f> {
    budget: &'f Budget,
    types: TypeSet,
    literal: Option<&'f Literal>,
    excluded: Option<&'f BTreeSet<Literal>>,
    members: Option<&'f BTreeMap<String, Fact>>,
}

impl Known<'_> {
    fn decide(&self, plan: &Plan, checks: &Checks, effort: Effort) -> Option<bool> {
        if effort.is_spent() || !self.budget.visit() {
            return None;
        }
        let own = self.decide_own(plan, checks, effort);
        let below = effort.below(checks);
        let in_place = checks.in_place.iter().map(|check| self.in_place(plan, check, below));
        all(std::iter::once(own).chain(in_place))
    }

    /// Returns the verdict of the checks without those in place.
    fn decide_own(&self, plan: &Plan, checks: &Checks, effort: Effort) -> Option<bool> {
        let nothing_of = |types: TypeSet, is_empty: bool| (is_empty || !self.types.intersects(types)).then_some(true);
        let scalars = all([
            Some(checks.never.is_empty()),
            self.has_type(checks.allowed_types()),
            all(checks.values.iter().map(|check| self.is_one_of(&check.asks))),
            all(checks.leaves.iter().map(|check| self.accepts(&check.asks))),
            nothing_of(TypeSet::ARRAY, checks.array == ArrayPart::default()),
        ]);
        // There may be many members.
        let members = || match self.members {
            Some(members) => object(plan, self.budget, &checks.object, members, effort),
            None => nothing_of(TypeSet::OBJECT, checks.object == ObjectPart::default()),
        };
        if scalars == Some(false) { scalars } else { all([scalars, members()]) }
    }

    fn has_type(&self, allowed: TypeSet) -> Option<bool> {
        match (allowed.contains(self.types), allowed.intersects(self.types)) {
            (true, _) => Some(true),
            (_, false) => Some(false),
            _ => None,
        }
    }

    fn accepts(&self, leaf: &Leaf) -> Option<bool> {
        let known = match self.literal {
            Some(Literal::String(text)) => Value::String(text.clone()),
            Some(Literal::Number(text)) => Value::Number(text.clone()),
            Some(Literal::Null | Literal::Boolean(_) | Literal::Array(_) | Literal::Object(_)) | None => {
                return (!self.types.intersects(leaf.types())).then_some(true);
            }
        };
        Some(leaf.accepts(&known))
    }

    fn is_one_of(&self, values: &[Literal]) -> Option<bool> {
        if let Some(literal) = self.literal {
            return Some(values.contains(literal));
        }
        let is_excluded = |value: &Literal| self.excluded.is_some_and(|excluded| excluded.contains(value));
        let is_possible = |value: &Literal| value.types().intersects(self.types) && !is_excluded(value);
        if values.iter().any(is_possible) { None } else { Some(false) }
    }

    fn in_place(&self, plan: &Plan, check: &InPlace, effort: Effort) -> Option<bool> {
        let decide = |id: NodeId| self.decide(plan, &plan.node(id).checks, effort);
        match check {
            InPlace::All(edge) => decide(edge.node),
            InPlace::Not(edge) => decide(edge.node).map(|accepts| !accepts),
            InPlace::If { condition, then, otherwise } => {
                let branch = if decide(condition.node)? { then } else { otherwise };
                branch.as_ref().map_or(Some(true), |edge| decide(edge.node))
            }
            InPlace::Choice(choice) => chosen(choice, decide),
            InPlace::Unevaluated(_) | InPlace::Switch(_) => None,
        }
    }
}

/// Returns the verdict on an object by facts about its members.
fn object(
    plan: &Plan,
    budget: &Budget,
    part: &ObjectPart,
    members: &BTreeMap<String, Fact>,
    effort: Effort,
) -> Option<bool> {
    let required = part.required.iter().flat_map(|check| &check.asks);
    let required = all(required.map(|wire_name| members.get(wire_name).map(Fact::is_present)));
    if required == Some(false) {
        return required;
    }
    let known = members.iter().map(|(wire_name, fact)| {
        let Some(known) = fact.known(budget) else { return Some(true) };
        let among = |edges: usize| effort.among(members.len() * edges);
        let decide = |edge: &Edge, below: Effort| known.decide(plan, &plan.node(edge.node).checks, below);
        match part.members.iter().find(|member| member.wire_name == *wire_name) {
            Some(Member { edges, .. }) => all(edges.iter().map(|edge| decide(edge, among(edges.len())))),
            None => all(part.rest.iter().map(|rest| match (rest.patterns.as_slice(), &rest.additional) {
                ([], additional) => additional.as_ref().map_or(Some(true), |edge| decide(edge, among(part.rest.len()))),
                _ => None,
            })),
        }
    });
    let is_idle = |member: &Member| member.edges.is_empty() || members.contains_key(&member.wire_name);
    let has_no_more = || (part.asks_of_no_others() && part.members.iter().all(is_idle)).then_some(true);
    match all(std::iter::once(required).chain(known)) {
        Some(true) => has_no_more(),
        other => other,
    }
}

impl ObjectPart {
    /// Returns true if members are checked by name only.
    fn asks_of_no_others(&self) -> bool {
        let Self { rest, names, dependent_required, dependent_schemas, presence, .. } = self;
        let has_dependent = !dependent_required.is_empty() || !dependent_schemas.is_empty();
        rest.is_empty() && names.is_empty() && !has_dependent && presence.is_empty()
    }
}

/// Returns the verdict of a choice from those of its branches.
fn chosen(choice: &Choice, decide: impl Fn(NodeId) -> Option<bool>) -> Option<bool> {
    let verdicts: Vec<Option<bool>> = choice.branches.iter().map(|branch| decide(branch.node)).collect();
    let count = |of: Option<bool>| verdicts.iter().filter(|verdict| **verdict == of).count();
    match (count(Some(true)), count(None)) {
        (0, 0) => Some(false),
        (2.., _) if choice.only_one => Some(false),
        (1, 0) => Some(true),
        (1.., _) if !choice.only_one => Some(true),
        _ => None,
    }
}

/// Returns the conjunction of the verdicts.
fn all(verdicts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut together = Some(true);
    for verdict in verdicts {
        match verdict {
            Some(true) => {}
            Some(false) => return Some(false),
            None => together = None,
        }
    }
    together
}
