//! `unevaluatedProperties` and `unevaluatedItems`, if the instance decides which parts are evaluated: once the conditions are known, the
//! members or elements are read again.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::validate::decision::{Decision, Emits, decide};
use crate::emit::validate::on_bytes::Emitter;
use crate::pattern::matching::Pattern;
use crate::plan::evaluated::{Condition, Parts};
use crate::plan::{Edge, Unevaluated};

impl Emitter<'_> {
    /// Emits statements that check the value from `start` on, and leave the cursor anywhere.
    pub(super) fn unevaluated(&self, asked: &Unevaluated) -> TokenStream {
        let Decision { conditions, is_evaluated } = decide(&mut { self }, &asked.evaluated);
        let applied = self.read_or_leave(asked.edge.node);
        match asked.parts {
            Parts::Members => quote! {
                if scanner.peek() == b'{' {
                    #conditions
                    scanner.go_to(start);
                    let mut more = scanner.open_object()?;
                    while more {
                        let name = scanner.name()?;
                        if #is_evaluated { scanner.value()?; } else { #applied }
                        more = scanner.next_member()?;
                    }
                }
            },
            Parts::Elements => quote! {
                if scanner.peek() == b'[' {
                    #conditions
                    scanner.go_to(start);
                    let mut index = 0_usize;
                    let mut more = scanner.open_array()?;
                    while more {
                        if #is_evaluated { scanner.value()?; } else { #applied }
                        index += 1;
                        more = scanner.next_element()?;
                    }
                }
            },
        }
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

    fn condition(&mut self, condition: &Condition) -> TokenStream {
        match condition {
            Condition::Has(wire_name) => quote!({
                scanner.go_to(start);
                Lookahead::new(scanner, [#wire_name]).find(scanner, 0).is_some()
            }),
            Condition::Accepts(edge) => {
                let reader = self.reader(edge.node);
                quote!({ scanner.go_to(start); scanner.accepts(#reader) })
            }
        }
    }
}
