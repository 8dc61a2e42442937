//! The macros of the runtime by which generated code gives items and implementations to types.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote};
use syn::{Item, parse_quote};

use crate::emit::runtime;

/// A macro of the runtime: its module and its name.
pub(crate) type Macro = (&'static str, &'static str);

/// Items of a documented schema's type.
pub(crate) const DOCUMENTED: Macro = ("validate::documented", "documented");
/// serde's traits for a struct of an array's elements.
pub(crate) const OPEN_ARRAY: Macro = ("value::open_array", "open_array");
/// serde's traits for an enum of strings.
pub(crate) const OPEN_ENUM: Macro = ("value::open_enum", "open_enum");
/// serde's traits for a struct that keeps other members.
pub(crate) const OPEN_STRUCT: Macro = ("value::open_struct", "open_struct");
/// serde's traits for an enum of values.
pub(crate) const OPEN_UNION: Macro = ("value::open_union", "open_union");
/// The trait of schemars for a type with a documented schema.
pub(crate) const JSON_SCHEMA: Macro = ("value::schema", "json_schema");

/// The checks of an object's members.
pub(crate) const MEMBERS: Macro = ("validate::members", "members");
/// The readers of an object's members.
pub(crate) const READ_MEMBERS: Macro = ("text::read_members", "read_members");

/// Emits macros by name, for modules whose runtime is another crate: only the crate itself can name its macros.
pub fn copies(names: &BTreeSet<String>) -> Item {
    let known = [DOCUMENTED, MEMBERS, READ_MEMBERS, OPEN_ARRAY, OPEN_ENUM, OPEN_STRUCT, OPEN_UNION, JSON_SCHEMA];
    let copies = known.into_iter().filter(|(_, name)| names.contains(*name)).map(|(module, name)| {
        let (definition, ident) = (runtime::macro_of(&module.replace("::", "/"), name), format_ident!("{name}"));
        quote!(#definition pub(super) use #ident;)
    });
    parse_quote!(mod macros { #(#copies)* })
}

/// Returns the names of the macros that items call.
pub fn called(items: &[Item]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for item in items {
        find(item.to_token_stream(), &mut found);
    }
    found
}

fn find(tokens: TokenStream, found: &mut BTreeSet<String>) {
    let mut last = None;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => last = Some(ident),
            TokenTree::Punct(mark) if mark.as_char() == '!' => found.extend(last.take().map(|ident| ident.to_string())),
            TokenTree::Punct(_) | TokenTree::Literal(_) => last = None,
            TokenTree::Group(group) => {
                last = None;
                find(group.stream(), found);
            }
        }
    }
}
