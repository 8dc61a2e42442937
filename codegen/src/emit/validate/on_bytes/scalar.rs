//! Strings, numbers, booleans and null.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use crate::emit::validate::automaton::Matcher;
use crate::emit::validate::on_bytes::known::known_names;
use crate::emit::validate::patterns::Patterns;
use crate::keyword::leaf::Code;
use crate::keyword::types::TypeSet;
use crate::pattern::matching::Pattern;
use crate::plan::{Checks, Literal};

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
pub(super) fn string(code: &mut Surroundings, checks: &Checks) -> Option<TokenStream> {
    let mut conditions = Vec::new();
    for check in &checks.values {
        let strings = check.asks.iter().filter_map(Literal::as_str);
        conditions.push(code.is_one_of(&strings.collect(), &quote!(text)));
    }
    conditions.extend(checks.leaves_for(TypeSet::STRING).map(|check| check.asks.on_bytes(code).accepted()));
    (!conditions.is_empty()).then(|| {
        quote! {{
            let text = scanner.string()?;
            (#(#conditions)&&*).then_some(())
        }}
    })
}

/// Emits the arm for numbers; `None` if every number is accepted.
pub(super) fn number(code: &mut Surroundings, checks: &Checks) -> Option<TokenStream> {
    let is_integer = (!checks.allowed_types().contains(TypeSet::NUMBER)).then(|| quote!(number.is_integer()));
    let of_numbers = checks.leaves_for(TypeSet::NUMBER).map(|check| check.asks.on_bytes(code).accepted());
    let of_values = checks.values.iter().map(|check| {
        let numbers =
            check.asks.iter().filter_map(|value| if let Literal::Number(text) = value { Some(text) } else { None });
        quote!((#(number.is(#numbers))||*))
    });
    let conditions: Vec<TokenStream> = is_integer.into_iter().chain(of_numbers).chain(of_values).collect();
    (!conditions.is_empty()).then(|| {
        quote! {{
            let number = scanner.number()?;
            (#(#conditions)&&*).then_some(())
        }}
    })
}

/// Emits the arm for booleans; `None` if both are accepted.
pub(super) fn boolean(checks: &Checks) -> Option<TokenStream> {
    let is_accepted = |value: bool| checks.values.iter().all(|check| check.asks.contains(&Literal::Boolean(value)));
    match (is_accepted(true), is_accepted(false)) {
        (true, true) => None,
        (true, false) => Some(quote!(scanner.literal(b"true"),)),
        (false, true) => Some(quote!(scanner.literal(b"false"),)),
        (false, false) => Some(quote!(None,)),
    }
}
