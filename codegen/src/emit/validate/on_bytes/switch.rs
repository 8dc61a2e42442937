//! Emits lookaheads: decisions by a value's type and members before it is read.

use proc_macro2::{Literal as Bytes, TokenStream};
use quote::quote;

use crate::emit::validate::on_bytes::{Emitter, References, bytes_of};
use crate::plan::{Edge, InPlace, Literal, NodeId, Switch};

impl Emitter<'_> {
    /// Emits an expression that reads the value against the node that a lookahead selects.
    pub(super) fn switch(&self, switch: &Switch) -> TokenStream {
        let names = self.names(switch);
        let cases = self.cases(switch, &names);
        match switch {
            // The names are looked up behind the type.
            Switch::Type(_) => cases,
            Switch::Member { .. } | Switch::Absence { .. } => with_look(&names, &cases),
        }
    }

    /// Returns true if only another switch refers to a switch, which then contains it and shares the lookahead. Several of its cases may
    /// contain it if no further switch is inside: otherwise the copies would multiply with each level.
    pub(super) fn is_nested(&self, id: NodeId) -> bool {
        let References { from_switches, switch, from_elsewhere } =
            self.uses.references.get(&id).copied().unwrap_or_default();
        let is_innermost = |inner: &Switch| inner.edges().iter().all(|edge| self.switch_of(edge.node).is_none());
        let is_alone = switch.is_some_and(|(_, is_only)| is_only) && from_elsewhere == 0;
        is_alone && self.switch_of(id).is_some_and(|inner| from_switches == 1 || is_innermost(inner))
    }

    fn switch_of(&self, id: NodeId) -> Option<&Switch> {
        match self.plan.node(id).checks.in_place.as_slice() {
            [InPlace::Switch(switch)] => Some(switch),
            _ => None,
        }
    }

    fn nested(&self, edge: &Edge) -> Option<&Switch> {
        self.switch_of(edge.node).filter(|_| self.is_nested(edge.node))
    }

    /// Returns the names that a switch and nested ones look up.
    fn names(&self, switch: &Switch) -> Vec<String> {
        let mut names = match switch {
            Switch::Type(_) => Vec::new(),
            Switch::Member { wire_name, .. } => vec![wire_name.clone()],
            Switch::Absence { names, .. } => names.clone(),
        };
        for nested in switch.edges().into_iter().filter_map(|edge| self.nested(edge)) {
            for wire_name in self.names(nested) {
                if !names.contains(&wire_name) {
                    names.push(wire_name);
                }
            }
        }
        names
    }

    fn cases(&self, switch: &Switch, names: &[String]) -> TokenStream {
        let position = |wire_name: &String| names.iter().position(|known| known == wire_name);
        match switch {
            Switch::Type(cases) => {
                let bytes = cases.iter().map(|(types, _)| bytes_of(*types));
                let reads = cases.iter().map(|(_, edge)| match self.nested(edge) {
                    Some(nested) => {
                        let names = self.names(nested);
                        with_look(&names, &self.cases(nested, &names))
                    }
                    None => self.read(edge.node),
                });
                quote!(match scanner.peek() { #(#bytes => #reads,)* _ => None })
            }
            Switch::Member { wire_name, cases, other, absent, expects_absence: true } => {
                let (position, reader) = (position(wire_name), self.reader(absent.node));
                let (arms, other) = (self.arms(cases, other, names), self.case(other, names));
                quote! {
                    match lookahead.value_or_read(scanner, #position, #reader) {
                        #arms
                        MemberValue::Read(read) => read,
                        _ => #other,
                    }
                }
            }
            Switch::Member { wire_name, cases, other, absent, expects_absence: false } => {
                let position = position(wire_name);
                let arms = self.arms(cases, other, names);
                let (other, absent) = (self.case(other, names), self.case(absent, names));
                quote! {
                    match lookahead.value(scanner, #position) {
                        #arms
                        MemberValue::Absent => #absent,
                        _ => #other,
                    }
                }
            }
            Switch::Absence { names: expected, absent, otherwise } => {
                let positions: Vec<_> = expected.iter().map(position).collect();
                let (reader, read) = (self.reader(absent.node), self.case(absent, names));
                let otherwise = self.case(otherwise, names);
                quote! {
                    match lookahead.assume_absent(scanner, &[#(#positions),*], #reader) {
                        Some(true) => Some(()),
                        _ if lookahead.has_any(scanner, &[#(#positions),*]) => #otherwise,
                        Some(false) => None,
                        None => #read,
                    }
                }
            }
        }
    }

    /// Emits the arms of a switch; those with the same node are merged.
    fn arms(&self, cases: &[(Literal, Edge)], other: &Edge, names: &[String]) -> TokenStream {
        let strings = self.choice_of(cases, other, names, |literal| {
            let text = Bytes::byte_string(literal.as_str()?.as_bytes());
            Some(quote!(#text))
        });
        let strings = strings.map(|arms| quote!(MemberValue::String(text) => match &*text.bytes() { #arms },));
        let integers = self.choice_of(cases, other, names, |literal| {
            let integer = Bytes::i64_unsuffixed(literal.as_integer()?);
            Some(quote!(Some(#integer)))
        });
        let integers = integers.map(|arms| quote!(MemberValue::Number(number) => match number.to_integer() { #arms },));
        let literals = cases.iter().filter_map(|(literal, edge)| {
            let looked = match literal {
                Literal::Null => quote!(MemberValue::Null),
                Literal::Boolean(value) => quote!(MemberValue::Boolean(#value)),
                Literal::Number(_) | Literal::String(_) | Literal::Array(_) | Literal::Object(_) => return None,
            };
            let read = self.case(edge, names);
            Some(quote!(#looked => #read,))
        });
        quote!(#strings #integers #(#literals)*)
    }

    /// Emits the arms for the cases with a pattern, and the arm for all other values; those with the same node are merged. `None` without
    /// such a case.
    fn choice_of(
        &self,
        cases: &[(Literal, Edge)],
        other: &Edge,
        names: &[String],
        pattern: impl Fn(&Literal) -> Option<TokenStream>,
    ) -> Option<TokenStream> {
        let mut groups: Vec<(&Edge, Vec<TokenStream>)> = Vec::new();
        for (literal, edge) in cases {
            let Some(pattern) = pattern(literal) else { continue };
            match groups.iter_mut().find(|(known, _)| known.node == edge.node) {
                Some((_, patterns)) => patterns.push(pattern),
                None => groups.push((edge, vec![pattern])),
            }
        }
        if groups.is_empty() {
            return None;
        }
        let arms = groups.iter().map(|(edge, patterns)| {
            let read = self.case(edge, names);
            quote!(#(#patterns)|* => #read,)
        });
        let other = self.case(other, names);
        Some(quote!(#(#arms)* _ => #other))
    }

    fn case(&self, edge: &Edge, names: &[String]) -> TokenStream {
        match self.nested(edge) {
            Some(nested) => self.cases(nested, names),
            None => self.read(edge.node),
        }
    }
}

fn with_look(names: &[String], cases: &TokenStream) -> TokenStream {
    if names.is_empty() {
        return cases.clone();
    }
    quote!({ let mut lookahead = Lookahead::new(scanner, [#(#names),*]); #cases })
}
