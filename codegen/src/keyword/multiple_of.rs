//! `multipleOf`: a divisor of numbers.

use codegen_runtime::value::exact::Exact;

use crate::json::held::{number, written};
use crate::keyword::prelude::*;

pub(super) const ROWS: &[Keyword] =
    &[keyword("multipleOf", Validation, Draft4, Draft2020, Form::PositiveNumber, Validated)];

/// A divisor: the text of a JSON number greater than zero.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MultipleOf(String);

pub(super) fn lower(written: &Written<'_>, diagnostics: &mut Diagnostics) -> Option<MultipleOf> {
    let Value::Number(divisor) = &written.node.value else { return None };
    // Checks that remainders can be computed.
    let one = Exact::parse("1")?;
    if Exact::parse(divisor).and_then(|divisor| one.is_multiple_of(&divisor)).is_none() {
        let message = "the divisor has more than 127 bits of significant digits";
        let help = "use a divisor of at most 38 digits";
        diagnostics.push(Diagnostic::error("unsupported-number", message).at(written.place.clone()).help(help));
        return None;
    }
    Some(MultipleOf(divisor.clone()))
}

impl MultipleOf {
    /// Returns the divisor if it is an integer that is no larger than an `i128`.
    pub fn integer(&self) -> Option<i128> {
        Exact::parse(&self.0).filter(Exact::is_integer)?.to_i128()
    }

    /// Returns true if all multiples are integers.
    pub fn is_integer(&self) -> bool {
        Exact::parse(&self.0).is_some_and(|divisor| divisor.is_integer())
    }
}

impl Constraint for MultipleOf {
    fn types(&self) -> TypeSet {
        TypeSet::NUMBER
    }

    fn cost(&self) -> u8 {
        0
    }

    fn implies(&self, other: &Self, of_integers: bool) -> bool {
        let divides = |number: &str| {
            Exact::parse(number)
                .zip(Exact::parse(&other.0))
                .is_some_and(|(number, divisor)| number.is_multiple_of(&divisor).unwrap_or(false))
        };
        divides(&self.0) || of_integers && divides("1")
    }

    fn samples(&self) -> Vec<Value> {
        let tenth = format!("{}1", self.0);
        ["0", &self.0, &tenth].into_iter().map(|number| Value::Number(number.to_owned())).collect()
    }

    fn accepts(&self, instance: &Value) -> bool {
        let Value::Number(text) = instance else { return true };
        let numbers = Exact::parse(text).zip(Exact::parse(&self.0));
        numbers.is_none_or(|(number, divisor)| number.is_multiple_of(&divisor).unwrap_or(false))
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        code.import("value::instance::Number");
        let divisor = &self.0;
        match Exact::parse(divisor).and_then(Exact::to_u64) {
            Some(1) => quote!(!#content.is_integer()),
            Some(divisor) if divisor > 0 => {
                let divisor = integer(divisor);
                quote!(!#content.is_multiple_of_integer(#divisor))
            }
            Some(_) | None => quote!(!#content.is_multiple_of(#divisor)),
        }
    }

    fn on_bytes(&self, _: &mut dyn Code, content: &TokenStream) -> OnBytes {
        let divisor = &self.0;
        OnBytes::Accepts(match divisor.parse::<i64>() {
            Ok(divisor) => {
                let divisor = Literal::i64_unsuffixed(divisor);
                quote!(#content.is_multiple_of_integer(#divisor))
            }
            Err(_) => quote!(#content.is_multiple_of(#divisor)),
        })
    }

    fn words(&self) -> Words {
        format!("a multiple of {}", self.0).into()
    }

    /// Replaces a divisor beyond the range of `f64`, which divides only zero. Drops a divisor that rounds to zero, because its multiples
    /// cannot be decided without its digits.
    fn to_json(&self, numbers: Numbers) -> Json {
        match numbers.rounded(&self.0) {
            None => only("multipleOf", number(&self.0)),
            Some(Nearest::Zero) => Json::new(),
            Some(Nearest::Beyond) => {
                Json::from_iter([("minimum".to_owned(), 0.into()), ("maximum".to_owned(), 0.into())])
            }
            Some(Nearest::Number(nearest)) => only("multipleOf", number(&written(nearest))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::held;

    #[test]
    fn divisors_beyond_f64_have_equal_forms() {
        for (digits, expected) in [("1e400", r#"{"maximum":0,"minimum":0}"#), ("1e-400", "{}")] {
            let json = MultipleOf(digits.to_owned()).to_json(Numbers::Held);
            assert_eq!(held::text(&serde_json::Value::Object(json)), expected);
        }
    }
}
