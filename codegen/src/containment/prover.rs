//! The search for proofs: claims, their memo, and the bound of the work.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::containment::claim::{Claim, Gap, Premises, Step};
use crate::containment::joint::Joint;
use crate::interpret;
use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::plan::{Checks, NodeId};

/// The maximum number of claims of a proof.
const CLAIMS: usize = 12_000;

/// The maximum number of claims of a proof that is only a hint.
const FEW_CLAIMS: usize = 200;

/// The maximum number of claims inside of each other.
const DEPTH: usize = 1_500;

/// The maximum number of recorded gaps.
const GAPS: usize = 400;

/// The state of a claim.
#[derive(Clone, Copy, Debug)]
enum State {
    Proven,
    Open,
    /// The proof has begun.
    Pending {
        /// The number of steps from the whole value to the part.
        level: usize,
        /// True once a claim about a part inside relied on this one.
        is_used: bool,
    },
}

/// A search for proofs over two plans.
pub(super) struct Prover<'j> {
    pub(super) joint: &'j mut Joint,
    states: BTreeMap<Claim, State>,
    /// The proven claims in the order of their proofs. Claims that were proven while another one was pending may rest on it.
    proven: Vec<Claim>,
    /// The remaining claims.
    fuel: usize,
    depth: usize,
    path: Vec<Step>,
    /// For each step, the nodes that accept the value at its start.
    wholes: Vec<Rc<Vec<NodeId>>>,
    /// The nodes that accept the value, for each claim around the current one.
    frames: Vec<Rc<Vec<NodeId>>>,
    /// The number of cases that the current claim about one value is inside of.
    pub(super) cases: usize,
    /// The number of attempts that the current claim is inside of.
    pub(super) attempts: usize,
    pub(super) gaps: Vec<Gap>,
    pub(super) types: BTreeMap<NodeId, TypeSet>,
}

impl<'j> Prover<'j> {
    pub(super) fn new(joint: &'j mut Joint) -> Self {
        Self {
            joint,
            states: BTreeMap::new(),
            proven: Vec::new(),
            fuel: CLAIMS,
            depth: 0,
            path: Vec::new(),
            wholes: Vec::new(),
            frames: Vec::new(),
            cases: 0,
            attempts: 0,
            gaps: Vec::new(),
            types: BTreeMap::new(),
        }
    }

    /// Proves that one node accepts every instance of another one.
    pub(super) fn prove(mut self, new: NodeId, old: NodeId) -> Result<(), Vec<Gap>> {
        let new = self.joint.representative(new);
        if self.decide(Premises::of([new]), Some(old)) {
            return Ok(());
        }
        self.gaps.sort_by_key(|gap| (!gap.is_aligned, gap.attempts, gap.path.len()));
        Err(self.gaps)
    }

    /// Returns true if a short proof shows that no value satisfies all of the nodes.
    pub(super) fn is_absurd_soon(joint: &'j mut Joint, nodes: &[NodeId]) -> bool {
        let premises = Premises::of(nodes.iter().map(|node| joint.representative(*node)));
        let mut prover = Prover { fuel: FEW_CLAIMS, ..Prover::new(joint) };
        prover.decide(premises, None)
    }

    pub(super) fn checks(&self, node: NodeId) -> Rc<Checks> {
        Rc::clone(&self.joint.checks[node.0])
    }

    /// Proves a claim; returns false if no proof was found.
    pub(super) fn decide(&mut self, premises: Premises, goal: Option<NodeId>) -> bool {
        let claim = Claim { premises, goal: goal.map(|goal| self.joint.class[goal.0]) };
        match self.states.get_mut(&claim) {
            Some(State::Proven) => return true,
            Some(State::Open) => return false,
            Some(State::Pending { level, is_used }) => {
                // A claim about a value may use itself about a part of the value, which is smaller.
                let is_smaller = *level < self.path.len();
                *is_used |= is_smaller;
                return is_smaller;
            }
            None => {}
        }
        if self.fuel == 0 || self.depth == DEPTH {
            return false;
        }
        self.fuel -= 1;
        self.depth += 1;
        self.states.insert(claim.clone(), State::Pending { level: self.path.len(), is_used: false });
        let start = self.proven.len();
        let is_proven = self.derive(&claim.premises, goal);
        self.depth -= 1;
        let before = self.states.insert(claim.clone(), if is_proven { State::Proven } else { State::Open });
        if is_proven {
            self.proven.push(claim);
        } else if matches!(before, Some(State::Pending { is_used: true, .. })) {
            for claim in self.proven.drain(start..) {
                self.states.remove(&claim);
            }
        }
        is_proven
    }

    /// Derives a claim from smaller ones.
    fn derive(&mut self, premises: &Premises, goal: Option<NodeId>) -> bool {
        let Some(facts) = self.close(premises) else { return true };
        let class = goal.map(|goal| self.joint.class[goal.0]);
        let has_class = |node: &NodeId| class == Some(self.joint.class[node.0]);
        if facts.parts.iter().any(has_class) || facts.not.iter().any(|node| facts.parts.contains(node)) {
            return true;
        }
        if let Some(values) = &facts.values {
            let is_refuting =
                |value: &&Node| !goal.is_some_and(|goal| self.accepts(goal, value)) && self.satisfies(premises, value);
            let refuting = values.iter().find(is_refuting).cloned();
            if let (Some(goal), Some(_)) = (goal, &refuting) {
                self.gap(&facts.parts(), goal, String::new(), refuting.clone());
            }
            return refuting.is_none();
        }
        self.frames.push(Rc::new(facts.parts()));
        let is_derived = match goal {
            Some(goal) => self.goal(&facts, goal) || self.attempt(|prover| prover.decide(premises.clone(), None)),
            None => self.is_absurd(&facts),
        };
        let is_derived = is_derived || self.attempt(|prover| prover.split(&facts, goal));
        self.frames.pop();
        is_derived
    }

    /// Tries one of several ways to a proof. The proof does not need the gaps of this way to be closed.
    pub(super) fn attempt<T>(&mut self, way: impl FnOnce(&mut Self) -> T) -> T {
        self.attempts += 1;
        let result = way(self);
        self.attempts -= 1;
        result
    }

    /// Proves a claim about a part.
    pub(super) fn descend(&mut self, step: Step, premises: Premises, goal: Option<NodeId>) -> bool {
        self.path.push(step);
        self.wholes.push(self.frames.last().cloned().unwrap_or_default());
        let cases = std::mem::take(&mut self.cases);
        let is_proven = self.decide(premises, goal);
        self.cases = cases;
        self.wholes.pop();
        self.path.pop();
        is_proven
    }

    /// Returns true if a node accepts a value.
    pub(super) fn accepts(&self, node: NodeId, value: &Node) -> bool {
        interpret::is_valid(&self.joint.plan, node, value)
    }

    /// Returns true if a value satisfies premises.
    pub(super) fn satisfies(&self, premises: &Premises, value: &Node) -> bool {
        premises.types.contains(kind_of(value))
            && premises.nodes.iter().all(|node| self.accepts(*node, value))
            && !premises.not.iter().any(|node| self.accepts(*node, value))
    }

    /// Records a claim that could not be proven.
    pub(super) fn gap(&mut self, parts: &[NodeId], goal: NodeId, keyword_location: String, value: Option<Node>) {
        let is_aligned = parts.iter().any(|node| self.joint.is_aligned(*node, goal));
        if self.gaps.iter().filter(|gap| gap.is_aligned == is_aligned).count() == GAPS {
            return;
        }
        let new = parts.iter().find(|node| self.joint.is_new(**node));
        self.gaps.push(Gap {
            path: self.path.clone(),
            wholes: self.wholes.clone(),
            nodes: parts.to_vec(),
            goal,
            attempts: self.attempts,
            new: new.map(|node| self.joint.plan.node(*node).schema),
            old: self.joint.plan.node(goal).schema,
            is_old: self.joint.is_old(goal),
            is_aligned,
            keyword_location,
            value,
        });
    }
}

/// Returns the type of a value; numbers with a fraction and integers are distinct types.
pub(super) fn kind_of(value: &Node) -> TypeSet {
    match TypeSet::of(value) {
        TypeSet::NUMBER => FRACTION,
        kind => kind,
    }
}

/// The numbers with a fraction.
pub(super) const FRACTION: TypeSet = TypeSet::NUMBER.without(TypeSet::INTEGER);
