//! The verdicts of schemas on the values of a text, memoized once the text has been re-read too often.

use std::collections::BTreeMap;

/// Memoization starts after the text has been re-read this many times.
const REREADS: usize = 8;

/// The verdicts by schema and offset.
type Known = BTreeMap<(u32, usize), Option<usize>>;

/// The memoized verdicts.
#[derive(Debug)]
pub(super) struct Verdicts {
    /// The number of bytes that may still be re-read, and of schemas that may still be applied, before memoization starts.
    budget: usize,
    /// The verdict by schema and offset: the end of an accepted value, `None` for a rejected one.
    known: Option<Box<Known>>,
}

impl Verdicts {
    pub(super) fn new(bytes: usize) -> Self {
        Self { budget: REREADS * bytes, known: None }
    }

    /// Spends a part of the budget; returns false if it is exhausted already.
    #[inline]
    pub(super) fn spend(&mut self, part: usize) -> bool {
        let has_any = self.budget > 0;
        self.budget = self.budget.saturating_sub(part);
        has_any
    }

    /// Returns the verdict of a schema on the value at an offset, if it is known.
    pub(super) fn get(&self, schema: u32, at: usize) -> Option<&Option<usize>> {
        self.known.as_ref()?.get(&(schema, at))
    }

    pub(super) fn insert(&mut self, schema: u32, at: usize, end: Option<usize>) {
        self.known.get_or_insert_default().insert((schema, at), end);
    }

    /// Forgets all verdicts: the next plan numbers its schemas in the same way.
    pub(super) fn forget(&mut self) {
        self.known = None;
    }
}
