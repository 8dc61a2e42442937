//! The type of a string.

use crate::catalog::RefinedType;
use crate::emit::types::name;
use crate::emit::types::shape::branch;
use crate::emit::types::shape::decide::Deciding;
use crate::emit::types::shape::definition::{Kind, Symbol};
use crate::emit::types::shape::facts::Facts;
use crate::emit::types::shape::rust_type::Type;
use crate::emit::types::shape::scalar::Strings;
use crate::emit::types::shape::site::Site;
use crate::model::SchemaId;

impl<'m> Deciding<'m> {
    /// Decides the type of strings by the catalogue or a format, and records the effect of refinements.
    pub(super) fn refined(&mut self, facts: &Facts<'m>, refined: RefinedType) -> Type {
        let asks_for_it = |schema: &&SchemaId| self.settings.refinements.get(*schema) == Some(&refined);
        self.refined.extend(facts.refining.iter().filter(asks_for_it));
        for (_, branch) in facts.choices.iter().flat_map(|choice| &choice.branches) {
            self.refined(branch, refined);
        }
        match refined {
            RefinedType::Timestamp => Type::Timestamp,
            RefinedType::Decimal => Type::Decimal,
            // Integers have theirs in `Facts::native`.
            RefinedType::U32 | RefinedType::U64 | RefinedType::I32 | RefinedType::I64 => Type::String,
        }
    }

    pub(super) fn string(&mut self, site: &Site, facts: &Facts<'m>) -> Type {
        let values = match Strings::of(facts) {
            Strings::Refined(refined) => return self.refined(facts, refined),
            Strings::Any(values) | Strings::Listed(values) if values.is_empty() => return Type::String,
            Strings::Any(values) | Strings::Listed(values) => values,
        };
        let id = self.define(site);
        let idents = name::symbols(&values);
        let symbols = values.into_iter().zip(idents).map(|(wire_name, ident)| {
            let branch = branch::of_string(facts, &wire_name);
            Symbol { wire_name, ident, branch }
        });
        self.definitions[id.0].kind = Kind::Enum(symbols.collect());
        Type::Named(id)
    }
}
