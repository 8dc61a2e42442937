//! The patterns of one emitted module: each stands there once, under a name of the first function that uses it.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase as _;
use proc_macro2::{Ident, TokenStream};
use quote::format_ident;

/// The patterns of a module, by their translation.
#[derive(Default)]
pub(super) struct Patterns {
    items: BTreeMap<String, (Ident, TokenStream)>,
    taken: BTreeSet<String>,
    /// The number of the last name that was given out for each function.
    numbers: BTreeMap<String, usize>,
}

impl Patterns {
    /// Returns the name of a pattern that is known.
    pub(super) fn ident(&self, translated: &str) -> Option<&Ident> {
        self.items.get(translated).map(|(ident, _)| ident)
    }

    /// Returns a name for the next pattern of a function: `TYPE_PATTERN`, `TYPE_PATTERN_2`.
    pub(super) fn free_ident(&mut self, function: &Ident) -> Ident {
        let stem = format!("{}_PATTERN", function.to_string().to_shouty_snake_case());
        let number = self.numbers.entry(stem.clone()).or_default();
        loop {
            *number += 1;
            let name = if *number == 1 { stem.clone() } else { format!("{stem}_{number}") };
            if self.taken.insert(name.clone()) {
                return format_ident!("{name}");
            }
        }
    }

    /// Adds the item of a pattern under its name.
    pub(super) fn insert(&mut self, translated: String, ident: Ident, item: TokenStream) {
        self.items.insert(translated, (ident, item));
    }

    /// Returns all items, in the order of their translations.
    pub(super) fn items(&self) -> impl Iterator<Item = &(Ident, TokenStream)> {
        self.items.values()
    }
}
