//! Strings, numbers, booleans and null.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::emit::validate::automaton::{Matcher, matcher};
use crate::emit::validate::on_bytes::object::known_names;
use crate::emit::validate::on_value::{content_function, pattern_doc};
use crate::model::{Pattern, TypeSet};
use crate::plan::{Checks, Literal, NumberCheck, StringCheck};

/// The formats whose functions take bytes as well as text, which then need not be known to be UTF-8.
const OF_BYTES: &[&str] = &["date", "date-time", "time", "uuid"];

/// Up to this many strings are compared one after the other.
const FEW: usize = 4;

/// The compiler would take long over a table of more strings than this.
const MANY: usize = 1024;

/// The arm for strings, or nothing when every string is accepted.
pub(super) fn string(checks: &Checks) -> Option<TokenStream> {
    let of_values = checks.values.iter().map(|check| {
        let strings = check.asks.iter().filter_map(|value| match value {
            Literal::String(text) => Some(text.as_str()),
            _ => None,
        });
        is_one_of(&strings.collect(), &quote!(text))
    });
    let of_strings = checks.strings.iter().map(|check| string_condition(&check.asks));
    let conditions: Vec<TokenStream> = of_values.chain(of_strings).collect();
    (!conditions.is_empty()).then(|| {
        quote! {{
            let text = scanner.string()?;
            (#(#conditions)&&*).then_some(())
        }}
    })
}

/// Whether a string that was read is one of some.
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

/// The arm for numbers, or nothing when every number is accepted.
pub(super) fn number(checks: &Checks) -> Option<TokenStream> {
    let is_integer = (!checks.allowed_types().contains(TypeSet::NUMBER)).then(|| quote!(number.is_integer()));
    let of_numbers = checks.numbers.iter().map(|check| number_condition(&check.asks));
    let of_values = checks.values.iter().map(|check| {
        let numbers = check.asks.iter().filter_map(|value| match value {
            Literal::Number(text) => Some(text),
            _ => None,
        });
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

/// The arm for booleans, or nothing when both are accepted.
pub(super) fn boolean(checks: &Checks) -> Option<TokenStream> {
    let is_accepted = |value: bool| checks.values.iter().all(|check| check.asks.contains(&Literal::Boolean(value)));
    match (is_accepted(true), is_accepted(false)) {
        (true, true) => None,
        (true, false) => Some(quote!(scanner.literal(b"true"),)),
        (false, true) => Some(quote!(scanner.literal(b"false"),)),
        (false, false) => Some(quote!(None,)),
    }
}

fn string_condition(check: &StringCheck) -> TokenStream {
    match check {
        StringCheck::MinLength(limit) => quote!(text.has_at_least(#limit)),
        StringCheck::MaxLength(limit) => quote!(text.has_at_most(#limit)),
        StringCheck::Format(format) => {
            let module = format_ident!("{}", format.replace('-', "_"));
            if OF_BYTES.contains(&format.as_str()) {
                quote!(format::#module::is_valid(text.bytes()))
            } else {
                quote!(format::#module::is_valid(&text.decode()))
            }
        }
        StringCheck::Content(content) => {
            let function = content_function(*content);
            quote!(content::#function(&text.decode()))
        }
        StringCheck::Pattern(pattern) => {
            let matches = pattern_match(pattern, &quote!(text));
            quote!(#matches)
        }
    }
}

/// Whether a pattern matches a string that was read.
pub(super) fn pattern_match(pattern: &Pattern, text: &TokenStream) -> TokenStream {
    let (Matcher { reads_bytes, of, new, .. }, doc) = (matcher(pattern), pattern_doc(pattern));
    let text = if reads_bytes { quote!(#text.bytes()) } else { quote!(&#text.decode()) };
    quote! {{
        #[doc = #doc]
        static PATTERN: #of = #new;
        PATTERN.is_match(#text)
    }}
}

fn number_condition(check: &NumberCheck) -> TokenStream {
    let small = |text: &str| text.parse::<i64>().ok();
    let compare = |text: &str| match small(text) {
        Some(bound) => quote!(number.compare_integer(#bound)),
        None => quote!(number.compare(#text)),
    };
    match check {
        NumberCheck::Minimum(bound) => {
            let compare = compare(bound);
            quote!(#compare.is_ge())
        }
        NumberCheck::ExclusiveMinimum(bound) => {
            let compare = compare(bound);
            quote!(#compare.is_gt())
        }
        NumberCheck::Maximum(bound) => {
            let compare = compare(bound);
            quote!(#compare.is_le())
        }
        NumberCheck::ExclusiveMaximum(bound) => {
            let compare = compare(bound);
            quote!(#compare.is_lt())
        }
        NumberCheck::MultipleOf(divisor) => match small(divisor) {
            Some(divisor) => quote!(number.is_multiple_of_integer(#divisor)),
            None => quote!(number.is_multiple_of(#divisor)),
        },
    }
}
