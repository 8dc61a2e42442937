//! The extent of an excerpt: no more than the width of a terminal.

use std::ops::Range;

/// Returns the part of a span that an excerpt marks: the start of lines wider than the terminal.
pub(super) fn fitting(text: &str, span: Range<usize>, width: usize) -> Range<usize> {
    let start = text[..span.start].rfind('\n').map_or(0, |offset| offset + 1);
    let end = text[span.end..].find('\n').map_or(text.len(), |length| span.end + length);
    if text[start..end].lines().all(|line| line.chars().count() <= width) {
        return span;
    }
    let marked = text[span.clone()].lines().next().unwrap_or_default();
    let length = marked.char_indices().nth(width / 2).map_or(marked.len(), |(offset, _)| offset);
    span.start..span.start + length
}

/// Returns the lines of some spans, and two lines before and after them.
pub(super) fn lines_around<'s>(text: &str, spans: impl Iterator<Item = &'s Range<usize>> + Clone) -> Range<usize> {
    const AROUND: usize = 2;
    let first = spans.clone().map(|span| span.start).min().unwrap_or_default();
    let last = spans.map(|span| span.end).max().unwrap_or_default();
    let before = text[..first].rmatch_indices('\n').nth(AROUND);
    let behind = text[last..].match_indices('\n').nth(AROUND);
    before.map_or(0, |(offset, _)| offset + 1)..behind.map_or(text.len(), |(length, _)| last + length + 1)
}

/// Returns true if two spans are too far apart for one excerpt: its lines show the same columns.
pub(super) fn are_apart(text: &str, one: &Range<usize>, other: &Range<usize>, width: usize) -> bool {
    let between = &text[one.start.min(other.start)..one.end.max(other.end)];
    if !between.contains('\n') {
        return between.chars().count() > width;
    }
    let [one, other] = [one, other].map(|span| {
        let line = text[..span.start].rfind('\n').map_or(0, |offset| offset + 1);
        text[line..span.start].chars().count()
    });
    one.abs_diff(other) > width
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_wide_lines_are_cut() {
        let text = format!("short\n{}\nshort", "é".repeat(300));
        assert_eq!(fitting(&text, 0..5, 80), 0..5);
        assert_eq!(fitting(&text, 6..606, 80), 6..86);
        assert_eq!(fitting(&text, 0..610, 80), 0..5, "of several lines, the first");
        assert_eq!(fitting(&text, 606..606, 80), 606..606);
    }

    #[test]
    fn excerpts_begin_and_end_at_lines() {
        let text = "a\nb\nc\nd\ne\nf\ng\n";
        let around = |spans: &[[usize; 2]]| {
            let spans: Vec<Range<usize>> = spans.iter().map(|[start, end]| *start..*end).collect();
            &text[lines_around(text, spans.iter())]
        };
        assert_eq!(around(&[[6, 7]]), "b\nc\nd\ne\nf\n");
        assert_eq!(around(&[[8, 9], [6, 7]]), "b\nc\nd\ne\nf\ng\n");
        assert_eq!(around(&[[0, 0]]), "a\nb\nc\n");
        assert_eq!(around(&[[14, 14]]), "f\ng\n");
        assert_eq!(around(&[[0, 14]]), text);
    }

    #[test]
    fn distant_spans_get_separate_excerpts() {
        let text = format!("{}\n{}", "a".repeat(300), "b".repeat(300));
        assert!(are_apart(&text, &(0..2), &(200..202), 80));
        assert!(!are_apart(&text, &(0..2), &(20..22), 80));
        assert!(!are_apart(&text, &(0..2), &(331..333), 80), "in two lines");
        assert!(are_apart(&text, &(0..2), &(400..402), 80), "in two lines");
    }
}
