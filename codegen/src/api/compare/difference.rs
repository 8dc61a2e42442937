//! A difference of two APIs.

use std::sync::Arc;

use crate::api::compare::rule::{Cost, Rule};
use crate::api::item::Origin;

/// A difference of two APIs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path of the item: `TicketSold::order_id`, `Clone for TicketSold`, `feature testing`.
    pub path: String,
    /// Its line before; `None` if it is new.
    pub before: Option<String>,
    /// Its line afterwards; `None` if it is removed.
    pub after: Option<String>,
    /// The rule that decides the cost.
    pub rule: Rule,
    /// The schemas that the item was made from before.
    pub old_origins: Arc<[Origin]>,
    /// The schemas that the item was made from afterwards.
    pub new_origins: Arc<[Origin]>,
    /// The fields and variants of a type that is added or removed, a line each.
    pub parts: Vec<String>,
}

impl Difference {
    /// Returns true for an item that is the same but for the features that it needs.
    pub fn is_of_features(&self) -> bool {
        let without = |line: &str| line.rsplit_once(" if ").map_or(line, |(item, _)| item).to_owned();
        let lines = self.before.as_deref().zip(self.after.as_deref());
        lines.is_some_and(|(before, after)| before != after && without(before) == without(after))
    }

    /// Returns true for such an item that needs fewer features than before.
    pub fn needs_fewer_features(&self) -> bool {
        let features = |line: &Option<String>| {
            let listed = line.as_deref().and_then(|line| line.rsplit_once(" if "));
            listed.map_or(0, |(_, features)| features.split(", ").count())
        };
        self.is_of_features() && features(&self.after) < features(&self.before)
    }

    /// Returns the version that it needs.
    pub fn cost(&self) -> Cost {
        self.rule.cost()
    }
}
