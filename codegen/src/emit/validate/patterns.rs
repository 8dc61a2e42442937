//! The patterns of one emitted file: each occurs once, named after the first function that uses it.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase as _;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident};
use syn::ItemStatic;

use crate::emit::validate::functions::Face;
use crate::emit::wording::code;
use crate::pattern::matching::Pattern;

/// The patterns of a file.
#[derive(Default)]
pub(crate) struct Patterns {
    /// The names by matcher, as the functions on a value know it, and by the expressions that create it.
    idents: BTreeMap<String, Ident>,
    /// The items by name.
    items: BTreeMap<String, ItemStatic>,
    taken: BTreeSet<String>,
    /// The last number assigned for each function.
    numbers: BTreeMap<String, usize>,
}

impl Patterns {
    /// Returns the name of a known pattern.
    pub(super) fn ident(&self, key: &str) -> Option<&Ident> {
        self.idents.get(key)
    }

    /// Returns a name for the next pattern of a function: `TYPE_PATTERN`, `TYPE_PATTERN_2`.
    pub(super) fn free_ident(&mut self, function: &Ident) -> Ident {
        let function = function.to_string();
        let face = [Face::OnValue, Face::OnBytes].into_iter().find_map(|face| function.strip_suffix(face.name()));
        let stem = format!("{}_PATTERN", face.unwrap_or(&function).to_shouty_snake_case());
        let stem = stem.trim_start_matches('_').to_owned();
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
    ///
    /// # Panics
    ///
    /// If the item is not a `static`, which is a fault of its emitter.
    pub(super) fn insert(&mut self, key: String, ident: Ident, item: TokenStream) {
        let item: ItemStatic = syn::parse2(item).expect("a pattern is a static");
        let expression = item.expr.to_token_stream().to_string();
        self.items.insert(ident.to_string(), item);
        self.idents.entry(expression).or_insert_with(|| ident.clone());
        self.idents.insert(key, ident);
    }

    /// Returns all items in the order of their names.
    pub(super) fn items(&self) -> impl Iterator<Item = &ItemStatic> {
        self.items.values()
    }
}

/// Returns the documentation of a pattern: its text in the schema.
pub(super) fn pattern_doc(pattern: &Pattern) -> String {
    format!(" {}", code(&pattern.source))
}
