//! Applicators in place: the value is read again for each schema, unless its type or a tag decides.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

use crate::emit::validate::block::{Block, Predicate};
use crate::emit::validate::choice::{Choice, Pattern, either};
use crate::emit::validate::functions::{bits, is_used};
use crate::emit::validate::on_bytes::{Emitter, bytes_of, is_types_only};
use crate::keyword::types::TypeSet;
use crate::plan::effort::Effort;
use crate::plan::{self, Checks, Edge, InPlace, NodeId, ObjectPart, Tag, tag};

/// The maximum number of names by which branches are refused: the bits of a word.
const NAMES: usize = 64;

/// The minimum number of branches of `anyOf` that names may refuse: the first branches are often those that accept.
const REFUSABLE: usize = 3;

impl Emitter<'_> {
    /// Emits reading a value against a node's own checks, and against those in place.
    pub(super) fn in_place(&self, checks: &Checks) -> Block {
        let own = Checks { in_place: Vec::new(), ..checks.clone() };
        // A condition leaves the cursor anywhere; a choice leaves it behind the value.
        let (reading, asking): (Vec<_>, Vec<_>) =
            checks.in_place.iter().partition(|check| matches!(check, InPlace::All(_) | InPlace::Choice(_)));
        let allowed = own.allowed_types();
        let decides_by_byte = !reading.is_empty()
            && is_types_only(&own)
            && (allowed.contains(TypeSet::NUMBER) || !allowed.intersects(TypeSet::NUMBER));
        let ends_here = reading.is_empty();
        let steps = asking.into_iter().chain(reading).enumerate().map(|(index, check)| {
            // The cursor is at the start before the first check.
            let back = (index > 0 || !decides_by_byte).then(|| quote!(scanner.go_to(start);));
            Block::other(quote!(#back)).and(self.ask(check, allowed))
        });
        let steps: Block = steps.collect();
        let has_start = is_used(&steps, "start");
        let start = has_start.then(|| quote!(let start = scanner.offset();));
        let first = match allowed {
            TypeSet::ALL if decides_by_byte => Block::other(quote!(scanner.peek(); #start)),
            _ if decides_by_byte => {
                let byte = either(&bytes_of(allowed));
                let refused = Predicate::not(quote!(matches!(scanner.peek(), #byte)));
                Block::refuse_if(refused).and(Block::other(quote!(#start)))
            }
            _ => {
                let own = self.by_type(&own).block.expression();
                Block::other(quote!(scanner.peek(); #start let own: Option<()> = #own; own?;))
            }
        };
        let (end, go_to_end) = if ends_here && !steps.leaves() {
            (quote!(let end = scanner.offset();), quote!(scanner.go_to(end);))
        } else {
            Default::default()
        };
        first.and(Block::other(end)).and(steps).and(Block::other(go_to_end)).accept()
    }

    /// Emits a check of a value, which has one of the allowed types.
    fn ask(&self, check: &InPlace, allowed: TypeSet) -> Block {
        match check {
            InPlace::All(edge) => self.read_or_leave(edge.node),
            InPlace::Not(edge) => Block::refuse_if(self.condition(edge.node)),
            // Both branches are the same: they differ only in keyword locations, which are dropped.
            InPlace::If { then: Some(then), otherwise: Some(otherwise), .. } if then.node == otherwise.node => {
                self.read_or_leave(then.node)
            }
            InPlace::If { condition, then, otherwise } => {
                let branch = |edge: &Option<Edge>| {
                    let read =
                        |edge: &Edge| Block::other(quote!(scanner.go_to(start);)).and(self.read_or_leave(edge.node));
                    edge.as_ref().map(read).unwrap_or_default()
                };
                Block::either(self.condition(condition.node), branch(then), branch(otherwise))
            }
            InPlace::Choice(choice) => self.choice(choice, allowed),
            InPlace::Unevaluated(unevaluated) => self.unevaluated(unevaluated),
            InPlace::Switch(switch) => {
                let switch = self.switch(switch).expression();
                Block::other(quote!(let read: Option<()> = #switch; read?;))
            }
        }
    }

    /// Returns a test that a node accepts the value. The cursor may then be anywhere after the start of the value.
    fn condition(&self, id: NodeId) -> Predicate {
        let checks = &self.plan.node(id).checks;
        let allowed = checks.allowed_types();
        // The first byte does not distinguish an integer from another number.
        let asks_for_integers = allowed.intersects(TypeSet::NUMBER) && !allowed.contains(TypeSet::NUMBER);
        if !is_shallow(checks) || !allowed.intersects(TypeSet::OBJECT) || asks_for_integers {
            let reader = self.reader(id);
            return Predicate::Call(quote!(scanner.accepts(#reader)));
        }
        // A few members decide, and a lookahead finds them without reading the others.
        let part = &checks.object;
        let is_required = |wire_name: &String| part.required.iter().any(|check| check.asks.contains(wire_name));
        // A member may be unconstrained.
        let asked = part.members.iter().filter(|member| !member.edges.is_empty() || is_required(&member.wire_name));
        let names = asked.clone().map(|member| &member.wire_name);
        let accepted = asked.enumerate().map(|(index, member)| {
            let index = Literal::usize_unsuffixed(index);
            match (member.edges.as_slice(), is_required(&member.wire_name)) {
                ([], _) => quote!(lookahead.find(scanner, #index).is_some()),
                (edges, is_required) => {
                    let reads = edges.iter().map(|edge| {
                        let reader = self.reader(edge.node);
                        quote!({ scanner.go_to(at); scanner.accepts(#reader) })
                    });
                    let holds = if is_required { quote!(is_some_and) } else { quote!(map_or) };
                    let absent = (!is_required).then(|| quote!(true,));
                    quote!(lookahead.find(scanner, #index).#holds(#absent |at| #(#reads)&&*))
                }
            }
        });
        let accepted: Vec<TokenStream> = accepted.collect();
        if accepted.is_empty() {
            let bytes = either(&bytes_of(allowed));
            return Predicate::Call(quote!(matches!(scanner.peek(), #bytes)));
        }
        let object = quote!({ let mut lookahead = Lookahead::new(scanner, [#(#names),*]); #(#accepted)&&* });
        let others = allowed.without(TypeSet::OBJECT);
        Predicate::Other(if others.is_empty() {
            quote!(scanner.peek() == b'{' && #object)
        } else {
            let others = either(&bytes_of(others));
            quote!(match scanner.peek() { b'{' => #object, #others => true, _ => false })
        })
    }

    fn choice(&self, choice: &plan::Choice, allowed: TypeSet) -> Block {
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
        let mut arms: Vec<(TypeSet, Block)> = arms.collect();
        if arms.len() == 1 {
            return arms.remove(0).1;
        }
        let add = |choice: Choice, (types, read)| choice.arm(bytes_of(types), read);
        arms.into_iter().fold(Choice::new(quote!(scanner.peek())), add).or(Block::refuse())
    }

    fn by_tag(&self, choice: &plan::Choice, tag: &Tag) -> Block {
        let wire_name = &tag.wire_name;
        let other = self.choose_by_names(choice, &tag.other);
        let mut by_text = Choice::new(quote!(&*text.bytes()));
        for (value, left) in &tag.cases {
            let value = Literal::byte_string(value.as_bytes()).to_token_stream();
            by_text = by_text.arm([Pattern::Literal(value)], self.choose_by_names(choice, left));
        }
        Choice::new(quote!(Lookahead::new(scanner, [#wire_name]).value(scanner, 0)))
            .arm([Pattern::Binding(quote!(MemberValue::String(text)))], by_text.or(other.clone()))
            .arm([Pattern::Any(quote!(MemberValue::Absent))], self.choose_by_names(choice, &tag.absent))
            .or(other)
    }

    /// Emits reading an object against those of the selected branches whose required members it has.
    fn choose_by_names(&self, choice: &plan::Choice, left: &[usize]) -> Block {
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
        Block::attempt(quote!(Lookahead::new(scanner, [#(#names),*]).#method(scanner, &[#(#branches),*])))
    }

    /// Emits reading the value against the selected branches.
    fn choose(&self, choice: &plan::Choice, left: &[usize]) -> Block {
        match left {
            [] => Block::refuse(),
            [only] => self.read_or_leave(choice.branches[*only].node),
            several => {
                let readers = several.iter().map(|index| self.reader(choice.branches[*index].node));
                let method = if choice.only_one { quote!(one_of) } else { quote!(any_of) };
                Block::attempt(quote!(scanner.#method(&[#(#readers),*])))
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
