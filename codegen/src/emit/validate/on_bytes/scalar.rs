//! Strings, numbers, booleans and null.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::validate::automaton::Matcher;
use crate::emit::validate::block::Block;
use crate::emit::validate::functions::is_used;
use crate::emit::validate::on_bytes::known::known_names;
use crate::emit::validate::on_bytes::verdict::Verdict;
use crate::emit::validate::patterns::Patterns;
use crate::keyword::Leaf;
use crate::keyword::leaf::{Code, OnBytes};
use crate::keyword::types::TypeSet;
use crate::pattern::matching::Pattern;
use crate::plan::{Check, Checks, Literal};

/// The surroundings of a function.
pub(super) struct Surroundings {
    /// The name of the function.
    pub(super) function: Ident,
    /// The patterns of its file.
    pub(super) patterns: Patterns,
    /// The modules of the runtime that leaf keywords call, of all functions.
    pub(super) imports: BTreeSet<&'static str>,
}

impl Code for Surroundings {
    fn import(&mut self, path: &'static str) {
        self.imports.insert(path);
    }

    fn is_match(&mut self, pattern: &Pattern, text: &TokenStream) -> TokenStream {
        let (ident, Matcher { reads_bytes, .. }) = self.patterns.item(pattern, &self.function);
        let text = if reads_bytes { quote!(#text.bytes()) } else { quote!(&#text.decode()) };
        quote!(#ident.is_match(#text))
    }
}

impl Surroundings {
    /// Returns the item of a pattern that reads bytes.
    pub(super) fn pattern_of_bytes(&mut self, pattern: &Pattern) -> Option<Ident> {
        let (ident, Matcher { reads_bytes, .. }) = self.patterns.item(pattern, &self.function);
        reads_bytes.then_some(ident)
    }

    /// Emits a test that a string is in a set.
    pub(super) fn is_one_of(&mut self, strings: &BTreeSet<&str>, text: &TokenStream) -> TokenStream {
        let strings: Vec<&str> = strings.iter().copied().collect();
        if let [only] = strings.as_slice() {
            quote!(#text.is(#only))
        } else if strings.len() <= FEW {
            quote!(#text.is_any([#(#strings),*]))
        } else if strings.len() <= MANY {
            let (of, new) = known_names(&strings);
            let values = self.patterns.add(None, &of, &new, &self.function);
            quote!(#values.contains(scanner, #text))
        } else {
            quote!([#(#strings),*].binary_search(&&*#text.decode()).is_ok())
        }
    }
}

/// The maximum number of strings that are compared one by one.
const FEW: usize = 4;

/// The maximum number of strings in a table, beyond which the compiler takes long.
const MANY: usize = 1024;

/// Emits the arm for strings; `None` if every string is accepted.
pub(super) fn string(code: &mut Surroundings, checks: &Checks) -> Option<Verdict> {
    let mut conditions = |text: &TokenStream| {
        let of_values = checks.values.iter().map(|check| {
            let strings = check.asks.iter().filter_map(Literal::as_str);
            code.is_one_of(&strings.collect(), text)
        });
        let mut conditions: Vec<TokenStream> = of_values.collect();
        conditions.extend(checks.leaves_for(TypeSet::STRING).map(|check| accepted(code, check, text)));
        conditions
    };
    let with_text = conditions(&quote!(text));
    let verdict = all(&with_text)?;
    let block = Block::other(quote!(let text = scanner.string()?;)).and(Block::value(verdict));
    // A single condition may read the string itself.
    let call = match with_text.as_slice() {
        [only] if !is_used(only, "scanner") => all(&conditions(&quote!(scanner.string()?))),
        _ => None,
    };
    Some(Verdict { block, call })
}

/// Emits the arm for numbers; `None` if every number is accepted.
pub(super) fn number(code: &mut Surroundings, checks: &Checks) -> Option<Verdict> {
    let is_integer = (!checks.allowed_types().contains(TypeSet::NUMBER)).then(|| quote!(number.is_integer()));
    let mut conditions: Vec<TokenStream> = is_integer.into_iter().collect();
    let of_numbers = checks.leaves_for(TypeSet::NUMBER);
    conditions.extend(of_numbers.map(|check| accepted(code, check, &quote!(number))));
    for check in &checks.values {
        let numbers =
            check.asks.iter().filter_map(|value| if let Literal::Number(text) = value { Some(text) } else { None });
        let numbers: Vec<TokenStream> = numbers.map(|text| quote!(number.is(#text))).collect();
        conditions.push(match numbers.as_slice() {
            [only] => only.clone(),
            several => quote!((#(#several)||*)),
        });
    }
    let verdict = all(&conditions)?;
    Some(Block::other(quote!(let number = scanner.number()?;)).and(Block::value(verdict)).into())
}

/// Emits the condition that a leaf keyword accepts a string or a number.
fn accepted(code: &mut Surroundings, check: &Check<Leaf>, content: &TokenStream) -> TokenStream {
    match check.asks.on_bytes(code, content) {
        OnBytes::Accepts(condition) => condition,
        OnBytes::AtLeast(_) | OnBytes::AtMost(_) | OnBytes::Refuses(_) => {
            unreachable!("they are for arrays and objects")
        }
    }
}

/// Emits the verdict that all conditions hold; `None` if there are none.
fn all(conditions: &[TokenStream]) -> Option<TokenStream> {
    match conditions {
        [] => None,
        [only] => Some(quote!(#only.then_some(()))),
        several => Some(quote!((#(#several)&&*).then_some(()))),
    }
}

/// Emits the arm for booleans; `None` if both are accepted.
pub(super) fn boolean(checks: &Checks) -> Option<Verdict> {
    let is_accepted = |value: bool| checks.values.iter().all(|check| check.asks.contains(&Literal::Boolean(value)));
    match (is_accepted(true), is_accepted(false)) {
        (true, true) => None,
        (true, false) => Some(Verdict::call(quote!(scanner.literal(b"true")))),
        (false, true) => Some(Verdict::call(quote!(scanner.literal(b"false")))),
        (false, false) => Some(Block::value(quote!(None)).into()),
    }
}
