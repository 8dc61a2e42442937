//! The items of each documented schema's type: `SCHEMA`, `EXAMPLES`, `example()`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::emit::macros::DOCUMENTED;
use crate::model::Root;
use crate::render;

/// Returns the path of the runtime's module with these items, given the path of the runtime.
pub fn module(runtime: &str) -> String {
    format!("{runtime}::{}", DOCUMENTED.0)
}

/// The way in which emitted code includes a document of the catalogue.
#[derive(Clone, Copy, Debug)]
pub enum Texts<'a> {
    /// From the copy beside it, by the path of the including file below the crate.
    Included {
        /// `src/events/ticket_sold.rs`
        file: &'a str,
    },
    /// As a literal.
    Literal,
    /// Not included: the type exists for its validators.
    Omitted,
}

impl Texts<'_> {
    fn of(self, document: &crate::json::Document) -> TokenStream {
        match self {
            Self::Included { file } => {
                let path = crate::emit::layout::copy_from(file, document.source.path());
                quote!(include_str!(#path))
            }
            Self::Literal => literal(document.source.text()),
            Self::Omitted => quote!(""),
        }
    }
}

/// Returns a text as a literal: a raw one, in which JSON is readable, if it has quotes or backslashes.
pub(super) fn literal(text: &str) -> TokenStream {
    // A carriage return is not allowed in a raw literal.
    if !text.contains(['"', '\\']) || text.contains('\r') {
        return quote!(#text);
    }
    let mut fences = (1..=text.len() + 1).map(|length| "#".repeat(length));
    let fence = fences.find(|fence| !text.contains(&format!("\"{fence}"))).unwrap_or_default();
    format!("r{fence}\"{text}\"{fence}").parse().unwrap_or_else(|_| quote!(#text))
}

/// Emits the items of a documented schema's type; `library` is the crate's name, if known, `checks` the module of the validators.
pub fn emit(root: &Root, texts: Texts<'_>, library: Option<&str>, checks: &syn::Path) -> syn::Item {
    let ident = ident(&root.ident);
    let library = library.map(|library| {
        let library = format_ident!("{library}");
        quote!(in #library)
    });
    let schema = texts.of(&root.document);
    let examples = root.examples.iter().map(|example| texts.of(example));
    let tokens = quote! {
        #ident #library;
        schema = #schema;
        examples = [#(#examples),*];
        checks = #checks;
    };
    render::call(DOCUMENTED.1, tokens)
}

/// Emits a test that the faulty examples of the catalogue are refused, if there are any. Tests are last in a file.
pub fn tests(root: &Root, texts: Texts<'_>) -> Vec<syn::Item> {
    if root.faulty.is_empty() {
        return Vec::new();
    }
    let ident = ident(&root.ident);
    let faulty = root.faulty.iter().map(|example| texts.of(example));
    render::items(&quote! {
        #[cfg(test)]
        mod tests {
            /// The vendor publishes these examples, and its own schema rejects them.
            #[test]
            fn faulty_examples_are_refused() {
                for example in [#(#faulty),*] {
                    let is_valid = super::#ident::is_valid_slice(example.as_bytes());
                    assert!(!is_valid, "{example}");
                }
            }
        }
    })
}

/// Returns a name of the model as an identifier.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, proc_macro2::Span::call_site()),
        None => format_ident!("{name}"),
    }
}
