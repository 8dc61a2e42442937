//! `uniqueItems`: no two elements are equal [JSON Schema 2020-12 Core §4.2.2].

use std::collections::HashSet;

use crate::keyword::prelude::*;

pub(super) const ROWS: &[Keyword] = &[keyword("uniqueItems", Validation, Draft4, Draft2020, Form::Boolean, Validated)];

/// No two elements are equal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UniqueItems;

pub(super) fn lower(written: &Written<'_>, _: &mut Diagnostics) -> Option<UniqueItems> {
    matches!(written.node.value, Value::Boolean(true)).then_some(UniqueItems)
}

impl Constraint for UniqueItems {
    fn types(&self) -> TypeSet {
        TypeSet::ARRAY
    }

    fn cost(&self) -> u8 {
        WALK + 1
    }

    fn accepts(&self, instance: &Value) -> bool {
        let Value::Array(elements) = instance else { return true };
        let mut known = HashSet::with_capacity(elements.len());
        elements.iter().all(|element| known.insert(element.to_canonical()))
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        code.import("validate::unique");
        quote!(!unique::are_unique(#content))
    }

    fn on_bytes(&self, code: &mut dyn Code, _: &TokenStream) -> OnBytes {
        code.import("text::distinct");
        OnBytes::Refuses(quote!(length > 1 && !distinct::has_unique_elements(scanner.since(start))))
    }

    fn words(&self) -> Words {
        "no two equal".into()
    }

    fn message(&self) -> String {
        "expected elements that differ from each other".to_owned()
    }

    fn to_json(&self, _: Numbers) -> Json {
        only("uniqueItems", true)
    }
}
