//! Macros whose input is clauses, each with a semicolon at its end: one clause on a line, where the printer would join them.

use proc_macro2::TokenTree;
use quote::{ToTokens as _, format_ident};
use syn::parse_quote;
use syn::visit_mut::VisitMut;

use crate::render::{line, spelling};

/// The placeholder for such a macro while the items are printed; its number stands after it.
const CLAUSES: &str = "the_clauses_of_a_macro_stand_here_";

/// The width beyond which the alternatives of a clause are on several lines.
const WIDTH: usize = 100;

/// The width beyond which a part of a clause is on several lines.
const FILLED: usize = 140;

/// The smallest width of a line before a break.
const SHORTEST: usize = 40;

/// Takes the macros whose input is clauses, each with a semicolon at its end, out of a file.
#[derive(Default)]
pub(super) struct Listed(Vec<syn::Macro>);

impl VisitMut for Listed {
    fn visit_item_macro_mut(&mut self, item: &mut syn::ItemMacro) {
        if item.ident.is_none() {
            self.take(&mut item.mac);
        }
    }

    fn visit_stmt_macro_mut(&mut self, statement: &mut syn::StmtMacro) {
        self.take(&mut statement.mac);
    }
}

impl Listed {
    fn take(&mut self, call: &mut syn::Macro) {
        let tokens: Vec<TokenTree> = std::mem::take(&mut call.tokens).into_iter().collect();
        let ends = matches!(tokens.last(), Some(TokenTree::Punct(mark)) if mark.as_char() == ';');
        call.tokens = tokens.into_iter().collect();
        if ends {
            let placeholder = format_ident!("{CLAUSES}{}", self.0.len());
            self.0.push(std::mem::replace(call, parse_quote!(#placeholder! {})));
        }
    }

    /// Returns the call that a printed line stands for.
    pub(super) fn find(&self, line: &str) -> Option<String> {
        let content = line.trim();
        let index: usize = content.strip_prefix(CLAUSES)?.strip_suffix("! {}")?.parse().ok()?;
        let indent = &line[..line.len() - line.trim_start().len()];
        self.0.get(index).map(|call| clauses_of(call, indent))
    }
}

/// A call of a macro, each clause of its input on a line.
fn clauses_of(call: &syn::Macro, indent: &str) -> String {
    let mut text = format!("{indent}{}! {{\n", line::print(call.path.to_token_stream()));
    let tokens: Vec<TokenTree> = spelling::tokens(call.tokens.clone()).into_iter().collect();
    let clauses = tokens.split(|token| matches!(token, TokenTree::Punct(mark) if mark.as_char() == ';'));
    for clause in clauses.filter(|clause| !clause.is_empty()) {
        write_clause(documented(clause, indent, &mut text), indent, &mut text);
    }
    text.extend([indent, "}"]);
    text
}

/// Writes the documentation before a clause, and returns the rest of the clause.
fn documented<'c>(clause: &'c [TokenTree], indent: &str, text: &mut String) -> &'c [TokenTree] {
    let [TokenTree::Punct(mark), TokenTree::Group(attribute), rest @ ..] = clause else { return clause };
    match syn::parse2(attribute.stream()) {
        Ok(syn::MetaNameValue {
            path, value: syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(line), .. }), ..
        }) if mark.as_char() == '#' && path.is_ident("doc") => {
            text.extend([indent, "    ///", &line.value(), "\n"]);
            documented(rest, indent, text)
        }
        _ => clause,
    }
}

/// Writes a clause on one line. Alternatives in parentheses that are too long for it are on several.
fn write_clause(clause: &[TokenTree], indent: &str, text: &mut String) {
    let is_group = |token: &TokenTree| matches!(token, TokenTree::Group(_));
    let is_bar = |token: &TokenTree| matches!(token, TokenTree::Punct(mark) if mark.as_char() == '|');
    let is_between = |at: &usize| matches!(&clause[at - 1..=at + 1], [before, bar, behind] if is_group(before) && is_bar(bar) && is_group(behind));
    let (mut start, mut width) = (0, indent.len());
    for end in (1..clause.len().saturating_sub(1)).filter(is_between).chain([clause.len()]) {
        let alternative = line::print(clause[start..end].iter().cloned().collect());
        if start == 0 {
            text.extend([indent, "    "]);
        } else if width + alternative.len() > WIDTH {
            text.extend(["\n", indent, "        | "]);
            width = indent.len();
        } else {
            text.push_str(" | ");
        }
        width += alternative.len() + 3;
        if clause[start..end].iter().any(has_raw_text) {
            text.push_str(&alternative);
        } else {
            fill(&alternative, indent, text);
        }
        start = end + 1;
    }
    text.push_str(";\n");
}

fn has_raw_text(token: &TokenTree) -> bool {
    match token {
        TokenTree::Group(group) => group.stream().into_iter().any(|token| has_raw_text(&token)),
        TokenTree::Literal(literal) => literal.to_string().starts_with('r'),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    }
}

/// Writes a part of a clause without raw literals, with breaks at commas and bars if it is too long for one line.
fn fill(part: &str, indent: &str, text: &mut String) {
    let (mut start, mut last, mut is_text) = (0, 0, false);
    let mut letters = part.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\\' if is_text => _ = letters.next(),
            '"' => is_text = !is_text,
            ' ' if !is_text => {
                let may_break = part[..at].ends_with([',', ';']) || part[at..].starts_with(" | ");
                if at - start > FILLED && last > start {
                    text.extend([&part[start..last], "\n", indent, "        "]);
                    start = last + 1;
                }
                if may_break && at > start + SHORTEST {
                    last = at;
                }
            }
            _ => {}
        }
    }
    if part.len() - start > FILLED && last > start {
        text.extend([&part[start..last], "\n", indent, "        "]);
        start = last + 1;
    }
    text.push_str(&part[start..]);
}
