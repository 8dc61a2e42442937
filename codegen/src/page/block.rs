//! The blocks of a page in any format: headings, paragraphs and code, in reading order.

use std::ops::Range;

use crate::page::mapped::Mapped;
use crate::page::note;
pub(super) use crate::source::visible::one_line;

/// A block of a page.
#[derive(Clone, Debug)]
pub(super) struct Block {
    /// The kind of block.
    pub(super) kind: Kind,
    /// The text with its places in the page.
    pub(super) text: Mapped,
    /// True inside of an ordered list.
    pub(super) is_step: bool,
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
    /// The body in JSON of the sample request in the code before.
    Body,
    /// A text beside the content, such as an attribute.
    Aside,
    /// The start tag of an element without an end, which hides the rest of the page.
    Unclosed,
}

impl Kind {
    /// An ordinary paragraph.
    pub(super) const PLAIN: Self = Self::Paragraph { is_bold: false, code: None };
}

impl Block {
    /// Returns a block outside of lists.
    pub(super) fn new(kind: Kind, text: Mapped) -> Self {
        Self { kind, text, is_step: false }
    }

    /// Returns true for a text beside the content.
    pub(super) fn is_aside(&self) -> bool {
        matches!(self.kind, Kind::Aside)
    }

    /// Returns true for code that the page marks as text, so that it is not read.
    pub(super) fn is_marked_as_text(&self) -> bool {
        matches!(&self.kind, Kind::Code { language: Some(language) } if matches!(language.as_str(), "text" | "txt"))
    }

    /// Returns what a row, or an item that starts in code format, is about.
    pub(super) fn subject(&self) -> Option<&str> {
        let Kind::Paragraph { code, .. } = &self.kind else { return None };
        let text = self.text.text();
        let is_mark = |found: char| matches!(found, '*' | '`' | ' ');
        let of_item = || Some(&text[code.clone().filter(|code| text[..code.start].trim().is_empty())?]);
        let subject = text.split_once(" | ").map(|(first, _)| first).or_else(of_item);
        subject.map(|first| note::removed(first.trim_matches(is_mark)).trim_matches(is_mark))
    }

    /// Returns true if JSON, or what resembles it, has the members of a path inside of each other, or one behind the other.
    pub(super) fn has_member(&self, path: &str) -> bool {
        let behind = |text: &str, name: &str| {
            text.match_indices(name).find_map(|(at, _)| {
                let is_quoted = text[..at].ends_with(['"', '\'']);
                let rest = text[at + name.len()..].strip_prefix(['"', '\'']).filter(|_| is_quoted)?;
                rest.trim_start().starts_with(':').then_some(text.len() - rest.len())
            })
        };
        let mut rest = self.text.text();
        path.split('.').all(|name| {
            let end = behind(rest, name);
            rest = &rest[end.unwrap_or(0)..];
            end.is_some()
        })
    }

    /// Returns true for code in JSON: the page names JSON as its language, or names none and it looks like JSON.
    pub(super) fn is_json(&self) -> bool {
        let Kind::Code { language } = &self.kind else {
            return matches!(self.kind, Kind::Body);
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

/// The blocks read so far, and the one being read.
pub(super) struct Reading {
    pub(super) blocks: Vec<Block>,
    pub(super) text: Mapped,
    pub(super) kind: Kind,
    /// The open lists, with true for an ordered one.
    lists: Vec<bool>,
    /// The number of open elements in bold.
    bold: usize,
    /// True if the text starts in bold; `None` before its first word.
    starts_bold: Option<bool>,
    /// The border of an inline element, if the text before it was the last.
    border: Option<Border>,
}

/// The start or the end of an inline element.
#[derive(Clone, Copy, Debug)]
pub(super) enum Border {
    /// The start or end of a badge, or the end of a link or a raised text.
    Part,
    /// The start of a link, which may be a footnote mark.
    Link,
    /// The start of a raised text, which may be a footnote mark.
    Raised,
    /// The border of an emphasis, in which a placeholder may stand, as in `order.*status*`.
    Emphasis,
}

impl Reading {
    pub(super) fn new() -> Self {
        Self {
            blocks: Vec::new(),
            text: Mapped::default(),
            kind: Kind::PLAIN,
            lists: Vec::new(),
            bold: 0,
            starts_bold: None,
            border: None,
        }
    }

    /// Closes the current block and opens one of another kind.
    pub(super) fn open(&mut self, kind: Kind) {
        self.close();
        self.kind = kind;
    }

    /// Closes the current block; the next one is a paragraph.
    pub(super) fn close(&mut self) {
        let Self { mut blocks, text, mut kind, starts_bold, lists, .. } = std::mem::replace(self, Self::new());
        if let Kind::Paragraph { is_bold, .. } = &mut kind {
            *is_bold = starts_bold == Some(true);
        }
        if !text.is_blank() {
            blocks.push(Block { kind, text, is_step: lists.contains(&true) });
        }
        self.blocks = blocks;
        self.lists = lists;
    }

    pub(super) fn start_list(&mut self, is_ordered: bool) {
        self.close();
        self.lists.push(is_ordered);
    }

    pub(super) fn end_list(&mut self) {
        self.close();
        self.lists.pop();
    }

    pub(super) fn start_bold(&mut self) {
        self.bold += 1;
        self.border(Border::Part);
    }

    pub(super) fn end_bold(&mut self) {
        self.bold = self.bold.saturating_sub(1);
        self.border(Border::Part);
    }

    /// Returns true inside of a heading whose name is incomplete: a tag there is a placeholder, as in `order.<status>`.
    pub(super) fn is_inside_name(&self) -> bool {
        matches!(self.kind, Kind::Heading { .. }) && self.text.text().ends_with(['.', '/', ':', '_', '-'])
    }

    /// Notes the border of an inline element.
    pub(super) fn border(&mut self, border: Border) {
        let is_stronger = |known: &Border| matches!(known, Border::Emphasis | Border::Raised);
        self.border = self.border.filter(is_stronger).or(Some(border));
    }

    /// Returns the mark between the text and the next one, if the border between them must stay visible: without a mark, a name of an event
    /// would seem to go on.
    fn joint(&mut self, next: &str) -> Option<&'static str> {
        let border = self.border.take_if(|_| !next.is_empty())?;
        let text = self.text.text();
        let has_joint = || text.contains(['.', '/', ':', '_']);
        let is_heading = matches!(self.kind, Kind::Heading { .. }) || (self.starts_bold == Some(true) && has_joint());
        let is_joint = |found: Option<char>| found.is_some_and(|found| matches!(found, '.' | '/' | ':' | '_' | '-'));
        let is_part = |found: Option<char>| found.is_some_and(char::is_alphanumeric);
        // No name is longer.
        let mut word = text.chars().rev().take(200).take_while(|found| !found.is_whitespace());
        let is_name = !matches!(self.kind, Kind::Code { .. }) && word.any(|found| is_joint(Some(found)));
        let (last, mut behind) = (text.chars().next_back(), next.chars());
        let (first, second) = (behind.next(), behind.next());
        let goes_on = (is_joint(last) && is_part(first)) || (is_part(last) && is_joint(first) && is_part(second));
        match border {
            _ if !is_heading && !is_name => None,
            _ if is_part(last) && is_part(first) => Some(" "),
            Border::Emphasis if goes_on && is_heading => Some("*"),
            Border::Part | Border::Link | Border::Raised | Border::Emphasis => None,
        }
    }

    /// Returns the spelling of a footnote mark: a raised number or letter, or a number that is a link right behind a word.
    fn raised(&self, text: &str) -> Option<String> {
        let before = self.text.text();
        let is_mark = match self.border? {
            // In brackets it is a mark as it is.
            Border::Raised => !before.is_empty() && !before.ends_with(['[', '(']),
            Border::Link => note::may_follow(before) && text.starts_with(|first: char| first.is_ascii_digit()),
            Border::Part | Border::Emphasis => false,
        };
        let is_text = matches!(self.kind, Kind::Heading { .. } | Kind::Paragraph { .. });
        note::raised(text).filter(|_| is_mark && is_text)
    }

    /// Adds a text that the page spells differently at `span`.
    pub(super) fn push(&mut self, page: &str, text: &str, span: Range<usize>) {
        let raised = self.raised(text);
        let text = raised.as_deref().unwrap_or(text);
        if let Some(mark) = self.joint(text).filter(|_| raised.is_none()) {
            self.text.push(page, mark, span.start..span.start);
        }
        if self.starts_bold.is_none() && !text.trim().is_empty() {
            self.starts_bold = Some(self.bold > 0);
        }
        self.text.push(page, text, span);
    }

    /// Notes a part of the text in code format. Only the first part counts.
    pub(super) fn code(&mut self, span: Range<usize>) {
        if let Kind::Heading { code: code @ None, .. } | Kind::Paragraph { code: code @ None, .. } = &mut self.kind {
            *code = Some(span);
        }
    }
}

/// A mark around text that the page strikes out: it stays text, but no name and no sentence with it is understood.
pub(super) const STRUCK: &str = "~~";

/// The language of code in a comment of MDX, which a page does not show.
pub(super) const COMMENT: &str = "{/* */}";

/// The names of JSON in pages, including dialects with comments: a comment is refused at its place rather than ignored.
const JSON: &[&str] = &["json", "jsonc", "json5", "jsonschema", "json-schema", "json_schema", "application/json"];

/// Returns the span without white space around it.
pub(super) fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inner = &text[span.clone()];
    let start = span.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}
