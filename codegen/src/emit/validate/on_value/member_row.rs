//! The members of an object as rows of the runtime's macro `members!`, if each has one check.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::clause::location;
use crate::emit::validate::on_value::object::Mask;
use crate::pattern::matching::Pattern;
use crate::plan::{Edge, Member, ObjectPart, Rest};

impl Emitter<'_> {
    /// Emits one pass over all members as the rows of `members!`, or `None` if a check does not fit into them, or there are none.
    pub(super) fn rows(&mut self, part: &ObjectPart, masks: &[Mask<'_>]) -> Option<TokenStream> {
        let rest = match part.rest.as_slice() {
            [] => quote!(),
            [Rest { patterns, additional }] => {
                let idle = |(_, edge): &(_, Option<Edge>)| edge.as_ref().is_none_or(|edge| self.is_idle(edge));
                let (idle, busy): (Vec<_>, Vec<_>) = patterns.iter().partition(|pattern| idle(pattern));
                self.other_rows(&idle, &busy, additional.as_ref().filter(|edge| !self.is_idle(edge)))?
            }
            _ => return None,
        };
        if !part.names.is_empty() {
            return None;
        }
        let mut rows = Vec::new();
        for member in &part.members {
            let seen: Vec<TokenStream> = masks.iter().filter_map(|mask| mask.bit(member)).collect();
            let checks = member.edges.iter().map(|edge| self.check(edge, Some(member)));
            let mut checks = checks.collect::<Option<Vec<TokenStream>>>()?;
            checks.retain(|check| !check.is_empty());
            if checks.is_empty() {
                if rest.is_empty() && seen.is_empty() {
                    continue;
                }
                checks.push(quote!(=> any));
            }
            let (length, wire_name) = (Literal::usize_unsuffixed(member.wire_name.len()), &member.wire_name);
            rows.push(quote!((#length, #wire_name) #(#seen)* #(#checks)*;));
        }
        let required = masks.iter().map(Mask::row).collect::<Option<Vec<TokenStream>>>()?;
        (!rows.is_empty() || !rest.is_empty()).then(|| quote!(#(#rows)* #rest #(#required)*))
    }

    /// Emits the rows of other members: those that a pattern matches, and the rest.
    fn other_rows(
        &mut self,
        idle: &[&(Pattern, Option<Edge>)],
        busy: &[&(Pattern, Option<Edge>)],
        additional: Option<&Edge>,
    ) -> Option<TokenStream> {
        let (matching, unless) = match (busy, idle) {
            ([], []) => (None, None),
            ([], idle) => {
                let patterns = idle.iter().filter(|_| additional.is_some()).map(|(pattern, _)| self.pattern(pattern));
                let patterns: Vec<Ident> = patterns.collect();
                (None, (!patterns.is_empty()).then(|| quote!(unless #(#patterns)|*)))
            }
            ([(pattern, Some(edge))], []) => {
                let (pattern, check) = (self.pattern(pattern), self.check(edge, None)?);
                (Some(quote!(_ if #pattern #check;)), None)
            }
            _ => return None,
        };
        let rest = match additional {
            None => quote!(),
            Some(edge) => {
                let check = self.check(edge, None)?;
                quote!(_ #unless #check;)
            }
        };
        Some(quote!(#matching #rest))
    }

    /// Emits the location of a schema, unless the macro knows it, and its check; nothing if it accepts everything.
    fn check(&mut self, edge: &Edge, member: Option<&Member>) -> Option<TokenStream> {
        if self.is_idle(edge) {
            return Some(quote!());
        }
        let location = location(&edge.trail)?;
        let check = self.clause(edge.node)?;
        // The macro escapes no name.
        let unescaped = member.filter(|it| edge.trail.via.is_none() && !it.wire_name.contains(['~', '/']));
        let pointer = edge.trail.pointer.as_str();
        let below = unescaped.and_then(|it| pointer.strip_prefix("/properties/")?.strip_prefix(it.wire_name.as_str()));
        let location = match below {
            Some("") => quote!(),
            Some(below) if below.starts_with('/') => quote!(#below),
            _ => quote!(at #location),
        };
        Some(quote!(#location => #check))
    }
}
