//! Items without what no program can name: bodies of functions, and private functions and constants.
//!
//! The build script has this module too, for the sources of the runtime: most of them need not be parsed for an API.

use syn::{ImplItem, ImplItemFn, Item, ItemFn, ItemImpl, Visibility, parse_quote};

/// Returns an item without bodies of functions, which are most of a file; `None` for what is private and no type.
pub(crate) fn of(item: &Item) -> Option<Item> {
    match item {
        Item::Fn(item) => is_public(&item.vis).then(|| {
            let ItemFn { attrs, vis, modifiers, sig, .. } = item;
            let (attrs, vis, modifiers, sig) = (attrs.clone(), vis.clone(), modifiers.clone(), sig.clone());
            Item::Fn(ItemFn { attrs, vis, modifiers, sig, block: parse_quote!({}) })
        }),
        Item::Const(item) if !is_public(&item.vis) => None,
        Item::Static(item) if !is_public(&item.vis) => None,
        Item::Impl(item) => {
            let is_inherent = item.trait_.is_none();
            Some(Item::Impl(ItemImpl {
                attrs: item.attrs.clone(),
                modifiers: item.modifiers.clone(),
                unsafety: item.unsafety,
                impl_token: item.impl_token,
                generics: item.generics.clone(),
                trait_: item.trait_.clone(),
                self_ty: item.self_ty.clone(),
                brace_token: item.brace_token,
                items: item.items.iter().filter_map(|member| method(member, is_inherent)).collect(),
            }))
        }
        _ => Some(item.clone()),
    }
}

/// Returns an item of an implementation without its body; `None` for a method that a program does not call by this path.
fn method(member: &ImplItem, is_inherent: bool) -> Option<ImplItem> {
    let ImplItem::Fn(ImplItemFn { attrs, vis, modifiers, sig, .. }) = member else { return Some(member.clone()) };
    let without_body = || {
        let (attrs, vis, modifiers, sig) = (attrs.clone(), vis.clone(), modifiers.clone(), sig.clone());
        ImplItem::Fn(ImplItemFn { attrs, vis, modifiers, sig, block: parse_quote!({}) })
    };
    (is_inherent && is_public(vis)).then(without_body)
}

/// Returns true for `pub` without a restriction.
pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
