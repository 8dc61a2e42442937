//! `cfg` and other attributes that decide under which conditions an item exists.

use quote::ToTokens as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

use crate::api::item::Conditions;
use crate::render::line;

/// Returns the conditions of some attributes, or `None` if the item only exists in tests.
pub(super) fn of(attributes: &[Attribute]) -> Option<Conditions> {
    let mut found = Conditions::new();
    for attribute in attributes {
        if let Meta::List(list) = &attribute.meta
            && list.path.is_ident("cfg")
        {
            found.extend(read(&list.parse_args().ok()?));
        }
    }
    (!found.contains("test")).then_some(found)
}

/// Returns the conditions of a predicate: the name of a feature, or the predicate itself.
fn read(predicate: &Meta) -> Conditions {
    match predicate {
        Meta::NameValue(pair) if pair.path.is_ident("feature") => Conditions::from([text(&pair.value)]),
        Meta::List(list) if list.path.is_ident("all") => listed(list).iter().flat_map(read).collect(),
        other => Conditions::from([line::print(other.to_token_stream())]),
    }
}

fn listed(list: &syn::MetaList) -> Vec<Meta> {
    let parsed = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
    parsed.map(|list| list.into_iter().collect()).unwrap_or_default()
}

fn text(value: &syn::Expr) -> String {
    match value {
        syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => text.value(),
        other => line::print(other.to_token_stream()),
    }
}

/// Returns the derived traits with their conditions, also those after `cfg_attr`.
pub(super) fn derives(attributes: &[Attribute]) -> Vec<(syn::Path, Conditions)> {
    let mut found = Vec::new();
    for attribute in attributes {
        add_derives(&attribute.meta, &Conditions::new(), &mut found);
    }
    found
}

fn add_derives(meta: &Meta, conditions: &Conditions, found: &mut Vec<(syn::Path, Conditions)>) {
    let Meta::List(list) = meta else { return };
    if list.path.is_ident("derive") {
        let paths = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
        found.extend(paths.into_iter().flatten().map(|path| (path, conditions.clone())));
    } else if list.path.is_ident("cfg_attr") {
        let mut parts = listed(list).into_iter();
        let Some(predicate) = parts.next() else { return };
        let mut all = conditions.clone();
        all.extend(read(&predicate));
        parts.for_each(|part| add_derives(&part, &all, found));
    }
}

/// Returns true if an item has an attribute, whatever its arguments.
pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}
