//! Headings that name an event, or several with one documentation: `order.paid — an order was paid`.

mod answer;
mod badge;
mod parentheses;
mod shown_text;
mod single;

use std::collections::BTreeSet;
use std::ops::Range;

pub(super) use self::answer::{ends_answer, is_advice, is_answer, is_other};
use self::parentheses::enclosed;
use self::shown_text::Shown;
pub(super) use self::single::{goes_on, is_method};
use crate::page::block::trimmed;
use crate::page::pattern::regex;
use crate::source::diagnostic::{Disguise, disguised};

/// The parts of an event's heading, as spans of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EventHeading {
    /// The event's name.
    pub(super) name: String,
    /// The span of the name.
    pub(super) span: Range<usize>,
    /// The other names with their spans, if the heading lists several.
    pub(super) others: Vec<(String, Range<usize>)>,
    /// The summary behind the separator.
    pub(super) summary: Option<Range<usize>>,
    /// True if it is almost certainly a name: it has a dot or code format.
    pub(super) is_certain: bool,
}

impl EventHeading {
    /// Returns true for what may be a title with an explanation: `Action: opened`.
    pub(super) fn is_title(&self) -> bool {
        !self.is_certain && self.name.starts_with(|first: char| first.is_ascii_uppercase())
    }
}

/// Separators of name and summary: dashes, colons, bars, dots and arrows.
const SEPARATORS: &[char] = &[
    '-', '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}', '\u{fe58}', '\u{fe63}',
    '\u{ff0d}', ':', '\u{ff1a}', '|', '·', '•', '→',
];

/// Marks around a name.
const QUOTES: &[char] = &['`', '"', '\'', '“', '”', '‘', '’', '„', '*'];

/// Words before a colon, or above a block, that are not events.
const LABELS: &str = "\
    body data delivery envelope event events example examples fields header headers json note notes parameters payload \
    payloads request response sample schema tip updated warning webhook webhooks";

/// Words that begin a title with an explanation, as in `Action: opened`.
const TITLES: &str =
    "Action Actions Case Condition Mode Option Reason Scenario State Status Step Trigger Type Use Variant Version When";

/// The characters that page generators add before or after a heading as a link to it.
const PERMALINKS: &[char] = &['#', '¶', '§'];

/// Endings of file names and of hosts.
pub(super) const ENDINGS: &[&str] =
    &[".json", ".js", ".ts", ".py", ".rb", ".php", ".rs", ".go", ".java", ".md", ".com", ".io", ".dev", ".net", ".org"];

/// Beginnings of media types.
const MEDIA: &[&str] = &["application/", "audio/", "image/", "multipart/", "text/", "video/"];

/// Reads a heading: `code` is its first part in code format; `is_marked` is true for a heading of the page, which may have a title before
/// the name. A line of plain text starts with the name.
pub(super) fn event_heading(text: &str, code: Option<Range<usize>>, is_marked: bool) -> Option<EventHeading> {
    let shown = Shown::new(text, code.as_ref());
    let code = code.map(|code| shown.of(code));
    let has_code = code.is_some();
    if code.as_ref().is_some_and(|code| single::is_joined(&shown.text, code)) {
        return None;
    }
    let read = |text: &str| listed(text).or_else(|| plain_heading(text, code.clone(), is_marked));
    let badged = || {
        let (text, badge) = badge::removed(&shown.text, is_marked)?;
        let heading = read(&text).filter(|heading| heading.is_certain)?;
        Some(Parts { summary: heading.summary.or(Some(badge)), ..heading })
    };
    let heading = read(&shown.text).or_else(badged)?;
    let last = heading.others.last().unwrap_or(&heading.name);
    let (name, behind) = (&shown.text[last.clone()], &shown.text[last.end..]);
    let is_list = single::other(behind).is_some_and(|other| other != name && is_certain(other));
    let is_list = is_list || (has_code && single::is_list_of_words(behind)) || single::is_short_list(name, behind);
    if is_list || single::goes_on(behind) || single::is_method(name) {
        return None;
    }
    Some(EventHeading {
        name: shown.text[heading.name.clone()].to_owned(),
        span: shown.back(heading.name),
        others: heading.others.into_iter().map(|it| (shown.text[it.clone()].to_owned(), shown.back(it))).collect(),
        summary: heading.summary.map(|summary| shown.back(summary)),
        is_certain: heading.is_certain,
    })
}

/// The parts of a heading, as spans of the shown text.
struct Parts {
    name: Range<usize>,
    others: Vec<Range<usize>>,
    summary: Option<Range<usize>>,
    is_certain: bool,
}

impl Parts {
    fn new(name: Range<usize>, summary: Option<Range<usize>>, is_certain: bool) -> Self {
        Self { name, others: Vec::new(), summary, is_certain }
    }
}

/// Reads a heading that starts with several names: `order.paid, order.shipped — an order changed`.
fn listed(text: &str) -> Option<Parts> {
    let text = text.trim_end_matches(is_decoration);
    let start = opening(text);
    let start = start + label_length(&text[start..]);
    let start = text.len() - text[start..].trim_start_matches(QUOTES).len();
    let name = start..start + name_length(&text[start..], true);
    let mut others: Vec<Range<usize>> = Vec::new();
    let mut end = name.end;
    while let Some(other) = single::listed(&text[end..]).map(|other| end + other.start..end + other.end) {
        end = other.end;
        others.push(other);
    }
    let names = || std::iter::once(&name).chain(&others).map(|name| &text[name.clone()]);
    let are_certain = names().all(is_certain) && names().collect::<BTreeSet<_>>().len() > others.len();
    let end = text.len() - text[end..].trim_start_matches(QUOTES).len();
    let summary = separated(text, end + noun_length(&text[end..]))?;
    (are_certain && !others.is_empty()).then_some(Parts { name, others, summary, is_certain: true })
}

fn plain_heading(text: &str, code: Option<Range<usize>>, is_marked: bool) -> Option<Parts> {
    let text = without_emoji(text)
        .trim_end_matches(|found: char| is_decoration(found) || (is_marked && matches!(found, '.' | ',' | ';' | '!')));
    let start = opening(text);
    if let Some(code) = code {
        let name = trimmed(text, code.start.min(text.len())..code.end.min(text.len()));
        let shown = &text[name.clone()];
        let is_name =
            name_length(shown, true) == name.len() && !name.is_empty() && !is_media_type(&shown.to_ascii_lowercase());
        let label = text.get(start..name.start).map(|before| label_length(before) == before.len());
        if is_name && (name.start <= start || label == Some(true)) {
            let summary = after_name(text, name.end);
            return Some(Parts::new(name, summary, true));
        }
        return titled(text, start, name).filter(|_| is_name);
    }
    let last = last_name(text).filter(|_| is_marked).and_then(|name| titled(text, start, name));
    let labelled = start + label_length(&text[start..]);
    // `NEW: order.paid` has a title before its name.
    let first = first_name(text, start, false).filter(|first| first.is_certain || last.is_none());
    first.or_else(|| (labelled > start).then(|| first_name(text, labelled, true))?).or(last)
}

/// Removes a trailing emoji in the form `:tada:`.
fn without_emoji(text: &str) -> &str {
    regex!(r"(?:\s+:[a-z0-9_+-]+:)+\s*$").find(text).map_or(text, |found| &text[..found.start()])
}

/// Reads a heading that starts with the name, optionally behind a label.
fn first_name(text: &str, start: usize, has_label: bool) -> Option<Parts> {
    let quoted = start + text[start..].len() - text[start..].trim_start_matches(QUOTES).len();
    [true, false].into_iter().find_map(|with_colons| {
        let length = name_length(&text[quoted..], with_colons);
        let wire_name = quoted..quoted + length;
        let name = &text[wire_name.clone()];
        let is_certain = is_certain(name);
        let end = wire_name.end + text[wire_name.end..].len() - text[wire_name.end..].trim_start_matches(QUOTES).len();
        let end = if is_certain { end + noun_length(&text[end..]) } else { end };
        let summary = separated(text, end)?;
        let is_title = TITLES.split(' ').any(|title| title == name);
        let is_label = is_label(name) || is_title || is_media_type(&name.to_ascii_lowercase()) || is_file(name);
        // `Limits` is a title; `push` alone may be a name, and so may anything with a summary.
        let is_named = is_certain || summary.is_some() || name.starts_with(|first: char| first.is_ascii_lowercase());
        let is_read = length > 0 && !name.contains("//") && !is_label && is_named && (is_certain || !has_label);
        is_read.then(|| Parts::new(wire_name, summary, is_certain))
    })
}

/// Reads a heading with a title before the name: `Order paid (order.paid)`.
fn titled(text: &str, start: usize, name: Range<usize>) -> Option<Parts> {
    let before = text.get(start..name.start)?.trim_end_matches(QUOTES).trim_end();
    let behind = text[name.end..].trim_start_matches(QUOTES).trim();
    let title = before.strip_suffix('(').filter(|_| behind == ")");
    let title = title.or_else(|| before.strip_suffix(SEPARATORS).filter(|_| behind.is_empty()))?;
    let title = trimmed(text, start..start + title.len());
    (is_certain(&text[name.clone()]) && !title.is_empty()).then(|| Parts::new(name, Some(title), true))
}

/// Returns the last word if it may be a name.
fn last_name(text: &str) -> Option<Range<usize>> {
    let end = text.trim_end_matches(|found: char| found == ')' || QUOTES.contains(&found)).len();
    let is_part = |found: char| found.is_ascii_alphanumeric() || matches!(found, '.' | '/' | '-' | '_' | ':');
    let start = text[..end].trim_end_matches(is_part).len();
    (name_length(&text[start..end], true) == end - start && end > start).then_some(start..end)
}

/// Returns true if it is almost certainly a name.
pub(super) fn is_certain(name: &str) -> bool {
    name.contains(['.', '_', ':', '/']) && !is_file(name) && !is_media_type(&name.to_ascii_lowercase())
}

/// Returns true for the name of a file or a host, an address, or a version such as `v1.2`.
fn is_file(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending)) || name.contains("//") || single::is_version(name)
}

pub(super) fn is_media_type(lower: &str) -> bool {
    MEDIA.iter().any(|kind| lower.starts_with(kind))
}

/// Returns the start of a heading behind permalinks, symbols and a number.
fn opening(text: &str) -> usize {
    let undecorated = |start: usize| {
        let start = text.len() - text[start..].trim_start_matches(is_decoration).len();
        start + regex!(r"^(?::[a-z0-9_+-]+:\s+)+").find(&text[start..]).map_or(0, |found| found.end())
    };
    undecorated(unnumbered(text, undecorated(0)))
}

/// Returns true for permalinks, emoji and other symbols, and the marks of bold text, and of headings in `AsciiDoc`.
fn is_decoration(found: char) -> bool {
    let is_symbol = !found.is_ascii() && !found.is_alphanumeric() && !SEPARATORS.contains(&found) && !is_hidden(found);
    found.is_whitespace() || PERMALINKS.contains(&found) || matches!(found, '*' | '=') || is_symbol
}

/// Returns true for characters that change what a reader sees: a heading with them is not read.
pub(super) fn is_hidden(found: char) -> bool {
    matches!(disguised(found), Some((_, Disguise::Invisible)))
}

/// Returns the length of `Event: `, `The ` or `Webhook event ` at the start of a text.
fn label_length(text: &str) -> usize {
    let label = regex!(
        r"(?i)^(?:(?:the|on)\s+)?(?:(?:webhook\s+)?(?:events?|topic|webhook|type)(?:\s+(?:type|name))?\s*[:–—-]?\s+)?"
    );
    label.find(text).map_or(0, |found| found.end())
}

/// Returns the length of ` event` at the start of a text.
fn noun_length(text: &str) -> usize {
    regex!(r"(?i)^\s+(?:webhook\s+)?(?:event|webhook|notification|topic)s?\b").find(text).map_or(0, |found| found.end())
}

/// Returns true for a word that is a label, and no event.
pub(super) fn is_label(text: &str) -> bool {
    LABELS.split(' ').any(|label| label.eq_ignore_ascii_case(text))
}

/// Reads the end of the text, or a separator and a summary, behind a name; returns `None` for anything else.
#[expect(clippy::option_option, reason = "whether it is a heading, and whether it has a summary")]
fn separated(text: &str, end: usize) -> Option<Option<Range<usize>>> {
    let rest = &text[end..];
    let behind = rest.trim_start();
    if behind.is_empty() {
        return Some(None);
    }
    if let Some(inner) = enclosed(behind).filter(|_| behind.len() < rest.len()) {
        let beyond = text.len() - behind.len() + inner.len() + 2;
        if text[beyond..].trim().is_empty() {
            return Some(after_name(text, end));
        }
        // `order.paid (deprecated) — an order was paid`, but not `order.paid (see below) is sent`.
        return separated(text, beyond).map(|summary| summary.or_else(|| after_name(text, end)));
    }
    let separator = behind.chars().next().filter(|first| SEPARATORS.contains(first))?;
    // A hyphen or colon inside a word is not a separator.
    let after = &behind[separator.len_utf8()..];
    let apart = rest.len() > behind.len()
        || after.is_empty()
        || after.starts_with(char::is_whitespace)
        || !separator.is_ascii();
    apart.then(|| after_name(text, end))
}

/// Returns the summary behind a name: behind a separator, or in parentheses.
fn after_name(text: &str, end: usize) -> Option<Range<usize>> {
    let is_between = |found: char| found.is_whitespace() || SEPARATORS.contains(&found) || QUOTES.contains(&found);
    let start = end + noun_length(&text[end..]);
    let summary = text[start..].trim_start_matches(is_between);
    let mut span = trimmed(text, text.len() - summary.len()..text.len());
    if let Some(inner) = enclosed(&text[span.clone()]).filter(|inner| inner.len() + 2 == span.len()) {
        span = trimmed(text, span.start + 1..span.start + 1 + inner.len());
    }
    (!span.is_empty() && !is_label(&text[span.clone()])).then_some(span)
}

/// Returns the start of a heading behind `2.1`, `3)` or `(4)`.
fn unnumbered(text: &str, start: usize) -> usize {
    let rest =
        text[start..].trim_start_matches(|found: char| found.is_ascii_digit() || matches!(found, '.' | '(' | ')'));
    let number = text.len() - rest.len();
    let words = rest.trim_start();
    let has_digit = text[start..number].contains(|found: char| found.is_ascii_digit());
    if has_digit && words.len() < rest.len() { text.len() - words.len() } else { start }
}

/// Returns the length of the name at the start of a text: words of letters, digits, `_` and `-`, joined by `.`, `/` and optionally `:`.
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

    fn read(text: &str) -> Option<(String, &str)> {
        let heading = event_heading(text, None, true)?;
        Some((heading.name, heading.summary.map_or("", |summary| &text[summary])))
    }

    fn is(text: &str, name: &str, summary: &str) {
        assert_eq!(read(text), Some((name.to_owned(), summary)), "{text:?}");
    }

    #[test]
    fn any_dash_separates_name_and_summary() {
        for separator in [" — ", "—", " – ", " - ", " − ", ": ", " : ", " \u{2010} ", " | ", " · ", " → "] {
            is(&format!("a.b_c{separator}all that"), "a.b_c", "all that");
        }
        is("user:created: someone is new", "user:created", "someone is new");
        is("a-b - all that", "a-b", "all that");
        is("a.b (all that)", "a.b", "all that");
        is("a.b (so) — all that", "a.b", "all that");
        is("a.b (so): all that (and more)", "a.b", "all that (and more)");
        is("a.b (all (of) that)", "a.b", "all (of) that");
        is("a.b — (all) of (that)", "a.b", "(all) of (that)");
        assert_eq!(read("a.b (so) is sent"), None);
        for text in ["a.b (so", "a.b ) so", "a.b) so"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn decorations_are_ignored() {
        for text in [
            "a.b",
            "# a.b",
            "## a.b",
            "a.b#",
            "a.b ¶",
            "¶ a.b",
            "a.b 🔗",
            "🎟 a.b",
            "🎟️ a.b",
            "2.1 a.b",
            "3) a.b",
            "(4) a.b",
            "2.1. a.b:",
            "a.b.",
            "**a.b**",
            "\"a.b\"",
            "`a.b`",
            "“a.b”",
            "a.\u{200b}b",
            "a\u{ad}.b",
            "\u{feff}a.b",
            "a.b\u{a0}",
            "# 2.1 🎟 a.b ¶",
        ] {
            is(text, "a.b", "");
        }
        is("a.b — all that ¶\u{200b}", "a.b", "all that");
        is("🎟 a.b — all that", "a.b", "all that");
    }

    #[test]
    fn labels_around_the_name_are_ignored() {
        for text in [
            "Event: a.b",
            "Event a.b",
            "The a.b event",
            "The event a.b",
            "a.b event",
            "Webhook: a.b",
            "Event type: a.b",
            "The `a.b` webhook",
            "a.b (event)",
            "Event — a.b",
        ] {
            is(text, "a.b", "");
        }
        is("The a.b event — all that", "a.b", "all that");
        is("Event: a.b — all that", "a.b", "all that");
        is("All that (a.b)", "a.b", "All that");
        is("NEW: a.b", "a.b", "NEW");
        is(":tada: a.b — all that :tada:", "a.b", "all that");
        is("All that — `a.b`", "a.b", "All that");
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
            "Event: push",
            "Event",
            "The event",
            "Using a.b",
            "An example of user.json",
            "a.\u{202e}b",
            "а.b",
            "https://a.b/c",
            "1.2",
        ];
        for text in prose {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(event_heading("All that (a.b)", None, false), None, "a line of plain text starts with the name");
    }

    #[test]
    fn a_name_in_code_needs_no_separator() {
        let heading = event_heading("push someone pushed", Some(0..4), true).expect("a heading");
        assert_eq!((heading.span, heading.summary, heading.is_certain), (0..4, Some(5..19), true));
        for (text, code) in
            [("# push", 2..6), ("Event: push", 7..11), ("2. push", 3..7), ("The push event", 4..8), ("🎟 push", 5..9)]
        {
            let heading = event_heading(text, Some(code), true).expect(text);
            assert_eq!((heading.name.as_str(), heading.summary), ("push", None), "{text}");
        }
        assert_eq!(event_heading("How push works", Some(4..8), true), None);
    }
}
