//! Texts of a webhook → the occasion of its event in a line.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::openapi::webhook::Webhook;
use crate::source::visible;

/// The letters of a line that is longer than a summary.
const LONGEST: usize = 200;

/// Returns the summary, or else the first sentence of the description, unless it only repeats a name.
pub(crate) fn summary(webhook: &Webhook<'_>) -> Option<String> {
    let names = [Some(webhook.key.as_str()), webhook.operation.text("operationId")];
    let parts = std::iter::once(&webhook.operation).chain(&webhook.around).filter(|_| !webhook.is_untold);
    let lines = parts.flat_map(|part| {
        let summary =
            part.text("summary").and_then(|text| text.lines().map(visible::one_line).find(|it| !it.is_empty()));
        [summary, part.text("description").and_then(sentence)]
    });
    let mut lines = lines.flatten();
    lines.find(|line| line.chars().count() <= LONGEST && !names.contains(&Some(line.as_str())))
}

/// Returns the first sentence of the first paragraph of prose in Markdown, as plain text. One that announces a list says nothing alone.
fn sentence(description: &str) -> Option<String> {
    let text = paragraph(&without_html(&without_admonitions(description.trim())))?;
    let end = text.char_indices().find(|(at, _)| ends_sentence(&text, *at)).map_or(text.len(), |(at, _)| at + 1);
    Some(text[..end].to_owned()).filter(|text| !text.ends_with(':'))
}

/// Returns true for the mark at the end of a sentence. Behind an abbreviation, the sentence goes on.
fn ends_sentence(text: &str, at: usize) -> bool {
    const SHORT: [&str; 8] = ["e.g", "i.e", "etc", "vs", "cf", "no", "incl", "approx"];
    let (before, behind) = text.split_at(at);
    let mut behind = behind.chars();
    let is_mark = behind.next().is_some_and(|mark| matches!(mark, '.' | '!' | '?'));
    let is_apart = behind.next() == Some(' ') && behind.next().is_some_and(|first| !first.is_lowercase());
    let is_short = || {
        let word = before.rsplit([' ', '(']).next().unwrap_or_default();
        SHORT.iter().any(|short| word.eq_ignore_ascii_case(short))
    };
    is_mark && is_apart && !is_short()
}

/// Returns the text of the first paragraph that is neither in a list, a quotation or a table nor a title in bold.
fn paragraph(text: &str) -> Option<String> {
    let (mut depth, mut bold, mut hidden) = (0_usize, 0_usize, 0_usize);
    let (mut found, mut is_title) = (String::new(), true);
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(Tag::Paragraph) if depth == 0 => (found, is_title) = (String::new(), true),
            Event::End(TagEnd::Paragraph) if depth == 0 => {
                let line = visible::one_line(&found);
                if !line.is_empty() && !is_title {
                    return Some(line);
                }
            }
            Event::Start(Tag::Strong) => bold += 1,
            Event::End(TagEnd::Strong) => bold -= 1,
            Event::Start(Tag::Image { .. }) => hidden += 1,
            Event::End(TagEnd::Image) => hidden -= 1,
            Event::Start(tag) if is_block(&tag) => depth += 1,
            Event::End(tag) if is_block_end(tag) => depth -= 1,
            Event::Text(text) | Event::Code(text) if depth == 0 && hidden == 0 => {
                is_title &= bold > 0 || text.trim().is_empty();
                found.push_str(&text);
            }
            Event::SoftBreak | Event::HardBreak => found.push(' '),
            _ => {}
        }
    }
    None
}

fn is_block(tag: &Tag<'_>) -> bool {
    let is_inline = matches!(tag, Tag::Emphasis | Tag::Strikethrough | Tag::Link { .. } | Tag::Paragraph);
    !is_inline
}

fn is_block_end(tag: TagEnd) -> bool {
    let is_inline = matches!(tag, TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Paragraph);
    !is_inline
}

/// Removes the boxes that some editors write between lines of `:::`.
fn without_admonitions(text: &str) -> String {
    let mut is_within = false;
    let mut kept = String::new();
    for line in text.lines() {
        match line.trim().strip_prefix(":::") {
            Some(rest) => is_within = !rest.trim().is_empty(),
            None if !is_within => kept.extend([line, "\n"]),
            None => {}
        }
    }
    kept
}

/// Removes the tags of HTML in a line, and makes its paragraphs those of Markdown.
fn without_html(text: &str) -> String {
    const INLINE: [&str; 11] = ["a", "b", "code", "em", "i", "small", "span", "strong", "sub", "sup", "u"];
    let mut rest = text;
    let mut kept = String::new();
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        kept.push_str(before);
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let name = tag[1..end].trim_start_matches('/');
        let name = name.split(|found: char| !found.is_ascii_alphanumeric()).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            "p" | "br" => kept.push_str(if name == "p" { "\n\n" } else { " " }),
            inline if INLINE.contains(&inline) => {}
            _ => kept.push_str(&tag[..end]),
        }
        rest = &tag[end..];
    }
    kept + rest
}
