//! Tables of known names.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Literal as Unsuffixed, TokenStream};
use quote::quote;

use crate::emit::validate::block::Predicate;
use crate::emit::validate::functions::bits;
use crate::plan::{NodeId, ObjectPart, Presence};

/// The known names of an object's checks: those of its members, and those that others depend on.
pub(super) struct Known<'a> {
    pub(super) names: Vec<&'a str>,
    positions: BTreeMap<&'a str, usize>,
    /// The nodes whose verdict on a member's value a formula has, by the position of the member.
    asked: BTreeSet<(usize, NodeId)>,
}

impl<'a> Known<'a> {
    pub(super) fn new(part: &'a ObjectPart) -> Self {
        let members = part.members.iter().map(|member| &member.wire_name);
        let (mut names, mut positions) = (Vec::new(), BTreeMap::new());
        for wire_name in members.chain(part.looked_for()) {
            positions.entry(wire_name.as_str()).or_insert_with(|| {
                names.push(wire_name.as_str());
                names.len() - 1
            });
        }
        let asked = part.presence.iter().flat_map(Presence::asked);
        let asked = asked.map(|(wire_name, edge)| (positions[wire_name.as_str()], edge.node)).collect();
        Self { names, positions, asked }
    }

    /// Returns the nodes whose verdict on a member's value a formula has, each with its bit.
    pub(super) fn asked(&self, position: usize) -> Vec<(usize, NodeId)> {
        let asked = self.asked.iter().enumerate().filter(|(_, (of, _))| *of == position);
        asked.map(|(bit, (_, node))| (bit, *node)).collect()
    }

    /// Returns true if a formula has a verdict on a member's value.
    pub(super) fn asks(&self) -> bool {
        !self.asked.is_empty()
    }

    pub(super) fn position(&self, wire_name: &str) -> usize {
        self.positions[wire_name]
    }

    pub(super) fn words(&self) -> usize {
        self.names.len().div_ceil(64).max(1)
    }

    /// Emits the bit mask of some names.
    pub(super) fn mask<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> TokenStream {
        let mut words = vec![0_u64; self.words()];
        for wire_name in names {
            let position = self.position(wire_name);
            words[position / 64] |= 1 << (position % 64);
        }
        let words = words.into_iter().map(|word| bits(word, self.names.len()));
        quote!([#(#words),*])
    }

    /// Emits the condition that a name was read.
    pub(super) fn has(&self, wire_name: &str) -> TokenStream {
        let position = Unsuffixed::usize_unsuffixed(self.position(wire_name));
        quote!(members.has(#position))
    }

    /// Returns the condition that some names were all read: a mask is as long as the number of names, so a few of them are tested one by one.
    pub(super) fn all(&self, names: &[String]) -> Predicate {
        match names {
            names if names.len() >= self.words() => {
                let mask = self.mask(names);
                Predicate::Call(quote!(members.has_all(#mask)))
            }
            [only] => Predicate::Call(self.has(only)),
            several => {
                let each = several.iter().map(|wire_name| self.has(wire_name));
                Predicate::Group(quote!(#(#each)&&*))
            }
        }
    }

    /// Returns the condition that a formula is true.
    pub(super) fn holds(&self, formula: &Presence) -> Predicate {
        let each = |formulas: &[Presence]| formulas.iter().map(|formula| self.holds(formula)).collect::<Vec<_>>();
        let names = |formulas: &[Presence]| formulas.iter().map(name_of).collect::<Option<Vec<String>>>();
        match formula {
            Presence::Not(formula) => self.holds(formula).negated(),
            Presence::Has(wire_name) => self.all(std::slice::from_ref(wire_name)),
            Presence::Accepted(wire_name, edge) => {
                let asked = (self.position(wire_name), edge.node);
                let bit = self.asked.iter().position(|known| *known == asked).map(Unsuffixed::usize_unsuffixed);
                Predicate::Call(quote!(members.accepts(#bit)))
            }
            Presence::All(formulas) | Presence::Any(formulas) if formulas.len() == 1 => self.holds(&formulas[0]),
            Presence::All(formulas) => match names(formulas) {
                _ if formulas.is_empty() => Predicate::Call(quote!(true)),
                Some(names) => self.all(&names),
                None => {
                    let each = each(formulas);
                    Predicate::Group(quote!(#(#each)&&*))
                }
            },
            Presence::Any(formulas) => match names(formulas) {
                _ if formulas.is_empty() => Predicate::Call(quote!(false)),
                Some(names) if names.len() > self.words() => {
                    let mask = self.mask(&names);
                    Predicate::Call(quote!(members.has_some(#mask)))
                }
                _ => {
                    let each = each(formulas);
                    Predicate::Group(quote!(#(#each)||*))
                }
            },
            Presence::One(formulas) => {
                let each = each(formulas);
                Predicate::Group(quote!([#(#each),*].into_iter().filter(|holds| *holds).count() == 1))
            }
        }
    }

    pub(super) fn table(&self) -> TokenStream {
        let (of, new) = known_names(&self.names);
        quote!(static KNOWN: #of = #new;)
    }
}

fn name_of(formula: &Presence) -> Option<String> {
    match formula {
        Presence::Has(wire_name) => Some(wire_name.clone()),
        Presence::Accepted(..) | Presence::Not(_) | Presence::All(_) | Presence::Any(_) | Presence::One(_) => None,
    }
}

/// Emits the type of a table of strings, and the table.
pub(super) fn known_names(names: &[&str]) -> (TokenStream, TokenStream) {
    let size = size(names);
    (quote!(KnownNames<#size>), quote!(KnownNames::new([#(#names),*])))
}

/// Emits the parameters of a table of strings: its length, and the number of its slots.
pub(super) fn size(names: &[&str]) -> TokenStream {
    let length = Unsuffixed::usize_unsuffixed(names.len());
    let slots = Unsuffixed::usize_unsuffixed((names.len() * 2).next_power_of_two().max(2));
    quote!(#length, #slots)
}
