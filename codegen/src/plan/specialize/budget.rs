//! The budget of an entry.

use std::cell::Cell;

/// The remaining budget of the current entry.
#[derive(Debug, Default)]
pub(super) struct Budget {
    /// The maximum number of nodes.
    pub(super) nodes: usize,
    /// The remaining questions about facts.
    pub(super) questions: Cell<usize>,
    /// The remaining visits of nodes to answer such questions.
    pub(super) visits: Cell<usize>,
}

impl Budget {
    pub(super) fn spend(&self, questions: usize) {
        self.questions.set(self.questions.get().saturating_sub(questions));
    }

    /// Spends a visit; returns false if none is left.
    pub(super) fn visit(&self) -> bool {
        let left = self.visits.get();
        self.visits.set(left.saturating_sub(1));
        left > 0
    }

    pub(super) fn is_spent(&self) -> bool {
        self.questions.get() == 0 || self.visits.get() == 0
    }
}
