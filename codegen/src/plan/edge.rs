//! The parts of checks: keyword locations, and the nodes that are applied.

use crate::plan::keyword_location::Trail;

/// The identity of a node inside its [`Plan`](crate::plan::Plan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

/// A constraint with its keyword location.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check<T> {
    /// The trail from the node's schema to the keyword.
    pub trail: Trail,
    /// The constraint.
    pub asks: T,
}

impl<T> Check<T> {
    /// Returns a constraint without a keyword location.
    pub(crate) fn plain(asks: T) -> Self {
        Self { trail: Trail::default(), asks }
    }
}

/// A schema applied to the instance or a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The trail from the node's schema to the applied one.
    pub trail: Trail,
    /// The applied node.
    pub node: NodeId,
}
