//! Claims about a value, and the gaps of a proof.

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::json::Node;
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::pattern::matching::Pattern;
use crate::plan::NodeId;

/// The premises about a value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Premises {
    /// The nodes that accept the value; each stands for its class.
    pub(super) nodes: BTreeSet<NodeId>,
    /// The nodes that reject it.
    pub(super) not: BTreeSet<NodeId>,
    /// The types that it may have.
    pub(super) types: TypeSet,
}

impl Premises {
    /// Returns the premises that some nodes accept the value.
    pub(super) fn of(nodes: impl IntoIterator<Item = NodeId>) -> Self {
        Self { nodes: nodes.into_iter().collect(), not: BTreeSet::new(), types: TypeSet::ALL }
    }
}

/// A claim: under the premises the goal accepts the value; without a goal, no value satisfies the premises.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claim {
    pub(super) premises: Premises,
    /// The class of the goal.
    pub(super) goal: Option<usize>,
}

/// A step from a value to a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The member with that name.
    Member(String),
    /// A member without a documented name that matches exactly the first patterns.
    OtherMember(Vec<Pattern>, Vec<Pattern>),
    /// The name of a member, as a string.
    Name,
    /// The element with that index.
    Element(usize),
    /// Any element from that index on.
    Elements(usize),
}

/// A claim that could not be proven.
#[derive(Clone, Debug)]
pub struct Gap {
    /// The steps to the part that it is about.
    pub path: Vec<Step>,
    /// For each step, the nodes of the joint plan that accept the value at its start.
    pub wholes: Vec<Rc<Vec<NodeId>>>,
    /// The nodes that accept the part, in the joint plan.
    pub nodes: Vec<NodeId>,
    /// The node that may reject it, in the joint plan.
    pub goal: NodeId,
    /// The number of attempts around it: 0 if the proof needs the claim, more if there are other ways to a proof.
    pub attempts: usize,
    /// A schema of the new model that describes the part.
    pub new: Option<SchemaId>,
    /// The schema of the goal.
    pub old: SchemaId,
    /// True if the goal is of the old model, false if the proof needed the opposite direction.
    pub is_old: bool,
    /// True if one of the nodes has the goal's place in its document: its newer edition.
    pub is_aligned: bool,
    /// The location of the keyword in the schema of the goal.
    pub keyword_location: String,
    /// A value that shows the gap, if one is known.
    pub value: Option<Node>,
}
