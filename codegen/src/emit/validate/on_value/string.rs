//! What is asked of strings.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::runtime;
use crate::emit::validate::automaton::{Matcher, matcher};
use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::violation;
use crate::emit::validate::on_value::number::integer;
use crate::emit::wording::code;
use crate::model::{self, Content, Matching};
use crate::plan::{Check, StringCheck, message};

impl Emitter<'_> {
    /// Statements on the variable `text`.
    pub(super) fn strings(&mut self, checks: &[Check<StringCheck>], at: &TokenStream) -> TokenStream {
        let text = quote!(text);
        self.strings_of(checks, &text, at)
    }

    /// Statements on a string that another variable holds.
    pub(super) fn strings_of(
        &mut self,
        checks: &[Check<StringCheck>],
        text: &TokenStream,
        at: &TokenStream,
    ) -> TokenStream {
        let mut statements = Vec::new();
        for check in checks {
            if let Some(condition) = self.string_condition(&check.asks, text) {
                let violation = violation(at, &check.trail, &message::string(&check.asks));
                statements.push(quote!(if #condition { #violation }));
            }
        }
        quote!(#(#statements)*)
    }

    /// The condition that a string is not as it should be; `None` when every string is.
    fn string_condition(&mut self, check: &StringCheck, text: &TokenStream) -> Option<TokenStream> {
        Some(match check {
            StringCheck::MinLength(0) => return None,
            StringCheck::MinLength(1) => quote!(#text.is_empty()),
            StringCheck::MinLength(limit) => {
                self.module.import("validate::length");
                let limit = length(*limit);
                quote!(!length::at_least(#text, #limit))
            }
            StringCheck::MaxLength(limit) => {
                self.module.import("validate::length");
                let limit = length(*limit);
                quote!(!length::at_most(#text, #limit))
            }
            StringCheck::Format(format) => {
                let module = runtime::format_module(format)?.module;
                self.module.import("format");
                let path: TokenStream = module.replace('/', "::").parse().expect("a path is tokens");
                quote!(!#path::is_valid(#text))
            }
            StringCheck::Content(content) => {
                self.module.import("validate::content");
                let function = content_function(*content);
                quote!(!content::#function(#text))
            }
            StringCheck::Pattern(pattern) => {
                let condition = self.is_match(pattern, text);
                quote!(!#condition)
            }
        })
    }

    /// The condition that a pattern matches.
    pub(super) fn is_match(&mut self, pattern: &model::Pattern, text: &TokenStream) -> TokenStream {
        let key = match &pattern.matching {
            Matching::Regex(translated) => translated,
            _ => &pattern.source,
        };
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

/// The function of the runtime that checks what a string holds.
pub(in crate::emit) fn content_function(content: Content) -> Ident {
    format_ident!(
        "{}",
        match content {
            Content::Base64 => "is_base64",
            Content::Json => "is_json",
            Content::JsonInBase64 => "is_json_in_base64",
        }
    )
}

/// A length that every platform's `usize` holds: no text is longer than the limit that stands for larger ones.
fn length(limit: u64) -> TokenStream {
    if limit > u64::from(u32::MAX) {
        return quote!(usize::MAX);
    }
    integer(limit)
}

/// What the documentation of a pattern says: the pattern, as the schema has it.
pub(in crate::emit) fn pattern_doc(pattern: &model::Pattern) -> String {
    format!(" {}", code(&pattern.source))
}
