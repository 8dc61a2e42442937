//! The rows of the keyword table.

use crate::keyword::dialect::{Draft, Vocabulary};
use crate::keyword::form::Form;

/// The treatment of a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// It shapes types and is validated.
    Typed,
    /// It is validated; types are wider.
    Validated,
    /// It is kept for documentation and never affects validity.
    Annotation,
    /// It identifies schemas or controls their interpretation.
    Structural,
}

/// A keyword in a range of drafts.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// The keyword.
    pub spelling: &'static str,
    /// The vocabulary that defines it, in drafts with vocabularies.
    pub vocabulary: Vocabulary,
    /// The first draft with this definition.
    pub since: Draft,
    /// The last draft with this definition.
    pub until: Draft,
    /// The form of its value.
    pub form: Form,
    /// The treatment by the generator.
    pub treatment: Treatment,
}

impl Keyword {
    /// Returns true if a draft has this definition.
    pub fn is_in(&self, draft: Draft) -> bool {
        (self.since..=self.until).contains(&draft)
    }
}

/// Creates a row.
pub(super) const fn keyword(
    spelling: &'static str,
    vocabulary: Vocabulary,
    since: Draft,
    until: Draft,
    form: Form,
    treatment: Treatment,
) -> Keyword {
    Keyword { spelling, vocabulary, since, until, form, treatment }
}
