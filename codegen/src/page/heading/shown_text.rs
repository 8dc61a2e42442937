//! The text of a heading without footnote marks and invisible characters.

use std::ops::Range;

use crate::page::note;

/// A text without footnote marks, and without the invisible line break opportunities that page generators insert into long names.
pub(super) struct Shown {
    pub(super) text: String,
    /// The offset in the original text for each byte; at the end, the whole length.
    offsets: Vec<usize>,
}

impl Shown {
    /// Removes footnote marks and line break opportunities from a text. Brackets in its part in code format are not footnote marks.
    pub(super) fn new(text: &str, code: Option<&Range<usize>>) -> Self {
        let mut shown = Self { text: String::new(), offsets: Vec::new() };
        let mut end = 0;
        for (offset, found) in text.char_indices().filter(|(_, found)| !is_break_hint(*found)) {
            let is_literal = found.is_ascii() && code.is_some_and(|code| code.contains(&offset));
            if offset >= end && note::ends_word(&shown.text) && !is_literal {
                end = offset + note::length(&text[offset..]);
            }
            if offset < end {
                continue;
            }
            shown.text.push(found);
            shown.offsets.extend((0..found.len_utf8()).map(|byte| offset + byte));
        }
        shown.offsets.push(text.len());
        shown
    }

    pub(super) fn of(&self, span: Range<usize>) -> Range<usize> {
        self.offsets.partition_point(|offset| *offset < span.start).min(self.text.len())
            ..self.offsets.partition_point(|offset| *offset < span.end).min(self.text.len())
    }

    pub(super) fn back(&self, span: Range<usize>) -> Range<usize> {
        let end = if span.is_empty() { self.offsets[span.start] } else { self.offsets[span.end - 1] + 1 };
        self.offsets[span.start]..end
    }
}

fn is_break_hint(found: char) -> bool {
    matches!(found, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}')
}
