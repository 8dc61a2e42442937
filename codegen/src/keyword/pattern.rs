//! `pattern`: a regular expression that matches somewhere in a string.

use crate::keyword::prelude::*;
use crate::pattern::{self, matching};
use crate::source::visible::Visible;

pub(super) const ROWS: &[Keyword] = &[keyword("pattern", Validation, Draft4, Draft2020, Form::Pattern, Validated)];

/// A pattern with its translation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern(matching::Pattern);

pub(super) fn lower(written: &Written<'_>, diagnostics: &mut Diagnostics) -> Option<Pattern> {
    pattern::read(written.node.as_str()?, written.place, diagnostics).map(Pattern)
}

impl Pattern {
    /// Creates the constraint.
    pub fn new(pattern: matching::Pattern) -> Self {
        Self(pattern)
    }

    /// Returns the pattern as in the schema.
    pub fn source(&self) -> &str {
        &self.0.source
    }
}

impl Constraint for Pattern {
    fn types(&self) -> TypeSet {
        TypeSet::STRING
    }

    fn cost(&self) -> u8 {
        4
    }

    fn implies(&self, other: &Self, _: bool) -> bool {
        self.0.source == other.0.source
    }

    fn accepts(&self, instance: &Value) -> bool {
        let Value::String(text) = instance else { return true };
        pattern::is_match(&self.0, text)
    }

    fn on_value(&self, code: &mut dyn Code, content: &TokenStream) -> TokenStream {
        let matches = code.is_match(&self.0, content);
        quote!(!#matches)
    }

    fn on_bytes(&self, code: &mut dyn Code, content: &TokenStream) -> OnBytes {
        OnBytes::Accepts(code.is_match(&self.0, content))
    }

    fn words(&self) -> Words {
        Words { text: "matching ".to_owned(), code: Some(self.0.source.clone()) }
    }

    fn message(&self) -> String {
        format!("expected a match of the pattern `{}`", Visible(&self.0.source))
    }

    fn to_json(&self, _: Numbers) -> Json {
        only("pattern", self.0.source.as_str())
    }
}
