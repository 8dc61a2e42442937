//! Patterns stand once in a module, not in each expression that matches one.

use std::collections::BTreeMap;

use quote::{ToTokens as _, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Item, ItemFn, Stmt, parse_quote};

use crate::emit::validators::{Pattern, pattern_ident};

/// Moves the patterns of a function out of it, to those of its module, which are known by what they match.
pub(super) fn patterns(function: &mut ItemFn, patterns: &mut BTreeMap<String, Pattern>) {
    let ident = function.sig.ident.clone();
    Hoist { function: &ident, patterns }.visit_item_fn_mut(function);
}

struct Hoist<'h> {
    function: &'h syn::Ident,
    patterns: &'h mut BTreeMap<String, Pattern>,
}

impl VisitMut for Hoist<'_> {
    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let Expr::Block(block) = &*expression else { return };
        let [Stmt::Item(Item::Static(pattern)), Stmt::Expr(Expr::MethodCall(call), None)] =
            block.block.stmts.as_slice()
        else {
            return;
        };
        let value = pattern.expr.to_token_stream().to_string();
        let fresh = pattern_ident(self.function, self.patterns);
        let known = self.patterns.entry(value).or_insert_with(|| {
            let mut item = pattern.clone();
            item.ident = fresh.clone();
            Pattern { ident: fresh, item: quote!(#item) }
        });
        let ident = &known.ident;
        let mut call = call.clone();
        *call.receiver = parse_quote!(#ident);
        *expression = Expr::MethodCall(call);
    }
}
