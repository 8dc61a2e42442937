//! `x-even`: integers are even. A made-up keyword of the tests, which shows that a leaf keyword is its file and its two lines in `keyword.rs`.

use codegen_runtime::value::exact::Exact;

use crate::keyword::prelude::*;

pub(super) const ROWS: &[Keyword] = &[keyword("x-even", Validation, Draft4, Draft2020, Form::Boolean, Validated)];

/// Integers are even.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Even;

pub(super) fn lower(written: &Written<'_>, _: &mut Diagnostics) -> Option<Even> {
    matches!(written.node.value, Value::Boolean(true)).then_some(Even)
}

impl Constraint for Even {
    fn types(&self) -> TypeSet {
        TypeSet::NUMBER
    }

    fn cost(&self) -> u8 {
        0
    }

    fn accepts(&self, instance: &Value) -> bool {
        let Value::Number(text) = instance else { return true };
        let numbers = Exact::parse(text).zip(Exact::parse("2"));
        numbers.is_none_or(|(number, two)| !number.is_integer() || number.is_multiple_of(&two) == Some(true))
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        code.import("value::instance::Number");
        quote!(#content.is_integer() && !#content.is_multiple_of_integer(2))
    }

    fn on_bytes(&self, _: &mut dyn Code, content: &TokenStream) -> OnBytes {
        OnBytes::Accepts(quote!((!#content.is_integer() || #content.is_multiple_of_integer(2))))
    }

    fn words(&self) -> Words {
        "an even integer".into()
    }

    fn to_json(&self, _: Numbers) -> Json {
        only("x-even", true)
    }
}
