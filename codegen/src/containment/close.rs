//! Premises with everything that follows from them directly.

use std::collections::BTreeSet;

use crate::containment::claim::Premises;
use crate::containment::prover::{FRACTION, Prover};
use crate::json::{Member, Node, Value};
use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::plan::tag;
use crate::plan::{Checks, Choice, InPlace, Literal, NodeId, Unevaluated};

/// The facts about a value.
#[derive(Debug)]
pub(super) struct Facts {
    /// The nodes that accept it, each standing for its class.
    pub(super) parts: BTreeSet<NodeId>,
    /// The nodes that reject it.
    pub(super) not: BTreeSet<NodeId>,
    /// The types that it may have.
    pub(super) types: TypeSet,
    /// The names of its members, if it is an object.
    pub(super) required: BTreeSet<String>,
    /// The undecided choices: the branches that may accept it, and true if only one does.
    pub(super) choices: Vec<(Vec<NodeId>, bool)>,
    /// The undecided conditions, with the nodes that apply if they hold and if not.
    pub(super) conditions: Vec<(NodeId, Option<NodeId>, Option<NodeId>)>,
    /// The undecided members whose presence applies a node.
    pub(super) dependent: Vec<(String, NodeId)>,
    /// The checks of unevaluated parts.
    pub(super) unevaluated: Vec<Unevaluated>,
    /// All values that it may be, if they are few.
    pub(super) values: Option<Vec<Node>>,
}

impl Facts {
    /// Returns the facts as premises.
    pub(super) fn premises(&self) -> Premises {
        Premises { nodes: self.parts.clone(), not: self.not.clone(), types: self.types }
    }

    /// Returns the nodes that accept the value.
    pub(super) fn parts(&self) -> Vec<NodeId> {
        self.parts.iter().copied().collect()
    }
}

/// The maximum number of values that are tried one by one.
const VALUES: usize = 2_000;

impl Prover<'_> {
    /// Returns what follows from premises; `None` if they contradict each other.
    pub(super) fn close(&mut self, premises: &Premises) -> Option<Facts> {
        let mut facts = Facts {
            parts: BTreeSet::new(),
            not: premises.not.clone(),
            types: premises.types,
            required: BTreeSet::new(),
            choices: Vec::new(),
            conditions: Vec::new(),
            dependent: Vec::new(),
            unevaluated: Vec::new(),
            values: None,
        };
        let mut choices: Vec<Choice> = Vec::new();
        let mut open: Vec<NodeId> = premises.nodes.iter().copied().collect();
        loop {
            while let Some(node) = open.pop() {
                let node = self.joint.representative(node);
                if facts.parts.insert(node) {
                    self.add(&mut facts, node, &mut choices, &mut open)?;
                }
            }
            self.decide_choices(&mut facts, &choices, &mut open)?;
            self.decide_conditions(&mut facts, &mut open);
            if open.is_empty() {
                break;
            }
        }
        facts.values = self.values(&facts);
        (!facts.types.is_empty()).then_some(facts)
    }

    fn add(
        &mut self,
        facts: &mut Facts,
        node: NodeId,
        choices: &mut Vec<Choice>,
        open: &mut Vec<NodeId>,
    ) -> Option<()> {
        let checks = self.checks(node);
        if !checks.never.is_empty() {
            return None;
        }
        facts.types = facts.types.intersection(types_of(&checks));
        facts.required.extend(checks.object.required.iter().flat_map(|check| check.asks.iter().cloned()));
        facts.dependent.extend(checks.object.dependent_schemas.iter().map(|(name, edge)| (name.clone(), edge.node)));
        for check in &checks.in_place {
            match check {
                InPlace::All(edge) => open.push(edge.node),
                InPlace::Not(edge) => _ = facts.not.insert(self.joint.representative(edge.node)),
                InPlace::Choice(choice) => choices.push(choice.clone()),
                InPlace::If { condition, then, otherwise } => {
                    let node = |edge: &crate::plan::Edge| edge.node;
                    facts.conditions.push((condition.node, then.as_ref().map(node), otherwise.as_ref().map(node)));
                }
                InPlace::Unevaluated(unevaluated) => facts.unevaluated.push(unevaluated.clone()),
                // Only the old plan has switches, and premises are rarely about its nodes.
                InPlace::Switch(_) => {}
            }
        }
        (!facts.types.is_empty()).then_some(())
    }

    /// Applies the only possible branch of each choice.
    fn decide_choices(&mut self, facts: &mut Facts, choices: &[Choice], open: &mut Vec<NodeId>) -> Option<()> {
        facts.choices.clear();
        for choice in choices {
            let mut branches = Vec::new();
            let (mut types, mut accepting) = (TypeSet::NONE, None);
            for edge in &choice.branches {
                let branch = self.joint.representative(edge.node);
                let of_branch = self.types(branch).intersection(facts.types);
                if of_branch.is_empty() || facts.not.contains(&branch) {
                    continue;
                }
                types = types.union(of_branch);
                if facts.parts.contains(&branch) {
                    accepting = Some(branch);
                }
                branches.push(branch);
            }
            facts.types = facts.types.intersection(types);
            match (branches.as_slice(), accepting) {
                ([], _) => return None,
                (_, Some(accepting)) => {
                    if choice.only_one {
                        facts.not.extend(branches.iter().filter(|branch| **branch != accepting));
                    }
                }
                ([only], None) => open.push(*only),
                (_, None) => facts.choices.push((branches, choice.only_one)),
            }
        }
        Some(())
    }

    fn decide_conditions(&mut self, facts: &mut Facts, open: &mut Vec<NodeId>) {
        let conditions = std::mem::take(&mut facts.conditions);
        for (condition, then, otherwise) in conditions {
            let condition = self.joint.representative(condition);
            if facts.parts.contains(&condition) {
                open.extend(then);
            } else if facts.not.contains(&condition) {
                open.extend(otherwise);
            } else {
                facts.conditions.push((condition, then, otherwise));
            }
        }
        let dependent = std::mem::take(&mut facts.dependent);
        for (name, node) in dependent {
            if facts.required.contains(&name) && facts.types == TypeSet::OBJECT {
                open.push(node);
            } else {
                facts.dependent.push((name, node));
            }
        }
    }

    /// Returns an upper bound of the types that a node accepts.
    fn types(&mut self, node: NodeId) -> TypeSet {
        if let Some(known) = self.types.get(&node) {
            return *known;
        }
        let types = tag::types(&self.joint.plan, node, crate::plan::effort::Effort::FULL);
        self.types.insert(node, types);
        types
    }

    /// Returns all values that the facts allow, if they are few.
    fn values(&self, facts: &Facts) -> Option<Vec<Node>> {
        let lists =
            facts.parts.iter().flat_map(|node| self.joint.checks[node.0].values.iter().map(|check| &check.asks));
        if let Some(least) = lists.min_by_key(|values| values.len()) {
            return (least.len() <= VALUES).then(|| least.iter().map(node_of).collect());
        }
        let few = TypeSet::NULL.union(TypeSet::BOOLEAN);
        let all = [Literal::Null, Literal::Boolean(true), Literal::Boolean(false)];
        few.contains(facts.types)
            .then(|| all.iter().filter(|value| facts.types.intersects(value.types())).map(node_of).collect())
    }
}

/// Returns the types that a node's own keywords allow.
fn types_of(checks: &Checks) -> TypeSet {
    let is_integer = |leaf: &Leaf| if let Leaf::MultipleOf(divisor) = leaf { divisor.is_integer() } else { false };
    let types = checks.allowed_types();
    if checks.leaves.iter().any(|check| is_integer(&check.asks)) { types.without(FRACTION) } else { types }
}

/// Returns a value of a schema as an instance.
pub(crate) fn node_of(literal: &Literal) -> Node {
    let value = match literal {
        Literal::Null => Value::Null,
        Literal::Boolean(value) => Value::Boolean(*value),
        Literal::Number(text) => Value::Number(text.clone()),
        Literal::String(text) => Value::String(text.clone()),
        Literal::Array(elements) => Value::Array(elements.iter().map(node_of).collect()),
        Literal::Object(members) => {
            let member = |(name, value): &(String, Literal)| Member {
                name: name.clone(),
                name_span: 0..0,
                node: node_of(value),
            };
            Value::Object(members.iter().map(member).collect::<Vec<_>>().into())
        }
    };
    Node { span: 0..0, value }
}
