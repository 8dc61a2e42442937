//! The patterns of one emitted file: each occurs once, named after the first function that uses it.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase as _;
use proc_macro2::{Ident, TokenStream};
use quote::format_ident;
use syn::{Attribute, ItemStatic, parse_quote};

use crate::emit::validate::automaton::{Matcher, matcher};
use crate::emit::validate::functions::Face;
use crate::emit::wording::code;
use crate::pattern::matching::Pattern;

/// The patterns of a file.
#[derive(Default)]
pub(crate) struct Patterns {
    /// The names by the expressions that create the matchers.
    idents: BTreeMap<String, Ident>,
    /// The items by name.
    items: BTreeMap<String, ItemStatic>,
    taken: BTreeSet<String>,
    /// The last number assigned for each function.
    numbers: BTreeMap<String, usize>,
}

impl Patterns {
    /// Returns the name of a pattern's item, which is added if it is new, and its matcher.
    pub(super) fn item(&mut self, pattern: &Pattern, function: &Ident) -> (Ident, Matcher) {
        let matcher = matcher(pattern);
        let doc = format!(" {}", code(&pattern.source));
        let ident = self.add(Some(&parse_quote!(#[doc = #doc])), &matcher.of, &matcher.new, function);
        (ident, matcher)
    }

    /// Returns the name of an item that a function uses, which is added if it is new.
    pub(super) fn add(
        &mut self,
        doc: Option<&Attribute>,
        of: &TokenStream,
        new: &TokenStream,
        function: &Ident,
    ) -> Ident {
        let expression = new.to_string();
        if let Some(known) = self.idents.get(&expression) {
            return known.clone();
        }
        let ident = self.free_ident(function);
        self.items.insert(ident.to_string(), parse_quote!(#doc static #ident: #of = #new;));
        self.idents.insert(expression, ident.clone());
        ident
    }

    /// Returns a name for the next pattern of a function: `TYPE_PATTERN`, `TYPE_PATTERN_2`.
    fn free_ident(&mut self, function: &Ident) -> Ident {
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

    /// Returns all items in the order of their names.
    pub(super) fn items(&self) -> impl Iterator<Item = &ItemStatic> {
        self.items.values()
    }
}
