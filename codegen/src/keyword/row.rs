//! A row of the table of keywords.

use crate::keyword::dialect::{Draft, Vocabulary};
use crate::keyword::form::Form;

/// What the generator does with a keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// It shapes types, and the validator asserts it.
    Typed,
    /// The validator asserts it; types are wider than it.
    Validated,
    /// It is kept for documentation and does not decide.
    Annotation,
    /// It names schemas or says how they are to be read.
    Structural,
}

/// A keyword in a range of drafts.
#[derive(Clone, Copy, Debug)]
pub struct Keyword {
    /// The keyword.
    pub spelling: &'static str,
    /// The vocabulary that defines it, since drafts have vocabularies.
    pub vocabulary: Vocabulary,
    /// The first draft that has it like this.
    pub since: Draft,
    /// The last draft that has it like this.
    pub until: Draft,
    /// What its value looks like.
    pub form: Form,
    /// What the generator does with it.
    pub treatment: Treatment,
}

impl Keyword {
    /// Whether a draft has it like this.
    pub fn is_in(&self, draft: Draft) -> bool {
        (self.since..=self.until).contains(&draft)
    }
}

/// Makes a row.
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
