//! Turns the applicators whose verdict on an object depends on the presence of members alone into formulas.

use std::collections::BTreeSet;

use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
use crate::plan::specialize::presence_formula::{of_check, of_node};
use crate::plan::specialize::{Closed, Facts};
use crate::plan::{ObjectPart, Plan};

impl Closed {
    /// Turns the undecided checks of an object that depend on the presence of members alone into formulas, which are decided after its
    /// last member.
    pub(super) fn extract_presence(&mut self, plan: &Plan, facts: &Facts) {
        if facts.types != TypeSet::OBJECT {
            return;
        }
        let mut formulas = BTreeSet::new();
        self.undecided.retain(|check| match of_check(check, &mut |id| of_node(plan, id, Effort::REPEATED)) {
            Some(formula) => {
                formulas.insert(formula);
                false
            }
            None => true,
        });
        if !formulas.is_empty() {
            let presence = formulas.into_iter().collect();
            self.unevaluated.push(ObjectPart { presence, ..ObjectPart::default() });
        }
    }
}
