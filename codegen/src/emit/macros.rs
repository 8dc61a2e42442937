//! The macros of the runtime by which generated code gives items and implementations to types.

use std::collections::BTreeSet;

use quote::{format_ident, quote};
use syn::{Item, parse_quote};

use crate::emit::runtime;

/// A macro of the runtime: its module and its name.
pub(crate) type Macro = (&'static str, &'static str);

/// Items of a documented schema's type.
pub(crate) const DOCUMENTED: Macro = ("validate::documented", "documented");
/// serde's traits for an enum of strings.
pub(crate) const OPEN_ENUM: Macro = ("value::open_enum", "open_enum");
/// serde's traits for a struct that keeps other members.
pub(crate) const OPEN_STRUCT: Macro = ("value::open_struct", "open_struct");
/// serde's traits for an enum of values.
pub(crate) const OPEN_UNION: Macro = ("value::open_union", "open_union");
/// The trait of schemars for a type with a documented schema.
pub(crate) const JSON_SCHEMA: Macro = ("value::schema", "json_schema");

/// Emits macros by name, for modules whose runtime is another crate: only the crate itself can name its macros.
pub fn copies(names: &BTreeSet<String>) -> Item {
    let known = [DOCUMENTED, OPEN_ENUM, OPEN_STRUCT, OPEN_UNION, JSON_SCHEMA];
    let copies = known.into_iter().filter(|(_, name)| names.contains(*name)).map(|(module, name)| {
        let (definition, ident) = (runtime::macro_of(&module.replace("::", "/"), name), format_ident!("{name}"));
        quote!(#definition pub(super) use #ident;)
    });
    parse_quote!(mod macros { #(#copies)* })
}

/// Returns the names of the macros that items call.
pub fn called(items: &[Item]) -> BTreeSet<String> {
    let names = items.iter().map(|item| match item {
        Item::Macro(call) => call.mac.path.get_ident().map(ToString::to_string).into_iter().collect(),
        Item::Mod(module) => module.content.as_ref().map(|(_, items)| called(items)).unwrap_or_default(),
        _ => BTreeSet::new(),
    });
    names.flatten().collect()
}
