//! Moves patterns out of expressions to the module, where each occurs once.

use quote::{ToTokens as _, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Item, ItemFn, Stmt, parse_quote};

use crate::emit::validate::patterns::Patterns;

/// Moves the patterns of a function to those of its module.
pub(super) fn patterns(function: &mut ItemFn, patterns: &mut Patterns) {
    let ident = function.sig.ident.clone();
    Hoist { function: &ident, patterns }.visit_item_fn_mut(function);
}

struct Hoist<'h> {
    function: &'h syn::Ident,
    patterns: &'h mut Patterns,
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
        let ident = match self.patterns.ident(&value) {
            Some(ident) => ident.clone(),
            None => {
                let mut item = pattern.clone();
                item.ident = self.patterns.free_ident(self.function);
                let ident = item.ident.clone();
                self.patterns.insert(value, ident.clone(), quote!(#item));
                ident
            }
        };
        let mut call = call.clone();
        *call.receiver = parse_quote!(#ident);
        *expression = Expr::MethodCall(call);
    }
}
