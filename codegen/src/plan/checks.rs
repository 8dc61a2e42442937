//! The plan as plain data: nodes and their checks by JSON type.

use std::collections::{BTreeMap, BTreeSet};

use crate::keyword::Leaf;
use crate::keyword::types::TypeSet;
use crate::model::SchemaId;
use crate::pattern::matching::Pattern;
use crate::plan::edge::{Check, Edge, NodeId};
use crate::plan::evaluated::Unevaluated;
use crate::plan::formula::Presence;
use crate::plan::keyword_location::Trail;
use crate::plan::literal::Literal;
use crate::reach::reached;

/// The plan of all validators.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The nodes that an entry reaches; [`NodeId`] is the index.
    pub nodes: Vec<Node>,
    /// The node of each schema with a validator of its own: all roots, and the wanted schemas.
    pub entries: BTreeMap<SchemaId, NodeId>,
}

impl Plan {
    /// Returns the node with that id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0]
    }

    /// Returns a node and all nodes that it applies, directly or not.
    pub fn reached(&self, node: NodeId) -> BTreeSet<NodeId> {
        reached([node], |node| self.applied(node))
    }

    /// Returns the nodes that a node applies.
    pub fn applied(&self, node: NodeId) -> impl Iterator<Item = NodeId> {
        self.node(node).checks.edges().into_iter().map(|edge| edge.node)
    }

    /// Returns the ids of all nodes.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len()).map(NodeId)
    }
}

/// A schema as it is evaluated.
#[derive(Clone, Debug)]
pub struct Node {
    /// The first schema that it stands for, which gives it its name.
    pub schema: SchemaId,
    /// The checks.
    pub checks: Checks,
}

/// The checks of a node. Without any, it accepts every instance.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checks {
    /// The schemas `false`.
    pub never: Vec<Trail>,
    /// `type`
    pub types: Vec<Check<TypeSet>>,
    /// `enum` and `const`
    pub values: Vec<Check<Vec<Literal>>>,
    /// The leaf keywords, grouped by type, cheapest first.
    pub leaves: Vec<Check<Leaf>>,
    /// The checks of arrays.
    pub array: ArrayPart,
    /// The checks of objects.
    pub object: ObjectPart,
    /// Other schemas applied to the same instance.
    pub in_place: Vec<InPlace>,
}

impl Checks {
    /// Returns true if every instance is accepted.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns the types that every `type` allows.
    pub fn allowed_types(&self) -> TypeSet {
        self.types.iter().fold(TypeSet::ALL, |allowed, check| allowed.intersection(check.asks))
    }

    /// Returns the leaf keywords for one type.
    pub fn leaves_for(&self, types: TypeSet) -> impl Iterator<Item = &Check<Leaf>> {
        self.leaves.iter().filter(move |check| check.asks.types() == types)
    }

    /// Sorts the leaf keywords of each type by cost.
    pub(super) fn sort_leaves(&mut self) {
        self.leaves.sort_by_key(|check| (check.asks.types(), check.asks.cost()));
    }
}

/// The checks of arrays.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ArrayPart {
    /// The edges for each of the first elements.
    pub prefix: Vec<Vec<Edge>>,
    /// The edges for the elements after those.
    pub rest: Vec<Edge>,
    /// `contains`
    pub contains: Vec<Contains>,
}

/// A limit on the number of accepted elements.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Contains {
    /// The schema of counted elements; its trail is that of `contains`.
    pub edge: Edge,
    /// The minimum.
    pub min: u64,
    /// The keyword of the minimum: `minContains`, or `contains` itself.
    pub min_trail: Trail,
    /// The maximum with its keyword.
    pub max: Option<(u64, Trail)>,
}

/// The checks of objects.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ObjectPart {
    /// The known names in documented order, each with all edges for such a member, including those of `patternProperties` and
    /// `additionalProperties`. If there is a `rest`, it includes every name that another check uses.
    pub members: Vec<Member>,
    /// The checks of members with other names.
    pub rest: Vec<Rest>,
    /// Required members; each is in `members`.
    pub required: Vec<Check<Vec<String>>>,
    /// The edges for each name, as a string.
    pub names: Vec<Edge>,
    /// Further required members if a member is present.
    pub dependent_required: Vec<Check<(String, Vec<String>)>>,
    /// The schema for the whole object if a member is present.
    pub dependent_schemas: Vec<(String, Edge)>,
    /// Formulas over the members; only in a plan for verdicts.
    pub presence: Vec<Presence>,
    /// True if a member that is not listed may be noted as an addition; only in a plan for verdicts.
    pub notes_additions: bool,
}

/// A member with a known name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Member {
    /// The name.
    pub wire_name: String,
    /// The edges for its value.
    pub edges: Vec<Edge>,
}

/// The edges of one merged schema for members with unknown names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rest {
    /// The patterns for names with their edges; all matches count.
    pub patterns: Vec<(Pattern, Option<Edge>)>,
    /// The edge if no pattern matches.
    pub additional: Option<Edge>,
}

/// A check by other schemas on the same instance.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum InPlace {
    /// Another node accepts it too: the target of a `$ref` that is too large to merge.
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
    /// `unevaluatedProperties` or `unevaluatedItems`, if the instance decides which parts are evaluated; otherwise they are in
    /// [`ObjectPart::rest`] and [`ArrayPart::rest`].
    Unevaluated(Unevaluated),
    /// A lookahead before the value is read; only in a plan for verdicts.
    Switch(Switch),
}

/// A decision by lookahead between nodes that each check the whole value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// By type; other types are rejected.
    Type(Vec<(TypeSet, Edge)>),
    /// By a member of an object.
    Member {
        /// The member's name.
        wire_name: String,
        /// By the member's value: a string, a boolean or null.
        cases: Vec<(Literal, Edge)>,
        /// For another value.
        other: Edge,
        /// If the member is absent.
        absent: Edge,
        /// True if objects are expected to lack the member; `absent` then rejects those with it.
        expects_absence: bool,
    },
    /// By the absence of members that an object is expected to lack.
    Absence {
        /// The members' names.
        names: Vec<String>,
        /// If all are absent; the node rejects them.
        absent: Edge,
        /// If any is present.
        otherwise: Edge,
    },
}

/// `anyOf` or `oneOf`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// The trail from the node's schema to the keyword.
    pub trail: Trail,
    /// The branches.
    pub branches: Vec<Edge>,
    /// True if several accepting branches are a violation: `oneOf` whose branches are not exclusive.
    pub only_one: bool,
    /// A member of an object that selects the branches.
    pub tag: Option<Tag>,
    /// For each branch, members without which it accepts no object; only in a plan for verdicts, otherwise empty.
    pub required: Vec<Vec<String>>,
}

/// A member whose value selects the branches for an object. The lists are indexes of branches.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    /// The member's name.
    pub wire_name: String,
    /// The possible values, each with the selected branches.
    pub cases: Vec<(String, Vec<usize>)>,
    /// The branches for another value.
    pub other: Vec<usize>,
    /// The branches if the member is absent.
    pub absent: Vec<usize>,
    /// The branches for instances other than objects.
    pub no_object: Vec<usize>,
}
