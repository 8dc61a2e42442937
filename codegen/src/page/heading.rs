//! Headings that name an event: `order.paid — an order was paid`.

use std::ops::Range;

/// The parts of such a heading, as spans of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EventHeading {
    /// The event's name.
    pub(super) wire_name: Range<usize>,
    /// What stands behind the dash.
    pub(super) summary: Option<Range<usize>>,
    /// Whether the name can hardly be anything else: it has a dot in it, or is set as code.
    pub(super) is_certain: bool,
}

/// What separates name and summary: dashes of any kind, and colons.
const SEPARATORS: &[char] = &[
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}', '\u{fe58}', '\u{fe63}',
    '\u{ff0d}', ':', '\u{ff1a}',
];

/// Words that stand before a colon, or above a block, without being an event.
const LABELS: &[&str] = &[
    "body",
    "data",
    "delivery",
    "envelope",
    "event",
    "events",
    "example",
    "examples",
    "fields",
    "header",
    "headers",
    "json",
    "note",
    "notes",
    "parameters",
    "payload",
    "payloads",
    "request",
    "response",
    "sample",
    "schema",
    "tip",
    "updated",
    "warning",
    "webhook",
    "webhooks",
];

/// What generators of pages put behind a heading, to link to it.
const PERMALINKS: &[char] = &['#', '¶', '§', '\u{200b}', '\u{1f517}'];

/// Reads a heading; `code` is the part at its start that is set as code.
pub(super) fn event_heading(text: &str, code: Option<Range<usize>>) -> Option<EventHeading> {
    let text = text.trim_end_matches(|found: char| found.is_whitespace() || PERMALINKS.contains(&found));
    if let Some(code) = code {
        let name = trimmed(text, code.start..code.end.min(text.len()));
        let is_name = name_length(&text[name.clone()], true) == name.len() && !name.is_empty();
        let summary = after_separator(text, name.end);
        return is_name.then_some(EventHeading { wire_name: name, summary, is_certain: true });
    }
    let start = unnumbered(text);
    [true, false].into_iter().find_map(|with_colons| {
        let length = name_length(&text[start..], with_colons);
        let wire_name = start..start + length;
        let name = &text[wire_name.clone()];
        let summary = separated(text, wire_name.end)?;
        let is_certain = name.contains(['.', '_', ':', '/']);
        let is_label = LABELS.contains(&name.to_ascii_lowercase().as_str());
        // `Limits` is a title; `push` alone may be a name, and so may whatever has a summary.
        let is_named = is_certain || summary.is_some() || name.starts_with(|first: char| first.is_ascii_lowercase());
        (length > 0 && !is_label && is_named).then_some(EventHeading { wire_name, summary, is_certain })
    })
}

/// What follows a name: nothing, or a separator and a summary. `None` when the text goes on otherwise.
#[expect(clippy::option_option, reason = "whether it is a heading, and whether it has a summary")]
fn separated(text: &str, end: usize) -> Option<Option<Range<usize>>> {
    let rest = &text[end..];
    let behind = rest.trim_start();
    if behind.is_empty() {
        return Some(None);
    }
    let separator = behind.chars().next().filter(|first| SEPARATORS.contains(first))?;
    // A hyphen or colon inside of a word separates nothing.
    let after = &behind[separator.len_utf8()..];
    let apart = rest.len() > behind.len() || after.starts_with(char::is_whitespace) || !separator.is_ascii();
    apart.then(|| after_separator(text, end))
}

fn after_separator(text: &str, end: usize) -> Option<Range<usize>> {
    let is_between = |found: char| found.is_whitespace() || SEPARATORS.contains(&found);
    let summary = text[end..].trim_start_matches(is_between);
    let summary = trimmed(text, text.len() - summary.len()..text.len());
    (!summary.is_empty()).then_some(summary)
}

fn trimmed(text: &str, span: Range<usize>) -> Range<usize> {
    let inner = &text[span.clone()];
    let start = span.start + (inner.len() - inner.trim_start().len());
    start..start + inner.trim().len()
}

/// Where the heading starts behind `2.1` or `3)`.
fn unnumbered(text: &str) -> usize {
    let start = text.len() - text.trim_start_matches(|found: char| found.is_whitespace() || found == '\u{feff}').len();
    let rest = text[start..].trim_start_matches(|found: char| found.is_ascii_digit() || found == '.' || found == ')');
    let number = text.len() - rest.len();
    let words = rest.trim_start();
    if number > start && words.len() < rest.len() { text.len() - words.len() } else { start }
}

/// How long the name at the start of a text is: words of letters, digits, `_` and `-`, joined by `.`, `/` and perhaps `:`.
fn name_length(text: &str, with_colons: bool) -> usize {
    if !text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return 0;
    }
    let is_joint = |found: char| matches!(found, '.' | '/' | '-' | '_') || (with_colons && found == ':');
    let end = text.find(|found: char| !found.is_ascii_alphanumeric() && !is_joint(found)).unwrap_or(text.len());
    text[..end].trim_end_matches(is_joint).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(&str, &str)> {
        let heading = event_heading(text, None)?;
        Some((&text[heading.wire_name], heading.summary.map_or("", |summary| &text[summary])))
    }

    #[test]
    fn a_dash_of_any_kind_separates_name_and_summary() {
        for separator in [" — ", "—", " – ", " - ", " − ", ": ", " : ", " \u{2010} "] {
            assert_eq!(read(&format!("a.b_c{separator}all that")), Some(("a.b_c", "all that")), "{separator:?}");
        }
        assert_eq!(read("user:created: someone is new"), Some(("user:created", "someone is new")));
        assert_eq!(read("a.b"), Some(("a.b", "")));
        assert_eq!(read("a.b — all that ¶\u{200b}"), Some(("a.b", "all that")));
        assert_eq!(read("a.b#"), Some(("a.b", "")));
        assert_eq!(read("2.1 a.b - all that"), Some(("a.b", "all that")));
        assert_eq!(read("a-b - all that"), Some(("a-b", "all that")));
    }

    #[test]
    fn prose_is_no_heading() {
        let prose = [
            "Note: verify first",
            "a.b is sent",
            "- a.b",
            "Every body has the same form — nearly",
            "",
            "é.b",
            "Limits",
        ];
        for text in prose {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn a_name_set_as_code_needs_no_separator() {
        let heading = event_heading("push someone pushed", Some(0..4)).expect("a heading");
        assert_eq!((heading.wire_name, heading.summary, heading.is_certain), (0..4, Some(5..19), true));
    }
}
