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
    /// Returns the version that it needs.
    pub fn cost(&self) -> Cost {
        self.rule.cost()
    }
}
