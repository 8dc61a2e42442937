//! The parts of a pattern or an expansion, except for those that an API does not show.

use proc_macro2::{Delimiter, Punct, TokenStream, TokenTree};

/// A part of a pattern or of an expansion.
#[derive(Debug)]
pub(super) enum Part {
    Token(TokenTree),
    Group(Delimiter, Vec<Part>),
    /// `$name:kind`, in an expansion `$name`.
    Variable(String, String),
    /// `$( … ) separator operator`
    Repetition(Vec<Part>, Option<Punct>, char),
    /// A part that an API does not show, with the brackets that replace it: the body of a function, the value of a constant. Its variables
    /// stay, because repetitions count them.
    Removed(Delimiter, Vec<String>),
}

pub(super) fn list(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

pub(super) fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Reads a pattern or an expansion.
pub(super) fn parts(tokens: TokenStream) -> Vec<Part> {
    let tokens = list(tokens);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        at += 1;
        match (token, tokens.get(at)) {
            (dollar, Some(TokenTree::Group(group))) if is(dollar, '$') => {
                at += 1;
                let is_operator =
                    |token: Option<&TokenTree>| token.is_some_and(|it| "*+?".chars().any(|mark| is(it, mark)));
                let mut separator = None;
                if !is_operator(tokens.get(at))
                    && let Some(TokenTree::Punct(mark)) = tokens.get(at)
                {
                    separator = Some(mark.clone());
                    at += 1;
                    // `::` is two tokens.
                    if is_operator(tokens.get(at + 1)) {
                        at += 1;
                    }
                }
                let operator = tokens.get(at).map_or('*', |it| it.to_string().chars().next().unwrap_or('*'));
                at += 1;
                found.push(Part::Repetition(parts(group.stream()), separator, operator));
            }
            (dollar, Some(TokenTree::Ident(name))) if is(dollar, '$') => {
                at += 1;
                let mut kind = String::new();
                if let (Some(colon), Some(TokenTree::Ident(ident))) = (tokens.get(at), tokens.get(at + 1))
                    && is(colon, ':')
                {
                    kind = ident.to_string();
                    at += 2;
                }
                found.push(Part::Variable(name.to_string(), kind));
            }
            (TokenTree::Group(group), _) => found.push(Part::Group(group.delimiter(), parts(group.stream()))),
            (token, _) => found.push(Part::Token(token.clone())),
        }
    }
    found
}

/// Returns the variables of a pattern, at any depth.
pub(super) fn variables(parts: &[Part]) -> Vec<String> {
    let inner = |part: &Part| match part {
        Part::Token(_) => Vec::new(),
        Part::Variable(name, _) => vec![name.clone()],
        Part::Removed(_, names) => names.clone(),
        Part::Group(_, parts) | Part::Repetition(parts, _, _) => variables(parts),
    };
    parts.iter().flat_map(inner).collect()
}

/// Removes bodies of functions, methods of traits, values of constants and documentation.
pub(super) fn strip(parts: Vec<Part>) -> Vec<Part> {
    without_values(without_documentation(without_bodies(parts)))
}

/// Removes the bodies of functions from an expansion, and the functions in implementations of traits, which are those of the trait.
fn without_bodies(parts: Vec<Part>) -> Vec<Part> {
    let (mut is_function, mut is_of_trait, mut last) = (false, false, String::new());
    let part = |part: Part| {
        let token = if let Part::Token(token) = &part { token.to_string() } else { String::new() };
        let before = std::mem::replace(&mut last, token);
        match part {
            Part::Group(Delimiter::Brace, inner) if std::mem::take(&mut is_function) => {
                Part::Removed(Delimiter::Brace, variables(&inner))
            }
            Part::Group(Delimiter::Brace, inner) if std::mem::take(&mut is_of_trait) => {
                Part::Group(Delimiter::Brace, without_functions(without_bodies(inner)))
            }
            Part::Group(delimiter, inner) => Part::Group(delimiter, without_bodies(inner)),
            Part::Repetition(inner, separator, operator) => {
                Part::Repetition(without_bodies(inner), separator, operator)
            }
            part => {
                // A type `fn()` has no name.
                is_function = before == "fn" || is_function && last != ";";
                // A bound may begin with `for<'a>`.
                is_of_trait = last == "for" || is_of_trait && !(before == "for" && last == "<");
                part
            }
        }
    };
    parts.into_iter().map(part).collect()
}

/// Removes the functions from the items of an implementation, but not those that are repeated.
fn without_functions(parts: Vec<Part>) -> Vec<Part> {
    let (mut kept, mut item) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Removed(Delimiter::Brace, _) => item.clear(),
            part => {
                let is_last = matches!(&part, Part::Token(token) if is(token, ';'));
                item.push(part);
                if is_last {
                    kept.append(&mut item);
                }
            }
        }
    }
    kept.append(&mut item);
    kept
}

/// Removes the values of constants; a pair of parentheses stands for each.
fn without_values(parts: Vec<Part>) -> Vec<Part> {
    let mut kept: Vec<Part> = Vec::new();
    let (mut is_constant, mut is_value, mut value) = (false, false, Vec::new());
    for part in parts {
        let token = if let Part::Token(token) = &part { token.to_string() } else { String::new() };
        // The parameter `const N: usize` of a type may have a default.
        let is_parameter = matches!(kept.last(), Some(Part::Token(token)) if is(token, '<') || is(token, ','));
        match token.as_str() {
            ";" if is_value => {
                kept.push(Part::Removed(Delimiter::Parenthesis, variables(&std::mem::take(&mut value))));
                (is_constant, is_value) = (false, false);
            }
            _ if is_value => {
                value.push(part);
                continue;
            }
            "const" => is_constant = !is_parameter,
            "fn" | ";" => is_constant = false,
            "=" if is_constant => is_value = true,
            _ => {}
        }
        kept.push(inside(part, without_values));
    }
    kept.extend(value);
    kept
}

/// Removes the attributes `#[doc]`.
fn without_documentation(parts: Vec<Part>) -> Vec<Part> {
    let mut kept: Vec<Part> = Vec::new();
    for part in parts {
        let is_attribute = matches!(kept.last(), Some(Part::Token(token)) if is(token, '#'));
        if is_attribute && is_documentation(&part) {
            kept.pop();
        } else {
            kept.push(inside(part, without_documentation));
        }
    }
    kept
}

fn is_documentation(part: &Part) -> bool {
    let Part::Group(Delimiter::Bracket, inner) = part else { return false };
    matches!(inner.first(), Some(Part::Token(token)) if token.to_string() == "doc")
}

/// Strips the parts of a group or repetition.
fn inside(part: Part, strip: fn(Vec<Part>) -> Vec<Part>) -> Part {
    match part {
        Part::Group(delimiter, inner) => Part::Group(delimiter, strip(inner)),
        Part::Repetition(inner, separator, operator) => Part::Repetition(strip(inner), separator, operator),
        Part::Token(_) | Part::Variable(..) | Part::Removed(..) => part,
    }
}
