//! Code and text that resemble JSON, and are not read.

use serde::de::IgnoredAny;

use crate::page::block::{Block, Kind};
use crate::page::pattern::regex;

/// Returns true for a fence inside of HTML or indented code, where it is text, with an object in it.
pub(super) fn is_fence(block: &Block) -> bool {
    let text = block.text.text().trim_start();
    (text.starts_with("```") || text.starts_with("~~~")) && text.contains('{')
}

/// Returns true for code in a block of an editor's own syntax, which holds it as a string.
pub(super) fn is_editor_block(text: &str) -> bool {
    text.trim_start().starts_with("[block:code]") && text.contains("\"codes\"") && text.contains("{\\n")
}

/// Returns true for code that is not read as JSON, although it resembles it: an object literal, a request with JSON as its body, a command
/// that sends it, or something in YAML. In code without a language, JSON may stand behind anything but an expression.
pub(super) fn resembles_json(block: &Block) -> bool {
    let (Kind::Code { language }, text) = (&block.kind, block.text.text().trim()) else { return false };
    let language = language.as_deref().unwrap_or_default();
    if block.is_json() || block.is_marked_as_text() || text.starts_with("HTTP/") {
        return false;
    }
    let mut starts = text.match_indices('\n').map(|(end, _)| &text[end + 1..]);
    let body = starts.find(|rest| rest.trim_start().starts_with('{'));
    let sends = text.contains("curl") && ["-d ", "-d'", "--data", "--json"].iter().any(|option| text.contains(option));
    text.starts_with('{')
        || (sends && text.contains('{'))
        || describes_types(language, text)
        || matches!(language, "yaml" | "yml")
        || language.contains("json")
        || body.is_some_and(is_json)
        || (matches!(language, "" | "plaintext" | "none") && has_object(text))
}

/// Returns true for a text in JSON.
fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Returns true if an object in JSON starts in a line of code, outside of an expression. It may go on, or be cut off.
fn has_object(text: &str) -> bool {
    let mut found = regex!(r#"(?m)^(?<before>[^(){}=;"\n]{0,60})\{\s*(?:\d+\s+)?"[^"\n]*"\s*:"#).captures_iter(text);
    found.any(|found| !found["before"].split_whitespace().any(|word| word == "return"))
}

/// Returns true for types, or a document, in another language than JSON.
fn describes_types(language: &str, text: &str) -> bool {
    let starts = |words: &[&str]| {
        let mut lines = text.lines().map(|line| line.trim_start().trim_start_matches("export "));
        lines.any(|line| words.iter().any(|word| line.starts_with(word)))
    };
    match language {
        "ts" | "tsx" | "typescript" | "flow" => starts(&["interface ", "type ", "declare type ", "enum "]),
        "graphql" | "gql" => starts(&["type ", "interface ", "union ", "enum "]),
        "proto" | "protobuf" => starts(&["message ", "enum "]),
        "xml" => text.starts_with('<'),
        _ => false,
    }
}

/// Returns true if a text is nothing but a JSON object, or a list, with a member.
pub(super) fn is_object(text: &str) -> bool {
    let text = text.trim().trim_start_matches('`').trim_end_matches('`');
    text.starts_with(['{', '[']) && text.contains(':') && is_json(text)
}

/// Returns the number of texts that are an object together, a line of it each.
pub(super) fn lines_of_object<'t>(mut lines: impl Iterator<Item = &'t str>) -> Option<usize> {
    let first = lines.next().filter(|first| first.trim_start().starts_with(['{', '[']))?;
    let (mut joined, mut ends) = (first.to_owned(), vec![first.len()]);
    for line in lines {
        joined.extend(["\n", line]);
        ends.push(joined.len());
    }
    let mut values = serde_json::Deserializer::from_str(&joined).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    let end = values.byte_offset();
    let count = ends.iter().position(|line| *line >= end)? + 1;
    (count > 1 && joined[end..ends[count - 1]].trim().is_empty() && joined[..end].contains(':')).then_some(count)
}

/// Returns the offset of JSON behind a label or a mark of a page generator, where it is text: `Example: { "id": 1 }`, or the first line of
/// it.
pub(super) fn labelled(text: &str) -> Option<usize> {
    let label = regex!(concat!(
        r#"(?i)^(?:(?:\d+|copy(?: code| to clipboard)?|json)\s*|[^{}\[\]"`]{0,60}\b(?:examples?|samples?|payloads?|bod(?:y|ies)"#,
        r#"|schemas?|deliver(?:y|ies)|json|e\.g\.)[^{}\[\]"`:]{0,40}:\s*`?)"#,
    ));
    let opening_mark =
        regex!(r#"^(?:\{\{[<%][^}]*\}\}|\{%[^}]*%\}|(?:!!!|\?\?\?)\+? ?\w+(?: "[^"]*")?|:::+ ?\w+|<!\[CDATA\[)\s*"#);
    let closing = regex!(r"(?i)\s*(?:\{\{[<%][^}]*\}\}|\{%[^}]*%\}|:::+|\]\]>|copy(?: code)?|`|\.)\s*$");
    let is_first_line = |rest: &str| rest.contains(['{', '[']) && rest.chars().all(|found| "{[ ".contains(found));
    let mark = opening_mark.find(text).map(|found| found.end());
    if let Some(start) = mark.filter(|start| has_object(&text[*start..]) || is_object(&text[*start..])) {
        return Some(start);
    }
    let start = label.find(text)?.end();
    let rest = &text[start..];
    let end = closing.find(rest).map_or(rest.len(), |found| found.start());
    (is_object(&rest[..end]) || is_object(rest) || is_first_line(rest)).then_some(start)
}

/// Returns true for a line of plain text around code in another format, such as `----` and `[source,json]` of `AsciiDoc`: it is no heading.
pub(super) fn is_mark_of_code(block: &Block) -> bool {
    let text = block.text.text().trim();
    let is_mark = |found: char| matches!(found, '-' | '=' | '.' | '~' | '`' | '+');
    let is_attribute = || text.starts_with("[source") && text.ends_with(']');
    matches!(block.kind, Kind::Paragraph { .. }) && (text.chars().all(is_mark) || is_attribute())
}
