//! The bound of a search through schemas that apply in place.

use crate::plan::checks::{Checks, InPlace};

/// The remaining effort of a search: levels, and nodes in total.
///
/// Each node divides its visits among the nodes that it applies in place, so that a search costs a bounded number of visits for any width.
/// A search that ends early knows less; every caller handles "unknown".
#[derive(Clone, Copy, Debug)]
pub(crate) struct Effort {
    levels: usize,
    visits: usize,
}

impl Effort {
    /// The effort of a full search.
    pub(crate) const FULL: Self = Self { levels: 8, visits: 1 << 14 };

    /// The effort of a search that is repeated for each way of a union.
    pub(crate) const REPEATED: Self = Self { levels: 4, visits: 1 << 14 };

    /// The effort to examine one node alone.
    pub(crate) const NONE: Self = Self { levels: 0, visits: 0 };

    /// Returns true if nothing more may be visited.
    pub(crate) fn is_spent(self) -> bool {
        self.levels == 0 || self.visits == 0
    }

    /// Returns the share of each of some nodes on the next level.
    pub(crate) fn among(self, nodes: usize) -> Self {
        Self { levels: self.levels.saturating_sub(1), visits: self.visits / nodes.max(1) }
    }

    /// Returns the share of each node that the checks apply in place.
    pub(crate) fn below(self, checks: &Checks) -> Self {
        self.among(checks.in_place.iter().map(InPlace::count).sum())
    }
}

impl InPlace {
    /// Counts the applied nodes.
    fn count(&self) -> usize {
        match self {
            Self::Choice(choice) => choice.branches.len(),
            Self::All(_) | Self::Not(_) => 1,
            Self::If { .. } => 3,
            Self::Unevaluated(_) | Self::Switch(_) => self.edges().len(),
        }
    }
}
