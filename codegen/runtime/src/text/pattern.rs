//! Patterns that need the `regex` crate, each compiled when it is first used.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// A pattern of a schema; the generator has translated it from ECMA-262 and compiled it once.
#[derive(Debug)]
pub struct Pattern {
    translated: &'static str,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// A pattern in the syntax of the `regex` crate.
    pub const fn new(translated: &'static str) -> Self {
        Self { translated, compiled: OnceLock::new() }
    }

    /// Whether it matches somewhere in a string.
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled.get_or_init(|| compile(self.translated)).is_match(text)
    }
}

fn compile(translated: &str) -> Regex {
    let compiled = RegexBuilder::new(translated).size_limit(usize::MAX).build();
    compiled.expect("the generator refuses a pattern that does not compile")
}
