//! Character classes.

use std::fmt::Write;

/// The code points that no text of Rust contains.
const SURROGATES: std::ops::RangeInclusive<u32> = 0xd800..=0xdfff;

/// A set of code points, as the `regex` crate writes it between brackets.
pub(super) struct Class {
    is_negated: bool,
    /// A single code point, which is written without brackets.
    single: Option<char>,
    items: String,
}

impl Class {
    /// Creates the empty set or its complement.
    pub(super) fn new(is_negated: bool) -> Self {
        Self { is_negated, single: None, items: String::new() }
    }

    /// Creates the set of one code point.
    pub(super) fn single(code_point: u32) -> Self {
        let mut class = Self::new(false);
        class.push_range(code_point, code_point);
        class.single = char::from_u32(code_point);
        class
    }

    /// Adds a set that is already written in brackets.
    pub(super) fn push_set(&mut self, set: &str) {
        self.items.push_str(set);
    }

    /// Adds all code points from `first` to `last` except surrogates, which no text contains.
    pub(super) fn push_range(&mut self, first: u32, last: u32) {
        let below = (first, last.min(*SURROGATES.start() - 1));
        let above = (first.max(*SURROGATES.end() + 1), last);
        for (first, last) in [below, above] {
            let (Some(first), Some(last)) = (char::from_u32(first), char::from_u32(last)) else { continue };
            if first > last {
                continue;
            }
            push_literal(&mut self.items, first);
            if first < last {
                self.items.push('-');
                push_literal(&mut self.items, last);
            }
        }
    }

    /// Writes the set in the syntax of the `regex` crate.
    pub(super) fn write(&self) -> String {
        if let Some(single) = self.single {
            let mut literal = String::new();
            push_literal(&mut literal, single);
            return literal;
        }
        match (self.items.is_empty(), self.is_negated) {
            (true, false) => r"[^\x00-\x{10FFFF}]".to_owned(),
            (true, true) => r"[\x00-\x{10FFFF}]".to_owned(),
            (false, false) => format!("[{}]", self.items),
            (false, true) => format!("[^{}]", self.items),
        }
    }
}

/// Writes a literal code point.
fn push_literal(translated: &mut String, literal: char) {
    match literal {
        '\n' => translated.push_str(r"\n"),
        '\r' => translated.push_str(r"\r"),
        '\t' => translated.push_str(r"\t"),
        control if control.is_control() => {
            let _ = write!(translated, "\\x{{{:X}}}", u32::from(control));
        }
        meta if regex_syntax::is_meta_character(meta) => translated.extend(['\\', meta]),
        plain => translated.push(plain),
    }
}
