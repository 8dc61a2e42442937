//! Removes what no person would write: unreachable statements, loops that never repeat, unused variables, empty branches, parentheses around
//! a call.

use syn::visit_mut::{self, VisitMut};
use syn::{BinOp, Block, Expr, ItemFn, Pat, Stmt, parse_quote};

use crate::emit::validate::arms::negated;
use crate::emit::validate::functions::names;

/// Tidies a function.
pub(super) fn tidy(function: &mut ItemFn) {
    Tidy.visit_item_fn_mut(function);
    let is_used = names(&function.block).contains("scanner");
    if let (false, Some(syn::FnArg::Typed(scanner))) = (is_used, function.sig.inputs.first_mut()) {
        *scanner.pat = parse_quote!(_);
    }
}

struct Tidy;

impl VisitMut for Tidy {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let statements = std::mem::take(&mut block.stmts).into_iter().flat_map(condition_first);
        block.stmts.extend(statements);
        let last = block.stmts.iter().position(diverges);
        block.stmts.truncate(last.map_or(block.stmts.len(), |last| last + 1));
        drop_idle(block);
        settle(block);
        block.stmts.retain(|statement| !is_nothing(statement));
        unwrap(block);
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        visit_mut::visit_arm_mut(self, arm);
        if let Expr::Block(body) = &*arm.body
            && let [
                Stmt::Expr(only @ (Expr::Return(_) | Expr::Path(_) | Expr::Call(_) | Expr::MethodCall(_)), semicolon),
            ] = body.block.stmts.as_slice()
            && (semicolon.is_none() || matches!(only, Expr::Return(_)))
        {
            *arm.body = only.clone();
            arm.comma = Some(syn::token::Comma::default());
        }
    }

    fn visit_expr_match_mut(&mut self, choice: &mut syn::ExprMatch) {
        visit_mut::visit_expr_match_mut(self, choice);
        drop_like_rest(choice);
    }

    /// The types of literals are inferred, except for suffixes such as in `0_u64`.
    fn visit_lit_int_mut(&mut self, literal: &mut syn::LitInt) {
        let is_spelled = literal.to_string().ends_with(&format!("_{}", literal.suffix()));
        if !literal.suffix().is_empty() && !is_spelled {
            *literal = syn::LitInt::new(literal.base10_digits(), literal.span());
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        let simpler = match expression {
            Expr::While(repeated) if repeated.body.stmts.last().is_some_and(diverges) => {
                let (condition, body) = (&repeated.cond, &repeated.body);
                parse_quote!(if #condition #body)
            }
            Expr::Paren(inner) if matches!(&*inner.expr, Expr::MethodCall(_) | Expr::Call(_) | Expr::Macro(_)) => {
                (*inner.expr).clone()
            }
            Expr::Paren(outer) if matches!(&*outer.expr, Expr::Paren(_)) => (*outer.expr).clone(),
            Expr::MethodCall(call) if call.method == "map_or" && call.args.first().is_some_and(is_false) => {
                let (receiver, closure) = (&call.receiver, call.args.last());
                parse_quote!(#receiver.is_some_and(#closure))
            }
            Expr::Match(choice) if choice.arms.len() == 1 => (*choice.arms[0].body).clone(),
            Expr::If(choice) => match &choice.else_branch {
                Some((_, otherwise)) if is_empty(otherwise) => {
                    let mut choice = choice.clone();
                    choice.else_branch = None;
                    Expr::If(choice)
                }
                Some((_, otherwise)) if choice.then_branch.stmts.is_empty() => {
                    let condition = negated(&choice.cond);
                    parse_quote!(if #condition #otherwise)
                }
                _ => return,
            },
            _ => return,
        };
        *expression = simpler;
    }
}

/// Removes arms that equal the arm for the rest, or for the rest of their variant; arms are exclusive.
fn drop_like_rest(choice: &mut syn::ExprMatch) {
    let rests: Vec<syn::Arm> = choice.arms.iter().filter(|arm| rest_of(&arm.pat).is_some()).cloned().collect();
    for rest in rests {
        let Some(of) = rest_of(&rest.pat) else { continue };
        let is_meant = |pattern: &Pat| match of {
            Rest::All => true,
            Rest::Variant(path) => matches!(pattern, Pat::TupleStruct(variant) if variant.path == *path),
        };
        choice.arms.retain(|arm| arm.pat == rest.pat || arm.body != rest.body || !is_meant(&arm.pat));
    }
}

/// The rest of a pattern.
enum Rest<'p> {
    All,
    Variant(&'p syn::Path),
}

fn rest_of(pattern: &Pat) -> Option<Rest<'_>> {
    match pattern {
        Pat::Wild(_) => Some(Rest::All),
        Pat::TupleStruct(variant) if matches!(variant.elems.first(), Some(Pat::Wild(_))) => {
            Some(Rest::Variant(&variant.path))
        }
        _ => None,
    }
}

fn is_false(expression: &Expr) -> bool {
    matches!(expression, Expr::Lit(literal) if matches!(&literal.lit, syn::Lit::Bool(found) if !found.value))
}

/// Moves the statements of a condition before the choice.
fn condition_first(statement: Stmt) -> Vec<Stmt> {
    match statement {
        Stmt::Expr(Expr::If(mut choice), semicolon) => {
            let mut before = match &mut *choice.cond {
                Expr::Block(block) => std::mem::take(&mut block.block.stmts),
                _ => Vec::new(),
            };
            if let Some(Stmt::Expr(condition, None)) = before.pop() {
                *choice.cond = condition;
            }
            before.push(Stmt::Expr(Expr::If(choice), semicolon));
            before
        }
        other => vec![other],
    }
}

fn is_empty(expression: &Expr) -> bool {
    matches!(expression, Expr::Block(block) if block.block.stmts.is_empty() && block.label.is_none())
}

/// Unwraps a block that consists of another one.
fn unwrap(block: &mut Block) {
    if let [Stmt::Expr(Expr::Block(inner), None)] = block.stmts.as_mut_slice()
        && inner.label.is_none()
    {
        block.stmts = std::mem::take(&mut inner.block.stmts);
    }
}

/// Returns true for a choice between two empty branches, whose condition is evaluated again later.
fn is_nothing(statement: &Stmt) -> bool {
    let Stmt::Expr(Expr::If(choice), _) = statement else { return false };
    choice.else_branch.is_none() && choice.then_branch.stmts.is_empty()
}

/// Returns true if the code after a statement is unreachable.
fn diverges(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Expr(expression, _) if leaves(expression))
}

fn leaves(expression: &Expr) -> bool {
    let ends = |block: &Block| block.stmts.last().is_some_and(diverges);
    match expression {
        Expr::Return(_) => true,
        Expr::Block(block) => ends(&block.block),
        Expr::If(choice) => {
            ends(&choice.then_branch) && choice.else_branch.as_ref().is_some_and(|(_, otherwise)| leaves(otherwise))
        }
        Expr::Match(choice) => choice.arms.iter().all(|arm| leaves(&arm.body)),
        _ => false,
    }
}

/// Removes moves of the cursor to its current position.
fn drop_idle(block: &mut Block) {
    let mut index = 1;
    while index < block.stmts.len() {
        if is_idle(&block.stmts[index], &block.stmts[index - 1]) {
            block.stmts.remove(index);
        } else {
            index += 1;
        }
    }
}

/// Removes unused variables, and `mut` from those that are set once.
fn settle(block: &mut Block) {
    let mut index = 0;
    while index < block.stmts.len() {
        let (before, behind) = block.stmts.split_at_mut(index + 1);
        let Some(Stmt::Local(local)) = before.last_mut() else {
            index += 1;
            continue;
        };
        let Some((pattern, value)) = variable(local) else {
            index += 1;
            continue;
        };
        let name = pattern.ident.to_string();
        let mut uses = Uses { name: &name, all: 0, written: 0, is_changed: false };
        for statement in behind.iter_mut() {
            uses.visit_stmt_mut(statement);
        }
        if uses.all == uses.written && is_pure(value) {
            let mut unset = Unset(&name);
            for statement in behind {
                unset.visit_stmt_mut(statement);
            }
            block.stmts.remove(index);
            continue;
        }
        if !uses.is_changed {
            pattern.mutability = None;
        }
        index += 1;
    }
}

/// Returns the variable that a statement declares, and its value.
fn variable(local: &mut syn::Local) -> Option<(&mut syn::PatIdent, &Expr)> {
    let value = &*local.init.as_ref()?.expr;
    match &mut local.pat {
        Pat::Ident(pattern) => Some((pattern, value)),
        Pat::Type(typed) => match &mut *typed.pat {
            Pat::Ident(pattern) => Some((pattern, value)),
            _ => None,
        },
        _ => None,
    }
}

/// Returns true if an expression has no effects.
fn is_pure(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::MethodCall(call) => call.method == "offset" && call.args.is_empty(),
        Expr::Call(call) => is_lookahead(&call.func),
        _ => false,
    }
}

/// Returns true if a function is `Lookahead::new`.
fn is_lookahead(function: &Expr) -> bool {
    matches!(function, Expr::Path(function) if function.path.segments.first().is_some_and(|it| it.ident == "Lookahead"))
}

/// The uses of a variable.
struct Uses<'n> {
    name: &'n str,
    /// The number of mentions.
    all: usize,
    /// The number of statements that only set it.
    written: usize,
    /// True if it is set again, or a method is called that may change it.
    is_changed: bool,
}

impl VisitMut for Uses<'_> {
    fn visit_stmt_mut(&mut self, statement: &mut Stmt) {
        if let Some(target) = set(statement)
            && is_named(target, self.name)
        {
            self.written += 1;
        }
        visit_mut::visit_stmt_mut(self, statement);
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        match expression {
            Expr::Assign(assignment) => self.is_changed |= is_named(&assignment.left, self.name),
            Expr::Binary(changed) if is_assignment(&changed.op) => {
                self.is_changed |= is_named(&changed.left, self.name);
            }
            Expr::Index(indexed) => self.is_changed |= is_named(&indexed.expr, self.name),
            Expr::MethodCall(call) => {
                let only_looks = ["accepts", "has", "has_all", "has_next", "has_some", "note"]
                    .iter()
                    .any(|method| call.method == method);
                self.is_changed |= !only_looks && is_named(&call.receiver, self.name);
            }
            Expr::Reference(taken) => self.is_changed |= taken.mutability.is_some() && is_named(&taken.expr, self.name),
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expression);
    }

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        // A method may have the name of a variable.
        self.visit_expr_mut(&mut call.receiver);
        call.args.iter_mut().for_each(|argument| self.visit_expr_mut(argument));
    }

    fn visit_ident_mut(&mut self, ident: &mut syn::Ident) {
        self.all += usize::from(ident == self.name);
    }

    fn visit_macro_mut(&mut self, found: &mut syn::Macro) {
        self.all += usize::from(names(&found.tokens).contains(self.name));
    }
}

/// Removes the statements that set a variable.
struct Unset<'n>(&'n str);

impl VisitMut for Unset<'_> {
    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain(|statement| !set(statement).is_some_and(|target| is_named(target, self.0)));
        visit_mut::visit_block_mut(self, block);
    }
}

/// Returns the value that a statement assigns, if it does nothing else.
fn set(statement: &Stmt) -> Option<&Expr> {
    match statement {
        Stmt::Expr(Expr::Assign(assignment), _) if is_pure(&assignment.right) => Some(&assignment.left),
        Stmt::Expr(Expr::Binary(changed), _) if is_assignment(&changed.op) && is_pure(&changed.right) => {
            Some(&changed.left)
        }
        _ => None,
    }
}

fn is_assignment(operator: &BinOp) -> bool {
    matches!(operator, BinOp::AddAssign(_) | BinOp::SubAssign(_) | BinOp::BitOrAssign(_))
}

fn is_named(expression: &Expr, name: &str) -> bool {
    matches!(expression, Expr::Path(path) if path.path.is_ident(name))
}

/// Returns true for a move of the cursor to where it is.
fn is_idle(statement: &Stmt, before: &Stmt) -> bool {
    let Stmt::Local(local) = before else { return false };
    let (Pat::Ident(place), Some(init)) = (&local.pat, &local.init) else { return false };
    let Stmt::Expr(Expr::MethodCall(call), Some(_)) = statement else { return false };
    let is_offset = matches!(&*init.expr, Expr::MethodCall(offset) if offset.method == "offset");
    is_offset && call.method == "go_to" && call.args.first().is_some_and(|to| is_named(to, &place.ident.to_string()))
}
