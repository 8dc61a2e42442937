//! The members of an object as rows of the runtime's macro `members!`, if each has one check.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::macros::MEMBERS;
use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::Applied;
use crate::emit::validate::on_value::literal::distinct_strings;
use crate::emit::validate::on_value::object::Mask;
use crate::plan::{Edge, Member, ObjectPart, Rest, message};

impl Emitter<'_> {
    /// Emits one pass over all members as a table, or `None` if a check does not fit into it, or there are fewer than two rows.
    pub(super) fn rows(&mut self, part: &ObjectPart, masks: &[Mask<'_>]) -> Option<TokenStream> {
        let rest = match part.rest.as_slice() {
            [] => None,
            [Rest { patterns, additional: Some(edge) }]
                if patterns.iter().all(|(_, edge)| self.is_idle(edge.as_ref())) =>
            {
                let patterns: Vec<Ident> = patterns.iter().map(|(pattern, _)| self.pattern(pattern)).collect();
                let unless = (!patterns.is_empty()).then(|| quote!(unless #(#patterns)|*));
                let check = self.check(edge, None)?;
                (!check.is_empty()).then(|| quote!(#unless #check))
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
                if rest.is_none() && seen.is_empty() {
                    continue;
                }
                checks.push(quote!(=> any));
            }
            let (length, wire_name) = (Literal::usize_unsuffixed(member.wire_name.len()), &member.wire_name);
            rows.push(quote!((#length, #wire_name) #(#seen)* #(#checks)*;));
        }
        let required = masks.iter().map(Mask::row).collect::<Option<Vec<TokenStream>>>()?;
        (rows.len() > 1).then(|| {
            self.module.has_table = true;
            let called = format_ident!("{}", MEMBERS.1);
            let rest = rest.unwrap_or_else(|| quote!(=> any));
            quote!(#called! { members, at; #(#rows)* _ #rest; #(#required)* })
        })
    }

    /// Returns true if the schema of an edge accepts everything.
    fn is_idle(&self, edge: Option<&Edge>) -> bool {
        edge.is_none_or(|edge| matches!(self.functions.plan.node(edge.node).checks.applied(), Applied::Any))
    }

    /// Emits the location of a schema, unless the macro knows it, and its check; nothing if it accepts everything.
    fn check(&mut self, edge: &Edge, member: Option<&Member>) -> Option<TokenStream> {
        if edge.trail.via.is_some() {
            return None;
        }
        let plan = self.functions.plan;
        let check = match plan.node(edge.node).checks.applied() {
            Applied::Any => return Some(quote!()),
            Applied::Never(trail) if trail.via.is_none() && trail.pointer.is_empty() => quote!(never),
            Applied::Types(check) if check.trail.via.is_none() && check.trail.pointer == "/type" => {
                let (methods, expected) = (self.type_methods(check.asks), message::types(check.asks));
                if methods.is_empty() {
                    return None;
                }
                quote!(types(#(#methods)|*, #expected))
            }
            Applied::Strings(check) if check.trail.via.is_none() => {
                self.module.import("value::instance::Instance");
                let (strings, keyword) = (distinct_strings(&check.asks), &check.trail.pointer);
                let message = message::values(&check.asks);
                quote!(strings(#(#strings)|*, #keyword, #message))
            }
            Applied::Call => self.call(edge.node),
            Applied::Never(_) | Applied::Types(_) | Applied::Strings(_) => return None,
        };
        let location = edge.trail.pointer.as_str();
        // The macro escapes no name.
        let unescaped = member.filter(|it| !it.wire_name.contains(['~', '/']));
        let below = unescaped.and_then(|it| location.strip_prefix("/properties/")?.strip_prefix(it.wire_name.as_str()));
        let location = match below {
            Some("") => quote!(),
            Some(below) if below.starts_with('/') => quote!(#below),
            _ => quote!(at #location),
        };
        Some(quote!(#location => #check))
    }
}
