//! The bound of a search through what schemas apply in place.

use crate::plan::checks::{Checks, InPlace};

/// What a search may still visit: so many levels, and so many nodes in all.
///
/// Each node divides its visits among the nodes that it applies in place, so that a search costs a bounded number of visits however wide the
/// levels are. A search that ends early knows less; every caller takes "unknown" as its answer then.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    levels: usize,
    visits: usize,
}

impl Effort {
    /// The effort of one search.
    pub(crate) const FULL: Self = Self { levels: 8, visits: 1 << 14 };

    /// The effort of a look at a node alone.
    pub(crate) const NONE: Self = Self { levels: 0, visits: 0 };

    /// Reports whether nothing more may be visited.
    pub(crate) fn is_spent(self) -> bool {
        self.levels == 0 || self.visits == 0
    }

    /// Returns what is left for each of some nodes on the next level.
    pub(crate) fn among(self, nodes: usize) -> Self {
        Self { levels: self.levels.saturating_sub(1), visits: self.visits / nodes.max(1) }
    }

    /// Returns what is left for each node that the checks apply in place.
    pub(crate) fn below(self, checks: &Checks) -> Self {
        self.among(checks.in_place.iter().map(InPlace::count).sum())
    }
}

impl InPlace {
    /// The number of nodes that are applied.
    fn count(&self) -> usize {
        match self {
            Self::Choice(choice) => choice.branches.len(),
            Self::All(_) | Self::Not(_) => 1,
            Self::If { .. } => 3,
            Self::Unevaluated(_) | Self::Switch(_) => self.edges().len(),
        }
    }
}
