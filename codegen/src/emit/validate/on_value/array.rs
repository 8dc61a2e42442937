//! The checks of arrays.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::validate::functions::is_used;
use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::{Step, violation};
use crate::keyword::leaf::limit;
use crate::plan::{ArrayPart, Contains, Edge, message};

impl Emitter<'_> {
    /// Emits statements on the variable `elements`.
    pub(super) fn array(&mut self, part: &ArrayPart) -> TokenStream {
        let prefix: Vec<TokenStream> =
            part.prefix.iter().enumerate().map(|(index, edges)| self.prefix(index, edges)).collect();
        let rest = self.rest(part);
        let contains: Vec<TokenStream> = part.contains.iter().map(|contains| self.contains(contains)).collect();
        quote!(#(#prefix)* #rest #(#contains)*)
    }

    fn apply_to_element(&mut self, edges: &[Edge], index: &TokenStream) -> TokenStream {
        let step = Step::Element(index.clone());
        let statements: Vec<TokenStream> = edges.iter().map(|edge| self.apply(edge, &step)).collect();
        quote!(#(#statements)*)
    }

    fn prefix(&mut self, index: usize, edges: &[Edge]) -> TokenStream {
        let index = Literal::usize_unsuffixed(index);
        let statements = self.apply_to_element(edges, &quote!(#index));
        if statements.is_empty() {
            return quote!();
        }
        let element = if index.to_string() == "0" { quote!(elements.first()) } else { quote!(elements.get(#index)) };
        match variable(&statements, "value") {
            value if value.to_string() == "_" => quote!(if elements.len() > #index { #statements }),
            value => quote!(if let Some(#value) = #element { #statements }),
        }
    }

    fn rest(&mut self, part: &ArrayPart) -> TokenStream {
        let statements = self.apply_to_element(&part.rest, &quote!(index));
        if statements.is_empty() {
            return quote!();
        }
        let skip = match part.prefix.len() {
            0 => quote!(),
            length => {
                let length = Literal::usize_unsuffixed(length);
                quote!(.skip(#length))
            }
        };
        let value = variable(&statements, "value");
        quote!(for (index, #value) in elements.iter().enumerate()#skip { #statements })
    }

    fn contains(&mut self, contains: &Contains) -> TokenStream {
        let accepts = self.accepts(contains.edge.node);
        let value = variable(&accepts, "value");
        let too_few = violation(&quote!(at), &contains.min_trail, &message::contains_too_few(contains.min));
        let filtered = if value.to_string() == "_" { quote!(_) } else { quote!(&#value) };
        let min = limit(contains.min);
        let count = quote!(elements.iter().filter(|#filtered| #accepts));
        let Some((max, max_trail)) = &contains.max else {
            if contains.min == 1 {
                return quote!(if !elements.iter().any(|#value| #accepts) { #too_few });
            }
            return quote!(if #count.take(#min).count() < #min { #too_few });
        };
        let too_many = violation(&quote!(at), max_trail, &message::contains_too_many(*max));
        let max = limit(*max);
        let too_few = (contains.min > 0).then(|| quote!(if accepted < #min { #too_few }));
        quote! {
            let accepted = #count.count();
            #too_few
            if accepted > #max { #too_many }
        }
    }
}

/// Returns a variable, or `_` if the tokens do not use it.
pub(super) fn variable(tokens: &TokenStream, name: &str) -> TokenStream {
    let ident = quote::format_ident!("{name}");
    if is_used(tokens, name) { quote!(#ident) } else { quote!(_) }
}
