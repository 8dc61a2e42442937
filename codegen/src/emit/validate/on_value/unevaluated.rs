//! `unevaluatedProperties` and `unevaluatedItems`, if the instance decides which parts are evaluated.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::validate::decision::{Emits, decide, has_operator};
use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::Step;
use crate::emit::validate::on_value::array::variable;
use crate::keyword::leaf::Code as _;
use crate::pattern::matching::Pattern;
use crate::plan::evaluated::{Condition, Parts};
use crate::plan::{Edge, Unevaluated};

impl Emitter<'_> {
    /// Emits statements on the variable `value`.
    pub(super) fn unevaluated(&mut self, asked: &Unevaluated) -> TokenStream {
        let decision = decide(self, &asked.evaluated);
        let (conditions, is_evaluated) = (&decision.conditions, &decision.is_evaluated);
        let (step, content) = match asked.parts {
            Parts::Members => (Step::Member(quote!(name)), quote!(Kind::Object(members))),
            Parts::Elements => (Step::Element(quote!(index)), quote!(Kind::Array(elements))),
        };
        let applied = self.apply(&asked.edge, &step);
        if applied.is_empty() {
            return quote!();
        }
        let is_open =
            if has_operator(is_evaluated, "|&=<") { quote!(!(#is_evaluated)) } else { quote!(!#is_evaluated) };
        let body = quote!(if #is_open { #applied });
        let value = variable(&body, "value");
        let over = match asked.parts {
            Parts::Members => quote!((name, #value) in members.iter()),
            Parts::Elements if value.to_string() == "_" => quote!(index in 0..elements.len()),
            Parts::Elements => quote!((index, #value) in elements.iter().enumerate()),
        };
        for path in ["value::instance::Instance", "value::instance::Kind"] {
            self.module.import(path);
        }
        if asked.parts == Parts::Members {
            self.module.import("value::instance::Members as _");
        }
        quote! {
            if let #content = value.kind() {
                #conditions
                for #over { #body }
            }
        }
    }
}

impl Emits for Emitter<'_> {
    fn names(&mut self, names: &[String]) -> TokenStream {
        if let [only] = names {
            return quote!(name == #only);
        }
        quote!(matches!(name, #(#names)|*))
    }

    fn pattern(&mut self, pattern: &Pattern) -> TokenStream {
        self.is_match(pattern, &quote!(name))
    }

    fn first(&mut self, length: usize) -> TokenStream {
        let length = Literal::usize_unsuffixed(length);
        quote!(index < #length)
    }

    fn contained(&mut self, edge: &Edge) -> TokenStream {
        let accepts = self.accepts(edge.node);
        if has_operator(&accepts, "|&") { quote!((#accepts)) } else { accepts }
    }

    fn condition(&mut self, condition: &Condition) -> TokenStream {
        match condition {
            Condition::Has(wire_name) => quote!(members.contains_key(#wire_name)),
            Condition::Accepts(edge) => self.accepts(edge.node),
        }
    }
}
