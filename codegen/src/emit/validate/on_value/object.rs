//! The checks of objects: one pass over the members, with a match on their names.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::emit::macros::MEMBERS;
use crate::emit::validate::functions::bits;
use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::{Step, guard, join, report_at, violation};
use crate::emit::validate::on_value::array::variable;
use crate::emit::validate::on_value::literal::differs_from_strings;
use crate::keyword::leaf::Code as _;
use crate::keyword::types::TypeSet;
use crate::plan::{Check, Checks, Edge, Member, ObjectPart, Rest, Trail, message};

/// The maximum number of required names that are looked up instead of a pass over the members.
const FEW: usize = 4;

/// Required names with their bits in a variable that records the names seen.
pub(super) struct Mask<'p> {
    variable: Ident,
    trail: &'p Trail,
    names: &'p [String],
}

impl Emitter<'_> {
    /// Emits statements on the variable `members`.
    pub(super) fn object(&mut self, part: &ObjectPart) -> TokenStream {
        let members = if has_pass(part) { self.pass(part) } else { look_up_required(part) };
        let dependent = self.dependent(part);
        quote!(#members #dependent)
    }

    /// Emits the rows of `object!`, if a schema constrains nothing but the type object and its members.
    pub(super) fn whole(&mut self, checks: &Checks) -> Option<TokenStream> {
        let object = Checks { object: checks.object.clone(), types: checks.types.clone(), ..Checks::default() };
        let others =
            ObjectPart { dependent_required: Vec::new(), dependent_schemas: Vec::new(), ..checks.object.clone() };
        if object != *checks || others != checks.object || !has_pass(&checks.object) {
            return None;
        }
        let place = match checks.types.as_slice() {
            [] => quote!(),
            [Check { asks: TypeSet::OBJECT, trail: Trail { via: None, pointer } }] => quote!(: #pointer),
            _ => return None,
        };
        let rows = self.attempt(|emitter| emitter.rows(&checks.object, &masks(&checks.object)))?;
        for path in ["value::instance::Instance", "value::instance::Kind", "value::instance::Members as _"] {
            self.module.import(path);
        }
        Some(quote!(#place; #rows))
    }

    /// Emits one pass over all members.
    fn pass(&mut self, part: &ObjectPart) -> TokenStream {
        let masks = masks(part);
        if let Some(rows) = self.attempt(|emitter| emitter.rows(part, &masks)) {
            let called = self.called(MEMBERS);
            return quote!(#called! { members, at; #rows });
        }
        let names: Vec<TokenStream> = part.names.iter().map(|edge| self.name(edge)).collect();
        let members: Vec<(&Member, TokenStream)> =
            part.members.iter().map(|member| (member, self.member(member, &masks))).collect();
        let rest: Vec<TokenStream> = part.rest.iter().map(|rest| self.rest_member(rest)).collect();
        let rest = quote!(#(#rest)*);
        // A name with the same checks as unknown names needs no row.
        let members = members.into_iter().filter(|(_, statements)| statements.to_string() != rest.to_string());
        let (idle, busy): (Vec<_>, Vec<_>) = members.partition(|(_, statements)| statements.is_empty());
        let idle: Vec<&str> = idle.iter().map(|(member, _)| member.wire_name.as_str()).collect();
        let idle = if rest.is_empty() { Vec::new() } else { idle };
        let matching = match busy.as_slice() {
            [] if idle.is_empty() => rest,
            [(member, statements)] if idle.is_empty() => {
                let wire_name = &member.wire_name;
                let otherwise = (!rest.is_empty()).then(|| quote!(else { #rest }));
                quote!(if name == #wire_name { #statements } #otherwise)
            }
            _ => match_names(&busy, &idle, &rest),
        };
        let body = quote!(#(#names)* #matching);
        let (name, value) = (variable(&body, "name"), variable(&body, "value"));
        let declared = masks.iter().map(|mask| {
            let variable = &mask.variable;
            quote!(let mut #variable = 0_u64;)
        });
        let missing = masks.iter().map(Mask::check);
        if body.is_empty() {
            return quote!();
        }
        quote! {
            #(#declared)*
            for (#name, #value) in members.iter() { #body }
            #(#missing)*
        }
    }

    fn apply_to_member(&mut self, edges: &[Edge]) -> TokenStream {
        let step = Step::Member(quote!(name));
        let statements: Vec<TokenStream> = edges.iter().map(|edge| self.apply(edge, &step)).collect();
        quote!(#(#statements)*)
    }

    fn member(&mut self, member: &Member, masks: &[Mask<'_>]) -> TokenStream {
        let seen = masks.iter().filter_map(|mask| {
            let bit = mask.names.iter().position(|name| *name == member.wire_name)?;
            let variable = &mask.variable;
            let bit = if mask.names.len() <= 8 {
                bits(1 << bit, mask.names.len())
            } else {
                let shift = Literal::usize_unsuffixed(bit);
                quote!(1 << #shift)
            };
            Some(quote!(#variable |= #bit;))
        });
        let seen = quote!(#(#seen)*);
        let statements = self.apply_to_member(&member.edges);
        quote!(#seen #statements)
    }

    /// Emits the checks of one schema on members that it does not list.
    fn rest_member(&mut self, rest: &Rest) -> TokenStream {
        let additional = self.apply_to_member(rest.additional.as_slice());
        let patterns: Vec<(TokenStream, TokenStream)> = rest
            .patterns
            .iter()
            .map(|(pattern, edge)| {
                let statements = self.apply_to_member(edge.as_slice());
                let is_needed = !(statements.is_empty() && additional.is_empty());
                (if is_needed { self.is_match(pattern, &quote!(name)) } else { quote!() }, statements)
            })
            .collect();
        match patterns.as_slice() {
            [] => additional,
            _ if additional.is_empty() => {
                let busy = patterns.iter().filter(|(_, statements)| !statements.is_empty());
                let busy = busy.map(|(condition, statements)| guard(condition, statements));
                quote!(#(#busy)*)
            }
            patterns if patterns.iter().all(|(_, statements)| statements.is_empty()) => {
                let conditions = patterns.iter().map(|(condition, _)| condition);
                guard(&quote!(!(#(#conditions)||*)), &additional)
            }
            [(condition, statements)] => quote!(if #condition { #statements } else { #additional }),
            _ => {
                let known = patterns
                    .iter()
                    .map(|(condition, statements)| quote!(if #condition { is_known = true; #statements }));
                quote! {
                    let mut is_known = false;
                    #(#known)*
                    if !is_known { #additional }
                }
            }
        }
    }

    /// Emits the checks of a member's name.
    fn name(&mut self, edge: &Edge) -> TokenStream {
        let plan = self.functions.plan;
        let checks = &plan.node(edge.node).checks;
        let at = report_at(&Step::Here, &edge.trail);
        if !checks.is_about_strings_only() {
            if checks.is_small() {
                return small_name(checks, &at);
            }
            let function = self.call(edge.node);
            return quote!(#at.name(name, #function)?;);
        }
        let values: Vec<TokenStream> = checks
            .values
            .iter()
            .map(|check| {
                let strings: Vec<_> = check.asks.iter().filter(|literal| literal.types() == TypeSet::STRING).collect();
                let violation = violation(&at, &check.trail, &message::values(&check.asks));
                if strings.is_empty() {
                    return violation;
                }
                let condition = differs_from_strings(&strings, &quote!(name));
                quote!(if #condition { #violation })
            })
            .collect();
        let strings = self.leaves(checks.leaves_for(TypeSet::STRING), &quote!(name), &at);
        quote!(#(#values)* #strings)
    }

    fn dependent(&mut self, part: &ObjectPart) -> TokenStream {
        let required = part.dependent_required.iter().map(|check| {
            let (wire_name, others) = &check.asks;
            let others = others.iter().map(|other| {
                let violation = violation(&quote!(at), &check.trail, &message::missing_beside(other, wire_name));
                quote!(if !members.contains_key(#other) { #violation })
            });
            guard(&quote!(members.contains_key(#wire_name)), &quote!(#(#others)*))
        });
        let required = quote!(#(#required)*);
        let schemas: Vec<TokenStream> = part
            .dependent_schemas
            .iter()
            .map(|(wire_name, edge)| {
                let statements = self.apply(edge, &Step::Here);
                if statements.is_empty() {
                    return quote!();
                }
                guard(&quote!(members.contains_key(#wire_name)), &statements)
            })
            .collect();
        quote!(#required #(#schemas)*)
    }
}

/// Emits the rejection of every name that a type other than string causes.
fn small_name(checks: &Checks, at: &TokenStream) -> TokenStream {
    let never = checks.never.iter().map(|trail| {
        let (at, keywords) = join(at, trail);
        quote!(#at.never(#keywords)?;)
    });
    let types = checks.types.iter().map(|check| {
        let message = format!("expected {}, found a string", message::types(check.asks));
        violation(at, &check.trail, &message)
    });
    quote!(#(#never)* #(#types)*)
}

impl Checks {
    /// Returns true if a name can be checked directly, without making a value of it.
    fn is_about_strings_only(&self) -> bool {
        let is_any = self.allowed_types().contains(TypeSet::STRING);
        is_any && self.never.is_empty() && self.in_place.is_empty()
    }
}

/// Emits a `match` on a name. Many names are divided by length first: the compiler compares strings one by one.
fn match_names(busy: &[(&Member, TokenStream)], idle: &[&str], rest: &TokenStream) -> TokenStream {
    let is_many = busy.len() + idle.len() > FEW;
    let pattern = |wire_name: &str| {
        let length = Literal::usize_unsuffixed(wire_name.len());
        if is_many { quote!((#length, #wire_name)) } else { quote!(#wire_name) }
    };
    let arms = busy.iter().map(|(member, statements)| {
        let pattern = pattern(&member.wire_name);
        quote!(#pattern => { #statements })
    });
    let idle: Vec<TokenStream> = idle.iter().map(|wire_name| pattern(wire_name)).collect();
    let idle = (!idle.is_empty()).then(|| quote!(#(#idle)|* => {}));
    let name = if is_many { quote!((name.len(), name)) } else { quote!(name) };
    quote!(match #name { #(#arms)* #idle _ => { #rest } })
}

/// Returns true if the members are read one by one.
fn has_pass(part: &ObjectPart) -> bool {
    let required: usize = part.required.iter().map(|check| check.asks.len()).sum();
    !part.names.is_empty()
        || !part.rest.is_empty()
        || part.members.iter().any(|member| !member.edges.is_empty())
        || required > FEW
}

fn masks(part: &ObjectPart) -> Vec<Mask<'_>> {
    let mut masks = Vec::new();
    for check in &part.required {
        for names in check.asks.chunks(64) {
            let variable =
                if masks.is_empty() { format_ident!("seen") } else { format_ident!("seen_{}", masks.len() + 1) };
            masks.push(Mask { variable, trail: &check.trail, names });
        }
    }
    masks
}

impl Mask<'_> {
    /// Emits the variable and the bit of a member, if it is required.
    pub(super) fn bit(&self, member: &Member) -> Option<TokenStream> {
        let bit = self.names.iter().position(|name| *name == member.wire_name)?;
        let (variable, bit) = (&self.variable, Literal::usize_unsuffixed(bit));
        Some(quote!([#variable #bit]))
    }

    /// Emits the row with the required names.
    pub(super) fn row(&self) -> Option<TokenStream> {
        let Self { variable, trail, names } = self;
        let keyword = &trail.pointer;
        trail.via.is_none().then(|| quote!(#variable #keyword => #(#names),*;))
    }

    /// Emits a test that all names were seen.
    fn check(&self) -> TokenStream {
        let (variable, names) = (&self.variable, self.names);
        let all: TokenStream = match names.len() {
            64 => quote!(u64::MAX),
            count @ 1..=8 => bits((1 << count) - 1, count),
            count => {
                let count = Literal::usize_unsuffixed(count);
                quote!((1 << #count) - 1)
            }
        };
        let (at, keywords) = join(&quote!(at), self.trail);
        quote!(if #variable != #all { #at.missing(#keywords, &[#(#names),*], #variable)?; })
    }
}

/// Emits lookups of a few required names, if no member is checked.
fn look_up_required(part: &ObjectPart) -> TokenStream {
    let names = part.required.iter().flat_map(|check| check.asks.iter().map(move |name| (check, name)));
    let statements = names.map(|(check, name)| {
        let (at, keywords) = join(&quote!(at), &check.trail);
        quote!(if !members.contains_key(#name) { #at.missing(#keywords, &[#name], 0)?; })
    });
    quote!(#(#statements)*)
}
