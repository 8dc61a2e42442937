//! Expands the macros by which the runtime gives items to types: a small `macro_rules`.
//!
//! It has what the runtime needs: fragments, repetitions, separators. The first rule that matches is transcribed, without
//! bodies of functions, methods of traits, values of constants and documentation. The expansions of most calls then differ in names alone,
//! so one is parsed, and the names are replaced for the other calls.

mod part;

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;

use proc_macro2::{Group, Punct, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse as _, ParseStream, Parser as _};
use syn::visit_mut::VisitMut;
use syn::{Ident, Item};

use part::{Part, is, list, parts, variables};

/// The rules of a macro: patterns with their expansions.
#[derive(Debug)]
pub(super) struct Rules {
    definition: TokenStream,
    /// The rules, read at the first call. Most macros of the runtime are never expanded, because no program can name the items of their
    /// calls.
    read: OnceCell<Vec<Rule>>,
    /// The parsed expansions, with placeholders for identifiers, by the rule and everything else that determines the tokens.
    parsed: RefCell<Parsed>,
}

/// A pattern with its expansion.
type Rule = (Vec<Part>, Vec<Part>);

type Parsed = BTreeMap<(usize, String), Rc<Vec<Item>>>;

impl Rules {
    /// Creates the rules of a definition.
    pub(super) fn new(definition: TokenStream) -> Self {
        Self { definition, read: OnceCell::new(), parsed: RefCell::default() }
    }

    fn rules(&self) -> &[Rule] {
        self.read.get_or_init(|| {
            // A rule is `(pattern) => { expansion };`.
            let rules = list(self.definition.clone());
            let rules = rules.split(|token| is(token, ';')).filter_map(|rule| match rule {
                [TokenTree::Group(pattern), .., TokenTree::Group(expansion)] => {
                    Some((parts(pattern.stream()), part::strip(parts(expansion.stream()))))
                }
                _ => None,
            });
            rules.collect()
        })
    }

    /// Returns the items of a call, or `None` if no rule of the macro matches it, or its expansion is not a list of items.
    pub(super) fn items(&self, call: &TokenStream) -> Option<Vec<Item>> {
        let call = list(call.clone());
        let (rule, bound) = self.matching(&call)?;
        let mut idents = BTreeMap::new();
        let mut with_placeholders = bound;
        for (name, value) in &mut with_placeholders {
            if let Value::Tokens(tokens) = value
                && let Ok(ident) = syn::parse2::<Ident>(tokens.clone())
            {
                let placeholder = Ident::new(&format!("placeholder_of_{name}"), Span::call_site());
                *tokens = placeholder.to_token_stream();
                idents.insert(placeholder, ident);
            }
        }
        let expansion = &self.rules()[rule].1;
        let mut key = String::new();
        write_key(expansion, &with_placeholders, &mut key);
        let known = self.parsed.borrow().get(&(rule, key.clone())).cloned();
        let parsed = match known {
            Some(known) => known,
            None => {
                let file = syn::parse2::<syn::File>(transcribe(expansion, &with_placeholders)).ok()?;
                let parsed = Rc::new(file.items);
                self.parsed.borrow_mut().insert((rule, key), Rc::clone(&parsed));
                parsed
            }
        };
        let mut items = (*parsed).clone();
        for item in &mut items {
            Naming(&idents).visit_item_mut(item);
        }
        Some(items)
    }

    /// Returns the first rule that matches a call, with the values of its variables.
    fn matching(&self, call: &[TokenTree]) -> Option<(usize, Bound)> {
        self.rules().iter().enumerate().find_map(|(rule, (pattern, _))| {
            let mut bound = Bound::new();
            matches(pattern, call, &mut bound)?.is_empty().then_some((rule, bound))
        })
    }
}

/// Writes the key of an expansion: everything that determines its tokens except for the placeholders.
fn write_key(parts: &[Part], bound: &Bound, key: &mut String) {
    for part in parts {
        match part {
            Part::Token(_) | Part::Removed(..) => {}
            Part::Group(_, parts) => write_key(parts, bound, key),
            Part::Variable(name, _) => {
                if let Some(Value::Tokens(tokens)) = bound.get(name) {
                    let _ = write!(key, "{tokens};");
                }
            }
            Part::Repetition(parts, ..) => {
                let iterations = iterations(parts, bound);
                let _ = write!(key, "{}:", iterations.len());
                for inner in &iterations {
                    write_key(parts, inner, key);
                }
            }
        }
    }
}

/// Replaces placeholders.
struct Naming<'n>(&'n BTreeMap<Ident, Ident>);

impl VisitMut for Naming<'_> {
    fn visit_ident_mut(&mut self, ident: &mut Ident) {
        if let Some(named) = self.0.get(ident) {
            *ident = named.clone();
        }
    }

    fn visit_token_stream_mut(&mut self, tokens: &mut TokenStream) {
        let named = |token: TokenTree| match token {
            TokenTree::Ident(ident) => TokenTree::Ident(self.0.get(&ident).cloned().unwrap_or(ident)),
            TokenTree::Group(group) => {
                let mut inner = group.stream();
                Naming(self.0).visit_token_stream_mut(&mut inner);
                TokenTree::Group(Group::new(group.delimiter(), inner))
            }
            other => other,
        };
        *tokens = std::mem::take(tokens).into_iter().map(named).collect();
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

fn is_equal(one: &TokenTree, other: &TokenTree) -> bool {
    match (one, other) {
        (TokenTree::Punct(one), TokenTree::Punct(other)) => one.as_char() == other.as_char(),
        (TokenTree::Ident(one), TokenTree::Ident(other)) => one == other,
        (one, other) => one.to_string() == other.to_string(),
    }
}

/// Matches tokens with a pattern and returns those after it.
fn matches<'t>(pattern: &[Part], tokens: &'t [TokenTree], bound: &mut Bound) -> Option<&'t [TokenTree]> {
    let mut tokens = tokens;
    for part in pattern {
        tokens = match part {
            Part::Token(expected) => {
                let (found, rest) = tokens.split_first()?;
                is_equal(found, expected).then_some(rest)?
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
            // Only expansions have removed parts.
            Part::Removed(..) => return None,
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
    fn parsed<T: ToTokens>(
        tokens: &[TokenTree],
        parse: fn(ParseStream<'_>) -> syn::Result<T>,
    ) -> Option<(TokenStream, usize)> {
        // No fragment goes beyond a semicolon.
        let end = tokens.iter().position(|token| is(token, ';')).unwrap_or(tokens.len());
        let stream: TokenStream = tokens[..end].iter().cloned().collect();
        let parser = |input: ParseStream<'_>| Ok((parse(input)?, input.parse::<TokenStream>()?));
        let (value, rest) = parser.parse2(stream).ok()?;
        Some((value.into_token_stream(), end - rest.into_iter().count()))
    }
    match kind {
        "ident" => match tokens.first()? {
            TokenTree::Ident(ident) => Some((ident.to_token_stream(), 1)),
            _ => None,
        },
        "tt" | "literal" => Some((tokens.first()?.to_token_stream(), 1)),
        "expr" => parsed(tokens, syn::Expr::parse),
        "pat" => parsed(tokens, syn::Pat::parse_multi_with_leading_vert),
        "ty" => parsed(tokens, syn::Type::parse),
        "path" => parsed(tokens, syn::Path::parse),
        _ => None,
    }
}

fn transcribe(expansion: &[Part], bound: &Bound) -> TokenStream {
    let mut tokens = TokenStream::new();
    for part in expansion {
        match part {
            Part::Token(token) => token.to_tokens(&mut tokens),
            Part::Group(delimiter, parts) => Group::new(*delimiter, transcribe(parts, bound)).to_tokens(&mut tokens),
            Part::Removed(delimiter, _) => Group::new(*delimiter, TokenStream::new()).to_tokens(&mut tokens),
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
    use quote::ToTokens;

    use super::*;

    fn text(rules: &str, call: &str) -> Option<String> {
        let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
        let rules = Rules::new(tokens(rules));
        let text = |items: Vec<Item>| items.iter().map(ToTokens::to_token_stream).collect::<TokenStream>().to_string();
        let first = rules.items(&tokens(call)).map(text);
        // The second call uses the parsed expansion.
        assert_eq!(rules.items(&tokens(call)).map(text), first);
        first
    }

    fn normal(text: &str) -> String {
        syn::parse_str::<syn::File>(text).expect("items").to_token_stream().to_string()
    }

    #[test]
    fn variables_and_repetitions_are_transcribed() {
        let rules =
            "($name:ident $(in $library:ident)?; [$($first:expr $(, $other:expr)* $(,)?)?] $($path:ident)::+) => {
            impl $name { $(type $library = u8;)? $(fn f() -> A<$first> { $first })? $($path)::+::g!(); }
        };";
        let expansion = text(rules, "A in b; [1, c(d), e] f::g::h").expect("it matches");
        let expected = "impl A { type b = u8; fn f() -> A<1> {} f::g::h::g!(); }";
        assert_eq!(normal(&expansion), normal(expected));
        let expansion = text(rules, "A; [] f").expect("it matches");
        assert_eq!(normal(&expansion), normal("impl A { f::g!(); }"));
    }

    #[test]
    fn what_an_api_hides_is_omitted() {
        let rules = "($it:ident) => {
            /// Documented.
            impl<T> A for $it where T: B { type C = fn(u8); #[inline] fn f(&self) { for a in $it { b() } } const D: u8 = 1; }
            impl $it { /// Documented.
                pub fn g<T: for<'a> B<'a>>(it: fn() -> u8) -> u8 { it() } }
            pub const fn h(it: *const u8) -> impl Iterator<Item = u8> { it }
        };";
        let expected = "impl<T> A for d where T: B { type C = fn(u8); const D: u8 = (); }
            impl d { pub fn g<T: for<'a> B<'a>>(it: fn() -> u8) -> u8 {} }
            pub const fn h(it: *const u8) -> impl Iterator<Item = u8> {}";
        assert_eq!(text(rules, "d").map(|it| normal(&it)), Some(normal(expected)));
    }

    #[test]
    fn the_first_matching_rule_counts() {
        let rules = "(a) => { b!(); }; ($($it:ident)*) => { $(c!($it);)* };";
        assert_eq!(text(rules, "a").map(|it| normal(&it)), Some(normal("b!();")));
        assert_eq!(text(rules, "d e").map(|it| normal(&it)), Some(normal("c!(d); c!(e);")));
        assert_eq!(text(rules, "1"), None);
    }

    #[test]
    fn parsed_expansions_keep_their_own_words() {
        let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
        let rules = Rules::new(tokens(
            "($it:ident; $($other:ident = $text:literal),*) => { impl A<$it> for $it { $(type $other = B<$it>;)* } d!($it); };",
        ));
        for (it, names) in [("a", &["b", "c"][..]), ("d", &["b", "c"]), ("d", &["b"]), ("e", &["b", "f"])] {
            let listed: Vec<String> = names.iter().map(|name| format!("{name} = \"{it}\"")).collect();
            let items = rules.items(&tokens(&format!("{it}; {}", listed.join(", ")))).expect("it matches");
            let written = items.iter().map(ToTokens::to_token_stream).collect::<TokenStream>().to_string();
            let types: Vec<String> = names.iter().map(|name| format!("type {name} = B<{it}>;")).collect();
            let types = types.concat();
            assert_eq!(written, normal(&format!("impl A<{it}> for {it} {{ {types} }} d!({it});")));
        }
        assert_eq!(rules.parsed.borrow().len(), 3);
    }
}
