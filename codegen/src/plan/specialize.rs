//! A plan for verdicts alone: everything that is asked of one value stands in one node, so that one pass decides.
//!
//! Where the plan for violations keeps each keyword's location, and applies several nodes to one value one after the other, here the
//! nodes are merged: the schemas of a member that several keywords speak of, references, and the branches of what is applied in place.
//! Which branch it is, a switch finds out before the value is read: it looks at the value's type, then at members that tell branches
//! and conditions apart. In each of its cases something is known of the value (`fuse/fact`), and what is known decides conditions
//! and branches here rather than at run time. Locations are gone, so that more nodes are equal.

pub(crate) mod budget;
mod fact;
pub(crate) mod merge;
pub(crate) mod switch;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::keyword::types::TypeSet;

use crate::plan::evaluated::{self, Condition, Unevaluated};
use crate::plan::{Checks, Choice, Edge, InPlace, Member, Node, NodeId, ObjectPart, Plan, Rest, Trail, share, tag};

use budget::Budget;
use fact::{Fact, Facts};

/// An entry adds at most so many times the nodes that it reaches, before equal ones are merged: beyond, values are read again instead.
const GROWTH: usize = 16;

/// For each node that an entry reaches, it is asked at most so often what a look at a value would tell: beyond, no look is searched for.
const EFFORT: usize = 4096;

/// For each node that an entry reaches, the nodes that are visited to answer these questions, at most.
const VISITS: usize = EFFORT;

/// Merges what is asked of the same value.
pub fn fuse(plan: &Plan) -> Plan {
    let mut fusion = Fusion { plan, known: BTreeMap::new(), open: VecDeque::new(), budget: Budget::default() };
    let (mut entries, mut nodes) = (BTreeMap::new(), Vec::new());
    // One after the other, so that what an entry becomes does not depend on how much the others are.
    for (schema, node) in &plan.entries {
        let reached = plan.reached(*node).len();
        fusion.budget = Budget {
            nodes: fusion.known.len() + GROWTH * reached + 1024,
            questions: Cell::new(EFFORT * (reached + 64)),
            visits: Cell::new(VISITS * (reached + 64)),
        };
        entries.insert(*schema, fusion.whole([*node]));
        while let Some((parts, facts)) = fusion.open.pop_front() {
            let schema = plan.node(parts.first().copied().unwrap_or(NodeId(0))).schema;
            let checks = fusion.checks(&parts, &facts);
            nodes.push(Node { schema, checks });
        }
    }
    let mut fused = share::share(&Plan { nodes, entries });
    tag::analyze(&mut fused);
    fused
}

/// Nodes of the plan that must all accept a value of which something is known; none, where every value is refused.
type Parts = BTreeSet<NodeId>;

struct Fusion<'p> {
    plan: &'p Plan,
    known: BTreeMap<(Parts, Facts), NodeId>,
    open: VecDeque<(Parts, Facts)>,
    budget: Budget,
}

/// What must accept the value, once the facts have decided what they can.
#[derive(Debug, Default)]
struct Closed {
    parts: Parts,
    /// What the parts apply in place and the facts do not decide; what is left of choices.
    undecided: Vec<InPlace>,
    /// What is asked of members that nothing evaluates, where the facts say which these are.
    unevaluated: Vec<ObjectPart>,
    /// Members of which it is not known whether they are there, and which decide what else must accept the value.
    dependent: BTreeSet<String>,
}

impl Fusion<'_> {
    fn id(&mut self, parts: Parts, facts: Facts) -> NodeId {
        let next = NodeId(self.known.len());
        let key = (parts, facts);
        let id = *self.known.entry(key.clone()).or_insert(next);
        if id == next {
            self.open.push_back(key);
        }
        id
    }

    /// The node of a value of which nothing is known.
    fn whole(&mut self, parts: impl IntoIterator<Item = NodeId>) -> NodeId {
        self.id(parts.into_iter().collect(), Facts::default())
    }

    fn one(&mut self, edge: &Edge) -> Edge {
        plain_edge(self.whole([edge.node]))
    }

    /// Returns one edge for all that is applied to one value; once the budget is spent, one edge for each, because the sets of nodes that
    /// apply to one value can be exponentially many.
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

    /// What the parts ask, in one.
    fn checks(&mut self, parts: &Parts, facts: &Facts) -> Checks {
        let Some(closed) = self.close(parts, facts).filter(|_| !parts.is_empty()) else { return never() };
        if closed.undecided.is_empty() && closed.dependent.is_empty() {
            return self.own(&closed, facts);
        }
        if !self.is_exhausted()
            && let Some(switch) = self.switch(&closed, facts)
        {
            return Checks { in_place: vec![InPlace::Switch(switch)], ..Checks::default() };
        }
        let mut fused = self.own(&closed, facts);
        fused.in_place = closed.undecided.iter().map(|check| self.map_in_place(check, facts)).collect();
        fused
    }

    /// Whether an entry has become as much as it may.
    fn is_exhausted(&self) -> bool {
        self.known.len() >= self.budget.nodes || self.budget.is_spent()
    }

    /// The parts, and all that must accept the same value because of them; nothing if the facts say that they refuse it.
    fn close(&self, parts: &Parts, facts: &Facts) -> Option<Closed> {
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

    /// What the facts leave of a check.
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
        // Without facts, what accepts the whole value is there already, or soon is.
        let has_facts = !matches!(check, InPlace::Unevaluated(_)) && !self.is_exhausted();
        for edge in mapped.edges_mut() {
            let known = if has_facts { facts.clone() } else { Facts::default() };
            *edge = plain_edge(self.id([edge.node].into(), known));
        }
        if let InPlace::Choice(choice) = &mut mapped {
            choice.trail = Trail::default();
        }
        mapped
    }
}

/// What is left of a check.
enum Settled {
    /// The value is refused.
    Never,
    /// This accepts the value too, or nothing is left.
    Decided(Option<Edge>),
    /// This is asked of members by their names alone.
    Unevaluated(ObjectPart),
    /// It has to be read.
    Undecided(InPlace),
}

fn never() -> Checks {
    Checks { never: vec![Trail::default()], ..Checks::default() }
}

fn plain_edge(node: NodeId) -> Edge {
    Edge { trail: Trail::default(), node }
}
