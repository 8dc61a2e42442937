//! `cfg` and other attributes that decide under which conditions an item exists.

use std::collections::BTreeSet;
use std::sync::Arc;

use quote::ToTokens as _;
use syn::punctuated::Punctuated;
use syn::{Attribute, Meta, Token};

use crate::api::item::Conditions;
use crate::render::line;

/// Returns the conditions of some attributes, or `None` if the item only exists in tests.
pub(super) fn of(attributes: &[Attribute]) -> Option<Conditions> {
    let mut found = Conditions::default();
    for attribute in attributes {
        if let Meta::List(list) = &attribute.meta
            && list.path.is_ident("cfg")
        {
            found = union(&found, &read(&list.parse_args().ok()?));
        }
    }
    (!found.contains("test")).then_some(found)
}

/// Returns the conditions of a predicate: the name of a feature, or the predicate itself.
fn read(predicate: &Meta) -> Conditions {
    let one = |text: String| Arc::new(BTreeSet::from([text]));
    match predicate {
        Meta::NameValue(pair) if pair.path.is_ident("feature") => one(text(&pair.value)),
        Meta::List(list) if list.path.is_ident("all") => {
            listed(list).iter().map(read).reduce(|one, other| union(&one, &other)).unwrap_or_default()
        }
        other => one(line::print(other.to_token_stream())),
    }
}

/// Returns the union of two sets of conditions.
pub(super) fn union(one: &Conditions, other: &Conditions) -> Conditions {
    if other.is_subset(one) {
        Arc::clone(one)
    } else if one.is_subset(other) {
        Arc::clone(other)
    } else {
        Arc::new(one.union(other).cloned().collect())
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
        add_derives(&attribute.meta, &Conditions::default(), &mut found);
    }
    found
}

fn add_derives(meta: &Meta, conditions: &Conditions, found: &mut Vec<(syn::Path, Conditions)>) {
    let Meta::List(list) = meta else { return };
    if list.path.is_ident("derive") {
        let paths = list.parse_args_with(Punctuated::<syn::Path, Token![,]>::parse_terminated);
        found.extend(paths.into_iter().flatten().map(|path| (path, Arc::clone(conditions))));
    } else if list.path.is_ident("cfg_attr") {
        let mut parts = listed(list).into_iter();
        let Some(predicate) = parts.next() else { return };
        let all = union(conditions, &read(&predicate));
        parts.for_each(|part| add_derives(&part, &all, found));
    }
}

/// Returns true if an item has an attribute, whatever its arguments.
pub(super) fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}
