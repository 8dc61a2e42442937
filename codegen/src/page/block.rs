//! The blocks of a page in any format: headings, paragraphs and code, in reading order.

use std::ops::Range;

use crate::page::mapped::Mapped;

/// A block of a page.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The kind of block.
    pub(super) kind: Kind,
    /// The text with its places in the page.
    pub(super) text: Mapped,
}

/// The kind of a block.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A heading; 1 is the outermost level, and the only one in plain text.
    Heading {
        /// The level.
        level: u8,
        /// The first part of the text in code format.
        code: Option<Range<usize>>,
    },
    /// A paragraph, a list item or a table row.
    Paragraph {
        /// True if it starts in bold and may act as a heading.
        is_bold: bool,
        /// The first part of the text in code format.
        code: Option<Range<usize>>,
    },
    /// A code block.
    Code {
        /// The language that the page names.
        language: Option<String>,
    },
}

impl Kind {
    /// An ordinary paragraph.
    pub(super) const PLAIN: Self = Self::Paragraph { is_bold: false, code: None };
}

impl Block {
    /// Returns true for code in JSON: the page names JSON as its language, or names none and it looks like JSON.
    pub(super) fn is_json(&self) -> bool {
        let Kind::Code { language } = &self.kind else {
            return false;
        };
        match language.as_deref() {
            None | Some("") => self.text.text().trim_start().starts_with(['{', '[']),
            // An object literal of JavaScript is JSON only by chance, and renderers call any unnamed code plain.
            Some("js" | "javascript" | "plaintext" | "none") => {
                serde_json::from_str::<serde::de::IgnoredAny>(self.text.text()).is_ok()
            }
            Some(language) => JSON.contains(&language),
        }
    }
}

/// The state of reading a paragraph that may start in bold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bold {
    depth: usize,
    starts: Option<bool>,
}

impl Bold {
    pub(super) fn start(&mut self) {
        self.depth += 1;
    }

    pub(super) fn end(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.starts.is_none() && !text.trim().is_empty() {
            self.starts = Some(self.depth > 0);
        }
    }

    pub(super) fn is_first(self) -> bool {
        self.starts == Some(true)
    }
}

/// The names of JSON in pages, including dialects with comments: a comment is refused at its place rather than ignored.
const JSON: &[&str] = &["json", "jsonc", "json5", "jsonschema", "json-schema", "json_schema", "application/json"];

/// Returns the text on one line: white space is collapsed, and control characters are removed.
pub(super) fn one_line(text: &str) -> String {
    let prints = |found: &char| *found != '\u{feff}' && (found.is_whitespace() || !found.is_control());
    let text: String = text.chars().filter(prints).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
