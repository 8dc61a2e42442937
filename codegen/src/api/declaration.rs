//! Items without what no program can name: bodies of functions, private functions and constants, and types of private fields.
//!
//! The build script has this module too, for the sources of the runtime: most of them need not be parsed for an API.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::punctuated::Punctuated;
use syn::token::{Brace, Paren};
use syn::visit::Visit;
use syn::{Block, ImplItem, ImplItemFn, Item, ItemFn, ItemImpl, TraitItem, Type, TypeTuple, UseGlob, Visibility};

/// Returns an item without bodies of functions, which are most of a file; `None` for what is private and no type.
pub(crate) fn of(item: &Item) -> Option<Item> {
    match item {
        Item::Fn(item) => is_public(&item.vis).then(|| {
            let ItemFn { attrs, vis, modifiers, sig, .. } = item;
            let (attrs, vis, modifiers, sig) = (attrs.clone(), vis.clone(), modifiers.clone(), sig.clone());
            Item::Fn(ItemFn { attrs, vis, modifiers, sig, block: Box::new(no_body()) })
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
        Item::Struct(item) => {
            let mut item = item.clone();
            let private = item.fields.iter_mut().filter(|field| !is_public(&field.vis));
            private.for_each(|field| field.ty = unit());
            Some(Item::Struct(item))
        }
        Item::Trait(item) => {
            let mut item = item.clone();
            for member in &mut item.items {
                if let TraitItem::Fn(function) = member
                    && let Some(body) = &mut function.default
                {
                    *body = no_body();
                }
            }
            Some(Item::Trait(item))
        }
        _ => Some(item.clone()),
    }
}

fn no_body() -> Block {
    Block { brace_token: Brace::default(), stmts: Vec::new() }
}

fn unit() -> Type {
    Type::Tuple(TypeTuple { attrs: Vec::new(), paren_token: Paren::default(), elems: Punctuated::new() })
}

/// Returns an item of an implementation without its body; `None` for a method that a program does not call by this path.
fn method(member: &ImplItem, is_inherent: bool) -> Option<ImplItem> {
    let ImplItem::Fn(ImplItemFn { attrs, vis, modifiers, sig, .. }) = member else { return Some(member.clone()) };
    let without_body = || {
        let (attrs, vis, modifiers, sig) = (attrs.clone(), vis.clone(), modifiers.clone(), sig.clone());
        ImplItem::Fn(ImplItemFn { attrs, vis, modifiers, sig, block: no_body() })
    };
    (is_inherent && is_public(vis)).then(without_body)
}

/// Returns the name of an item that has one.
pub(crate) fn ident(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// Returns true for `pub` without a restriction.
pub(crate) fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

/// The word of an import of all names.
pub(crate) const ALL: &str = "*";

/// Returns all words of an item, also those in calls of macros.
pub(crate) fn words(item: &Item) -> BTreeSet<String> {
    words_of(|words| words.visit_item(item))
}

/// Returns the words of what is visited.
pub(crate) fn words_of(visit: impl FnOnce(&mut dyn for<'a> Visit<'a>)) -> BTreeSet<String> {
    let mut words = Words::default();
    visit(&mut words);
    words.0
}

#[derive(Default)]
struct Words(BTreeSet<String>);

impl Visit<'_> for Words {
    fn visit_ident(&mut self, ident: &Ident) {
        self.0.insert(ident.to_string());
    }

    fn visit_use_glob(&mut self, _: &UseGlob) {
        self.0.insert(ALL.to_owned());
    }

    fn visit_token_stream(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(ident) => self.visit_ident(&ident),
                TokenTree::Group(group) => self.visit_token_stream(&group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}
