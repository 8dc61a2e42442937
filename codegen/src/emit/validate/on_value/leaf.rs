//! Leaf keywords, and patterns.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::Emitter;
use super::apply::violation;
use crate::emit::validate::automaton::Matcher;
use crate::keyword::Leaf;
use crate::keyword::leaf::Code;
use crate::pattern::matching::Pattern;
use crate::plan::Check;

impl Emitter<'_> {
    /// Emits statements that check leaf keywords on the content of a value: `text`, `number`, `elements` or `members`.
    pub(super) fn leaves<'c>(
        &mut self,
        checks: impl Iterator<Item = &'c Check<Leaf>>,
        content: &TokenStream,
        at: &TokenStream,
    ) -> TokenStream {
        let statements = checks.map(|check| {
            let condition = check.asks.on_value(self, content);
            let violation = violation(at, &check.trail, &check.asks.message());
            quote!(if #condition { #violation })
        });
        statements.collect()
    }
}

impl Code for Emitter<'_> {
    fn import(&mut self, path: &'static str) {
        self.module.import(path);
    }

    fn is_match(&mut self, pattern: &Pattern, text: &TokenStream) -> TokenStream {
        let ident = self.pattern(pattern);
        quote!(#ident.is_match(#text))
    }
}

impl Emitter<'_> {
    /// Returns the item of a pattern.
    pub(super) fn pattern(&mut self, pattern: &Pattern) -> Ident {
        let (ident, Matcher { import, .. }) =
            self.module.patterns.item(pattern, &self.functions.layout.ident(self.node));
        self.module.import(import);
        if import == "text::joined::Joined" {
            self.module.import("text::code_point_automaton::CodePointAutomaton");
        }
        ident
    }
}
