//! The regular expressions of this module.

use regex::Regex;

/// Compiles a pattern that is written here.
///
/// # Panics
///
/// If it is malformed; every test that reads a page compiles all of them.
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is written here, and tested")
}
