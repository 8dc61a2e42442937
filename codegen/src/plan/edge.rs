//! The parts of checks: keyword locations, and the nodes that are applied.

use crate::plan::keyword_location::Trail;

/// The name of a node inside its [`Plan`](crate::plan::Plan).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub usize);

/// What one keyword asks, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Check<T> {
    /// From the node's schema to the keyword.
    pub trail: Trail,
    /// What it asks.
    pub asks: T,
}

/// A schema that is applied to the instance, or to a part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// From the node's schema to the applied one.
    pub trail: Trail,
    /// The applied one.
    pub node: NodeId,
}
