//! Leaf keywords, and patterns.

use proc_macro2::TokenStream;
use quote::quote;

use super::Emitter;
use super::apply::violation;
use crate::emit::validate::automaton::{Matcher, matcher};
use crate::emit::validate::patterns::pattern_doc;
use crate::keyword::Leaf;
use crate::keyword::leaf::Code;
use crate::pattern::matching::{Matching, Pattern};
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
        let key = if let Matching::Regex(translated) = &pattern.matching { translated } else { &pattern.source };
        if let Some(ident) = self.module.patterns.ident(key) {
            return quote!(#ident.is_match(#text));
        }
        let ident = self.module.patterns.free_ident(self.layout.ident(self.node));
        let doc = pattern_doc(pattern);
        let condition = quote!(#ident.is_match(#text));
        let Matcher { import, of, new, .. } = matcher(pattern);
        self.module.import(import);
        if import == "text::joined::Joined" {
            self.module.import("text::code_point_automaton::CodePointAutomaton");
        }
        let item = quote! {
            #[doc = #doc]
            static #ident: #of = #new;
        };
        self.module.patterns.insert(key.clone(), ident, item);
        condition
    }
}
