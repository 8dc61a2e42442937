//! Simplifies the emitted choices of validators on a value to what a person would write: merged arms, and an `if` for two cases.

use std::collections::BTreeMap;

use quote::{ToTokens as _, quote};
use syn::parse::Parser as _;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, BinOp, Block, Expr, ExprMatch, ItemFn, Pat, Stmt, parse_quote};

use crate::emit::validate::functions::names;

/// Simplifies the choices of a function.
pub(super) fn simplify(function: &mut ItemFn) {
    Arms.visit_item_fn_mut(function);
}

struct Arms;

impl VisitMut for Arms {
    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        visit_mut::visit_arm_mut(self, arm);
        // A tried expression has no value of its own.
        if let Expr::Block(body) = &*arm.body
            && let [Stmt::Expr(only @ Expr::Try(_), Some(_))] = body.block.stmts.as_slice()
        {
            *arm.body = only.clone();
            arm.comma = Some(syn::token::Comma::default());
        }
    }

    fn visit_expr_mut(&mut self, expression: &mut Expr) {
        visit_mut::visit_expr_mut(self, expression);
        if let Expr::Match(choice) = expression {
            merge(choice);
            if let Some(simpler) = of_one(choice).or_else(|| of_two(choice)) {
                *expression = simpler;
            }
        }
        if let Expr::If(choice) = expression {
            chain(choice);
        }
    }
}

/// Writes a nested choice as `else if`, or as one condition if that is equivalent.
fn chain(choice: &mut syn::ExprIf) {
    if let Some((_, otherwise)) = &mut choice.else_branch
        && let Expr::Block(block) = &**otherwise
        && let [Stmt::Expr(only @ Expr::If(_), _)] = block.block.stmts.as_slice()
    {
        **otherwise = only.clone();
    }
    let is_either = |condition: &Expr| matches!(condition, Expr::Binary(it) if matches!(it.op, BinOp::Or(_)));
    while let Some((_, otherwise)) = &choice.else_branch
        && let Expr::If(next) = &**otherwise
        && (is_plain(&choice.cond) || is_either(&choice.cond))
        && is_plain(&next.cond)
        && next.then_branch == choice.then_branch
    {
        let (one, other) = (&choice.cond, &next.cond);
        let condition: Expr = parse_quote!(#one || #other);
        let rest = next.else_branch.clone();
        *choice.cond = condition;
        choice.else_branch = rest;
    }
}

/// Returns true for a comparison, or a call.
fn is_plain(condition: &Expr) -> bool {
    match condition {
        Expr::Binary(compared) => matches!(compared.op, BinOp::Eq(_)),
        condition => matches!(condition, Expr::Macro(_) | Expr::MethodCall(_) | Expr::Call(_)),
    }
}

/// Returns the opposite of a condition.
fn negated(condition: &Expr) -> Expr {
    match condition {
        Expr::Binary(compared) if matches!(compared.op, BinOp::Eq(_)) => {
            let (left, right) = (&compared.left, &compared.right);
            parse_quote!(#left != #right)
        }
        Expr::MethodCall(_) | Expr::Call(_) | Expr::Path(_) | Expr::Macro(_) | Expr::Paren(_) => {
            parse_quote!(!#condition)
        }
        _ => parse_quote!(!(#condition)),
    }
}

/// Arms that do the same.
struct Group {
    arm: Arm,
    patterns: Vec<Pat>,
    binds_nothing: bool,
}

/// Merges equal arms, unless their patterns bind a name, or an arm in between overlaps them.
fn merge(choice: &mut ExprMatch) {
    let mut groups: Vec<Group> = Vec::new();
    let mut by_body: BTreeMap<String, usize> = BTreeMap::new();
    for arm in std::mem::take(&mut choice.arms) {
        let (pattern, binds_nothing) = (arm.pat.clone(), binds_nothing(&arm.pat));
        let body = arm.body.to_token_stream().to_string();
        let known = by_body.get(&body).copied().filter(|known| binds_nothing && groups[*known].binds_nothing);
        if let Some(known) = known
            && is_free(&groups[known + 1..], &pattern)
        {
            groups[known].patterns.push(pattern);
        } else {
            groups.push(Group { arm, patterns: vec![pattern], binds_nothing });
            by_body.insert(body, groups.len() - 1);
        }
    }
    let arms = groups.into_iter().map(|Group { arm, patterns, .. }| Arm { pat: either(patterns), ..arm });
    let mut arms: Vec<Arm> = arms.collect();
    // The arm for the rest is last, and needs no pattern.
    let is_rest =
        |at: &usize| takes_rest(&arms[*at].pat) && arms[at + 1..].iter().all(|it| !overlaps(&arms[*at].pat, &it.pat));
    if let Some(rest) = (0..arms.len()).rev().find(is_rest) {
        let arm = arms.remove(rest);
        arms.push(Arm { pat: parse_quote!(_), ..arm });
    }
    choice.arms = arms;
}

/// Returns true if a pattern may move over groups. Two patterns for one value each differ, because each value is written once.
fn is_free(between: &[Group], moved: &Pat) -> bool {
    let is_specific = |pattern: &Pat| match pattern {
        Pat::Lit(_) => true,
        Pat::TupleStruct(variant) => variant.elems.iter().all(|element| matches!(element, Pat::Lit(_))),
        _ => false,
    };
    let mut others = between.iter().flat_map(|group| &group.patterns);
    others.all(|other| (is_specific(moved) && is_specific(other)) || !overlaps(moved, other))
}

/// Returns false only if no value matches both patterns.
fn overlaps(one: &Pat, other: &Pat) -> bool {
    let all = |ones: &mut dyn Iterator<Item = &Pat>, others: &mut dyn Iterator<Item = &Pat>| {
        ones.zip(others).all(|(one, other)| overlaps(one, other))
    };
    match (one, other) {
        (Pat::Or(either), pattern) | (pattern, Pat::Or(either)) => {
            either.cases.iter().any(|case| overlaps(case, pattern))
        }
        (Pat::Paren(inner), pattern) | (pattern, Pat::Paren(inner)) => overlaps(&inner.pat, pattern),
        (Pat::Lit(one), Pat::Lit(other)) => one == other,
        (Pat::Path(one), Pat::Path(other)) => one == other,
        (Pat::Path(_), Pat::TupleStruct(_)) | (Pat::TupleStruct(_), Pat::Path(_)) => false,
        (Pat::TupleStruct(one), Pat::TupleStruct(other)) => {
            one.path == other.path && all(&mut one.elems.iter(), &mut other.elems.iter())
        }
        (Pat::Tuple(one), Pat::Tuple(other)) => all(&mut one.elems.iter(), &mut other.elems.iter()),
        _ => true,
    }
}

/// Returns true if a pattern has no guard and binds no name.
fn binds_nothing(pattern: &Pat) -> bool {
    match pattern {
        Pat::Lit(_) | Pat::Path(_) | Pat::Range(_) | Pat::Wild(_) => true,
        // Syntax does not distinguish `None` from a name.
        Pat::Ident(pattern) => pattern.ident.to_string().starts_with(char::is_uppercase),
        Pat::Or(pattern) => pattern.cases.iter().all(binds_nothing),
        Pat::Paren(pattern) => binds_nothing(&pattern.pat),
        Pat::Tuple(pattern) => pattern.elems.iter().all(binds_nothing),
        Pat::TupleStruct(pattern) => pattern.elems.iter().all(binds_nothing),
        _ => false,
    }
}

/// Returns true if a pattern takes everything that no other arm takes: `_`, or every variant with any content.
fn takes_rest(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) => true,
        Pat::Or(pattern) => pattern.cases.iter().any(takes_rest),
        Pat::TupleStruct(pattern) => {
            matches!(pattern.elems.first(), Some(Pat::Wild(_))) && names(&pattern.path).contains("Member")
        }
        _ => false,
    }
}

/// Returns one pattern for all cases of several.
fn either(patterns: Vec<Pat>) -> Pat {
    if patterns.iter().any(|pattern| matches!(pattern, Pat::Wild(_))) {
        return parse_quote!(_);
    }
    // A variant, or the first of two values, occurs once, with the possible rest.
    let mut cases: Vec<(Pat, Vec<Pat>)> = Vec::new();
    let mut by_start: BTreeMap<String, usize> = BTreeMap::new();
    for pattern in patterns.into_iter().flat_map(single) {
        let Some((start, rest)) = divided(&pattern) else {
            cases.push((pattern, Vec::new()));
            continue;
        };
        let known = *by_start.entry(start).or_insert(cases.len());
        match cases.get_mut(known) {
            Some((_, found)) => found.push(rest),
            None => cases.push((pattern, vec![rest])),
        }
    }
    let cases = cases.into_iter().map(|(case, rest)| match case {
        Pat::TupleStruct(variant) if !rest.is_empty() => {
            let (path, rest) = (&variant.path, either(rest));
            parse_quote!(#path(#rest))
        }
        Pat::Tuple(pair) if !rest.is_empty() => {
            let (first, rest) = (&pair.elems[0], either(rest));
            parse_quote!((#first, #rest))
        }
        case => case,
    });
    let mut cases: Vec<Pat> = cases.collect();
    match cases.len() {
        1 => cases.remove(0),
        _ => Pat::parse_multi.parse2(quote!(#(#cases)|*)).expect("they are patterns"),
    }
}

/// Returns the cases of a pattern.
fn single(pattern: Pat) -> Vec<Pat> {
    match pattern {
        Pat::Or(pattern) => pattern.cases.into_iter().flat_map(single).collect(),
        pattern => vec![pattern],
    }
}

/// Divides a pattern of a variant, or of two values, into the part that other patterns may share, and the rest.
fn divided(pattern: &Pat) -> Option<(String, Pat)> {
    match pattern {
        Pat::TupleStruct(variant) if variant.elems.len() == 1 => {
            Some((variant.path.to_token_stream().to_string(), variant.elems[0].clone()))
        }
        Pat::Tuple(pair) if pair.elems.len() == 2 => {
            Some((pair.elems[0].to_token_stream().to_string(), pair.elems[1].clone()))
        }
        _ => None,
    }
}

/// Simplifies a choice with one arm: the value is evaluated for its effects.
fn of_one(choice: &ExprMatch) -> Option<Expr> {
    let [arm] = choice.arms.as_slice() else { return None };
    let (value, statements) = (&choice.expr, block(&arm.body).stmts);
    matches!(arm.pat, Pat::Wild(_)).then(|| parse_quote!({ #value; #(#statements)* }))
}

/// Writes a choice between one pattern and all others as an `if`.
fn of_two(choice: &ExprMatch) -> Option<Expr> {
    let [arm, rest] = choice.arms.as_slice() else { return None };
    if !matches!(rest.pat, Pat::Wild(_)) || matches!(arm.pat, Pat::Guard(_)) {
        return None;
    }
    let (value, pattern) = (&choice.expr, &arm.pat);
    let condition: Expr = match pattern {
        Pat::Lit(literal) => parse_quote!(#value == #literal),
        pattern if binds_nothing(pattern) => parse_quote!(matches!(#value, #pattern)),
        pattern => parse_quote!(let #pattern = #value),
    };
    let (then, otherwise) = (block(&arm.body), block(&rest.body));
    if then.stmts.is_empty() && !matches!(condition, Expr::Let(_)) {
        let condition = negated(&condition);
        return Some(parse_quote!(if #condition #otherwise));
    }
    Some(if otherwise.stmts.is_empty() {
        parse_quote!(if #condition #then)
    } else {
        parse_quote!(if #condition #then else #otherwise)
    })
}

/// Returns the body of an arm as that of an `if`.
fn block(body: &Expr) -> Block {
    match body {
        Expr::Block(block) if block.label.is_none() && block.attrs.is_empty() => block.block.clone(),
        Expr::Try(_) | Expr::Return(_) => parse_quote!({ #body; }),
        Expr::Tuple(tuple) if tuple.elems.is_empty() => parse_quote!({}),
        body => parse_quote!({ #body }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_starts_are_written_once() {
        for (arms, expected) in [
            (quote!((2, "cb") | (2, "aa") => {}), r#"(2 , "cb" | "aa")"#),
            (quote!((2, "a") => {} (3, "b") => {} (2, "c") => {}), r#"(2 , "a" | "c") | (3 , "b")"#),
            (quote!(Some("a") | Some("b") => {}), r#"Some ("a" | "b")"#),
            (quote!("a" | "b" => {} "c" => {}), r#""a" | "b" | "c""#),
        ] {
            let mut choice: ExprMatch = parse_quote!(match value { #arms _ => other(), });
            merge(&mut choice);
            assert_eq!(choice.arms[0].pat.to_token_stream().to_string(), expected);
        }
    }

    /// Returns the body of the first arm whose pattern matches a value, which is written as a pattern without wildcards.
    fn chosen(choice: &ExprMatch, value: &Pat) -> String {
        let arm = choice.arms.iter().find(|arm| overlaps(&arm.pat, value)).expect("the arms are exhaustive");
        arm.body.to_token_stream().to_string()
    }

    #[test]
    fn merged_arms_choose_what_they_chose() {
        let patterns: [Pat; 4] = [
            parse_quote!(Member::Known(0)),
            parse_quote!(Member::Known(1)),
            parse_quote!(Member::Known(_)),
            parse_quote!(Member::Unknown(_)),
        ];
        let values: [Pat; 4] = [
            parse_quote!(Member::Known(0)),
            parse_quote!(Member::Known(1)),
            parse_quote!(Member::Known(2)),
            parse_quote!(Member::Unknown(7)),
        ];
        let bodies: [Expr; 3] = [parse_quote!(a()?), parse_quote!(b()?), parse_quote!(return None)];
        // Each sequence of three arms, then arms that take the rest.
        for number in (0..12_usize.pow(5)).step_by(101) {
            let digits: Vec<usize> = std::iter::successors(Some(number), |rest| Some(rest / 12)).take(5).collect();
            // Each known name is written once.
            if [0, 1].iter().any(|name| digits[..3].iter().filter(|digit| **digit % 4 == *name).count() > 1) {
                continue;
            }
            let digits = digits.into_iter();
            let mut arms: Vec<Arm> = digits
                .map(|digit| {
                    let (pattern, body) = (&patterns[digit % 4], &bodies[digit / 4 % 3]);
                    parse_quote!(#pattern => #body,)
                })
                .collect();
            let (last, first) = (arms.pop(), arms.pop());
            let bodies = [first, last].map(|arm| arm.expect("there are five").body);
            let [known, unknown] = bodies;
            arms.push(parse_quote!(Member::Known(_) => #known,));
            arms.push(parse_quote!(Member::Unknown(_) => #unknown,));
            let before: ExprMatch = parse_quote!(match member { #(#arms)* });
            let mut after = before.clone();
            merge(&mut after);
            for value in &values {
                let text = || (before.to_token_stream().to_string(), after.to_token_stream().to_string());
                assert_eq!(chosen(&before, value), chosen(&after, value), "{:?}", text());
            }
        }
    }
}
