//! The regular expressions of this module.

use regex::Regex;

/// A regular expression by its text, which names no local variable. Each place where this is written compiles its own, once.
macro_rules! regex {
    ($text:expr $(,)?) => {{
        static COMPILED: std::sync::LazyLock<regex::Regex> =
            std::sync::LazyLock::new(|| $crate::page::pattern::pattern($text));
        &*COMPILED
    }};
}

pub(super) use regex;

/// Compiles a pattern that is written here.
///
/// # Panics
///
/// If it is malformed; every test that reads a page compiles all of them.
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is written here, and tested")
}
