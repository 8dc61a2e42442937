//! The plan as plain data: nodes and their checks by JSON type.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::pattern::matching::Pattern;
use crate::plan::edge::{Check, Edge, NodeId};
use crate::plan::evaluated::Unevaluated;
use crate::plan::keyword_location::Trail;
use crate::plan::literal::Literal;

/// What every face of the validators evaluates.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// All nodes that an entry reaches; [`NodeId`] is the index.
    pub nodes: Vec<Node>,
    /// The node of each schema that can be asked for by itself: every root's, and the wanted ones.
    pub entries: BTreeMap<SchemaId, NodeId>,
}

impl Plan {
    /// The node of an id of this plan.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// A node, and all that it applies, however far in.
    pub fn reached(&self, node: NodeId) -> BTreeSet<NodeId> {
        let (mut open, mut reached) = (vec![node], BTreeSet::from([node]));
        while let Some(node) = open.pop() {
            let edges = self.node(node).checks.edges();
            open.extend(edges.into_iter().map(|edge| edge.node).filter(|callee| reached.insert(*callee)));
        }
        reached
    }

    /// The ids of all nodes.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId)
    }
}

/// A schema, as it is evaluated.
#[derive(Clone, Debug)]
pub struct Node {
    /// The first schema that it stands for, by which it is named.
    pub schema: SchemaId,
    /// What it asks of an instance.
    pub checks: Checks,
}

/// All that a node asks of an instance. Without any check, it accepts every instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checks {
    /// Schemas that are `false`.
    pub never: Vec<Trail>,
    /// `type`
    pub types: Vec<Check<TypeSet>>,
    /// `enum` and `const`
    pub values: Vec<Check<Vec<Literal>>>,
    /// The leaf keywords, those of one type together, cheapest first.
    pub leaves: Vec<Check<Leaf>>,
    /// What is asked of arrays.
    pub array: ArrayPart,
    /// What is asked of objects.
    pub object: ObjectPart,
    /// What other schemas ask of the same instance.
    pub in_place: Vec<InPlace>,
}

impl Checks {
    /// Whether every instance is accepted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The types that every `type` allows.
    pub fn allowed_types(&self) -> TypeSet {
        self.types.iter().fold(TypeSet::ALL, |allowed, check| allowed.intersection(check.asks))
    }

    /// Returns the leaf keywords for one type.
    pub fn leaves_for(&self, types: TypeSet) -> impl Iterator<Item = &Check<Leaf>> {
        self.leaves.iter().filter(move |check| check.asks.types() == types)
    }

    /// Sorts the leaf keywords, those of one type in the order of their cost.
    pub(super) fn sort_leaves(&mut self) {
        self.leaves.sort_by_key(|check| (check.asks.types(), check.asks.cost()));
    }
}

/// What is asked of an array.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArrayPart {
    /// What is applied to each of the first elements.
    pub prefix: Vec<Vec<Edge>>,
    /// What is applied to each element behind those.
    pub rest: Vec<Edge>,
    /// `contains`
    pub contains: Vec<Contains>,
}

/// How many elements a schema accepts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contains {
    /// What is counted; its trail is that of `contains`.
    pub edge: Edge,
    /// At least so many.
    pub min: u64,
    /// The keyword that says so: `minContains`, or `contains` itself.
    pub min_trail: Trail,
    /// At most so many, and the keyword that says so.
    pub max: Option<(u64, Trail)>,
}

/// What is asked of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectPart {
    /// The names that the schema knows, in documented order, each with all that is applied to such a member: what `patternProperties` and
    /// `additionalProperties` say of them is already here. Where there is a `rest`, all names that are looked for are known.
    pub members: Vec<Member>,
    /// What is applied to members of other names.
    pub rest: Vec<Rest>,
    /// Members that must be there; each is in `members`.
    pub required: Vec<Check<Vec<String>>>,
    /// What is applied to each name, as a string.
    pub names: Vec<Edge>,
    /// When the member is there, so are the others.
    pub dependent_required: Vec<Check<(String, Vec<String>)>>,
    /// When the member is there, the schema is applied to the whole object.
    pub dependent_schemas: Vec<(String, Edge)>,
}

/// A member whose name the schema knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The name.
    pub wire_name: String,
    /// What is applied to its value.
    pub edges: Vec<Edge>,
}

/// What one schema among the merged ones applies to members of names that none of them knows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rest {
    /// Patterns for the name, each with what is applied then; all that match count.
    pub patterns: Vec<(Pattern, Option<Edge>)>,
    /// What is applied when no pattern matches.
    pub additional: Option<Edge>,
}

/// What other schemas ask of the same instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InPlace {
    /// Another node accepts it too: a `$ref` whose target was too large to merge.
    All(Edge),
    /// `anyOf` or `oneOf`
    Choice(Choice),
    /// `not`: the trail is that of the keyword.
    Not(Edge),
    /// `if`, with `then` and `else`
    If {
        /// `if`
        condition: Edge,
        /// `then`
        then: Option<Edge>,
        /// `else`
        otherwise: Option<Edge>,
    },
    /// `unevaluatedProperties` or `unevaluatedItems`, where the instance decides which parts are evaluated; where the schema alone does,
    /// it is said by [`ObjectPart::rest`] and [`ArrayPart::rest`].
    Unevaluated(Unevaluated),
    /// What a look at the value tells before it is read; only a plan for verdicts has it.
    Switch(Switch),
}

/// Which node decides, by something that is known of a value before it is read. Each node decides the whole of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// By the value's type; another type is refused.
    Type(Vec<(TypeSet, Edge)>),
    /// By a member of an object.
    Member {
        /// The member's name.
        wire_name: String,
        /// By the member's value: a string, a boolean or null.
        cases: Vec<(Literal, Edge)>,
        /// When it has another value.
        other: Edge,
        /// When it is not there.
        absent: Edge,
    },
    /// By members that an object is expected not to have.
    Absence {
        /// The members' names.
        names: Vec<String>,
        /// When none is there; it refuses them.
        absent: Edge,
        /// When one of them is there.
        otherwise: Edge,
    },
}

/// `anyOf` or `oneOf`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// From the node's schema to the keyword.
    pub trail: Trail,
    /// The branches.
    pub branches: Vec<Edge>,
    /// Whether more than one branch that accepts is a violation: `oneOf`, unless the branches exclude each other anyway.
    pub only_one: bool,
    /// A member of an object that says which branches can accept it.
    pub tag: Option<Tag>,
}

/// A member whose value says which branches can accept an object. The lists are indexes of branches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// The member's name.
    pub wire_name: String,
    /// The values that it can have, each with the branches that are left then.
    pub cases: Vec<(String, Vec<usize>)>,
    /// The branches that are left when it has another value.
    pub other: Vec<usize>,
    /// The branches that are left when it is not there.
    pub absent: Vec<usize>,
    /// The branches that are left when the instance is no object.
    pub no_object: Vec<usize>,
}
