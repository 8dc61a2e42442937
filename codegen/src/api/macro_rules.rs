//! Expands the macros by which the runtime gives items to types: a small `macro_rules`.
//!
//! It has what the runtime needs: fragments, repetitions, separators. The first rule that matches is transcribed, without
//! bodies of functions and methods of traits.

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::{Delimiter, Group, Punct, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::parse::{Parse, Parser as _};

/// The rules of a macro: patterns with their expansions.
#[derive(Debug)]
pub(super) struct Rules(Vec<(Vec<Part>, Vec<Part>)>);

impl Rules {
    /// Reads a definition.
    pub(super) fn new(definition: TokenStream) -> Self {
        // A rule is `(pattern) => { expansion };`.
        let rules = list(definition);
        let rules = rules.split(|token| is(token, ';')).filter_map(|rule| match rule {
            [TokenTree::Group(pattern), .., TokenTree::Group(expansion)] => {
                Some((parts(pattern.stream()), without_bodies(parts(expansion.stream()))))
            }
            _ => None,
        });
        Self(rules.collect())
    }

    /// Returns the expansion of a call, or `None` if no rule of the macro matches it.
    pub(super) fn expand(&self, call: &TokenStream) -> Option<TokenStream> {
        let call = list(call.clone());
        self.0.iter().find_map(|(pattern, expansion)| {
            let mut bound = Bound::new();
            let rest = matches(pattern, &call, &mut bound)?;
            rest.is_empty().then(|| transcribe(expansion, &bound))
        })
    }
}

/// The values of a pattern's variables.
type Bound = BTreeMap<String, Value>;

/// The value of a variable.
#[derive(Clone, Debug)]
enum Value {
    Tokens(TokenStream),
    /// The values of each repetition.
    Repeated(Rc<Vec<Bound>>),
}

/// A part of a pattern or of an expansion.
#[derive(Debug)]
enum Part {
    Token(TokenTree),
    Group(Delimiter, Vec<Part>),
    /// `$name:kind`, in an expansion `$name`.
    Variable(String, String),
    /// `$( … ) separator operator`
    Repetition(Vec<Part>, Option<Punct>, char),
    /// The body of a function, which an API does not show. Its variables stay, because repetitions count them.
    Body(Vec<String>),
}

fn list(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// Reads a pattern or an expansion.
fn parts(tokens: TokenStream) -> Vec<Part> {
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

/// Removes the bodies of functions from an expansion, and the functions in implementations of traits, which are those of the trait.
fn without_bodies(parts: Vec<Part>) -> Vec<Part> {
    let (mut is_function, mut is_of_trait, mut last) = (false, false, String::new());
    let part = |part: Part| {
        let token = if let Part::Token(token) = &part { token.to_string() } else { String::new() };
        let before = std::mem::replace(&mut last, token);
        match part {
            Part::Group(Delimiter::Brace, inner) if std::mem::take(&mut is_function) => Part::Body(variables(&inner)),
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
            Part::Body(_) => item.clear(),
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

/// Matches tokens with a pattern and returns those after it.
fn matches<'t>(pattern: &[Part], tokens: &'t [TokenTree], bound: &mut Bound) -> Option<&'t [TokenTree]> {
    let mut tokens = tokens;
    for part in pattern {
        tokens = match part {
            Part::Token(expected) => {
                let (found, rest) = tokens.split_first()?;
                (found.to_string() == expected.to_string()).then_some(rest)?
            }
            Part::Group(delimiter, parts) => {
                let (TokenTree::Group(group), rest) = tokens.split_first()? else { return None };
                let inner = list(group.stream());
                let is_whole = group.delimiter() == *delimiter && matches(parts, &inner, bound)?.is_empty();
                is_whole.then_some(rest)?
            }
            Part::Variable(name, kind) => {
                let (value, length) = fragment(kind, tokens)?;
                bound.insert(name.clone(), Value::Tokens(value));
                &tokens[length..]
            }
            Part::Repetition(parts, separator, operator) => {
                let (found, rest) = repeated(parts, separator.as_ref(), *operator, tokens);
                let (found, names) = (Rc::new(found), variables(parts));
                bound.extend(names.into_iter().map(|name| (name, Value::Repeated(Rc::clone(&found)))));
                rest
            }
            // Patterns have none.
            Part::Body(_) => return None,
        };
    }
    Some(tokens)
}

/// Matches a repetition as often as possible.
fn repeated<'t>(
    parts: &[Part],
    separator: Option<&Punct>,
    operator: char,
    tokens: &'t [TokenTree],
) -> (Vec<Bound>, &'t [TokenTree]) {
    let (mut found, mut tokens) = (Vec::new(), tokens);
    while operator != '?' || found.is_empty() {
        let mut start = tokens;
        if let (Some(separator), false) = (separator, found.is_empty()) {
            let marks = start.iter().take_while(|it| is(it, separator.as_char())).count();
            if marks == 0 {
                break;
            }
            start = &start[marks..];
        }
        let mut inner = Bound::new();
        match matches(parts, start, &mut inner) {
            Some(rest) if rest.len() < tokens.len() => {
                found.push(inner);
                tokens = rest;
            }
            _ => break,
        }
    }
    (found, tokens)
}

/// Reads one fragment from the front; returns it and its number of tokens.
fn fragment(kind: &str, tokens: &[TokenTree]) -> Option<(TokenStream, usize)> {
    fn parsed<T: Parse + quote::ToTokens>(tokens: &[TokenTree]) -> Option<(TokenStream, usize)> {
        let stream: TokenStream = tokens.iter().cloned().collect();
        let parser = |input: syn::parse::ParseStream<'_>| Ok((input.parse::<T>()?, input.parse::<TokenStream>()?));
        let (value, rest) = parser.parse2(stream).ok()?;
        Some((value.into_token_stream(), tokens.len() - rest.into_iter().count()))
    }
    match kind {
        "ident" => match tokens.first()? {
            TokenTree::Ident(ident) => Some((ident.to_token_stream(), 1)),
            _ => None,
        },
        "tt" | "literal" => Some((tokens.first()?.to_token_stream(), 1)),
        "expr" => parsed::<syn::Expr>(tokens),
        "ty" => parsed::<syn::Type>(tokens),
        "path" => parsed::<syn::Path>(tokens),
        _ => None,
    }
}

/// Returns the variables of a pattern, at any depth.
fn variables(parts: &[Part]) -> Vec<String> {
    let inner = |part: &Part| match part {
        Part::Token(_) => Vec::new(),
        Part::Variable(name, _) => vec![name.clone()],
        Part::Body(names) => names.clone(),
        Part::Group(_, parts) | Part::Repetition(parts, _, _) => variables(parts),
    };
    parts.iter().flat_map(inner).collect()
}

fn transcribe(expansion: &[Part], bound: &Bound) -> TokenStream {
    let mut tokens = TokenStream::new();
    for part in expansion {
        match part {
            Part::Token(token) => token.to_tokens(&mut tokens),
            Part::Group(delimiter, parts) => Group::new(*delimiter, transcribe(parts, bound)).to_tokens(&mut tokens),
            Part::Body(_) => Group::new(Delimiter::Brace, TokenStream::new()).to_tokens(&mut tokens),
            Part::Variable(name, _) => {
                if let Some(Value::Tokens(value)) = bound.get(name) {
                    value.to_tokens(&mut tokens);
                }
            }
            Part::Repetition(parts, separator, _) => {
                for (index, inner) in iterations(parts, bound).iter().enumerate() {
                    if let (Some(separator), true) = (separator, index > 0) {
                        tokens.extend(separators(separator));
                    }
                    tokens.extend(transcribe(parts, inner));
                }
            }
        }
    }
    tokens
}

/// Returns the values of each iteration of a repetition, with those of the variables around it.
fn iterations(parts: &[Part], bound: &Bound) -> Vec<Bound> {
    let names = variables(parts);
    let repeated = names.iter().find_map(|name| match bound.get(name) {
        Some(Value::Repeated(found)) => Some(found),
        _ => None,
    });
    let with_outer = |inner: &Bound| bound.clone().into_iter().chain(inner.clone()).collect();
    repeated.into_iter().flat_map(|found| found.iter()).map(with_outer).collect()
}

/// Returns a separator as tokens; a colon stands for `::`.
fn separators(separator: &Punct) -> Vec<TokenTree> {
    let count = if separator.as_char() == ':' { 2 } else { 1 };
    let mark = |index: usize| {
        let spacing = if index + 1 < count { proc_macro2::Spacing::Joint } else { separator.spacing() };
        TokenTree::Punct(Punct::new(separator.as_char(), spacing))
    };
    (0..count).map(mark).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(rules: &str, call: &str) -> Option<String> {
        let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
        Rules::new(tokens(rules)).expand(&tokens(call)).map(|expansion| expansion.to_string())
    }

    fn normal(text: &str) -> String {
        text.parse::<TokenStream>().expect("tokens").to_string()
    }

    #[test]
    fn variables_and_repetitions_are_transcribed() {
        let rules = "($name:ident $(in $library:ident)?; [$($first:expr $(, $other:expr)* $(,)?)?] $($path:ident)::+) => {
            impl $name { $(fn $library();)? const A: &str = &[$($first $(, $other)*)?]; $(fn f() { $first })? $($path)::+::g!() }
        };";
        let expansion = text(rules, "A in b; [1 + 1, c(d), e] f::g::h").expect("it matches");
        let expected = "impl A { fn b(); const A: &str = &[1 + 1, c(d), e]; fn f() {} f::g::h::g!() }";
        assert_eq!(normal(&expansion), normal(expected));
        let expansion = text(rules, "A; [] f").expect("it matches");
        assert_eq!(normal(&expansion), normal("impl A { const A: &str = &[]; f::g!() }"));
    }

    #[test]
    fn bodies_and_methods_of_traits_are_omitted() {
        let rules = "($it:ident) => {
            impl<T> A for $it where T: B { type C = fn(u8); #[inline] fn f(&self) { for a in $it { b() } } const D: u8 = 1; }
            impl $it { pub fn g<T: for<'a> B<'a>>(it: fn() -> u8) -> u8 { it() } }
        };";
        let expected = "impl<T> A for d where T: B { type C = fn(u8); const D: u8 = 1; }
            impl d { pub fn g<T: for<'a> B<'a>>(it: fn() -> u8) -> u8 {} }";
        assert_eq!(text(rules, "d").map(|it| normal(&it)), Some(normal(expected)));
    }

    #[test]
    fn the_first_matching_rule_counts() {
        let rules = "(a) => { b }; ($($it:ident)*) => { $(c!($it);)* };";
        assert_eq!(text(rules, "a").as_deref(), Some("b"));
        assert_eq!(text(rules, "d e").map(|it| normal(&it)), Some(normal("c!(d); c!(e);")));
        assert_eq!(text(rules, "1"), None);
    }
}
