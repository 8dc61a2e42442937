//! Emits lookaheads: decisions by a value's type and members before it is read.

use proc_macro2::Literal as Tokens;
use quote::{ToTokens as _, quote};

use crate::emit::validate::block::Block;
use crate::emit::validate::choice::{Choice, Pattern};
use crate::emit::validate::functions::is_used;
use crate::emit::validate::on_bytes::{Emitter, References, bytes_of};
use crate::plan::{Edge, InPlace, Literal, NodeId, Switch};

impl Emitter<'_> {
    /// Emits reading the value against the node that a lookahead selects.
    pub(super) fn switch(&self, switch: &Switch) -> Block {
        let names = self.names(switch);
        let cases = self.cases(switch, &names);
        match switch {
            // The names are looked up behind the type.
            Switch::Type(_) => cases,
            Switch::Member { .. } | Switch::Absence { .. } => with_look(&names, cases),
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

    fn cases(&self, switch: &Switch, names: &[String]) -> Block {
        let position =
            |wire_name: &String| names.iter().position(|known| known == wire_name).map(Tokens::usize_unsuffixed);
        match switch {
            Switch::Type(cases) => {
                let mut choice = Choice::new(quote!(scanner.peek()));
                for (types, edge) in cases {
                    let read = match self.nested(edge) {
                        Some(nested) => {
                            let names = self.names(nested);
                            with_look(&names, self.cases(nested, &names))
                        }
                        None => Block::value(self.read(edge.node)),
                    };
                    choice = choice.arm(bytes_of(*types), read);
                }
                choice.or(Block::value(quote!(None)))
            }
            Switch::Member { wire_name, cases, other, absent, expects_absence } => {
                let position = position(wire_name);
                let (value, absent) = if *expects_absence {
                    let reader = self.reader(absent.node);
                    let read = (Pattern::Binding(quote!(MemberValue::Read(read))), Block::value(quote!(read)));
                    (quote!(lookahead.value_or_read(scanner, #position, #reader)), read)
                } else {
                    let read = (Pattern::Any(quote!(MemberValue::Absent)), self.case(absent, names));
                    (quote!(lookahead.value(scanner, #position)), read)
                };
                let choice = self.by_value(Choice::new(value), cases, other, names);
                choice.arm([absent.0], absent.1).or(self.case(other, names))
            }
            Switch::Absence { names: expected, absent, otherwise } => {
                let positions: Vec<_> = expected.iter().map(position).collect();
                let (reader, read) = (self.reader(absent.node), self.case(absent, names).arm());
                let otherwise = self.case(otherwise, names).arm();
                let choice = quote! {
                    match lookahead.assume_absent(scanner, &[#(#positions),*], #reader) {
                        Some(true) => Some(()),
                        _ if lookahead.has_any(scanner, &[#(#positions),*]) => #otherwise
                        Some(false) => None,
                        None => #read
                    }
                };
                Block::choice(choice, false)
            }
        }
    }

    /// Adds the arms for the values of a member.
    fn by_value(&self, mut choice: Choice, cases: &[(Literal, Edge)], other: &Edge, names: &[String]) -> Choice {
        let (mut texts, mut integers) = (Vec::new(), Vec::new());
        let mut others = Vec::new();
        for (literal, edge) in cases {
            let read = self.case(edge, names);
            match (literal, literal.as_integer()) {
                (Literal::String(text), _) => {
                    texts.push((Pattern::Literal(Tokens::byte_string(text.as_bytes()).to_token_stream()), read));
                }
                (Literal::Number(_), Some(integer)) => {
                    let integer = Pattern::Literal(Tokens::i64_unsuffixed(integer).to_token_stream());
                    integers.push((Pattern::Of(quote!(Some), Box::new(integer)), read));
                }
                (Literal::Boolean(value), _) => {
                    let value = Box::new(Pattern::Literal(quote!(#value)));
                    others.push((Pattern::Of(quote!(MemberValue::Boolean), value), read));
                }
                (Literal::Null, _) => others.push((Pattern::Any(quote!(MemberValue::Null)), read)),
                (Literal::Number(_) | Literal::Array(_) | Literal::Object(_), _) => {}
            }
        }
        for (pattern, value, arms) in [
            (quote!(MemberValue::String(text)), quote!(&*text.bytes()), texts),
            (quote!(MemberValue::Number(number)), quote!(number.to_integer()), integers),
        ] {
            if !arms.is_empty() {
                let add = |choice: Choice, (pattern, read)| choice.arm([pattern], read);
                let inner = arms.into_iter().fold(Choice::new(value), add).or(self.case(other, names));
                choice = choice.arm([Pattern::Binding(pattern)], inner);
            }
        }
        others.into_iter().fold(choice, |choice, (pattern, read)| choice.arm([pattern], read))
    }

    fn case(&self, edge: &Edge, names: &[String]) -> Block {
        match self.nested(edge) {
            Some(nested) => self.cases(nested, names),
            None => Block::value(self.read(edge.node)),
        }
    }
}

fn with_look(names: &[String], cases: Block) -> Block {
    if !is_used(&cases, "lookahead") {
        return cases;
    }
    Block::other(quote!(let mut lookahead = Lookahead::new(scanner, [#(#names),*]);)).and(cases)
}
