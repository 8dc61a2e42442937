//! The error of a pattern.

use std::fmt;

/// The error of a refused pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The byte offset in the pattern.
    pub offset: usize,
    /// The reason, as a clause: `this group is not closed`.
    pub reason: String,
    /// The correction.
    pub help: &'static str,
}

impl PatternError {
    pub(super) fn syntax(offset: usize, reason: &str) -> Self {
        let help = "write an ECMA-262 regular expression with the `u` flag";
        Self { offset, reason: reason.to_owned(), help }
    }

    pub(super) fn back_reference(offset: usize) -> Self {
        let reason = "a back-reference cannot be matched in linear time".to_owned();
        let help = "list the matches of the group: instead of `(a|b)-\\1`, `a-a|b-b`";
        Self { offset, reason, help }
    }
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at offset {})", self.reason, self.offset)
    }
}

impl std::error::Error for PatternError {}
