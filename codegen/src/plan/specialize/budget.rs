//! The budget of an entry.

use std::cell::Cell;

/// What the entry at hand may become.
#[derive(Debug, Default)]
pub(super) struct Budget {
    /// So many nodes may there be.
    pub(super) nodes: usize,
    /// So often it may still be asked what the facts say of a node.
    pub(super) questions: Cell<usize>,
    /// The nodes that may still be visited to answer such questions.
    pub(super) visits: Cell<usize>,
}

impl Budget {
    pub(super) fn spend(&self, questions: usize) {
        self.questions.set(self.questions.get().saturating_sub(questions));
    }

    /// Takes one visit; `false` when there is none left.
    pub(super) fn visit(&self) -> bool {
        let left = self.visits.get();
        self.visits.set(left.saturating_sub(1));
        left > 0
    }

    pub(super) fn is_spent(&self) -> bool {
        self.questions.get() == 0 || self.visits.get() == 0
    }
}
