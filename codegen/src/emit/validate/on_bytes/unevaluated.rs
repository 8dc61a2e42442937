//! `unevaluatedProperties` and `unevaluatedItems`, if the instance decides which parts are evaluated: once the conditions are known, the
//! members or elements are read again.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::validate::block::{Block, Predicate};
use crate::emit::validate::decision::{Decision, Emits, decide};
use crate::emit::validate::functions::is_used;
use crate::emit::validate::on_bytes::Emitter;
use crate::pattern::matching::Pattern;
use crate::plan::evaluated::{self, Parts};
use crate::plan::{Edge, Unevaluated};

impl Emitter<'_> {
    /// Emits statements that check the value from `start` on, and leave the cursor anywhere.
    pub(super) fn unevaluated(&self, asked: &Unevaluated) -> Block {
        let Decision { conditions, is_evaluated } = decide(&mut { self }, &asked.evaluated);
        let (open, next, byte) = match asked.parts {
            Parts::Members => (quote!(open_object), quote!(next_member), quote!(b'{')),
            Parts::Elements => (quote!(open_array), quote!(next_element), quote!(b'[')),
        };
        let (before, count) = match asked.parts {
            Parts::Members if is_used(&is_evaluated, "name") => (quote!(let name = scanner.name()?;), None),
            Parts::Members => (quote!(scanner.name()?;), None),
            Parts::Elements => (quote!(), is_used(&is_evaluated, "index").then(|| quote!(index += 1;))),
        };
        // A test of an element has several statements.
        let (decided, is_evaluated) = if asked.evaluated.contained.is_empty() {
            (None, Predicate::Other(is_evaluated))
        } else {
            (Some(quote!(let is_evaluated = #is_evaluated;)), Predicate::Call(quote!(is_evaluated)))
        };
        let index = count.as_ref().map(|_| quote!(let mut index = 0_usize;));
        let read = Block::either(is_evaluated, self.read_each(&[]), self.read_or_leave(asked.edge.node));
        Block::when(
            Predicate::Equal(quote!(scanner.peek()), byte),
            Block::other(quote! {
                #conditions
                scanner.go_to(start);
                #index
                let mut more = scanner.#open()?;
                while more {
                    #before
                    #decided
                    #read
                    #count
                    more = scanner.#next()?;
                }
            }),
        )
    }
}

impl Emits for &Emitter<'_> {
    fn names(&mut self, names: &[String]) -> TokenStream {
        let names: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        self.surroundings.borrow_mut().is_one_of(&names, &quote!(name))
    }

    fn pattern(&mut self, pattern: &Pattern) -> TokenStream {
        self.is_match(pattern)
    }

    fn first(&mut self, length: usize) -> TokenStream {
        let length = Literal::usize_unsuffixed(length);
        quote!(index < #length)
    }

    fn contained(&mut self, edge: &Edge) -> TokenStream {
        let reader = self.reader(edge.node);
        quote! {{
            scanner.peek();
            let element = scanner.offset();
            let is_contained = scanner.accepts(#reader);
            scanner.go_to(element);
            is_contained
        }}
    }

    fn condition(&mut self, condition: &evaluated::Condition) -> TokenStream {
        match condition {
            evaluated::Condition::Has(wire_name) => quote!({
                scanner.go_to(start);
                Lookahead::new(scanner, [#wire_name]).find(scanner, 0).is_some()
            }),
            evaluated::Condition::Accepts(edge) => {
                let reader = self.reader(edge.node);
                quote!({ scanner.go_to(start); scanner.accepts(#reader) })
            }
        }
    }
}
