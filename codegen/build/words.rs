//! The words of items, without what no program can name: bodies of functions, private functions and constants, types of private fields.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Block, Field, ImplItem, Item, ItemImpl, ItemStruct};

use crate::declaration;

/// Returns true for a member of an implementation that a program names by the path of the type.
pub(crate) fn is_named(member: &ImplItem, is_inherent: bool) -> bool {
    match member {
        ImplItem::Fn(function) => is_inherent && declaration::is_public(&function.vis),
        _ => true,
    }
}

/// Returns the words of items, also those in calls of macros.
pub(crate) fn words<'i>(items: impl IntoIterator<Item = &'i Item>) -> BTreeSet<String> {
    words_of(|words| items.into_iter().for_each(|item| words.visit_item(item)))
}

/// Returns the words of what is visited.
pub(crate) fn words_of(visit: impl FnOnce(&mut dyn for<'a> Visit<'a>)) -> BTreeSet<String> {
    let mut words = Words::default();
    visit(&mut words);
    words.found
}

#[derive(Default)]
struct Words {
    found: BTreeSet<String>,
    /// The last word, written here because most are known.
    word: String,
    is_struct: bool,
}

impl<'ast> Visit<'ast> for Words {
    fn visit_item(&mut self, item: &'ast Item) {
        if !declaration::is_private_value(item) {
            visit::visit_item(self, item);
        }
    }

    fn visit_block(&mut self, _: &'ast Block) {}

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        for attribute in &item.attrs {
            self.visit_attribute(attribute);
        }
        self.visit_generics(&item.generics);
        if let Some((path, _)) = &item.trait_ {
            self.visit_path(path);
        }
        self.visit_type(&item.self_ty);
        let is_inherent = item.trait_.is_none();
        for member in item.items.iter().filter(|member| is_named(member, is_inherent)) {
            self.visit_impl_item(member);
        }
    }

    fn visit_field(&mut self, field: &'ast Field) {
        // A private field of a struct; those of a variant have no visibility, and are read.
        if self.is_struct && !declaration::is_public(&field.vis) {
            return;
        }
        visit::visit_field(self, field);
    }

    fn visit_item_struct(&mut self, item: &'ast ItemStruct) {
        self.is_struct = true;
        visit::visit_item_struct(self, item);
        self.is_struct = false;
    }

    fn visit_ident(&mut self, ident: &'ast Ident) {
        self.add(ident);
    }

    fn visit_token_stream(&mut self, tokens: &'ast TokenStream) {
        self.tokens(tokens);
    }
}

impl Words {
    fn add(&mut self, ident: &Ident) {
        self.word.clear();
        let _ = write!(self.word, "{ident}");
        if !self.found.contains(&self.word) {
            self.found.insert(self.word.clone());
        }
    }

    fn tokens(&mut self, tokens: &TokenStream) {
        for token in tokens.clone() {
            match token {
                TokenTree::Ident(ident) => self.add(&ident),
                TokenTree::Group(group) => self.tokens(&group.stream()),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
}
