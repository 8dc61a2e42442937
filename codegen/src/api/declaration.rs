//! Names and visibilities of items.
//!
//! The build script has this module too, for the sources of the runtime: most of them need not be parsed for an API.

use proc_macro2::Ident;
use syn::{Attribute, Item, Visibility};

/// Returns the attributes, the visibility and the name of an item that has all of them, other than a module.
pub(crate) fn head(item: &Item) -> Option<(&[Attribute], &Visibility, &Ident)> {
    Some(match item {
        Item::Const(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Enum(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Fn(item) => (&item.attrs, &item.vis, &item.sig.ident),
        Item::Static(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Struct(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Trait(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Type(item) => (&item.attrs, &item.vis, &item.ident),
        Item::Union(item) => (&item.attrs, &item.vis, &item.ident),
        _ => return None,
    })
}

/// Returns the name of an item that has one, other than a module.
pub(crate) fn ident(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Macro(item) => item.ident.as_ref()?,
        item => head(item)?.2,
    };
    Some(ident.to_string())
}

/// Returns true for `pub` without a restriction.
pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// Returns true for a private function, constant or static.
pub(crate) fn is_private_value(item: &Item) -> bool {
    let is_value = matches!(item, Item::Fn(_) | Item::Const(_) | Item::Static(_));
    is_value && head(item).is_some_and(|(_, visibility, _)| !is_public(visibility))
}
