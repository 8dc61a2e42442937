//! Applicators in place: the value is read again for each schema, unless its type or a tag decides.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::validate::functions::bits;
use crate::emit::validate::on_bytes::{Emitter, bytes_of, is_types_only};
use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
use crate::plan::{Checks, Choice, Edge, InPlace, NodeId, ObjectPart, Tag, tag};

/// The maximum number of names by which branches are refused: the bits of a word.
const NAMES: usize = 64;

/// The minimum number of branches of `anyOf` that names may refuse: the first branches are often those that accept.
const REFUSABLE: usize = 3;

impl Emitter<'_> {
    /// Emits reading a value against a node's own checks, and against those in place.
    pub(super) fn in_place(&self, checks: &Checks) -> TokenStream {
        let own = Checks { in_place: Vec::new(), ..checks.clone() };
        // A condition leaves the cursor anywhere; a choice leaves it behind the value.
        let (reading, asking): (Vec<_>, Vec<_>) =
            checks.in_place.iter().partition(|check| matches!(check, InPlace::All(_) | InPlace::Choice(_)));
        let allowed = own.allowed_types();
        let decides_by_byte =
            is_types_only(&own) && (allowed.contains(TypeSet::NUMBER) || !allowed.intersects(TypeSet::NUMBER));
        let first = match (decides_by_byte, reading.is_empty()) {
            (true, false) if allowed == TypeSet::ALL => quote!(scanner.peek(); let start = scanner.offset();),
            (true, false) => {
                let bytes = bytes_of(allowed);
                quote!(if !matches!(scanner.peek(), #bytes) { return None; } let start = scanner.offset();)
            }
            _ => {
                let read = self.by_type(&own);
                quote!(scanner.peek(); let start = scanner.offset(); let own: Option<()> = #read; own?;)
            }
        };
        let end = reading.is_empty().then(|| quote!(let end = scanner.offset();));
        let go_to_end = reading.is_empty().then(|| quote!(scanner.go_to(end);));
        let asked = asking.into_iter().map(|check| self.ask(check, allowed));
        let read = reading.into_iter().map(|check| self.ask(check, allowed));
        quote! {
            #first
            #end
            #(scanner.go_to(start); #asked)*
            #(scanner.go_to(start); #read)*
            #go_to_end
            Some(())
        }
    }

    /// Emits a check of a value, which has one of the allowed types.
    fn ask(&self, check: &InPlace, allowed: TypeSet) -> TokenStream {
        match check {
            InPlace::All(edge) => self.read_or_leave(edge.node),
            InPlace::Not(edge) => {
                let condition = self.condition(edge.node);
                quote!(if #condition { return None; })
            }
            // Both branches are the same: they differ only in keyword locations, which are dropped.
            InPlace::If { then: Some(then), otherwise: Some(otherwise), .. } if then.node == otherwise.node => {
                self.read_or_leave(then.node)
            }
            InPlace::If { condition, then, otherwise } => {
                let condition = self.condition(condition.node);
                let branch = |edge: &Option<Edge>| {
                    edge.as_ref().map(|edge| {
                        let read = self.read_or_leave(edge.node);
                        quote!(scanner.go_to(start); #read)
                    })
                };
                let (then, otherwise) = (branch(then), branch(otherwise));
                quote!(if #condition { #then } else { #otherwise })
            }
            InPlace::Choice(choice) => self.choice(choice, allowed),
            InPlace::Unevaluated(unevaluated) => self.unevaluated(unevaluated),
            InPlace::Switch(switch) => {
                let switch = self.switch(switch);
                quote!(#switch?;)
            }
        }
    }

    /// Emits a test that a node accepts the value. The cursor may then be anywhere after the start of the value.
    fn condition(&self, id: NodeId) -> TokenStream {
        let checks = &self.plan.node(id).checks;
        let allowed = checks.allowed_types();
        // The first byte does not distinguish an integer from another number.
        let asks_for_integers = allowed.intersects(TypeSet::NUMBER) && !allowed.contains(TypeSet::NUMBER);
        if !is_shallow(checks) || !allowed.intersects(TypeSet::OBJECT) || asks_for_integers {
            let reader = self.reader(id);
            return quote!(scanner.accepts(#reader));
        }
        // A few members decide, and a lookahead finds them without reading the others.
        let part = &checks.object;
        let is_required = |wire_name: &String| part.required.iter().any(|check| check.asks.contains(wire_name));
        // A member may be unconstrained.
        let asked = part.members.iter().filter(|member| !member.edges.is_empty() || is_required(&member.wire_name));
        let names = asked.clone().map(|member| &member.wire_name);
        let accepted = asked.enumerate().map(|(index, member)| {
            let is_optional = !is_required(&member.wire_name);
            let reads = member.edges.iter().map(|edge| {
                let reader = self.reader(edge.node);
                quote!({ scanner.go_to(at); scanner.accepts(#reader) })
            });
            let reads: Vec<TokenStream> = reads.collect();
            if reads.is_empty() {
                quote!(lookahead.find(scanner, #index).is_some())
            } else {
                quote!(lookahead.find(scanner, #index).map_or(#is_optional, |at| #(#reads)&&*))
            }
        });
        let accepted: Vec<TokenStream> = accepted.collect();
        let others = [TypeSet::ARRAY, TypeSet::STRING, TypeSet::NUMBER, TypeSet::BOOLEAN, TypeSet::NULL];
        let allowed = others.into_iter().fold(TypeSet::NONE, |found, kind| found.union(allowed.intersection(kind)));
        let object = if accepted.is_empty() {
            quote!(true)
        } else {
            quote!({ let mut lookahead = Lookahead::new(scanner, [#(#names),*]); #(#accepted)&&* })
        };
        let others = (!allowed.is_empty()).then(|| {
            let bytes = bytes_of(allowed);
            quote!(#bytes => true,)
        });
        quote!(match scanner.peek() { b'{' => #object, #others _ => false })
    }

    fn choice(&self, choice: &Choice, allowed: TypeSet) -> TokenStream {
        let types: Vec<TypeSet> =
            choice.branches.iter().map(|branch| tag::types(self.plan, branch.node, Effort::FULL)).collect();
        let candidates =
            |of: TypeSet| -> Vec<usize> { (0..types.len()).filter(|index| types[*index].intersects(of)).collect() };
        // Types with the same branches share an arm.
        let mut arms: Vec<(TypeSet, Vec<usize>)> = Vec::new();
        for kind in TypeSet::KINDS.into_iter().filter(|kind| kind.intersects(allowed)) {
            let left = candidates(kind);
            let is_tagged = choice.tag.is_some() && kind == TypeSet::OBJECT;
            match arms.iter_mut().find(|(_, known)| *known == left) {
                Some((types, _)) if !(is_tagged || choice.tag.is_some() && types.intersects(TypeSet::OBJECT)) => {
                    *types = types.union(kind);
                }
                _ => arms.push((kind, left)),
            }
        }
        let arms = arms.into_iter().map(|(types, left)| {
            let read = match &choice.tag {
                Some(tag) if types.intersects(TypeSet::OBJECT) => self.by_tag(choice, tag),
                _ if types == TypeSet::OBJECT => self.choose_by_names(choice, &left),
                _ => self.choose(choice, &left),
            };
            (types, read)
        });
        let arms: Vec<(TypeSet, TokenStream)> = arms.collect();
        if let [(_, read)] = arms.as_slice() {
            return read.clone();
        }
        let bytes = arms.iter().map(|(types, _)| bytes_of(*types));
        let reads = arms.iter().map(|(_, read)| read);
        quote!(match scanner.peek() { #(#bytes => { #reads })* _ => return None })
    }

    fn by_tag(&self, choice: &Choice, tag: &Tag) -> TokenStream {
        let wire_name = &tag.wire_name;
        let values = tag.cases.iter().map(|(value, _)| Literal::byte_string(value.as_bytes()));
        let reads = tag.cases.iter().map(|(_, left)| self.choose_by_names(choice, left));
        let other = self.choose_by_names(choice, &tag.other);
        let absent = self.choose_by_names(choice, &tag.absent);
        quote! {
            match Lookahead::new(scanner, [#wire_name]).value(scanner, 0) {
                MemberValue::String(text) => match &*text.bytes() {
                    #(#values => { #reads })*
                    _ => { #other }
                },
                MemberValue::Absent => { #absent }
                _ => { #other }
            }
        }
    }

    /// Emits reading an object against those of the selected branches whose required members it has.
    fn choose_by_names(&self, choice: &Choice, left: &[usize]) -> TokenStream {
        let required = |index: &usize| choice.required.get(*index).map_or(&[][..], Vec::as_slice);
        let is_common = |wire_name: &&String| left.iter().all(|index| required(index).contains(wire_name));
        let names: BTreeSet<&String> = left.iter().flat_map(required).filter(|name| !is_common(name)).collect();
        let names: Vec<&String> = names.into_iter().collect();
        let refusable = left.iter().filter(|index| required(index).iter().any(|name| !is_common(&name))).count();
        let least = if choice.only_one { 1 } else { REFUSABLE };
        if refusable < least || names.len() > NAMES {
            return self.choose(choice, left);
        }
        let branches = left.iter().map(|index| {
            let is_required = |(_, name): &(usize, &&String)| required(index).contains(name);
            let mask = names.iter().enumerate().filter(is_required).fold(0, |mask, (bit, _)| mask | 1_u64 << bit);
            let (mask, reader) = (bits(mask, names.len()), self.reader(choice.branches[*index].node));
            quote!((#mask, #reader))
        });
        let method = if choice.only_one { quote!(one_of) } else { quote!(any_of) };
        quote!(Lookahead::new(scanner, [#(#names),*]).#method(scanner, &[#(#branches),*])?;)
    }

    /// Emits reading the value against the selected branches.
    fn choose(&self, choice: &Choice, left: &[usize]) -> TokenStream {
        match left {
            [] => quote!(return None;),
            [only] => self.read_or_leave(choice.branches[*only].node),
            several => {
                let readers = several.iter().map(|index| self.reader(choice.branches[*index].node));
                if choice.only_one {
                    quote!(scanner.one_of(&[#(#readers),*])?;)
                } else {
                    quote!(scanner.any_of(&[#(#readers),*])?;)
                }
            }
        }
    }
}

/// Returns true if a few members of an object decide, so that the rest of the value need not be read.
fn is_shallow(checks: &Checks) -> bool {
    let ObjectPart { members, required, .. } = &checks.object;
    let shallow = Checks {
        types: checks.types.clone(),
        object: ObjectPart { members: members.clone(), required: required.clone(), ..ObjectPart::default() },
        ..Checks::default()
    };
    *checks == shallow && members.len() <= 8 && members.iter().all(|member| member.edges.len() <= 1)
}
