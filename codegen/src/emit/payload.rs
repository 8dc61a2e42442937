//! What each documented schema's type carries with it: `SCHEMA`, `EXAMPLES`, `example()`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::parse_quote;

use crate::model::Root;
use crate::render;

/// The module of the runtime with what a documented type has, and with the macro `documented!` that gives it.
pub const DOCUMENTED: &str = "validate/documented";

/// The path of that module, by the path of the runtime.
pub fn module(runtime: &str) -> String {
    format!("{runtime}::{}", DOCUMENTED.replace('/', "::"))
}

/// How emitted code comes by a document of the catalogue.
#[derive(Clone, Copy, Debug)]
pub enum Texts<'a> {
    /// From the copy beside it: the path of the including file below the crate.
    Included {
        /// `src/events/ticket_sold.rs`
        file: &'a str,
    },
    /// As a literal.
    Literal,
    /// Not at all: the type is there for its validators.
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

/// A text as people would write it: raw, so that the JSON in it can be read.
pub(super) fn literal(text: &str) -> TokenStream {
    let fence = (0..=text.len()).map(|length| "#".repeat(length)).find(|fence| !text.contains(&format!("\"{fence}")));
    let raw = format!("r{fence}\"{text}\"{fence}", fence = fence.unwrap_or_default());
    // A carriage return cannot stand in a raw literal.
    let readable = (!text.contains('\r')).then(|| raw.parse().ok()).flatten();
    readable.unwrap_or_else(|| quote!(#text))
}

/// What one documented schema's type carries; `library` is what the crate is called, where it is known, `checks` the module of the validators.
pub fn emit(root: &Root, texts: Texts<'_>, library: Option<&str>, checks: &syn::Path) -> syn::Item {
    let ident = ident(&root.ident);
    let library = library.map(|library| {
        let library = format_ident!("{library}");
        quote!(in #library)
    });
    let schema = texts.of(&root.document);
    let examples = root.examples.iter().map(|example| texts.of(example));
    parse_quote! {
        documented! {
            #ident #library;
            schema = #schema;
            examples = [#(#examples),*];
            checks = #checks;
        }
    }
}

/// A test that the published examples are refused which the catalogue lists as faulty; nothing without any. Tests stand last in a file.
pub fn tests(root: &Root, texts: Texts<'_>) -> Vec<syn::Item> {
    if root.faulty.is_empty() {
        return Vec::new();
    }
    let ident = ident(&root.ident);
    let faulty = root.faulty.iter().map(|example| texts.of(example));
    render::items(&quote! {
        #[cfg(test)]
        mod tests {
            /// Examples that the vendor publishes, and that its own schema refuses.
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

/// A name that the model has made as an identifier.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, proc_macro2::Span::call_site()),
        None => format_ident!("{name}"),
    }
}
