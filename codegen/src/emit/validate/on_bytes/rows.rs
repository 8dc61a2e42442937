//! Loops over members and elements as calls of the runtime, if each part has one reader.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ItemFn, Pat, Stmt, parse_quote};

use crate::emit::macros::READ_MEMBERS;
use crate::emit::validate::functions::names;

/// Writes the loops of a tidied function as calls.
pub(super) fn fold(function: &mut ItemFn) {
    Loops.visit_item_fn_mut(function);
}

struct Loops;

impl VisitMut for Loops {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        if let Some((table, at, call)) = object(&block.stmts) {
            block.stmts.splice(at..at + 2, [call]);
            block.stmts.remove(table);
        }
        let found = block.stmts.windows(2).enumerate().find_map(|(at, window)| Some((at, array(window)?)));
        if let Some((at, elements)) = found {
            read_elements(block, at, &elements);
        }
    }
}

/// Returns the call for a loop over members, with the places of the table of names and of the two statements that open and read the object.
fn object(statements: &[Stmt]) -> Option<(usize, usize, Stmt)> {
    let is_table =
        |statement: &Stmt| matches!(statement, Stmt::Item(syn::Item::Static(table)) if table.ident == "KNOWN");
    let table = statements.iter().position(is_table)?;
    let Stmt::Item(syn::Item::Static(names)) = &statements[table] else { return None };
    let known = strings(&names.expr)?;
    let mut calls = statements.windows(2).enumerate().skip(table);
    calls.find_map(|(at, statements)| Some((table, at, call(statements, &known)?)))
}

/// Returns the call for the statements that open and read an object with these names.
fn call(statements: &[Stmt], known: &[TokenStream]) -> Option<Stmt> {
    let [Stmt::Local(members), Stmt::Expr(Expr::While(repeated), _)] = statements else { return None };
    let opened = text(&members.init.as_ref()?.expr);
    if !(opened.starts_with("Members ::") && opened.ends_with(":: open (scanner , & KNOWN) ?")) {
        return None;
    }
    let [Stmt::Expr(Expr::Match(choice), _), counted @ .., last] = repeated.body.stmts.as_slice() else {
        return None;
    };
    let is_loop = text(&repeated.cond) == "members . has_next ()"
        && text(&choice.expr) == "members . read (scanner) ?"
        && text(last) == "members . advance (scanner) ? ;";
    let length = is_counted(counted)?.then(|| quote!(, length));
    let rows = Rows::of(choice, known).filter(|_| is_loop)?.tokens(known);
    let called = format_ident!("{}", READ_MEMBERS.1);
    Some(parse_quote!(#called! { scanner, members #length; #rows }))
}

/// Returns true if the statements between the reader and the end of a loop count its rounds; `None` if they are others.
fn is_counted(statements: &[Stmt]) -> Option<bool> {
    match statements {
        [] => Some(false),
        [only] => (text(only) == "length += 1 ;").then_some(true),
        _ => None,
    }
}

/// The strings of a table, each as it is spelled.
fn strings(table: &Expr) -> Option<Vec<TokenStream>> {
    let Expr::Call(call) = table else { return None };
    let Expr::Array(array) = call.args.first()? else { return None };
    Some(array.elems.iter().map(quote::ToTokens::to_token_stream).collect())
}

/// The arms of a choice by a member's name.
#[derive(Default)]
struct Rows {
    /// The readers of documented names, each with the positions of its names.
    known: Vec<(String, TokenStream, Vec<usize>)>,
    /// The reader of the other documented names.
    others: Option<TokenStream>,
    /// The last rows: those of names that are not documented.
    unknown: TokenStream,
}

impl Rows {
    fn of(choice: &syn::ExprMatch, known: &[TokenStream]) -> Option<Self> {
        let mut rows = Self { unknown: quote!(_ => refuse;), ..Self::default() };
        for arm in &choice.arms {
            match &arm.pat {
                Pat::TupleStruct(variant) => match (&*text(&variant.path), variant.elems.first()?) {
                    ("Member :: Known", Pat::Lit(position)) => {
                        let syn::Lit::Int(position) = &position.lit else { return None };
                        rows.add(position.base10_parse().ok()?, simple(&arm.body)?);
                    }
                    ("Member :: Known", Pat::Wild(_)) => rows.others = Some(simple(&arm.body)?),
                    ("Member :: Unknown", Pat::Wild(_)) if is_refused(&arm.body) => {}
                    ("Member :: Unknown", Pat::Ident(_)) => rows.unknown = unknown(&arm.body)?,
                    _ => return None,
                },
                Pat::Ident(_) if text(&arm.body) == "members . add (scanner , other) ?" => {
                    rows.unknown = quote!(_ => add;);
                }
                _ => return None,
            }
        }
        // Each name has one arm.
        let is_complete = rows.known.iter().map(|(.., positions)| positions.len()).sum::<usize>() == known.len();
        rows.others = rows.others.take().filter(|_| !is_complete);
        (is_complete || rows.others.is_some()).then_some(rows)
    }

    fn add(&mut self, position: usize, read: TokenStream) {
        let spelled = read.to_string();
        match self.known.iter_mut().find(|(other, ..)| *other == spelled) {
            Some((.., positions)) => positions.push(position),
            None => self.known.push((spelled, read, vec![position])),
        }
    }

    fn tokens(&self, known: &[TokenStream]) -> TokenStream {
        let names = |positions: &[usize]| -> Vec<TokenStream> {
            let name = |position: &usize| {
                let (name, position) = (&known[*position], proc_macro2::Literal::usize_unsuffixed(*position));
                quote!((#position, #name))
            };
            positions.iter().map(name).collect()
        };
        let rows = self.known.iter().map(|(_, read, positions)| {
            let names = names(positions);
            quote!(#(#names)|* => #read;)
        });
        let others = self.others.as_ref().map(|read| {
            let listed: BTreeSet<usize> = self.known.iter().flat_map(|(.., positions)| positions).copied().collect();
            let names = names(&(0..known.len()).filter(|position| !listed.contains(position)).collect::<Vec<_>>());
            quote!(others: #(#names)|* => #read;)
        });
        let unknown = &self.unknown;
        quote!(#(#rows)* #others #unknown)
    }
}

/// Returns the last rows for the body of the arm for other names.
fn unknown(body: &Expr) -> Option<TokenStream> {
    if simple(body).is_some_and(|read| read.to_string() == "members . skip (scanner , name) ?") {
        return Some(quote!());
    }
    let Expr::Block(body) = body else { return None };
    let [record, read] = body.block.stmts.as_slice() else { return None };
    let (true, Stmt::Expr(read, _)) = (text(record) == "members . record (scanner , name) ? ;", read) else {
        return None;
    };
    if text(read) == "scanner . value () ?" {
        return Some(quote!());
    }
    // The macro has a variable `name` of its own.
    let nameless = |read: &Expr| simple(read).filter(|read| !names(read).contains("name"));
    let rest = |read: &Expr| {
        let reader = nameless(read)?;
        Some(if is_refused(read) { quote!(refuse) } else { quote!({ #reader }) })
    };
    let Expr::If(choice) = read else { return rest(read).map(|rest| quote!(_ => #rest;)) };
    let Expr::MethodCall(condition) = &*choice.cond else { return None };
    let pattern = ident(&condition.receiver)?;
    let is_match = condition.method == "is_match" && text(&condition.args) == "name . bytes ()";
    let [Stmt::Expr(matching, _)] = choice.then_branch.stmts.as_slice() else { return None };
    let matching = nameless(matching).filter(|_| is_match)?;
    let rest = rest(&choice.else_branch.as_ref()?.1)?;
    Some(quote!(_ if #pattern => #matching; _ => #rest;))
}

/// Returns a reader that fits into a row.
fn simple(body: &Expr) -> Option<TokenStream> {
    match body {
        Expr::Block(body) if body.label.is_none() => match body.block.stmts.as_slice() {
            [Stmt::Expr(only, _)] => simple(only),
            _ => None,
        },
        Expr::Return(_) => (text(body) == "return None").then(|| body.to_token_stream()),
        Expr::Try(tried) => {
            let arguments = match &*tried.expr {
                Expr::Call(call) => &call.args,
                Expr::MethodCall(call) => &call.args,
                _ => return None,
            };
            let is_flat = |argument: &Expr| matches!(argument, Expr::Path(_) | Expr::Lit(_));
            arguments.iter().all(is_flat).then(|| body.to_token_stream())
        }
        _ => None,
    }
}

fn is_refused(body: &Expr) -> bool {
    simple(body).is_some_and(|read| read.to_string() == "return None")
}

fn ident(expression: &Expr) -> Option<&Ident> {
    if let Expr::Path(path) = expression { path.path.get_ident() } else { None }
}

/// A loop over elements.
struct Elements {
    reader: TokenStream,
    is_counted: bool,
    /// The maximum number.
    most: Option<TokenStream>,
}

/// Returns the loop over elements that two statements express. The first statement opens the array.
fn array(statements: &[Stmt]) -> Option<Elements> {
    let [Stmt::Local(more), Stmt::Expr(Expr::While(repeated), _)] = statements else { return None };
    let (most, body) = match repeated.body.stmts.as_slice() {
        [first, body @ ..] if limit(first, "length ==").is_some() => (limit(first, "length =="), body),
        body => (None, body),
    };
    let [Stmt::Expr(read, _), counted @ .., last] = body else { return None };
    let is_loop = text(&more.init.as_ref()?.expr) == "scanner . open_array () ?"
        && text(&repeated.cond) == "more"
        && text(last) == "more = scanner . next_element () ? ;";
    let is_counted = is_counted(counted)?;
    let Expr::Try(tried) = read else { return None };
    let reader = match &*tried.expr {
        Expr::Call(call) if text(&call.args) == "scanner" => call.func.to_token_stream(),
        Expr::MethodCall(call) if text(&call.receiver) == "scanner" && call.args.is_empty() => {
            let method = &call.method;
            quote!(Scanner::#method)
        }
        _ => return None,
    };
    is_loop.then_some(Elements { reader, is_counted, most })
}

/// Replaces a loop over elements, whose first statement is at `at`, by a call.
fn read_elements(block: &mut Block, at: usize, Elements { reader, is_counted, most }: &Elements) {
    let is_verdict = |statement: &Stmt| matches!(statement, Stmt::Expr(verdict, None) if text(verdict) == "Some (())");
    if *is_counted {
        if at == 0 || text(&block.stmts[at - 1]) != "let mut length = 0_u64 ;" {
            return;
        }
        let least = match &block.stmts[at + 2..] {
            [verdict] if is_verdict(verdict) => Some(quote!(0)),
            [first, verdict] if is_verdict(verdict) => limit(first, "length <"),
            _ => None,
        };
        let read: Option<Expr> = match (least, most) {
            (Some(least), Some(most)) => Some(parse_quote!(read_elements::within(scanner, #least..=#most, #reader))),
            (Some(least), None) => Some(parse_quote!(read_elements::at_least(scanner, #least, #reader))),
            (None, _) => None,
        };
        if let Some(read) = read {
            block.stmts.truncate(at - 1);
            block.stmts.push(Stmt::Expr(read, None));
        } else if most.is_none() {
            block.stmts.splice(at - 1..at + 2, [parse_quote!(let length = read_elements::count(scanner, #reader)?;)]);
        }
        return;
    }
    let is_last = matches!(&block.stmts[at + 2..], [verdict] if is_verdict(verdict));
    if is_last {
        block.stmts.truncate(at);
        block.stmts.push(Stmt::Expr(parse_quote!(read_elements::all(scanner, #reader)), None));
    } else {
        block.stmts.splice(at..at + 2, [parse_quote!(read_elements::all(scanner, #reader)?;)]);
    }
}

/// Returns the limit of a statement that refuses an array by its length: `if length < 1 { return None; }` for `length <`.
fn limit(statement: &Stmt, compared: &str) -> Option<TokenStream> {
    let Stmt::Expr(Expr::If(choice), _) = statement else { return None };
    let Expr::Binary(condition) = &*choice.cond else { return None };
    let is_refusal = choice.else_branch.is_none() && text(&choice.then_branch) == "{ return None ; }";
    let is_meant = format!("{} {}", text(&condition.left), text(&condition.op)) == compared;
    (is_refusal && is_meant && matches!(&*condition.right, Expr::Lit(_))).then(|| condition.right.to_token_stream())
}

pub(super) fn text(tokens: &impl quote::ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the loop over the members of an object with the names `a`, `b` and `c`.
    fn members(arms: &TokenStream, end: &TokenStream) -> TokenStream {
        quote! {
            static KNOWN: KnownNames<3, 8> = KnownNames::new(["a", "b", "c"]);
            let mut members = Members::<1>::open(scanner, &KNOWN)?;
            while members.has_next() {
                match members.read(scanner)? { #arms }
                #end
            }
            Some(())
        }
    }

    fn folded(body: &TokenStream) -> String {
        let mut function: ItemFn = parse_quote!(fn read(scanner: &mut Scanner<'_>) -> Option<()> { #body });
        fold(&mut function);
        text(&function.block)
    }

    #[test]
    fn loops_over_members_are_rows() {
        let advance = quote!(members.advance(scanner)?;);
        let known = quote!(Member::Known(2) => one(scanner)?, Member::Known(0) => { one(scanner)?; });
        for (arms, rows) in [
            (
                quote!(#known Member::Known(_) => scanner.value()?, Member::Unknown(name) => members.skip(scanner, name)?),
                quote!((2, "c") | (0, "a") => one(scanner)?; others: (1, "b") => scanner.value()?;),
            ),
            (
                quote!(#known Member::Known(_) => return None, Member::Unknown(_) => return None),
                quote!((2, "c") | (0, "a") => one(scanner)?; others: (1, "b") => return None; _ => refuse;),
            ),
            (
                quote!(#known Member::Known(1) => return None, other => members.add(scanner, other)?),
                quote!((2, "c") | (0, "a") => one(scanner)?; (1, "b") => return None; _ => add;),
            ),
            (
                quote!(#known Member::Known(_) => scanner.value()?, Member::Unknown(name) => {
                    members.record(scanner, name)?;
                    if PATTERN.is_match(name.bytes()) { two(scanner)?; } else { return None; }
                }),
                quote! {
                    (2, "c") | (0, "a") => one(scanner)?; others: (1, "b") => scanner.value()?;
                    _ if PATTERN => two(scanner)?; _ => refuse;
                },
            ),
            (
                quote!(#known Member::Known(_) => scanner.value()?, Member::Unknown(name) => {
                    members.record(scanner, name)?;
                    two(scanner)?;
                }),
                quote! {
                    (2, "c") | (0, "a") => one(scanner)?; others: (1, "b") => scanner.value()?; _ => { two(scanner)? };
                },
            ),
        ] {
            let expected = quote!({
                read_members! { scanner, members; #rows }
                Some(())
            });
            assert_eq!(folded(&members(&arms, &advance)), expected.to_string());
            let counted = quote!({
                read_members! { scanner, members, length; #rows }
                Some(())
            });
            assert_eq!(folded(&members(&arms, &quote!(length += 1; #advance))), counted.to_string());
        }
    }

    #[test]
    fn other_loops_stay_as_they_are() {
        let (advance, rest) = (quote!(members.advance(scanner)?;), quote!(Member::Unknown(_) => return None));
        let one = quote!(Member::Known(_) => scanner.value()?,);
        for (arms, end) in [
            // Two readers of one value, a name that is read again, an unlisted name, and what else a loop may do.
            (quote!(Member::Known(0) => { one(scanner)?; two(scanner)?; } #one #rest), advance.clone()),
            (
                quote!(#one Member::Unknown(name) => { members.record(scanner, name)?; two(scanner, name)?; }),
                advance.clone(),
            ),
            (quote!(Member::Known(0) => one(scanner)?, #rest), advance.clone()),
            (quote!(#one #rest), quote!(if length > 2 { return None; } #advance)),
        ] {
            let body = members(&arms, &end);
            assert_eq!(folded(&body), quote!({ #body }).to_string());
        }
    }

    #[test]
    fn loops_over_elements_are_calls() {
        let array = |count: TokenStream, read: TokenStream, end: TokenStream| {
            let length = (!count.is_empty()).then(|| quote!(let mut length = 0_u64;));
            quote! {
                #length
                let mut more = scanner.open_array()?;
                while more { #read #count more = scanner.next_element()?; }
                #end
            }
        };
        let (none, accepted) = (TokenStream::new(), quote!(Some(())));
        let counted = quote!(if length < 1 { return None; } Some(()));
        for (body, expected) in [
            (
                array(none.clone(), quote!(one(scanner)?;), accepted.clone()),
                Some(quote!(read_elements::all(scanner, one))),
            ),
            (
                array(none.clone(), quote!(scanner.value()?;), quote!(other()?; Some(()))),
                Some(quote!(read_elements::all(scanner, Scanner::value)?; other()?; Some(()))),
            ),
            (
                array(quote!(length += 1;), quote!(one(scanner)?;), counted.clone()),
                Some(quote!(read_elements::at_least(scanner, 1, one))),
            ),
            (
                array(quote!(length += 1;), quote!(if length == 3 { return None; } one(scanner)?;), counted.clone()),
                Some(quote!(read_elements::within(scanner, 1..=3, one))),
            ),
            (
                array(quote!(length += 1;), quote!(if length == 3 { return None; } one(scanner)?;), accepted.clone()),
                Some(quote!(read_elements::within(scanner, 0..=3, one))),
            ),
            (
                array(
                    quote!(length += 1;),
                    quote!(one(scanner)?;),
                    quote!(if length < 1 { return None; } other()?; Some(())),
                ),
                Some(
                    quote!(let length = read_elements::count(scanner, one)?; if length < 1 { return None; } other()?; Some(())),
                ),
            ),
            (array(none.clone(), quote!(one(scanner)?; two(scanner)?;), accepted.clone()), None),
            (array(none, quote!(scanner.literal(b"null")?;), accepted), None),
        ] {
            let expected = expected.unwrap_or_else(|| body.clone());
            assert_eq!(folded(&body), quote!({ #expected }).to_string());
        }
    }
}
