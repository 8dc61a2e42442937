//! Arrays.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::validate::functions::is_used;
use crate::emit::validate::on_bytes::{Emitter, Refusals};
use crate::keyword::types::TypeSet;
use crate::plan::{ArrayPart, Checks, Edge, Literal};

impl Emitter<'_> {
    /// Emits the arm for arrays; `None` if every array is accepted.
    pub(super) fn array(&self, checks: &Checks) -> Option<TokenStream> {
        let of_values = composite_values(checks, |value| matches!(value, Literal::Array(_)));
        let refusals = self.refusals(checks, TypeSet::ARRAY);
        if checks.array == ArrayPart::default() && of_values.is_empty() && refusals.is_empty() {
            return None;
        }
        let part = &checks.array;
        let element = self.element(part);
        let counts: Vec<_> = (0..part.contains.len()).map(|index| format_ident!("contained_{index}")).collect();
        let contains_bounds = part.contains.iter().zip(&counts).map(|(contains, count)| {
            let least = contains.min;
            let least = (least > 0).then(|| quote!(if #count < #least { return None; }));
            let most = contains.max.as_ref().map(|(most, _)| quote!(if #count > #most { return None; }));
            quote!(#least #most)
        });
        let Refusals { next, end, late } = &refusals;
        let behind = quote!(#(#end)* #(#contains_bounds)* #(#late)* #(#of_values)*);
        let start = start(&behind);
        Some(quote! {{
            #start
            let mut length = 0_u64;
            #(let mut #counts = 0_u64;)*
            let mut more = scanner.open_array()?;
            while more {
                #(#next)*
                #element
                length += 1;
                more = scanner.next_element()?;
            }
            #behind
            Some(())
        }})
    }

    fn element(&self, part: &ArrayPart) -> TokenStream {
        let rest = self.read_each(&part.rest);
        let read = if part.prefix.is_empty() {
            rest
        } else {
            let indexes = 0..part.prefix.len() as u64;
            let reads = part.prefix.iter().map(|edges| self.read_each(edges));
            quote!(match length { #(#indexes => { #reads })* _ => { #rest } })
        };
        let is_never = |edge: &Edge| !self.plan.node(edge.node).checks.never.is_empty();
        if part.prefix.is_empty() && part.rest.iter().any(is_never) {
            return quote!(return None;);
        }
        if part.contains.is_empty() {
            return read;
        }
        let counted = part.contains.iter().enumerate().map(|(index, contains)| {
            let reader = self.reader(contains.edge.node);
            let count = format_ident!("contained_{index}");
            quote! {
                if scanner.accepts(#reader) { #count += 1; }
                scanner.go_to(element);
            }
        });
        quote! {
            scanner.peek();
            let element = scanner.offset();
            #(#counted)*
            #read
        }
    }
}

/// Emits the variable for the start of the value, if statements after it read the value again.
pub(super) fn start(behind: &TokenStream) -> Option<TokenStream> {
    is_used(behind, "start").then(|| quote!(let start = scanner.offset();))
}

/// Emits statements that compare the whole value, from `start` on, with the arrays or objects in `enum` and `const`.
pub(super) fn composite_values(checks: &Checks, is_meant: impl Fn(&Literal) -> bool) -> Vec<TokenStream> {
    let compare = |values: &Vec<Literal>| {
        let texts = values.iter().filter(|value| is_meant(value)).map(Literal::to_json);
        quote!(if !tree::is_one_of(scanner.since(start), &[#(#texts),*]) { return None; })
    };
    checks.values.iter().map(|check| compare(&check.asks)).collect()
}
