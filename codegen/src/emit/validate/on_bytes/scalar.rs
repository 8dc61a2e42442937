//! Strings, numbers, booleans and null.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::validate::automaton::{Matcher, matcher};
use crate::emit::validate::on_bytes::known::known_names;
use crate::emit::validate::patterns::pattern_doc;
use crate::keyword::leaf::Code;
use crate::keyword::types::TypeSet;
use crate::pattern::matching::Pattern;
use crate::plan::{Checks, Literal};

/// The modules of the runtime that leaf keywords call.
#[derive(Default)]
pub(super) struct Imports(pub(super) BTreeSet<&'static str>);

impl Code for Imports {
    fn import(&mut self, path: &'static str) {
        self.0.insert(path);
    }

    fn is_match(&mut self, pattern: &Pattern, text: &TokenStream) -> TokenStream {
        pattern_match(pattern, text)
    }
}

/// The maximum number of strings that are compared one by one.
const FEW: usize = 4;

/// The maximum number of strings in a table, beyond which the compiler takes long.
const MANY: usize = 1024;

/// Emits the arm for strings; `None` if every string is accepted.
pub(super) fn string(code: &mut Imports, checks: &Checks) -> Option<TokenStream> {
    let of_values = checks.values.iter().map(|check| {
        let strings = check.asks.iter().filter_map(Literal::as_str);
        is_one_of(&strings.collect(), &quote!(text))
    });
    let of_strings = checks.leaves_for(TypeSet::STRING).map(|check| check.asks.on_bytes(code).accepted());
    let conditions: Vec<TokenStream> = of_values.chain(of_strings).collect();
    (!conditions.is_empty()).then(|| {
        quote! {{
            let text = scanner.string()?;
            (#(#conditions)&&*).then_some(())
        }}
    })
}

/// Emits whether a string is one of some.
pub(super) fn is_one_of(strings: &BTreeSet<&str>, text: &TokenStream) -> TokenStream {
    if strings.len() <= FEW {
        let strings = strings.iter();
        return quote!((#(#text.is(#strings))||*));
    }
    if strings.len() > MANY {
        let strings = strings.iter();
        return quote!([#(#strings),*].binary_search(&&*#text.decode()).is_ok());
    }
    let table = known_names("VALUES", &strings.iter().copied().collect::<Vec<_>>());
    quote!({ #table VALUES.contains(scanner, #text) })
}

/// Emits the arm for numbers; `None` if every number is accepted.
pub(super) fn number(code: &mut Imports, checks: &Checks) -> Option<TokenStream> {
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

/// Emits whether a pattern matches a string.
pub(super) fn pattern_match(pattern: &Pattern, text: &TokenStream) -> TokenStream {
    let (Matcher { reads_bytes, of, new, .. }, doc) = (matcher(pattern), pattern_doc(pattern));
    let text = if reads_bytes { quote!(#text.bytes()) } else { quote!(&#text.decode()) };
    quote! {{
        #[doc = #doc]
        static PATTERN: #of = #new;
        PATTERN.is_match(#text)
    }}
}
