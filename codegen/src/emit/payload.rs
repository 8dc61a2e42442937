//! What each documented schema's type carries with it: `SCHEMA`, `EXAMPLES`, `example()`.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use crate::model::Root;
use crate::render;

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
}

impl Texts<'_> {
    fn of(self, document: &crate::json::Document) -> TokenStream {
        match self {
            Self::Included { file } => {
                let path = crate::emit::layout::copy_from(file, document.source.path());
                quote!(include_str!(#path))
            }
            Self::Literal => literal(document.source.text()),
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

/// The implementation for one documented schema.
pub fn emit(root: &Root, texts: Texts<'_>) -> Vec<syn::Item> {
    let ident = ident(&root.ident);
    let schema = texts.of(&root.document);
    let examples = root.examples.iter().map(|example| texts.of(example));
    let example = (!root.examples.is_empty()).then(|| {
        quote! {
            /// The first documented example.
            #[must_use]
            pub fn example() -> Self {
                serde_json::from_str(Self::EXAMPLES[0]).expect("gen has checked every example against its schema")
            }
        }
    });
    render::items(&quote! {
        impl #ident {
            /// The documented JSON Schema.
            pub const SCHEMA: &'static str = #schema;
            /// The documented examples, as JSON.
            pub const EXAMPLES: &'static [&'static str] = &[#(#examples),*];
            #example
        }
    })
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
