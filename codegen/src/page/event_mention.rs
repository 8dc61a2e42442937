//! Names of events anywhere in a text.

use std::ops::Range;

use crate::page::heading::{ENDINGS, event_heading, goes_on, is_certain, is_method};
use crate::page::note;
use crate::page::pattern::regex;

/// Returns the spans of words that are almost certainly names: they have a dot or the like, and are not part of an address or a path.
pub(super) fn mentions(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_apart = |span: &Range<usize>| {
        let (before, behind) = (&text[..span.start], behind(text, span));
        let is_part = |found: char| found.is_alphanumeric() || "./@$&?={[<\\-_:#%+".contains(found);
        let is_joined = |found: char| found.is_alphanumeric() || "/@({[=\\".contains(found);
        !before.ends_with(is_part) && !behind.starts_with(is_joined) && !goes_on(behind)
    };
    regex!(r"[A-Za-z][A-Za-z0-9]*(?:[._:/-][A-Za-z0-9]+)+")
        .find_iter(text)
        .map(|found| stem(text, found.range()))
        .filter(move |span| is_apart(span) && is_certain(&text[span.clone()]) && !is_method(&text[span.clone()]))
}

/// Returns what follows a name and its footnote marks.
fn behind<'t>(text: &'t str, name: &Range<usize>) -> &'t str {
    let behind = &text[name.end..];
    &behind[note::length(behind)..]
}

/// Words about things that are not sent any more.
pub(super) const GONE: &str = "no longer|not sent|gone|removed|dropped|retired";

/// Returns a text without names, because their words say nothing about the event: `order.removed`.
pub(super) fn masked(text: &str) -> String {
    let mut masked = text.to_owned();
    let names: Vec<_> = mentions(text).collect();
    names.into_iter().rev().for_each(|span| masked.replace_range(span, "…"));
    masked
}

/// Returns true if a line is nothing but a name, also behind `Event:`, or starts with it in bold.
pub(super) fn is_label(text: &str, is_bold: bool) -> bool {
    let leading =
        regex!(r"(?i)^(?:(?:the|webhook|event|topic|type|name|trigger|id|key)s?[ _-]?)+\s*(?:[:=—–-]|is\s)\W*");
    let is_mark = |found: char| found.is_whitespace() || "`*\"'“”•:".contains(found);
    let text = text.trim_matches(is_mark);
    let text = leading.find(text).map_or(text, |title| &text[title.end()..]);
    let first = mentions(text).next().filter(|span| span.start == 0);
    first.is_some_and(|span| is_bold || matches!(behind(text, &span).trim(), "" | "event"))
}

/// Returns the span of the name in a title, where headings have it: `A parcel was sent (parcel.sent)`.
pub(super) fn titled(text: &str) -> Option<Range<usize>> {
    let heading = event_heading(text, None, true)?;
    (heading.is_certain && !is_host_or_id(&heading.name)).then_some(heading.span)
}

/// Returns true for the name of a host, or an id: neither names an event.
pub(super) fn is_host_or_id(name: &str) -> bool {
    const HOSTS: &str =
        "ai app biz ch cloud co com de dev edu eu example fr info io local localhost net org shop test uk us";
    const SURE: &str = "com dev example io local localhost net org";
    let labels: Vec<&str> = name.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let is_of = |known: &str| known.split(' ').any(|host| host == last);
    // `b54557e4`, but not `invoice2`.
    let is_number = |part: &str| {
        let has = |is_it: fn(&char) -> bool| part.chars().any(|found| is_it(&found));
        let is_mixed = has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
        let is_hex = part.chars().all(|found| found.is_ascii_hexdigit());
        part.len() >= 8 && has(char::is_ascii_digit) && (is_hex || is_mixed)
    };
    is_of(SURE) || (labels.len() > 2 && is_of(HOSTS)) || name.split(['-', '_', '.', ':', '/']).any(is_number)
}

/// Returns true if the text around a name says that it is that of an event: `the event order.lost`, `order.lost webhooks`.
pub(super) fn is_said_to_be_event(text: &str, span: &Range<usize>) -> bool {
    let before = regex!(
        r#"(?i)(?:\b(?:events?|topics?|webhooks?)(?: (?:types?|names?|named|called|are|is|like|such as|and|or))*[:,]?|\bwe (?:also )?(?:send|emit|fire))\s+[`*"'“(]*$"#
    );
    let behind = regex!(r#"(?i)^[`*"'”)]*\s+(?:events?|webhooks?|notifications?|topics?)\b"#);
    before.is_match(&text[..span.start]) || behind.is_match(&text[span.end..])
}

/// Returns the span without the extension of a file of JSON, and without a header that plain text has right behind it.
fn stem(text: &str, span: Range<usize>) -> Range<usize> {
    let with_header = regex!(r"^[a-z0-9._:/]*[a-z0-9](?<header>\.(?:[Xx]-[A-Za-z]|[A-Z][A-Za-z0-9]*-[A-Z]).*)$");
    let name = &text[span.clone()];
    let joined = with_header.captures(name).and_then(|found| found.name("header"));
    let span = span.start..span.end - joined.map_or(0, |header| header.len());
    let name = &text[span.clone()];
    let is_file = ENDINGS.iter().any(|ending| name.ends_with(ending));
    let stem = name.strip_suffix(".json").filter(|_| is_file);
    let stem = stem.map(|stem| stem.strip_suffix(".schema").or(stem.strip_suffix(".example")).unwrap_or(stem));
    span.start..span.start + stem.unwrap_or(name).len()
}

/// Returns true if two names have the same beginning, up to a dot or the like.
pub(super) fn are_alike(one: &str, other: &str) -> bool {
    let family = |name: &str| name.find(['.', ':', '/']).map(|joint| name[..=joint].to_owned());
    family(one).is_some_and(|found| family(other) == Some(found))
}
