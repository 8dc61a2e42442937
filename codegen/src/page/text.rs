//! Plain text → blocks: a page as copied from a browser, without fences.
//!
//! A line that starts a JSON value starts a code block, which ends with the value. A line that reads like an event's heading is one. Every
//! other line is a paragraph, and so is each row of a table.

mod table;

use std::ops::Range;

use serde::de::IgnoredAny;

use crate::page::block::{Block, Kind};
use crate::page::heading::event_heading;
use crate::page::mapped::Mapped;
use crate::page::pattern::regex;
use crate::page::sample::is_invisible;

use self::table::table;

/// Returns the blocks of a plain text page.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    // A line such as `total: in cents` may be between an example and its schema; only a certain name ends an event there.
    let mut code_since_heading = 0;
    let mut offset = 0;
    while let Some(line) = next_line(page, offset) {
        let text = Mapped::verbatim(page, line.clone());
        let kind = if let Some(end) = code_end(page, &line) {
            offset = end;
            code_since_heading += 1;
            blocks.push(Block::new(Kind::Code { language: None }, Mapped::verbatim(page, line.start..end)));
            continue;
        } else if let Some(table) = table(page, lines(page, offset)) {
            offset = table.end;
            blocks.extend(table.rows.into_iter().map(|row| Block::new(Kind::PLAIN, row)));
            continue;
        } else if is_heading(page, &line, code_since_heading) {
            code_since_heading = 0;
            Kind::Heading { level: 1, code: None }
        } else {
            Kind::PLAIN
        };
        let is_step = is_numbered(text.text());
        blocks.push(Block { kind, text, is_step });
        offset = line.end;
    }
    blocks
}

/// Returns true for a line such as `1. Take the body`.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|found: char| found.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(['.', ')']) && rest[1..].starts_with(' ')
}

/// Returns the next line that is not blank, without white space around it.
fn next_line(page: &str, offset: usize) -> Option<Range<usize>> {
    let start = page.len() - page[offset..].trim_start_matches(is_invisible).len();
    let end = page[start..].find(['\n', '\r']).map_or(page.len(), |end| start + end);
    (start < page.len()).then(|| start..start + page[start..end].trim_end().len())
}

/// Returns the lines from an offset on.
fn lines(page: &str, offset: usize) -> impl Iterator<Item = Range<usize>> + Clone {
    let after = move |line: &Range<usize>| next_line(page, line.end);
    std::iter::successors(next_line(page, offset), after)
}

fn is_heading(page: &str, line: &Range<usize>, code_since_heading: usize) -> bool {
    let text = &page[line.clone()];
    let Some(heading) = event_heading(text, None, false) else {
        return false;
    };
    let below = || {
        let next = next_line(page, line.end)?;
        Some(&page[next.start..code_end(page, &next)?])
    };
    // Behind one block, the schema of its event may follow, or a note such as `total: in cents`.
    let is_payload = |code: &str| {
        code.contains('"') && !["\"$schema\"", "\"properties\"", "\"$ref\""].iter().any(|word| code.contains(word))
    };
    let is_next_event =
        |code: &str| code_since_heading != 1 || heading.summary.is_some() && !text.contains(": ") && is_payload(code);
    heading.is_certain || (!text.ends_with(':') && below().is_some_and(is_next_event))
}

/// Returns the end of the JSON that starts with this line, if any does.
fn code_end(page: &str, line: &Range<usize>) -> Option<usize> {
    let text = &page[line.clone()];
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let rest = &page[line.start..];
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<IgnoredAny>();
    if let Some(Ok(_)) = values.next() {
        let end = line.start + values.byte_offset();
        let tail = &page[end..page[end..].find('\n').map_or(page.len(), |length| end + length)];
        if tail.trim().is_empty() {
            return Some(end);
        }
        // `[1] a footnote` is prose; text behind an object belongs to the code and is reported there.
        return text.starts_with('{').then(|| end + tail.trim_end().len());
    }
    let inside = text[1..].trim_start();
    let is_array = inside.is_empty() || inside.starts_with(['{', '[', '"']);
    (text.starts_with('{') || is_array).then(|| line.start + broken_end(rest))
}

/// Returns the end of malformed JSON: the bracket that closes the first one, but not beyond the next heading, or prose behind which the JSON
/// does not go on.
fn broken_end(text: &str) -> usize {
    let (mut depth, mut end, mut is_inside) = (0_usize, 0, false);
    for line in text.split_inclusive('\n') {
        let goes_on = || {
            let next = text[end + line.len()..].trim_start();
            next.starts_with(['}', ']', '"'])
        };
        let is_foreign = !is_inside && !line.trim().is_empty() && !may_be_json(line.trim());
        if end > 0 && is_foreign && (is_event(line.trim()) || !goes_on()) {
            break;
        }
        (depth, is_inside) = depth_after(line, depth);
        end += line.len();
        if depth == 0 {
            break;
        }
    }
    text[..end].trim_end().len()
}

fn is_event(line: &str) -> bool {
    event_heading(line, None, false).is_some_and(|heading| heading.is_certain)
}

/// Returns true for a line that may be a part of JSON with mistakes: comments, an ellipsis, names without quotes.
fn may_be_json(line: &str) -> bool {
    let starts = regex!(
        r#"^(?:["'{}\[\],:…/#*]|\.\.|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?\s*(?:[\]},]|$)|(?i:true|false|null|none|nan|undefined)\s*(?:[\]},]|$)|[A-Za-z_$][\w$]*\s*:\s*(?:["'{\[…]|-?\d|(?i:true|false|null|none|undefined)\b))"#
    );
    starts.is_match(line)
}

/// Returns the bracket depth behind a line, and true if a string is open there; strings end with their line.
fn depth_after(line: &str, mut depth: usize) -> (usize, bool) {
    let (mut in_string, mut escaped) = (false, false);
    for byte in line.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    (depth, in_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Vec<(char, &str)> {
        let letter = |kind: &Kind| match kind {
            Kind::Heading { .. } => 'h',
            Kind::Paragraph { .. } => 'p',
            Kind::Code { .. } | Kind::Body => 'c',
            Kind::Aside | Kind::Unclosed => 'a',
        };
        blocks(page).iter().map(|block| (letter(&block.kind), &page[block.text.trimmed_span()])).collect()
    }

    #[test]
    fn json_ends_with_its_value() {
        let page = "\u{feff}Intro\r\na.b — c\r\n{\r\n\"a\": 1\r\n}\r\n{}\r\n[1] a footnote\r\nlast";
        let expected = [
            ('p', "Intro"),
            ('h', "a.b — c"),
            ('c', "{\r\n\"a\": 1\r\n}"),
            ('c', "{}"),
            ('p', "[1] a footnote"),
            ('p', "last"),
        ];
        assert_eq!(read(page), expected);
    }

    #[test]
    fn broken_json_ends_before_the_next_heading() {
        assert_eq!(read("{ \"a\": }\nb"), [('c', "{ \"a\": }"), ('p', "b")]);
        assert_eq!(read("{ \"a\": 1\na.b — c\n{}"), [('c', "{ \"a\": 1"), ('h', "a.b — c"), ('c', "{}")]);
        assert_eq!(read("{} and more"), [('c', "{} and more")]);
    }

    #[test]
    fn broken_json_keeps_its_members() {
        for mistake in ["...", "…", "\"a\": 1,", "\"a\": 1", "// so", "# so", "'a': 1,", "a_b: 'c',", "more members"]
        {
            let code = format!("{{\n\"x_y\": 1\n{mistake}\n\"created_at\": \"x\",\n'paid_at': 1,\n}}");
            assert_eq!(
                read(&format!("a.b — c\n{code}\nlast"))[1..],
                [('c', code.as_str()), ('p', "last")],
                "{mistake}"
            );
        }
    }

    #[test]
    fn broken_json_ends_before_prose() {
        for prose in
            ["Two headers are sent.", "Note: they are sent.", "- Verify them", "push - someone pushed", "a.b: c"]
        {
            let page = format!("{{\n\"a\": {{}}\n{prose}\n{{}}");
            assert_eq!(read(&page)[0], ('c', "{\n\"a\": {}"), "{prose}");
        }
        let page = "{\n\"a\": \"two\nlines\",\n\"b\": 1\n}";
        assert_eq!(read(page), [('c', page)], "a string may be broken");
    }

    #[test]
    fn undotted_names_need_code_below() {
        assert_eq!(read("push - someone pushed\n{}"), [('h', "push - someone pushed"), ('c', "{}")]);
        assert_eq!(read("total - in cents\nb"), [('p', "total - in cents"), ('p', "b")]);
        assert_eq!(read("a.b\n{}\ntotal - in cents\n{}")[2], ('p', "total - in cents"));
        assert_eq!(read("push - so\n{}\nfork - too\n{ \"a\": 1 }")[2], ('h', "fork - too"));
        assert_eq!(read("push - so\n{}\ntotal: in cents\n{ \"a\": 1 }")[2], ('p', "total: in cents"));
    }
}
