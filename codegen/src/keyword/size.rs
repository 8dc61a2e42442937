//! `minItems`, `maxItems`, `minProperties` and `maxProperties`: the number of elements or members.

use crate::keyword::prelude::*;

pub(super) const ROWS: &[Keyword] = &[
    keyword("maxItems", Validation, Draft4, Draft2020, Form::Count, Validated),
    keyword("minItems", Validation, Draft4, Draft2020, Form::Count, Validated),
    keyword("maxProperties", Validation, Draft4, Draft2020, Form::Count, Validated),
    keyword("minProperties", Validation, Draft4, Draft2020, Form::Count, Validated),
];

/// A limit of the size of an array or an object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    types: TypeSet,
    is_upper: bool,
    limit: u64,
}

pub(super) fn lower(written: &Written<'_>, _: &mut Diagnostics) -> Option<Size> {
    let types = if written.spelling.ends_with("Items") { TypeSet::ARRAY } else { TypeSet::OBJECT };
    let is_upper = written.spelling.starts_with("max");
    Some(Size { types, is_upper, limit: form::count(written.node)? })
}

impl Size {
    /// Returns the word for what is counted.
    fn part(&self) -> &'static str {
        if self.types == TypeSet::ARRAY { "element" } else { "member" }
    }

    /// Returns the least and the greatest number of elements or members.
    pub fn range(&self) -> (u64, Option<u64>) {
        if self.is_upper { (0, Some(self.limit)) } else { (self.limit, None) }
    }
}

impl Constraint for Size {
    fn types(&self) -> TypeSet {
        self.types
    }

    fn cost(&self) -> u8 {
        u8::from(self.is_upper)
    }

    fn is_idle(&self) -> bool {
        if self.is_upper { self.limit >= LARGEST } else { self.limit == 0 }
    }

    fn merge(&self, other: &Self) -> Option<Self> {
        let is_same = (self.types, self.is_upper) == (other.types, other.is_upper);
        let limit = if self.is_upper { self.limit.min(other.limit) } else { self.limit.max(other.limit) };
        is_same.then(|| Self { limit, ..self.clone() })
    }

    fn implies(&self, other: &Self, _: bool) -> bool {
        (self.types, self.is_upper) == (other.types, other.is_upper)
            && if self.is_upper { self.limit <= other.limit } else { self.limit >= other.limit }
    }

    fn excludes(&self, other: &Self) -> bool {
        self.types == other.types
            && match (self.is_upper, other.is_upper) {
                (false, true) => self.limit > other.limit,
                (true, false) => other.limit > self.limit,
                _ => false,
            }
    }

    fn accepts(&self, instance: &Value) -> bool {
        let size = match instance {
            Value::Array(elements) if self.types == TypeSet::ARRAY => elements.len(),
            Value::Object(members) if self.types == TypeSet::OBJECT => members.len(),
            _ => return true,
        };
        if self.is_upper { size as u64 <= self.limit } else { size as u64 >= self.limit }
    }

    fn on_value(&self, _: &mut dyn Code, content: &TokenStream) -> TokenStream {
        let limit = limit(self.limit);
        match (self.is_upper, self.limit) {
            (false, 1) => quote!(#content.is_empty()),
            (false, _) => quote!(#content.len() < #limit),
            (true, 0) => quote!(!#content.is_empty()),
            (true, _) => quote!(#content.len() > #limit),
        }
    }

    fn on_bytes(&self, _: &mut dyn Code, _: &TokenStream) -> OnBytes {
        if self.is_upper { OnBytes::AtMost(self.limit) } else { OnBytes::AtLeast(self.limit) }
    }

    fn words(&self) -> Words {
        format!("at {} {}", if self.is_upper { "most" } else { "least" }, counted(self.limit, self.part())).into()
    }

    fn words_with(&self, other: &Self) -> Option<Words> {
        let is_exact = self.types == other.types && self.is_upper != other.is_upper && self.limit == other.limit;
        is_exact.then(|| counted(self.limit, self.part()).into())
    }

    fn to_json(&self, _: Numbers) -> Json {
        let keyword = match (self.types == TypeSet::ARRAY, self.is_upper) {
            (true, false) => "minItems",
            (true, true) => "maxItems",
            (false, false) => "minProperties",
            (false, true) => "maxProperties",
        };
        only(keyword, self.limit)
    }
}
