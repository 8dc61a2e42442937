//! Readers in their shortest form: a small reader is written where it is called, and a reader of members alone is a call of `read_object!`.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Group, TokenStream, TokenTree};
use quote::{ToTokens as _, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Item, ItemFn, Macro, Stmt, parse_quote};

use crate::emit::macros::{READ_MEMBERS, READ_OBJECT};
use crate::emit::validate::on_bytes::rows::text;
use crate::plan::NodeId;
use crate::render::line;

/// The maximum width of a reader in a row.
const WIDTH: usize = 80;

/// Moves each small reader into the only row that calls it, unless its name is one of `kept`.
pub(super) fn inline(functions: &mut BTreeMap<NodeId, ItemFn>, kept: &BTreeSet<String>) {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for function in functions.values() {
        count(function.block.to_token_stream(), &mut uses);
    }
    let is_inlined = |function: &ItemFn| {
        let name = function.sig.ident.to_string();
        !kept.contains(&name) && uses.get(&name) == Some(&1)
    };
    let small = functions.values().filter(|function| is_inlined(function));
    let small = small.filter_map(|function| Some((function.sig.ident.to_string(), reader(&function.block)?)));
    let mut rows = Rows { small: small.collect(), inlined: BTreeSet::new() };
    for function in functions.values_mut() {
        rows.visit_item_fn_mut(function);
    }
    functions.retain(|_, function| !rows.inlined.contains(&function.sig.ident.to_string()));
}

/// Counts the identifiers in tokens.
fn count(tokens: TokenStream, uses: &mut BTreeMap<String, usize>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => *uses.entry(ident.to_string()).or_default() += 1,
            TokenTree::Group(group) => count(group.stream(), uses),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Returns the body of a small reader as one call.
fn reader(block: &Block) -> Option<TokenStream> {
    let only = match block.stmts.as_slice() {
        [Stmt::Expr(only @ (Expr::Call(_) | Expr::MethodCall(_)), None)] => only.to_token_stream(),
        [Stmt::Local(text), Stmt::Expr(only @ Expr::MethodCall(_), None)]
            if self::text(text) == "let text = scanner . string () ? ;" =>
        {
            with_string(only)?
        }
        _ => return None,
    };
    let is_flat = only.clone().into_iter().all(|token| !matches!(&token, TokenTree::Ident(word) if word == "return"));
    (is_flat && line::print(only.clone()).len() <= WIDTH).then_some(only)
}

/// Replaces the only `text` of a call by the string that is read, if nothing reads before it.
fn with_string(call: &Expr) -> Option<TokenStream> {
    let mut uses = BTreeMap::new();
    count(call.to_token_stream(), &mut uses);
    if uses.get("text") != Some(&1) || uses.contains_key("scanner") {
        return None;
    }
    Some(replaced(call.to_token_stream()))
}

fn replaced(tokens: TokenStream) -> TokenStream {
    let token = |token: TokenTree| match token {
        TokenTree::Ident(ident) if ident == "text" => quote!(scanner.string()?),
        TokenTree::Group(group) => {
            TokenTree::Group(Group::new(group.delimiter(), replaced(group.stream()))).to_token_stream()
        }
        other => other.to_token_stream(),
    };
    tokens.into_iter().map(token).collect()
}

/// The small readers, which rows call.
struct Rows {
    small: BTreeMap<String, TokenStream>,
    inlined: BTreeSet<String>,
}

impl VisitMut for Rows {
    fn visit_macro_mut(&mut self, call: &mut Macro) {
        visit_mut::visit_macro_mut(self, call);
        if call.path.is_ident(READ_MEMBERS.1) {
            call.tokens = self.inlined(std::mem::take(&mut call.tokens));
        }
    }
}

impl Rows {
    fn inlined(&mut self, tokens: TokenStream) -> TokenStream {
        let mut written = TokenStream::new();
        let mut rest = tokens.into_iter().peekable();
        while let Some(token) = rest.next() {
            let small = match &token {
                TokenTree::Ident(ident) => self.small.get(&ident.to_string()),
                _ => None,
            };
            match (small, rest.peek()) {
                (Some(reader), Some(TokenTree::Group(arguments))) if arguments.stream().to_string() == "scanner" => {
                    written.extend(reader.clone());
                    self.inlined.insert(token.to_string());
                    rest.next();
                }
                _ => written.extend([token]),
            }
        }
        written
    }
}

/// Returns a reader as the macro `read_object!`, if it reads an object and nothing else; otherwise the function.
pub(super) fn shorten(function: ItemFn) -> Item {
    match object(&function) {
        Some(object) => Item::Macro(object),
        None => Item::Fn(function),
    }
}

fn object(function: &ItemFn) -> Option<syn::ItemMacro> {
    let ItemFn { attrs, vis, sig, block, .. } = function;
    let (memo, body) = match block.stmts.as_slice() {
        [Stmt::Expr(Expr::MethodCall(call), None)] if call.method == "memoize" => {
            let (Some(number), Some(Expr::Closure(read))) = (call.args.first(), call.args.last()) else { return None };
            let Expr::Block(body) = &*read.body else { return None };
            (Some(quote!([memo #number])), &body.block.stmts)
        }
        _ => (None, &block.stmts),
    };
    let (or_any, body) = match body.as_slice() {
        [Stmt::Expr(Expr::If(choice), None)] => {
            let (_, otherwise) = choice.else_branch.as_ref()?;
            if text(&choice.cond) != "scanner . peek () == b'{'" || text(otherwise) != "{ scanner . value () }" {
                return None;
            }
            (Some(quote!(or any)), &choice.then_branch.stmts)
        }
        _ => (None, body),
    };
    let (Stmt::Macro(rows), end) = body.split_first()? else { return None };
    let tokens: Vec<TokenTree> = rows.mac.tokens.clone().into_iter().collect();
    let rows = tokens
        .split_first_chunk::<4>()
        .filter(|(head, _)| head.iter().map(ToString::to_string).eq(["scanner", ",", "members", ";"]));
    let (_, rows) = rows.filter(|_| matches!(&body[0], Stmt::Macro(it) if it.mac.path.is_ident(READ_MEMBERS.1)))?;
    let requires = required(end)?;
    let (called, ident) = (quote::format_ident!("{}", READ_OBJECT.1), &sig.ident);
    Some(parse_quote! {
        #called! { #(#attrs)* #vis fn #ident(scanner) #memo #requires #or_any; #(#rows)* }
    })
}

/// Emits the required names that the end of a reader checks, as masks; `None` if it checks something else.
fn required(end: &[Stmt]) -> Option<TokenStream> {
    let masks = |asked: &Expr| match asked {
        Expr::MethodCall(asked) if asked.method == "has_all" && text(&asked.receiver) == "members" => {
            let masks = &asked.args;
            Some(quote!(requires #masks))
        }
        _ => None,
    };
    match end {
        [Stmt::Expr(verdict, None)] if text(verdict) == "Some (())" => Some(quote!()),
        [Stmt::Expr(Expr::MethodCall(verdict), None)] if verdict.method == "then_some" => masks(&verdict.receiver),
        [Stmt::Expr(Expr::If(missing), _), Stmt::Expr(verdict, None)]
            if text(verdict) == "Some (())"
                && missing.else_branch.is_none()
                && text(&missing.then_branch) == "{ return None ; }" =>
        {
            let Expr::Unary(not) = &*missing.cond else { return None };
            masks(&not.expr)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn function(name: &str, body: &TokenStream) -> ItemFn {
        let name = quote::format_ident!("{name}");
        parse_quote!(fn #name(scanner: &mut Scanner<'_>) -> Option<()> { #body })
    }

    /// Returns the body of a reader whose row calls `small`, with this body, and the number of functions.
    fn inlined(row: &TokenStream, small: &TokenStream, kept: &[&str]) -> (String, usize) {
        let object = function("object", &quote!(read_members! { scanner, members; (0, "a") => #row; } Some(())));
        let mut functions = BTreeMap::from([(NodeId(0), object), (NodeId(1), function("small", small))]);
        inline(&mut functions, &kept.iter().map(ToString::to_string).collect());
        (text(&functions[&NodeId(0)].block), functions.len())
    }

    #[test]
    fn small_readers_are_in_their_row() {
        let row = quote!(small(scanner)?);
        for (small, read) in [
            (quote!(read_elements::all(scanner, other)), quote!(read_elements::all(scanner, other)?)),
            (
                quote!(let text = scanner.string()?; text.is("b").then_some(())),
                quote!(scanner.string()?.is("b").then_some(())?),
            ),
            (
                quote!(let text = scanner.string()?; PATTERN.is_match(text.bytes()).then_some(())),
                quote!(PATTERN.is_match(scanner.string()?.bytes()).then_some(())?),
            ),
        ] {
            let expected = quote!({
                read_members! { scanner, members; (0, "a") => #read; }
                Some(())
            });
            assert_eq!(inlined(&row, &small, &[]), (expected.to_string(), 1));
            assert_eq!(inlined(&row, &small, &["small"]).1, 2, "other files call it");
        }
    }

    #[test]
    fn other_readers_stay_functions() {
        let (row, all) = (quote!(small(scanner)?), quote!(read_elements::all(scanner, other)));
        // Two uses of the text, the scanner beside the text, a choice, and a wide call.
        let text = quote!(let text = scanner.string()?;);
        for small in [
            quote!(#text (text.is("b") && text.has_at_least(1)).then_some(())),
            quote!(#text VALUES.contains(scanner, text).then_some(())),
            quote!(if scanner.peek() == b'{' { other(scanner) } else { None }),
            quote!(read_elements::all(
                scanner,
                a_reader_with_a_name_that_is_so_long_that_no_row_has_room_for_it_and_its_call
            )),
        ] {
            assert_eq!(inlined(&row, &small, &[]).1, 2, "{small}");
        }
        // Two rows, and a reader of elements.
        for row in [quote!(small(scanner)?; (1, "b") => small(scanner)?), quote!(read_elements::all(scanner, small)?)] {
            assert_eq!(inlined(&row, &all, &[]).1, 2, "{row}");
        }
    }

    #[test]
    fn readers_of_objects_are_a_macro() {
        let rows = quote!((0, "a") => other(scanner)?; _ => refuse;);
        let read = quote!(read_members! { scanner, members; #rows });
        let missing = quote!(if !members.has_all([0b1]) { return None; } Some(()));
        for (body, head) in [
            (quote!(#read Some(())), quote!()),
            (quote!(#read members.has_all([0b1]).then_some(())), quote!(requires[0b1])),
            (quote!(if scanner.peek() == b'{' { #read Some(()) } else { scanner.value() }), quote!(or any)),
            (quote!(scanner.memoize(3, |scanner| { #read #missing })), quote!([memo 3] requires [0b1])),
        ] {
            let expected = quote!(read_object! { fn object(scanner) #head; #rows });
            assert_eq!(text(&shorten(function("object", &body))), expected.to_string());
        }
        let counted = quote!(read_members! { scanner, members, length; #rows });
        for body in [
            quote!(#counted Some(())),
            quote!(#read members.has_some([0b1]).then_some(())),
            quote!(#read if length < 1 { return None; } Some(())),
            quote!(let start = scanner.offset(); #read Some(())),
            quote!(if scanner.peek() == b'{' { #read Some(()) } else { scanner.skip_string() }),
        ] {
            assert!(matches!(shorten(function("object", &body)), Item::Fn(_)), "{body}");
        }
    }
}
