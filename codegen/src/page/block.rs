//! What a page consists of, whatever its format: headings, paragraphs and code, in the order in which they are read.

use std::ops::Range;

use crate::page::mapped::Mapped;

/// A part of a page.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// What it is.
    pub(super) kind: Kind,
    /// What it says, and where.
    pub(super) text: Mapped,
}

/// What a part of a page is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A heading, from 1 for the outermost; plain text has one level only.
    Heading {
        /// How deep it stands.
        level: u8,
        /// The first part of its text that is set as code.
        code: Option<Range<usize>>,
    },
    /// A paragraph, an item of a list, or a row of a table.
    Paragraph {
        /// Whether it starts in bold, so that it may stand for a heading.
        is_bold: bool,
        /// The first part of its text that is set as code.
        code: Option<Range<usize>>,
    },
    /// Text to be read by a machine.
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
    /// Whether it is code that is meant to be JSON: the page says so, or says nothing and it looks like it.
    pub(super) fn is_json(&self) -> bool {
        let Kind::Code { language } = &self.kind else {
            return false;
        };
        match language.as_deref() {
            None | Some("") => self.text.text().trim_start().starts_with(['{', '[']),
            // What JavaScript calls an object is JSON only by chance, and renderers call everything plain that has no name.
            Some("js" | "javascript" | "plaintext" | "none") => {
                serde_json::from_str::<serde::de::IgnoredAny>(self.text.text()).is_ok()
            }
            Some(language) => JSON.contains(&language),
        }
    }
}

/// Whether the text of a paragraph starts in bold.
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

/// How pages name JSON. Its dialects with comments are among them: a comment is refused at its place rather than passed over.
const JSON: &[&str] = &["json", "jsonc", "json5", "jsonschema", "json-schema", "json_schema", "application/json"];

/// A text on one line: white space is one space, and what does not print is left out.
pub(super) fn one_line(text: &str) -> String {
    let prints = |found: &char| *found != '\u{feff}' && (found.is_whitespace() || !found.is_control());
    let text: String = text.chars().filter(prints).collect();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
