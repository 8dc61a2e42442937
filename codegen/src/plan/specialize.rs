//! The plan for verdicts alone: all constraints on one value are merged into one node, so that one pass decides.
//!
//! The plan for violations keeps each keyword's location and applies several nodes to one value in turn. Here the nodes are merged: the
//! schemas of a member that several keywords describe, references, and branches of applicators in place. A switch selects the branch before
//! the value is read, by the value's type, then by members that distinguish branches and conditions. Each case of a switch knows facts
//! about the value (`specialize/fact`), which decide conditions and branches when generating rather than at run time. Locations are
//! dropped, so that more nodes are equal.

mod additions;
pub(crate) mod budget;
mod fact;
mod judged;
pub(crate) mod merge;
mod prepare;
mod presence;
mod presence_formula;
pub(crate) mod switch;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::keyword::types::TypeSet;

use crate::plan::evaluated::{self, Condition, Unevaluated};
use crate::plan::required::Required;
use crate::plan::{Checks, Choice, Edge, InPlace, Member, Node, NodeId, ObjectPart, Plan, Rest, Trail, share, tag};

use budget::Budget;
use fact::{Fact, Facts};

/// The growth limit of an entry: at most this many nodes per reached node before sharing; beyond, values are read again instead.
const GROWTH: usize = 16;

/// The search limit: at most this many questions about facts per reached node; beyond, no switch is searched for.
const QUESTIONS: usize = 4096;

/// The search limit: at most this many visited nodes per reached node.
const VISITS: usize = QUESTIONS;

/// Merges all constraints on the same value.
pub fn specialize(plan: &Plan) -> Plan {
    let plan = &prepare::prepare(plan);
    let mut specializer = Specializer {
        plan,
        classes: prepare::classes(plan),
        known: BTreeMap::new(),
        open: VecDeque::new(),
        budget: Budget::default(),
        required: Required::of(plan),
    };
    let (mut entries, mut nodes) = (BTreeMap::new(), Vec::new());
    // One after the other, so that an entry's result does not depend on the size of the others.
    for (schema, node) in &plan.entries {
        let reached = plan.reached(*node).len();
        specializer.budget = Budget {
            nodes: specializer.known.len() + GROWTH * reached + 1024,
            questions: Cell::new(QUESTIONS * (reached + 64)),
            visits: Cell::new(VISITS * (reached + 64)),
        };
        entries.insert(*schema, specializer.whole([*node]));
        while let Some((parts, facts)) = specializer.open.pop_front() {
            let schema = plan.node(parts.first().copied().unwrap_or(NodeId(0))).schema;
            let checks = specializer.checks(&parts, &facts);
            nodes.push(Node { schema, checks });
        }
    }
    let mut plan = share::share(&Plan { nodes, entries });
    tag::analyze(&mut plan);
    plan
}

/// The nodes that must all accept the value; empty if every value is rejected.
type Nodes = BTreeSet<NodeId>;

struct Specializer<'p> {
    /// The prepared plan.
    plan: &'p Plan,
    /// The class of each node: those of one class accept the same values.
    classes: Vec<usize>,
    known: BTreeMap<(Nodes, Facts), NodeId>,
    open: VecDeque<(Nodes, Facts)>,
    budget: Budget,
    required: Required<'p>,
}

/// The nodes and checks that must accept the value, after the facts have decided what they can.
#[derive(Debug, Default, PartialEq, Eq)]
struct Closed {
    parts: Nodes,
    /// The checks in place that the facts do not decide, and the remaining branches of choices.
    undecided: Vec<InPlace>,
    /// The checks of unevaluated members, if the facts say which these are, and of members' presence.
    unevaluated: Vec<ObjectPart>,
    /// The members whose presence is unknown and decides which other checks apply.
    dependent: BTreeSet<String>,
}

impl Specializer<'_> {
    fn id(&mut self, parts: Nodes, facts: Facts) -> NodeId {
        let next = NodeId(self.known.len());
        let key = (parts, facts);
        let id = *self.known.entry(key.clone()).or_insert(next);
        if id == next {
            self.open.push_back(key);
        }
        id
    }

    /// Returns the node of a value without facts.
    fn whole(&mut self, parts: impl IntoIterator<Item = NodeId>) -> NodeId {
        self.id(parts.into_iter().collect(), Facts::default())
    }

    fn one(&mut self, edge: &Edge) -> Edge {
        plain_edge(self.whole([edge.node]))
    }

    /// Returns one edge for all nodes applied to one value. Once the budget is spent, returns one edge for each, because the sets of nodes
    /// applied to one value can be exponentially many.
    fn together(&mut self, edges: &[Edge]) -> Vec<Edge> {
        if edges.is_empty() {
            return Vec::new();
        }
        if self.is_exhausted() {
            let nodes: BTreeSet<NodeId> = edges.iter().map(|edge| edge.node).collect();
            return nodes.into_iter().map(|node| plain_edge(self.whole([node]))).collect();
        }
        vec![plain_edge(self.whole(edges.iter().map(|edge| edge.node)))]
    }

    /// Merges the checks of the parts.
    fn checks(&mut self, parts: &Nodes, facts: &Facts) -> Checks {
        let Some(mut closed) = self.close(parts, facts).filter(|_| !parts.is_empty()) else { return never() };
        closed.extract_presence(self.plan, facts);
        if closed.undecided.is_empty() && closed.dependent.is_empty() {
            return self.own_checks(&closed, facts);
        }
        if let Some((judged, facts)) = self.judged(&closed, facts) {
            return self.own_checks(&judged, &facts);
        }
        if !self.is_exhausted()
            && let Some(switch) = self.switch(&closed, facts)
        {
            return Checks { in_place: vec![InPlace::Switch(switch)], ..Checks::default() };
        }
        if let Some((judged, facts)) = self.judged_conditions(&closed, facts) {
            return self.own_checks(&judged, &facts);
        }
        let mut specialized = self.own_checks(&closed, facts);
        specialized.in_place = closed.undecided.iter().map(|check| self.map_in_place(check, facts)).collect();
        specialized
    }

    /// Returns true if an entry has reached its growth limit.
    fn is_exhausted(&self) -> bool {
        self.known.len() >= self.budget.nodes || self.budget.is_spent()
    }

    /// Returns the parts and all that must accept the same value because of them; `None` if the facts decide that they reject it.
    fn close(&self, parts: &Nodes, facts: &Facts) -> Option<Closed> {
        let mut open: Vec<NodeId> = parts.iter().copied().collect();
        let mut closed = Closed::default();
        while let Some(part) = open.pop() {
            if !closed.parts.insert(part) {
                continue;
            }
            self.budget.spend(1);
            if facts.refute(self.plan, &self.budget, part) {
                return None;
            }
            let checks = &self.plan.node(part).checks;
            for (wire_name, edge) in &checks.object.dependent_schemas {
                match facts.has(wire_name) {
                    Some(true) => open.push(edge.node),
                    Some(false) => {}
                    None => _ = closed.dependent.insert(wire_name.clone()),
                }
            }
            for check in &checks.in_place {
                match self.settle(check, facts) {
                    Settled::Never => return None,
                    Settled::Unevaluated(part) if closed.unevaluated.contains(&part) => {}
                    Settled::Unevaluated(part) => closed.unevaluated.push(part),
                    Settled::Decided(edge) => open.extend(edge.map(|edge| edge.node)),
                    Settled::Undecided(check) if closed.undecided.contains(&check) => {}
                    Settled::Undecided(check) => closed.undecided.push(check),
                }
            }
        }
        Some(closed)
    }

    /// Resolves a check by the facts.
    fn settle(&self, check: &InPlace, facts: &Facts) -> Settled {
        self.budget.spend(check.edges().len());
        let decide = |edge: &Edge| facts.decide(self.plan, &self.budget, edge.node);
        match check {
            InPlace::All(edge) => Settled::Decided(Some(edge.clone())),
            InPlace::Not(edge) => match decide(edge) {
                Some(true) => Settled::Never,
                Some(false) => Settled::Decided(None),
                None => Settled::Undecided(check.clone()),
            },
            InPlace::If { condition, then, otherwise } => match decide(condition) {
                Some(true) => Settled::Decided(then.clone()),
                Some(false) => Settled::Decided(otherwise.clone()),
                None => Settled::Undecided(check.clone()),
            },
            InPlace::Choice(choice) => self.settle_choice(choice, facts),
            InPlace::Unevaluated(unevaluated) => self.settle_unevaluated(unevaluated, facts),
            InPlace::Switch(_) => Settled::Undecided(check.clone()),
        }
    }

    fn settle_unevaluated(&self, unevaluated: &Unevaluated, facts: &Facts) -> Settled {
        let (members, elements) = (evaluated::Parts::Members, evaluated::Parts::Elements);
        let has_parts = |parts, types| unevaluated.parts == parts && facts.types.intersects(types);
        if !has_parts(members, TypeSet::OBJECT) && !has_parts(elements, TypeSet::ARRAY) {
            return Settled::Decided(None);
        }
        let holds = |condition: &Condition| match condition {
            Condition::Accepts(edge) => facts.decide(self.plan, &self.budget, edge.node),
            Condition::Has(wire_name) => facts.has(wire_name),
        };
        let evaluated = unevaluated.evaluated.decided(&holds);
        if evaluated.all {
            return Settled::Decided(None);
        }
        if unevaluated.parts == members && evaluated.is_static() {
            let member = |wire_name: String| Member { wire_name, edges: Vec::new() };
            let patterns = evaluated.patterns.into_iter().map(|pattern| (pattern, None)).collect();
            return Settled::Unevaluated(ObjectPart {
                members: evaluated.names.into_iter().map(member).collect(),
                rest: vec![Rest { patterns, additional: Some(unevaluated.edge.clone()) }],
                ..ObjectPart::default()
            });
        }
        Settled::Undecided(InPlace::Unevaluated(Unevaluated { evaluated, ..unevaluated.clone() }))
    }

    fn settle_choice(&self, choice: &Choice, facts: &Facts) -> Settled {
        let verdicts =
            choice.branches.iter().map(|branch| (branch, facts.decide(self.plan, &self.budget, branch.node)));
        let possible: Vec<(&Edge, Option<bool>)> = verdicts.filter(|(_, verdict)| *verdict != Some(false)).collect();
        let accepted = possible.iter().filter(|(_, verdict)| *verdict == Some(true)).count();
        match possible.as_slice() {
            [] => Settled::Never,
            [(only, _)] => Settled::Decided(Some((*only).clone())),
            _ if accepted > 0 && !choice.only_one => Settled::Decided(None),
            _ if accepted > 1 => Settled::Never,
            several => {
                let branches = several.iter().map(|(branch, _)| (*branch).clone()).collect();
                Settled::Undecided(InPlace::Choice(Choice { branches, tag: None, ..choice.clone() }))
            }
        }
    }

    fn map_in_place(&mut self, check: &InPlace, facts: &Facts) -> InPlace {
        let mut mapped = check.clone();
        // Without facts, a node for the whole value exists already or will.
        let has_facts = !matches!(check, InPlace::Unevaluated(_)) && !self.is_exhausted();
        for edge in mapped.edges_mut() {
            let known = if has_facts { facts.clone() } else { Facts::default() };
            *edge = plain_edge(self.id([edge.node].into(), known));
        }
        if let (InPlace::Choice(choice), InPlace::Choice(original)) = (&mut mapped, check) {
            let branches: Vec<NodeId> = original.branches.iter().map(|branch| branch.node).collect();
            let required = self.required.distinguishing(&branches);
            // Members that the object has refuse no branch.
            if required.iter().flatten().any(|wire_name| facts.has(wire_name).is_none()) {
                choice.required = required;
            }
            choice.trail = Trail::default();
        }
        mapped
    }
}

/// A check after the facts are applied.
enum Settled {
    /// The value is rejected.
    Never,
    /// This node accepts the value too; `None` if nothing remains.
    Decided(Option<Edge>),
    /// These checks apply to members by name alone.
    Unevaluated(ObjectPart),
    /// The value must be read.
    Undecided(InPlace),
}

fn never() -> Checks {
    Checks { never: vec![Trail::default()], ..Checks::default() }
}

fn plain_edge(node: NodeId) -> Edge {
    Edge { trail: Trail::default(), node }
}
