//! Blocks → sentences.

use std::ops::Range;

use crate::page::abbreviation;
use crate::page::block::{self, Block, trimmed};
use crate::page::mapped::Mapped;
use crate::page::pattern::regex;
use crate::page::signing::header::starts_with_header;
use crate::page::signing::word;

/// A block, or lines of plain text that belong together.
#[derive(Debug)]
pub(super) struct Passage {
    pub(super) text: Mapped,
    pub(super) kind: Kind,
    /// The number of headings before it.
    pub(super) section: usize,
    /// True inside of an ordered list.
    pub(super) is_step: bool,
}

/// The kind of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Prose,
    Heading,
    /// The heading of an event.
    Event,
    /// Code in a programming language, which is not read.
    Code,
    /// A sample request: one line per header.
    Sample,
    /// A text beside the content. Only one about signing is a passage.
    Aside,
}

/// Returns the passages of a page without JSON. Lines of plain text are joined if a sentence continues.
pub(super) fn passages(blocks: &[Block], are_lines: bool, is_event: &dyn Fn(&Block) -> bool) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let mut section = 0;
    for block in blocks.iter().filter(|block| !block.is_json()) {
        let kind = match &block.kind {
            block::Kind::Heading { .. } | block::Kind::Paragraph { is_bold: true, .. } if is_event(block) => {
                Kind::Event
            }
            block::Kind::Heading { .. } => Kind::Heading,
            block::Kind::Paragraph { .. } => Kind::Prose,
            block::Kind::Code { .. } if is_sample(block.text.text()) => Kind::Sample,
            block::Kind::Code { .. } => Kind::Code,
            block::Kind::Aside if word::is_noteworthy(block.text.text()) => Kind::Aside,
            block::Kind::Body | block::Kind::Aside | block::Kind::Unclosed => continue,
        };
        section += usize::from(matches!(kind, Kind::Event | Kind::Heading));
        match passages.last_mut() {
            Some(last) if are_lines && [kind, last.kind] == [Kind::Prose; 2] && continues(last, &block.text) => {
                last.text.append(&block.text);
            }
            _ => passages.push(Passage { text: block.text.clone(), kind, section, is_step: block.is_step }),
        }
    }
    passages
}

/// Returns true if a line continues the sentence of the previous one.
fn continues(last: &Passage, next: &Mapped) -> bool {
    let (before, next) = (last.text.text().trim_end(), next.text().trim_start());
    let is_open = !before.ends_with(['.', '!', '?', ':']);
    let is_rest = next.starts_with(|first: char| first.is_lowercase() || first == '(');
    is_open && is_rest && !starts_with_header(next)
}

/// Returns true if code is a sample request, or headers alone: each line is a header or the request line.
fn is_sample(text: &str) -> bool {
    let head_line = regex!(r"^(?:[A-Za-z][A-Za-z0-9-]*:\s.*|(?:GET|POST|PUT) \S+(?: HTTP/[0-9.]+)?|HTTP/[0-9.]+ .*)$");
    let head: Vec<&str> = text.lines().map(str::trim).take_while(|line| !line.starts_with(['{', '['])).collect();
    let lines = head.iter().filter(|line| !line.is_empty());
    lines.clone().count() > 0 && lines.into_iter().all(|line| head_line.is_match(line))
}

/// Returns true for the line of a sample with a header that any request has, and that says nothing about a scheme.
pub(super) fn is_of_any_request(line: &str) -> bool {
    let header = regex!(
        r"(?i)^(?:content-type: application/json(?:; ?charset=utf-8)?|content-length: \d+|host: \S+|user-agent: [\w ./-]+|accept: \S+|connection: \S+)$"
    );
    header.is_match(line.trim())
}

impl Passage {
    /// Returns the spans of the sentences: all of a code block, each line of a sample.
    pub(super) fn sentences(&self) -> Vec<Range<usize>> {
        let text = self.text.text();
        let spans = match self.kind {
            Kind::Code | Kind::Event => std::iter::once(0..text.len()).collect(),
            Kind::Sample => lines(text),
            Kind::Prose | Kind::Heading | Kind::Aside => sentences(text),
        };
        spans.into_iter().map(|span| trimmed(text, span)).filter(|span| !span.is_empty()).collect()
    }
}

fn lines(text: &str) -> Vec<Range<usize>> {
    let starts = text.split_inclusive('\n').scan(0, |start, line| {
        let span = *start..*start + line.len();
        *start = span.end;
        Some(span)
    });
    starts.collect()
}

fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut start = 0;
    for (offset, mark) in text.char_indices().filter(|(_, found)| matches!(found, '.' | '!' | '?')) {
        let end = offset + mark.len_utf8();
        let closing = text[end..].len() - text[end..].trim_start_matches(['"', '\'', ')', ']', '”', '’', '*']).len();
        let end = end + closing;
        if end > start && ends_sentence(&text[start..offset], mark, &text[end..]) {
            spans.push(start..end);
            start = end;
        }
    }
    spans.push(start..text.len());
    spans
}

fn ends_sentence(before: &str, mark: char, after: &str) -> bool {
    let next = after.trim_start();
    if next.is_empty() {
        return true;
    }
    let is_apart = next.len() < after.len();
    let is_short = mark == '.' && abbreviation::is_last(before);
    // Where a browser copied items of a list into one line, the next begins with its header.
    let starts_item = starts_with_header(next);
    let starts_sentence = is_apart && !next.starts_with(char::is_lowercase);
    !is_short && (starts_item || starts_sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|span| text[span].trim()).filter(|sentence| !sentence.is_empty()).collect()
    }

    #[test]
    fn sentences_end_before_a_space() {
        assert_eq!(
            split("One (e.g. this). Two! \"Three.\" Four is v1.2"),
            ["One (e.g. this).", "Two!", "\"Three.\"", "Four is v1.2"]
        );
        assert_eq!(split("Verify it.X-Acme-Event names it."), ["Verify it.", "X-Acme-Event names it."]);
        assert_eq!(split("of the body. x-acme-event is next"), ["of the body.", "x-acme-event is next"]);
    }
}
