//! `enum` and `const`: comparisons of an instance with the values of a schema.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::validate::on_value::Emitter;
use crate::keyword::bound::compare;
use crate::plan::Literal;

impl Emitter<'_> {
    /// Emits the condition that an instance differs from all of these values, which have one type; `None` if there are none, and empty
    /// tokens if the type has no other value.
    pub(super) fn differs(&mut self, values: &[&Literal]) -> Option<TokenStream> {
        let first = values.first()?;
        Some(match first {
            Literal::Null => quote!(),
            Literal::Boolean(_) => {
                match (values.contains(&&Literal::Boolean(true)), values.contains(&&Literal::Boolean(false))) {
                    (true, true) => quote!(),
                    (true, false) => quote!(!flag),
                    _ => quote!(flag),
                }
            }
            Literal::String(_) => differs_from_strings(values, &quote!(text)),
            Literal::Number(_) => {
                let conditions: Vec<TokenStream> = values
                    .iter()
                    .filter_map(|value| if let Literal::Number(text) = value { Some(text) } else { None })
                    .map(|text| compare(self, &quote!(number), text, "is_ne"))
                    .collect();
                quote!(#(#conditions)&&*)
            }
            Literal::Array(_) | Literal::Object(_) => {
                self.module.import("validate::literal::Literal");
                let conditions = values.iter().map(|value| {
                    let literal = literal(value);
                    quote!(!#literal.equals(value))
                });
                quote!(#(#conditions)&&*)
            }
        })
    }
}

/// Emits the condition that a string differs from all of these values.
pub(super) fn differs_from_strings(values: &[&Literal], text: &TokenStream) -> TokenStream {
    match distinct_strings(values.iter().copied()).as_slice() {
        [only] => quote!(#text != #only),
        strings => quote!(!matches!(#text, #(#strings)|*)),
    }
}

/// Returns true if all values are strings, and there is one.
pub(super) fn is_text(values: &[Literal]) -> bool {
    !values.is_empty() && values.iter().all(|value| matches!(value, Literal::String(_)))
}

/// Emits the condition that `value` is one of these strings.
pub(super) fn equals_text(values: &[Literal]) -> TokenStream {
    match distinct_strings(values).as_slice() {
        [only] => quote!(value.as_str() == Some(#only)),
        strings => quote!(matches!(value.as_str(), Some(#(#strings)|*))),
    }
}

/// Emits the condition that `value` is none of these strings.
pub(super) fn differs_from_text(values: &[Literal]) -> TokenStream {
    match distinct_strings(values).as_slice() {
        [only] => quote!(value.as_str() != Some(#only)),
        strings => quote!(!matches!(value.as_str(), Some(#(#strings)|*))),
    }
}

pub(super) fn distinct_strings<'v>(values: impl IntoIterator<Item = &'v Literal>) -> Vec<&'v str> {
    let mut seen = BTreeSet::new();
    values.into_iter().filter_map(Literal::as_str).filter(|string| seen.insert(*string)).collect()
}

/// Emits a value as a constant.
fn literal(value: &Literal) -> TokenStream {
    match value {
        Literal::Null => quote!(Literal::Null),
        Literal::Boolean(value) => quote!(Literal::Boolean(#value)),
        Literal::Number(text) => quote!(Literal::Number(#text)),
        Literal::String(text) => quote!(Literal::String(#text)),
        Literal::Array(elements) => {
            let elements = elements.iter().map(literal);
            quote!(Literal::Array(&[#(#elements),*]))
        }
        Literal::Object(members) => {
            let members = members.iter().map(|(wire_name, value)| {
                let value = literal(value);
                quote!((#wire_name, #value))
            });
            quote!(Literal::Object(&[#(#members),*]))
        }
    }
}
