//! `minLength` and `maxLength`: the number of code points in a string.

use crate::keyword::prelude::*;

pub(super) const ROWS: &[Keyword] = &[
    keyword("maxLength", Validation, Draft4, Draft2020, Form::Count, Validated),
    keyword("minLength", Validation, Draft4, Draft2020, Form::Count, Validated),
];

/// A limit of the length of a string.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Length {
    is_upper: bool,
    limit: u64,
}

pub(super) fn lower(written: &Written<'_>, _: &mut Diagnostics) -> Option<Length> {
    let is_upper = written.spelling == "maxLength";
    Some(Length { is_upper, limit: form::count(written.node)? })
}

impl Length {
    /// Returns the least and the greatest length.
    pub fn range(&self) -> (u64, Option<u64>) {
        if self.is_upper { (0, Some(self.limit)) } else { (self.limit, None) }
    }
}

impl Constraint for Length {
    fn types(&self) -> TypeSet {
        TypeSet::STRING
    }

    fn cost(&self) -> u8 {
        u8::from(self.is_upper)
    }

    fn is_idle(&self) -> bool {
        if self.is_upper { self.limit >= LARGEST } else { self.limit == 0 }
    }

    fn implies(&self, other: &Self, _: bool) -> bool {
        self.is_upper == other.is_upper
            && if self.is_upper { self.limit <= other.limit } else { self.limit >= other.limit }
    }

    fn excludes(&self, other: &Self) -> bool {
        match (self.is_upper, other.is_upper) {
            (false, true) => self.limit > other.limit,
            (true, false) => other.limit > self.limit,
            _ => false,
        }
    }

    fn samples(&self) -> Vec<Value> {
        let lengths = [self.limit.saturating_sub(1), self.limit, self.limit.saturating_add(1)];
        let lengths = lengths.into_iter().filter_map(|length| usize::try_from(length).ok()).filter(|it| *it < 70_000);
        lengths.map(|length| Value::String("a".repeat(length))).collect()
    }

    fn accepts(&self, instance: &Value) -> bool {
        let Value::String(text) = instance else { return true };
        let length = text.chars().count() as u64;
        if self.is_upper { length <= self.limit } else { length >= self.limit }
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        if !self.is_upper && self.limit == 1 {
            return quote!(#content.is_empty());
        }
        code.import("validate::length");
        let limit = limit(self.limit);
        if self.is_upper {
            quote!(!length::at_most(#content, #limit))
        } else {
            quote!(!length::at_least(#content, #limit))
        }
    }

    fn on_bytes(&self, _: &mut dyn Code, content: &TokenStream) -> OnBytes {
        let limit = Literal::u64_unsuffixed(self.limit);
        OnBytes::Accepts(if self.is_upper {
            quote!(#content.has_at_most(#limit))
        } else {
            quote!(#content.has_at_least(#limit))
        })
    }

    fn words(&self) -> Words {
        format!("at {} {}", if self.is_upper { "most" } else { "least" }, counted(self.limit, "character")).into()
    }

    fn words_with(&self, other: &Self) -> Option<Words> {
        let is_exact = self.is_upper != other.is_upper && self.limit == other.limit;
        is_exact.then(|| counted(self.limit, "character").into())
    }

    fn to_json(&self, _: Numbers) -> Json {
        only(if self.is_upper { "maxLength" } else { "minLength" }, self.limit)
    }
}
