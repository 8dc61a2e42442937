//! Badges beside the name of an event: `order.paid BETA`, `[Deprecated] order.paid`.

use std::ops::Range;

use crate::page::pattern::regex;

const WORDS: &str = "added|alpha|beta|changed|deprecated|draft|experimental|internal|legacy|new|optional|planned|preview|private|public\
                     |recommended|removed|required|stable|unstable|updated";

/// Returns a text with white space instead of the badges before and behind its name, and the span of the first badge. In a line of plain
/// text, a badge has a capital letter; other words belong to a sentence.
pub(super) fn removed(text: &str, is_marked: bool) -> Option<(String, Range<usize>)> {
    let leading = regex!(&format!(r"^[#¶§\s]*(?i:\[(?<a>{WORDS})\]|\((?<b>{WORDS})\)|(?<c>{WORDS}))[\s:]*[\s`*]"));
    let trailing = regex!(&format!(
        r"(?i)[\s`*](?<all>[\[(]?{badge}[\])]?(?:[\s,/·|]+[\[(]?{badge}[\])]?)*)[#¶§\s*]*$",
        badge = format_args!(r"(?:{WORDS}|v[0-9]+(?:\.[0-9]+)*)")
    ));
    let before = leading.captures(text).and_then(|found| found.name("a").or(found.name("b")).or(found.name("c")));
    let before = before.map(|found| {
        let is_enclosed = text[..found.start()].ends_with(['[', '(']);
        (found.range(), found.start() - usize::from(is_enclosed)..found.end() + usize::from(is_enclosed))
    });
    let before = before.filter(|_| is_marked);
    let behind = trailing.captures(text).and_then(|found| Some(found.name("all")?.range()));
    let has_capital = |badge: &Range<usize>| text[badge.clone()].contains(|found: char| found.is_ascii_uppercase());
    let behind = behind.filter(|badge| is_marked || has_capital(badge));
    let inner = |badge: &Range<usize>| {
        let open = usize::from(text[badge.clone()].starts_with(['[', '(']));
        badge.start + open..badge.end - open
    };
    let shown = before.as_ref().map(|(badge, _)| badge.clone()).or(behind.as_ref().map(inner))?;
    let mut rest = text.to_owned();
    for badge in before.into_iter().map(|(_, whole)| whole).chain(behind) {
        rest.replace_range(badge.clone(), &" ".repeat(badge.len()));
    }
    Some((rest, shown))
}
