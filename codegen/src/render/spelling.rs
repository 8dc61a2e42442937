//! String literals that hold characters nobody sees, spelled as Rust spells them.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit_mut::VisitMut;

use crate::source::visible;

/// Escapes invisible characters in string literals; a raw literal becomes an ordinary one.
pub(super) struct Spelling;

impl Spelling {
    fn literal(literal: &syn::LitStr) -> Option<proc_macro2::Literal> {
        let written = literal.token().to_string();
        let spelled = || visible::in_rust(&literal.value(), written.contains('\n'));
        if visible::is_visible(&written) { None } else { spelled().parse().ok() }
    }
}

/// Spells the string literals in tokens.
pub(super) fn tokens(tokens: TokenStream) -> TokenStream {
    let token = |token: TokenTree| match token {
        TokenTree::Group(group) => {
            let mut spelled = proc_macro2::Group::new(group.delimiter(), self::tokens(group.stream()));
            spelled.set_span(group.span());
            TokenTree::Group(spelled)
        }
        TokenTree::Literal(literal) => {
            let spelled = match syn::Lit::new(literal.clone()) {
                syn::Lit::Str(text) => Spelling::literal(&text),
                _ => None,
            };
            TokenTree::Literal(spelled.unwrap_or(literal))
        }
        other => other,
    };
    tokens.into_iter().map(token).collect()
}

impl VisitMut for Spelling {
    fn visit_lit_str_mut(&mut self, literal: &mut syn::LitStr) {
        if let Some(syn::Lit::Str(spelled)) = Self::literal(literal).map(syn::Lit::new) {
            *literal = spelled;
        }
    }

    fn visit_macro_mut(&mut self, called: &mut syn::Macro) {
        called.tokens = tokens(std::mem::take(&mut called.tokens));
    }

    fn visit_meta_list_mut(&mut self, list: &mut syn::MetaList) {
        list.tokens = tokens(std::mem::take(&mut list.tokens));
    }
}
