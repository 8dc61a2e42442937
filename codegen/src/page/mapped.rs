//! Text taken from a page, with the place in the page of each part.

use std::ops::Range;

/// A text whose parts map to a page, where they may be spelled otherwise: `&quot;` for `"`, or `> ` before each line.
#[derive(Clone, Debug, Default)]
pub(super) struct Mapped {
    text: String,
    pieces: Vec<Piece>,
}

/// A part of the text that is contiguous in the page.
#[derive(Clone, Debug)]
struct Piece {
    /// Its start in the text.
    start: usize,
    /// Its span in the page.
    page: Range<usize>,
    /// True if the page has it byte for byte; otherwise any part of it maps to the whole span.
    verbatim: bool,
}

impl Mapped {
    /// Maps a span of the page as it is.
    pub(super) fn verbatim(page: &str, span: Range<usize>) -> Self {
        let mut mapped = Self::default();
        mapped.push(page, &page[span.clone()], span);
        mapped
    }

    /// Adds a text that the page spells differently at `span`.
    pub(super) fn push(&mut self, page: &str, text: &str, span: Range<usize>) {
        if text.is_empty() {
            return;
        }
        let written = &page[span.clone()];
        // Marks around a text, such as the backticks of a code span, are not part of it.
        let page = match written.find(text) {
            Some(offset) => span.start + offset..span.start + offset + text.len(),
            None => span,
        };
        let verbatim = page.len() == text.len() && written.contains(text);
        self.pieces.push(Piece { start: self.text.len(), page, verbatim });
        self.text.push_str(text);
    }

    /// Appends another text behind a space.
    pub(super) fn append(&mut self, other: &Self) {
        let page = self.span(self.text.len()..self.text.len()).start..other.span(0..0).start;
        self.pieces.push(Piece { start: self.text.len(), page, verbatim: false });
        self.text.push(' ');
        let shift = self.text.len();
        self.pieces.extend(other.pieces.iter().map(|piece| Piece { start: piece.start + shift, ..piece.clone() }));
        self.text.push_str(&other.text);
    }

    /// Returns a part of the text.
    pub(super) fn part(&self, span: Range<usize>) -> Self {
        let ends = self.pieces.iter().skip(1).map(|piece| piece.start).chain([self.text.len()]);
        let inside = self.pieces.iter().zip(ends).filter(|(piece, end)| piece.start < span.end && *end > span.start);
        let cut = |(piece, _): (&Piece, usize)| {
            let skipped = span.start.saturating_sub(piece.start);
            let first = if piece.verbatim { piece.page.start + skipped } else { piece.page.start };
            Piece {
                start: piece.start.max(span.start) - span.start,
                page: first..piece.page.end,
                verbatim: piece.verbatim,
            }
        };
        Self { text: self.text[span.clone()].to_owned(), pieces: inside.map(cut).collect() }
    }

    /// Returns the text of these parts, one behind the other.
    pub(super) fn parts(&self, spans: impl IntoIterator<Item = Range<usize>>) -> Self {
        let mut joined = Self::default();
        for span in spans {
            let Self { text, pieces } = self.part(span);
            let shift = joined.text.len();
            joined.pieces.extend(pieces.into_iter().map(|piece| Piece { start: piece.start + shift, ..piece }));
            joined.text.push_str(&text);
        }
        joined
    }

    /// Returns the text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns true if there is only white space.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Returns the page's span of a span of the text.
    pub(super) fn span(&self, span: Range<usize>) -> Range<usize> {
        if self.pieces.is_empty() {
            return 0..0;
        }
        let start = self.at(span.start, false);
        if span.is_empty() {
            return start..start;
        }
        start..self.at(span.end, true).max(start)
    }

    /// Returns the span of the text in the page, without white space around it.
    pub(super) fn trimmed_span(&self) -> Range<usize> {
        let start = self.text.len() - self.text.trim_start().len();
        self.span(start..start + self.text.trim().len())
    }

    /// Returns the page's offset for an offset of the text: the start of the next character, or the end of the previous one.
    fn at(&self, offset: usize, is_end: bool) -> usize {
        let behind =
            self.pieces.partition_point(|piece| if is_end { piece.start < offset } else { piece.start <= offset });
        let piece = &self.pieces[behind.saturating_sub(1)];
        match (piece.verbatim, is_end) {
            (true, _) => (piece.page.start + offset.saturating_sub(piece.start)).min(piece.page.end),
            (false, true) => piece.page.end,
            (false, false) if offset >= self.text.len() => piece.page.end,
            (false, false) => piece.page.start,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_map_to_the_page() {
        let page = "<b>a &quot;b&quot;</b>";
        let mut mapped = Mapped::default();
        mapped.push(page, "a ", 3..5);
        mapped.push(page, "\"", 5..11);
        mapped.push(page, "b", 11..12);
        mapped.push(page, "\"", 12..18);
        assert_eq!(mapped.text(), "a \"b\"");
        assert_eq!(&page[mapped.span(2..5)], "&quot;b&quot;");
        assert_eq!(&page[mapped.span(0..2)], "a ");
        assert_eq!(mapped.span(5..5), 18..18, "the end of the text is the end of its last part");
    }

    #[test]
    fn parts_map_to_the_page() {
        let page = "> a\n> b";
        let parts = Mapped::verbatim(page, 0..page.len()).parts([2..4, 6..7]);
        assert_eq!(parts.text(), "a\nb");
        assert_eq!(&page[parts.span(2..3)], "b");
        assert_eq!(&page[parts.span(0..3)], "a\n> b");
    }

    #[test]
    fn marks_around_a_text_are_excluded() {
        let page = "## `a.b`";
        let mut mapped = Mapped::default();
        mapped.push(page, "a.b", 3..8);
        assert_eq!(mapped.span(0..3), 4..7);
    }
}
