//! Patterns for the `regex` crate, each compiled on first use.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// A pattern of the schema, translated from ECMA-262 by the generator, which has also compiled it once.
#[derive(Debug)]
pub struct Pattern {
    translated: &'static str,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// Creates a pattern in the syntax of the `regex` crate.
    pub const fn new(translated: &'static str) -> Self {
        Self { translated, compiled: OnceLock::new() }
    }

    /// Returns true if the pattern matches anywhere in the text.
    pub fn is_match(&self, text: &str) -> bool {
        self.compiled.get_or_init(|| compile(self.translated)).is_match(text)
    }
}

fn compile(translated: &str) -> Regex {
    let compiled = RegexBuilder::new(translated).size_limit(usize::MAX).build();
    compiled.expect("the generator refuses a pattern that does not compile")
}
