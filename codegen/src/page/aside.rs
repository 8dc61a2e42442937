//! Texts beside the content of a page: attributes, titles of links, front matter.
//!
//! They document no event. What they say about signing is read like any other sentence.

use std::ops::Range;

use crate::page::block::{Block, Kind};
use crate::page::event_mention;
use crate::page::heading::is_other;
use crate::page::mapped::Mapped;
use crate::page::pattern::regex;

/// Returns a text as a block, if it has several words.
pub(super) fn text(page: &str, text: &str, span: Range<usize>) -> Option<Block> {
    let has_words = text.trim().contains(|found: char| found.is_whitespace() || found == '(');
    let mut mapped = Mapped::default();
    mapped.push(page, text, span);
    has_words.then_some(Block::new(Kind::Aside, mapped))
}

/// Returns the text of an attribute as a line: if it names an event, such as the label of a tab, alone or inside of a component's title
/// (`A parcel was sent (parcel.sent)`), and if it is the title of something that is no payload (`Response`).
pub(super) fn label(
    page: &str,
    (attribute, text): (&str, &str),
    span: Range<usize>,
    (is_component, is_titled): (bool, bool),
) -> Option<Block> {
    const TITLES: &[&str] = &[
        "caption", "file", "filename", "header", "heading", "label", "name", "summary", "tab", "text", "title", "value",
    ];
    let mut mapped = Mapped::default();
    mapped.push(page, text, span);
    // An expression of JSX may be a text.
    let is_mark = |found: char| is_component && "{}`\"'".contains(found);
    let start = text.len() - text.trim_start_matches(is_mark).len();
    let inner = text.trim_matches(is_mark);
    let named = |name: Range<usize>| mapped.part(start + name.start..start + name.end);
    let is_other = is_titled && TITLES.contains(&attribute) && is_other(inner);
    let is_whole = is_other || event_mention::is_label(inner, false);
    let name = if is_whole { Some(0..inner.len()) } else { event_mention::titled(inner) };
    let name = name.filter(|name| is_component || name.len() == text.len())?;
    Some(Block::new(Kind::PLAIN, named(name)))
}

/// Returns the whole expression of JSX that begins with a text, with its end: in HTML, a value without quotes ends at white space. The span is
/// that of the value and what stands behind it in the tag: other attributes may begin alike.
pub(super) fn expression(page: &str, text: &str, span: Range<usize>) -> Option<(String, usize)> {
    let start = span.start + page[span.clone()].find(text).filter(|_| text.starts_with('{'))?;
    let mut depth = 0_usize;
    let close = page[start..span.end].char_indices().find(|(_, found)| {
        depth = if *found == '{' { depth + 1 } else { depth - usize::from(*found == '}') };
        depth == 0
    });
    let end = start + close?.0 + 1;
    Some((page[start..end].to_owned(), end))
}

/// Returns true for an attribute that holds a text: one of HTML, or any of a component but those that never do.
pub(super) fn is_text(attribute: &str, is_component: bool) -> bool {
    const HTML: &str = "alt aria-description aria-label content label placeholder srcdoc summary title value";
    const OTHER: &[&str] =
        &["class", "classname", "d", "href", "icon", "id", "key", "lang", "language", "src", "style"];
    let is_tip = attribute.starts_with("data-")
        && ["title", "tip", "label", "content"].iter().any(|end| attribute.ends_with(end));
    let is_other = OTHER.contains(&attribute) || attribute.starts_with("on") || attribute.starts_with("data-");
    HTML.split(' ').any(|known| known == attribute) || is_tip || (is_component && !is_other)
}

/// Returns the values of front matter, a line each.
pub(super) fn front_matter(page: &str, span: Range<usize>) -> Vec<Block> {
    const NO_TEXTS: &[&str] = &["canonical", "id", "image", "keywords", "permalink", "slug", "tags", "url"];
    let opening = regex!(r#"^\s*(?:-\s+)?(?:(?<key>["\w-]+)\s*[:=](?:\s+|$))?(?:[>|][+-]?\s*$)?["']?"#);
    let mut start = span.start;
    let lines = page[span].split_inclusive('\n').filter_map(|line| {
        let offset = start;
        start += line.len();
        let found = opening.captures(line)?;
        let is_text = found.name("key").is_none_or(|key| !NO_TEXTS.contains(&key.as_str()));
        let value = line[found[0].len()..].trim_end().trim_end_matches(['"', '\'']);
        let first = offset + found[0].len();
        text(page, value, first..first + value.len()).filter(|_| is_text)
    });
    lines.collect()
}
