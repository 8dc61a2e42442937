//! The mentions of headers in sentences and sample requests.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Match, Regex};

use crate::page::abbreviation;
use crate::page::block::trimmed;
use crate::page::fact::purpose::is_called_header;
use crate::page::fact::sent::{is_former, is_gone, is_not_sent};
use crate::page::pattern::{pattern, regex};

/// A mention of a header.
#[derive(Clone, Copy)]
pub(super) struct Mention<'t> {
    pub(super) header: &'t str,
    /// The index of its text, or of its sample request.
    pub(super) block: usize,
    /// The offset of the header there.
    pub(super) at: usize,
    pub(super) context: Context<'t>,
}

/// The text around a mention.
#[derive(Clone, Copy)]
pub(super) enum Context<'t> {
    /// In a sentence, or a row of a table.
    Sentence(&'t str),
    /// In a sample request, with this value.
    Sample(&'t str),
}

/// A name that may be that of a header.
static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+"));

/// Returns the headers in a text.
pub(super) fn headers(text: &str) -> impl Iterator<Item = Match<'_>> {
    let is_called = |found: &Match<'_>| is_called_header(text, &found.range()) && found.as_str().contains('-');
    NAME.find_iter(text).filter(move |found| is_header(found.as_str()) || is_called(found))
}

/// Returns the header names in a text.
pub(in crate::page) fn mentions(text: &str) -> impl Iterator<Item = &str> {
    headers(text).map(|found| found.as_str())
}

/// Returns true for names spelled like headers: `X-Acme-Event`, `x-acme-event`; not `HMAC-SHA256` or `raw-body`.
pub(in crate::page) fn is_header(name: &str) -> bool {
    let capital = |segment: &str| segment.starts_with(|first: char| !first.is_ascii_lowercase());
    let is_spelled = name.split('-').all(capital) || name.starts_with("x-");
    is_spelled && !name.to_ascii_lowercase().starts_with("hmac") && !name.to_ascii_lowercase().starts_with("sha")
}

pub(super) fn segments(header: &str) -> Vec<String> {
    header.split('-').map(str::to_ascii_lowercase).collect()
}

/// Returns the index of the segment that means signature in a header's name.
pub(super) fn signature_segment(header: &str) -> Option<usize> {
    segments(header).iter().position(|segment| matches!(segment.as_str(), "signature" | "sig" | "hmac"))
}

/// Returns the mentions in sentences, and then those in sample requests.
pub(super) fn mentioned<'t>(prose: &'t [String], samples: &[&'t str]) -> Vec<Mention<'t>> {
    let of_sentence = |block: usize, start: usize, text: &'t str| {
        let context = Context::Sentence(text);
        headers(text).map(move |found| Mention { header: found.as_str(), block, at: start + found.start(), context })
    };
    let of_text = |(block, text): (usize, &'t String)| {
        sentences(text).into_iter().flat_map(move |span| of_sentence(block, span.start, &text[span]))
    };
    let of_sample = |(block, code): (usize, &&'t str)| {
        let code = *code;
        let of_field = move |(name, value): (Range<usize>, Range<usize>)| {
            let (at, context) = (name.start, Context::Sample(&code[value]));
            Mention { header: &code[name], block, at, context }
        };
        fields(code).map(of_field)
    };
    prose.iter().enumerate().flat_map(of_text).chain(samples.iter().enumerate().flat_map(of_sample)).collect()
}

/// Returns the spans of the sentences of a text. The name of an event may have a dot, and so has `e.g.`.
fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for end in regex!(r"[.;!?](?:\s+|$)").find_iter(text).filter(|end| !abbreviation::is_last(&text[..end.start()])) {
        sentences.push(start..end.start());
        start = end.end();
    }
    sentences.push(start..text.len());
    sentences
}

/// Returns the spans of the header names of a sample, and of their values: `X-Acme-Event: order.paid` in a line of its own.
pub(in crate::page) fn fields(code: &str) -> impl Iterator<Item = (Range<usize>, Range<usize>)> {
    let lines = code.split_inclusive('\n').scan(0, |end, line| {
        *end += line.len();
        Some(trimmed(code, *end - line.len()..*end))
    });
    let is_name = |name: &str| is_header(name) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    lines.filter_map(move |line| {
        let (name, _) = code[line.clone()].split_once(':').filter(|(name, _)| is_name(name))?;
        let end = line.start + name.len();
        Some((line.start..end, trimmed(code, end + 1..line.end)))
    })
}

impl Mention<'_> {
    /// Returns the name of the header in lower case.
    pub(super) fn key(&self) -> String {
        self.header.to_ascii_lowercase()
    }

    /// Returns true if it says what is sent today.
    pub(super) fn is_sent(&self) -> bool {
        match self.context {
            Context::Sentence(text) => !is_not_sent(text) && !is_former(text, self.header),
            Context::Sample(_) => true,
        }
    }

    /// Returns true if it says of this header alone that it is not sent, or has another name today.
    pub(super) fn is_gone(&self) -> bool {
        match self.context {
            Context::Sentence(text) => (mentions(text).count() == 1 && is_gone(text)) || is_former(text, self.header),
            Context::Sample(_) => false,
        }
    }
}

/// Returns a text without names of headers.
pub(super) fn without_headers(text: &str) -> String {
    let kept = |found: &Captures<'_>| if is_header(&found[0]) { String::new() } else { found[0].to_owned() };
    NAME.replace_all(text, kept).into_owned()
}
