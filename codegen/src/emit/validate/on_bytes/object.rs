//! Objects.

use std::cell::Cell;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::validate::on_bytes::array::{composite_values, start};
use crate::emit::validate::on_bytes::known::Known;
use crate::emit::validate::on_bytes::{Emitter, Refusals};
use crate::keyword::types::TypeSet;
use crate::plan::{Checks, Edge, Literal, NodeId, ObjectPart, Rest};

impl Emitter<'_> {
    /// Emits the arm for objects; `None` if every object is accepted.
    pub(super) fn object(&self, checks: &Checks) -> Option<TokenStream> {
        let part = &checks.object;
        let of_values = composite_values(checks, |value| matches!(value, Literal::Object(_)));
        let refusals = self.refusals(checks, TypeSet::OBJECT);
        if *part == ObjectPart::default() && of_values.is_empty() && refusals.is_empty() {
            return None;
        }
        let known = Known::new(part);
        let table = known.table();
        let words = known.words();
        let member = self.member(part, &known);
        let names = (!part.names.is_empty()).then(|| {
            let reads = part.names.iter().map(|edge| self.read_or_leave(edge.node));
            quote! {
                scanner.peek();
                let name = scanner.offset();
                #(#reads scanner.go_to(name);)*
            }
        });
        let required = (!part.required.is_empty()).then(|| {
            let mask = known.mask(part.required.iter().flat_map(|check| &check.asks));
            quote!(if !members.has_all(#mask) { return None; })
        });
        let dependent_required = part.dependent_required.iter().map(|check| {
            let (wire_name, others) = &check.asks;
            let (position, others) = (known.position(wire_name), known.all(others));
            quote!(if members.has(#position) && !#others { return None; })
        });
        let dependent_schemas = part.dependent_schemas.iter().map(|(wire_name, edge)| {
            let position = known.position(wire_name);
            let read = self.read_or_leave(edge.node);
            quote!(if members.has(#position) { scanner.go_to(start); #read })
        });
        let presence = part.presence.iter().map(|formula| {
            let holds = known.holds(formula);
            quote!(if !#holds { return None; })
        });
        let Refusals { next, end, late } = &refusals;
        let behind = quote! {
            #required
            #(#end)*
            #(#late)*
            #(#dependent_required)*
            #(#presence)*
            #(#of_values)*
            #(#dependent_schemas)*
        };
        let start = start(&behind);
        if member.is_empty() {
            return Some(quote! {{
                #start
                let length = 0_u64;
                if scanner.open_object()? { return None; }
                #behind
                Some(())
            }});
        }
        Some(quote! {{
            #table
            #start
            let mut length = 0_u64;
            let mut members = Members::<#words>::open(scanner, &KNOWN)?;
            while members.has_next() {
                #(#next)*
                #names
                #member
                length += 1;
                members.advance(scanner)?;
            }
            #behind
            Some(())
        }})
    }

    /// Emits reading a member; nothing if no member is accepted.
    fn member(&self, part: &ObjectPart, known: &Known<'_>) -> TokenStream {
        let unknown = self.unknown(&part.rest);
        if known.names.is_empty() && unknown.is_none() {
            return TokenStream::new();
        }
        let arms = part.members.iter().filter_map(|member| {
            let position = known.position(&member.wire_name);
            let asked = known.asked(position);
            let read = match (asked.is_empty(), member.edges.is_empty()) {
                (true, true) => return None,
                (true, false) => self.read_each(&member.edges),
                (false, true) => self.judge(&asked),
                (false, false) => {
                    let (judge, read) = (self.judge(&asked), self.read_each(&member.edges));
                    quote!(scanner.peek(); let judged = scanner.offset(); #judge scanner.go_to(judged); #read)
                }
            };
            Some(quote!(Member::Known(#position) => { #read }))
        });
        let arms: Vec<TokenStream> = arms.collect();
        let unchecked = (arms.len() < known.names.len()).then(|| quote!(Member::Known(_) => scanner.value()?,));
        let rest = if unchecked.is_some() { quote!() } else { quote!(Member::Known(_) => return None,) };
        let rest = match unknown {
            Some(unknown) => quote!(#rest #unknown),
            None if part.notes_additions && !known.names.is_empty() => {
                quote!(other => members.add(scanner, other)?,)
            }
            None => quote!(#rest Member::Unknown(_) => return None,),
        };
        quote! {
            match members.read(scanner)? {
                #(#arms)*
                #unchecked
                #rest
            }
        }
    }

    /// Emits code that applies some nodes to a value and records their verdicts, each in a bit.
    fn judge(&self, asked: &[(usize, NodeId)]) -> TokenStream {
        let readers = asked.iter().map(|(_, node)| self.reader(*node));
        let first = asked.first().map(|(bit, _)| bit);
        quote!(members.judge(scanner, #first, &[#(#readers),*])?;)
    }

    /// Emits the arm for members with unknown names; `None` if there may be none.
    fn unknown(&self, rest: &[Rest]) -> Option<TokenStream> {
        let has_patterns = rest.iter().any(|rest| !rest.patterns.is_empty());
        let additional: Vec<Edge> = rest.iter().filter_map(|rest| rest.additional.clone()).collect();
        if rest.iter().any(|rest| self.applies_always(rest).is_some_and(|edge| self.is_never(edge))) {
            return None;
        }
        if !has_patterns && additional.is_empty() {
            return Some(quote!(Member::Unknown(name) => members.skip(scanner, name)?,));
        }
        let read = match rest {
            _ if !has_patterns => self.read_each(&additional),
            [rest] if rest.patterns.len() == 1 => {
                let (pattern, edge) = &rest.patterns[0];
                let matches = self.is_match(pattern);
                let matching = self.read_each(edge.as_slice());
                let other = self.read_each(rest.additional.as_slice());
                quote!(if #matches { #matching } else { #other })
            }
            _ => self.by_patterns(rest),
        };
        Some(quote! {
            Member::Unknown(name) => {
                members.record(scanner, name)?;
                #read
            }
        })
    }

    fn is_never(&self, edge: &Edge) -> bool {
        !self.plan.node(edge.node).checks.never.is_empty()
    }

    /// Returns true if a member whose name matches a pattern may be accepted.
    fn goes_on(&self, edge: Option<&Edge>) -> bool {
        !edge.is_some_and(|edge| self.is_never(edge))
    }

    /// Returns the schema that each accepted member has, because every pattern beside it rejects the members that match it.
    fn applies_always<'r>(&self, rest: &'r Rest) -> Option<&'r Edge> {
        let goes_on = rest.patterns.iter().any(|(_, edge)| self.goes_on(edge.as_ref()));
        rest.additional.as_ref().filter(|_| !goes_on)
    }

    /// Emits reading a member against all schemas of matching patterns; most names match one pattern, and their values are read once.
    fn by_patterns(&self, rest: &[Rest]) -> TokenStream {
        let certain: Vec<Edge> = rest.iter().filter_map(|rest| self.applies_always(rest).cloned()).collect();
        let readers = Cell::new(0);
        let again = |edge: &Edge| {
            let read = self.read_or_leave(edge.node);
            if self.is_never(edge) {
                return read;
            }
            let is_first = readers.replace(readers.get() + 1) == 0;
            match (certain.is_empty(), is_first) {
                (true, true) => quote!(is_read = true; #read),
                (true, false) => quote!(if is_read { scanner.go_to(value); } is_read = true; #read),
                (false, _) => quote!(scanner.go_to(value); #read),
            }
        };
        let each = rest.iter().map(|rest| {
            let additional = rest.additional.as_ref().filter(|_| self.applies_always(rest).is_none()).map(again);
            let is_asked = additional.is_some();
            let patterns = rest.patterns.iter().map(|(pattern, edge)| {
                let matches = self.is_match(pattern);
                let read = edge.as_ref().map(again);
                let note = (is_asked && self.goes_on(edge.as_ref())).then(|| quote!(is_matched = true;));
                quote!(if #matches { #note #read })
            });
            if is_asked {
                quote! {{
                    let mut is_matched = false;
                    #(#patterns)*
                    if !is_matched { #additional }
                }}
            } else {
                quote!(#(#patterns)*)
            }
        });
        let each: Vec<TokenStream> = each.collect();
        let place = quote!(scanner.peek(); let value = scanner.offset(););
        match (certain.is_empty(), readers.get()) {
            (true, 0) => quote!(#(#each)* scanner.value()?;),
            (true, several) => {
                let place = (several > 1).then_some(place);
                quote!(#place let mut is_read = false; #(#each)* if !is_read { scanner.value()?; })
            }
            (false, several) => {
                let place = (several > 0).then_some(place);
                let read = self.read_each(&certain);
                // Several reads have a place of their own.
                let read = if certain.len() > 1 { quote!({ #read }) } else { read };
                quote!(#place #read #(#each)*)
            }
        }
    }
}
