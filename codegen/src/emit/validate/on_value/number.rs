//! What is asked of numbers.

use codegen_runtime::value::exact::Decimal;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::validate::on_value::Emitter;
use crate::emit::validate::on_value::apply::violation;
use crate::plan::{Check, NumberCheck, message};

impl Emitter<'_> {
    /// Statements on the variable `number`.
    pub(super) fn numbers(&mut self, checks: &[Check<NumberCheck>]) -> TokenStream {
        let statements: Vec<TokenStream> = checks
            .iter()
            .map(|check| {
                let condition = self.number_condition(&check.asks);
                let violation = violation(&quote!(at), &check.trail, &message::number(&check.asks));
                quote!(if #condition { #violation })
            })
            .collect();
        quote!(#(#statements)*)
    }

    /// The condition that a number is not as it should be.
    fn number_condition(&mut self, check: &NumberCheck) -> TokenStream {
        match check {
            NumberCheck::Minimum(limit) => self.compare(limit, &quote!(is_lt)),
            NumberCheck::ExclusiveMinimum(limit) => self.compare(limit, &quote!(is_le)),
            NumberCheck::Maximum(limit) => self.compare(limit, &quote!(is_gt)),
            NumberCheck::ExclusiveMaximum(limit) => self.compare(limit, &quote!(is_ge)),
            NumberCheck::MultipleOf(divisor) => self.is_no_multiple(divisor),
        }
    }

    /// The condition that the order of `number` and a number of the schema is as `order` says.
    pub(super) fn compare(&mut self, text: &str, order: &TokenStream) -> TokenStream {
        self.module.import("value::instance::Number");
        if let Some(limit) = to_i64(text) {
            let limit = integer(limit);
            return quote!(number.compare_integer(#limit).#order());
        }
        let nearest = match text.parse::<f64>() {
            Ok(nearest) if nearest.is_finite() => {
                let nearest = Literal::f64_unsuffixed(nearest);
                quote!(#nearest)
            }
            _ if text.starts_with('-') => quote!(f64::NEG_INFINITY),
            _ => quote!(f64::INFINITY),
        };
        self.module.import("value::instance::Constant");
        quote!(number.compare(Constant { text: #text, nearest: #nearest }).#order())
    }

    fn is_no_multiple(&mut self, divisor: &str) -> TokenStream {
        self.module.import("value::instance::Number");
        match Decimal::parse(divisor).and_then(Decimal::to_u64) {
            Some(1) => quote!(!number.is_integer()),
            Some(divisor) if divisor > 0 => {
                let divisor = integer(divisor);
                quote!(!number.is_multiple_of_integer(#divisor))
            }
            _ => quote!(!number.is_multiple_of(#divisor)),
        }
    }
}

fn to_i64(text: &str) -> Option<i64> {
    let magnitude = Decimal::parse(text.strip_prefix('-').unwrap_or(text))?.to_u64()?;
    let value = i128::from(magnitude);
    i64::try_from(if text.starts_with('-') { -value } else { value }).ok()
}

/// An integer as a person writes it: `1_000_000`.
pub(super) fn integer(value: impl Into<i128>) -> TokenStream {
    let value = value.into();
    let digits = value.unsigned_abs().to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 && digits.len() > 4 {
            text.push('_');
        }
        text.push(digit);
    }
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{text}").parse().expect("a number is tokens")
}
