//! Two plans as one, in which equal nodes are known.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::containment::shape::shape_of;
use crate::model::Model;
use crate::plan::{Check, Edge, InPlace};
use crate::plan::{Checks, Literal, Member, Node, NodeId, Plan, Trail, equal_nodes};

/// The nodes of a new and an old schema in one plan.
#[derive(Debug)]
pub struct Joint {
    /// The nodes: those of the new plan, those of the old one, and those made for proofs.
    pub(super) plan: Plan,
    /// The checks of each node.
    pub(super) checks: Vec<Rc<Checks>>,
    /// The class of each node: nodes of one class accept the same instances.
    pub(super) class: Vec<usize>,
    /// The first node of each class.
    first: Vec<NodeId>,
    /// The number of new nodes.
    news: usize,
    /// The number of new and old nodes.
    documented: usize,
    made: BTreeMap<Checks, NodeId>,
    /// The place of each node's schema, if it is known.
    places: Vec<Option<String>>,
    /// The node of the new schema.
    pub new: NodeId,
    /// The node of the old schema.
    pub old: NodeId,
}

impl Joint {
    /// Joins two plans.
    pub fn new(new: (&Plan, NodeId), old: (&Plan, NodeId)) -> Self {
        let (mut nodes, mut index) = (Vec::new(), [NodeId(0); 2]);
        let mut news = 0;
        for (side, (plan, entry)) in [new, old].into_iter().enumerate() {
            let reached: Vec<NodeId> = plan.reached(entry).into_iter().collect();
            let offset = nodes.len();
            let renumbered: BTreeMap<NodeId, NodeId> =
                reached.iter().enumerate().map(|(position, id)| (*id, NodeId(offset + position))).collect();
            for id in &reached {
                let mut node = plan.node(*id).clone();
                for edge in node.checks.edges_mut() {
                    edge.node = renumbered[&edge.node];
                }
                nodes.push(node);
            }
            index[side] = renumbered[&entry];
            if side == 0 {
                news = nodes.len();
            }
        }
        let plan = Plan { nodes, entries: BTreeMap::new() };
        let shape = |(id, node): (usize, &Node)| Node { schema: node.schema, checks: shape_of(&plan, NodeId(id)) };
        let class = equal_nodes(&plan.nodes.iter().enumerate().map(shape).collect::<Vec<_>>());
        let mut first = vec![None; class.iter().max().map_or(0, |last| last + 1)];
        for (node, class) in class.iter().enumerate() {
            first[*class].get_or_insert(NodeId(node));
        }
        let checks = plan.nodes.iter().map(|node| Rc::new(node.checks.clone())).collect();
        let documented = plan.nodes.len();
        Self {
            plan,
            checks,
            class,
            first: first.into_iter().map(|node| node.unwrap_or(NodeId(0))).collect(),
            news,
            documented,
            made: BTreeMap::new(),
            places: vec![None; documented],
            new: index[0],
            old: index[1],
        }
    }

    /// Assigns to each node the place of its schema in its model. Nodes with the same place are compared first, and searched for edits.
    pub fn align(&mut self, new: &Model, old: &Model) {
        for (index, place) in self.places.iter_mut().enumerate() {
            let model = if index < self.news { new } else { old };
            let schema = model.schema(self.plan.nodes[index].schema);
            *place = Some(format!("{}#{}", schema.place.source.path(), schema.pointer()));
        }
    }

    /// Returns the place of a node's schema, if it is known.
    pub(super) fn place(&self, node: NodeId) -> Option<&str> {
        self.places.get(node.0).and_then(Option::as_deref)
    }

    /// Returns true if two nodes have one place.
    pub fn is_aligned(&self, left: NodeId, right: NodeId) -> bool {
        self.place(left).is_some() && self.place(left) == self.place(right)
    }

    /// Returns the plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Returns the node that stands for the class of a node.
    pub(super) fn representative(&self, node: NodeId) -> NodeId {
        self.first[self.class[node.0]]
    }

    /// Returns true if the node is of the new plan.
    pub(super) fn is_new(&self, node: NodeId) -> bool {
        node.0 < self.news
    }

    /// Returns true if the node is of the old plan.
    pub(super) fn is_old(&self, node: NodeId) -> bool {
        (self.news..self.documented).contains(&node.0)
    }

    /// Makes a node with these checks.
    pub(super) fn make(&mut self, checks: Checks) -> NodeId {
        if let Some(known) = self.made.get(&checks) {
            return *known;
        }
        let id = NodeId(self.plan.nodes.len());
        let schema = self.plan.node(self.old).schema;
        self.plan.nodes.push(Node { schema, checks: checks.clone() });
        self.checks.push(Rc::new(checks.clone()));
        self.class.push(self.first.len());
        self.first.push(id);
        self.made.insert(checks, id);
        id
    }

    /// Makes a node that accepts nothing.
    pub(super) fn never(&mut self) -> NodeId {
        self.make(Checks { never: vec![Trail::default()], ..Checks::default() })
    }

    /// Makes a node that accepts some values.
    pub(super) fn values(&mut self, values: Vec<Literal>) -> NodeId {
        self.make(Checks { values: vec![Check { trail: Trail::default(), asks: values }], ..Checks::default() })
    }

    /// Makes a node that accepts what another one rejects.
    pub(super) fn negation(&mut self, node: NodeId) -> NodeId {
        self.make(Checks { in_place: vec![InPlace::Not(plain(node))], ..Checks::default() })
    }

    /// Makes a node that requires a member. If `value` is a node, that node must accept the member's value.
    pub(super) fn with_member(&mut self, name: &str, value: Option<NodeId>) -> NodeId {
        let mut checks = Checks::default();
        checks.object.required = vec![Check { trail: Trail::default(), asks: vec![name.to_owned()] }];
        let edges = value.into_iter().map(plain).collect();
        checks.object.members = vec![Member { wire_name: name.to_owned(), edges }];
        self.make(checks)
    }

    /// Makes a node that forbids a member.
    pub(super) fn without_member(&mut self, name: &str) -> NodeId {
        let never = self.never();
        let mut checks = Checks::default();
        checks.object.members = vec![Member { wire_name: name.to_owned(), edges: vec![plain(never)] }];
        self.make(checks)
    }
}

/// Returns an edge without a keyword location.
pub(super) fn plain(node: NodeId) -> Edge {
    Edge { trail: Trail::default(), node }
}
