//! The vendor's text as Markdown that shows exactly that text: only paragraphs, plain lists, code spans, and links to visible `http`
//! addresses, all written here.
//!
//! A text is not cleaned but written anew. Everything that could open a construct is escaped: in `CommonMark`, in the extensions of rustdoc
//! and of `GitHub`, and in every extension that `pulldown-cmark` knows. No line has more leading white space than its list needs, so
//! nothing is indented code. Any space becomes a plain space. Invisible characters are escaped as by [`Visible`]; variation selectors are
//! dropped, since they only affect the rendering of the previous character. Whether bare mail addresses become links is up to the renderer.

use codegen_runtime::format::date;
use codegen_runtime::text::visible::{Visible, is_invisible};

use crate::source::visible;

/// Writes a text of any form for a documentation comment: its paragraphs, and its lists flattened to one level.
pub fn documentation(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines: Vec<String> = Vec::new();
    let mut open: Option<Block> = None;
    for line in text.lines().map(one_line) {
        if line.is_empty() {
            open = None;
            continue;
        }
        let item = item(&line);
        let block = match item {
            Some((digits, _)) => Block { list: Some(digits > 0), indent: digits + 2 },
            None => open.unwrap_or_default(),
        };
        let is_apart = open.is_none_or(|open| item.is_some() && open.list != block.list);
        if is_apart && !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(match item {
            Some((0, content)) => format!("- {}", start(&line[content..])),
            Some((digits, content)) => format!("{}. {}", &line[..digits], start(&line[content..])),
            None => format!("{}{}", " ".repeat(block.indent), start(&line)),
        });
        open = Some(block);
    }
    lines.join("\n")
}

/// Writes a text as one line of Markdown after other words, also in a table cell.
pub fn for_markdown(text: &str) -> String {
    inline(&one_line(text), Place::Anywhere)
}

/// Writes a text as one line of Markdown, or the start of one, outside of tables.
pub fn line(text: &str) -> String {
    start(&one_line(text))
}

/// Writes a JSON text for a code block, with invisible characters in JSON escapes.
pub fn json(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').trim_end().replace("\r\n", "\n").replace('\r', "\n");
    visible::in_json(&text).into_owned()
}

/// Writes a name as Markdown code.
pub fn code(name: &str) -> String {
    if name.is_empty() {
        return "`\"\"`".to_owned();
    }
    let name = Visible(name).to_string();
    let longest = name.split(|other| other != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // Markdown strips a space from both ends if both have one.
    let is_padded = name.starts_with(' ') && name.ends_with(' ') && !name.trim().is_empty();
    let space = if name.starts_with('`') || name.ends_with('`') || is_padded { " " } else { "" };
    format!("{fence}{space}{name}{space}{fence}")
}

/// Writes a name as Markdown code in a table cell, where a bar ends the cell even inside code.
pub fn code_in_table(name: &str) -> String {
    code(name).replace('|', "\\|")
}

/// Writes a sentence: a capital letter first, a full stop last.
pub fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let Some(first) = letters.next() else { return String::new() };
    format!("{}{}", first.to_uppercase(), ended(letters.as_str()))
}

/// Writes a full stop at the end of a text, unless it has a sign of its own there.
pub fn ended(text: &str) -> String {
    let text = text.trim_end();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// Returns what a description says beyond a summary: without its first paragraph, if that is the summary.
pub fn beyond<'t>(summary: &str, description: &'t str) -> &'t str {
    let description = description.trim();
    let mut end = 0;
    for line in description.split_inclusive('\n').take_while(|line| !line.trim().is_empty()) {
        end += line.len();
    }
    let plain = |text: &str| one_line(text).trim_end_matches('.').to_owned();
    if plain(&description[..end]) == plain(summary) { description[end..].trim_start() } else { description }
}

/// Returns true if a word needs no quotes in a command.
fn is_plain_word(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/:@%+-".contains(&byte))
        && !word.starts_with('-')
}

/// Writes a text as one word of a shell command that people copy.
pub fn shell_word(text: &str) -> String {
    if is_plain_word(text) {
        return text.to_owned();
    }
    if text.chars().any(is_invisible) {
        // The form with escapes; `'` and `\` are escaped in it.
        let spelled: String = text
            .chars()
            .map(|found| match found {
                '\'' | '\\' => format!("\\{found}"),
                _ if is_invisible(found) => format!("\\U{:08x}", u32::from(found)),
                _ => found.to_string(),
            })
            .collect();
        return format!("$'{spelled}'");
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// The paragraph or list item of a line.
#[derive(Clone, Copy, Default)]
struct Block {
    /// For an item: true if its list is numbered.
    list: Option<bool>,
    /// The indentation of its lines.
    indent: usize,
}

/// Returns the number of digits of a list item's number, zero for a bullet, and the start of its content.
fn item(line: &str) -> Option<(usize, usize)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = match digits {
        0 => line.strip_prefix(['-', '*', '+', '•'])?,
        1 | 2 => line[digits..].strip_prefix(['.', ')'])?,
        _ => return None,
    };
    let content = rest.strip_prefix(' ')?;
    Some((digits, line.len() - content.len()))
}

/// Trims a line and normalizes its spaces.
fn one_line(text: &str) -> String {
    let is_style = |found: &char| matches!(found, '\u{fe0e}' | '\u{fe0f}');
    let text: String = text.chars().filter(|found| !is_style(found)).collect();
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Escapes a line, including characters that would open a block at its start.
fn start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    match rest.chars().next() {
        Some('#' | '>' | '-' | '+' | '=' | ':') if digits == 0 => {
            format!("\\{}{}", &rest[..1], behind(&rest[..1], &rest[1..], Place::Prose))
        }
        Some('.' | ')') if digits > 0 => {
            format!("{}\\{}{}", &line[..digits], &rest[..1], inline(&rest[1..], Place::Prose))
        }
        _ => inline(line, Place::Prose),
    }
}

/// The place of a text in a document.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Outside of tables.
    Prose,
    /// Anywhere, also in a table cell, where a bar ends the cell even inside code.
    Anywhere,
}

/// Escapes a part of a line.
fn inline(text: &str, place: Place) -> String {
    behind("", text, place)
}

/// Escapes a part of a line that follows other text directly.
fn behind(before: &str, text: &str, place: Place) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = before.chars().next_back();
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let (written, taken) = span(rest, place).unwrap_or_else(|| {
            let next = rest[found.len_utf8()..].chars().next();
            (character(found, last, next, &rest[found.len_utf8()..]), found.len_utf8())
        });
        out.push_str(&written);
        last = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    out
}

/// Returns the code span or address at the start of a text as Markdown, and its length in the text.
fn span(text: &str, place: Place) -> Option<(String, usize)> {
    if text.starts_with('`') {
        return code_span(text, place);
    }
    if let Some(start) = text.get(..4).filter(|start| start.eq_ignore_ascii_case("www.")) {
        return Some((format!("{}\\.", &start[..3]), start.len()));
    }
    let (bracket, address) = match text.strip_prefix('<') {
        Some(inside) => (1, address(inside).filter(|address| inside[address.len()..].starts_with('>'))?),
        None => (0, address(text)?),
    };
    Some((format!("<{address}>"), address.len() + 2 * bracket))
}

/// Returns a code span that ends on its line. Where a bar would end a table cell, its ticks are escaped as well.
fn code_span(text: &str, place: Place) -> Option<(String, usize)> {
    let inside = text.trim_start_matches('`');
    let fence = text.len() - inside.len();
    let mut from = 0;
    while let Some(start) = inside[from..].find('`').map(|start| from + start) {
        let behind = inside[start..].trim_start_matches('`');
        let end = inside.len() - behind.len();
        if end - start == fence {
            let content = &inside[..start];
            // Markdown strips a space from both ends if both have one.
            let padded = content.strip_prefix(' ').and_then(|content| content.strip_suffix(' '));
            let content = padded.filter(|content| !content.trim().is_empty()).unwrap_or(content);
            let is_cell_end = place == Place::Anywhere && content.contains('|');
            let written = if is_cell_end { escaped(&text[..fence + end]) } else { code(content) };
            return Some((written, fence + end));
        }
        from = end;
    }
    None
}

/// Escapes all punctuation of a text.
fn escaped(text: &str) -> String {
    let each = Visible(text).to_string();
    each.chars()
        .map(|found| if found.is_ascii_punctuation() { format!("\\{found}") } else { found.to_string() })
        .collect()
}

/// Returns the web address at the start of a text if it is what it looks like: visible ASCII without user information.
fn address(text: &str) -> Option<&str> {
    let behind = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/?#&+,=%:!@".contains(byte);
    let length = text.len() - behind.len() + behind.bytes().take_while(is_part).count();
    let address = text[..length].trim_end_matches(['.', ',', ':', '!', '?', '_']);
    let is_plain = behind.starts_with(|first: char| first.is_ascii_alphanumeric()) && !address.contains('@');
    is_plain.then_some(address)
}

/// Writes a character between its neighbours; `rest` is the text after it.
fn character(found: char, last: Option<char>, next: Option<char>, rest: &str) -> String {
    let is_word = |neighbour: Option<char>| neighbour.is_some_and(|neighbour| neighbour.is_ascii_alphanumeric());
    let opens = match found {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '^' | '$' => true,
        '_' => !(is_word(last) && is_word(next)),
        // Two hyphens are rendered as a dash.
        '-' => last == Some('-') || next == Some('-'),
        '&' => next.is_some_and(|next| next == '#' || next.is_ascii_alphabetic()),
        // `://` may become a link.
        ':' => rest.starts_with("//"),
        // At the end of a heading they are not rendered.
        '#' => rest.trim_start_matches(['#', ' ']).is_empty(),
        '}' => rest.is_empty(),
        _ => false,
    };
    match found {
        _ if opens => format!("\\{found}"),
        _ if is_invisible(found) => {
            let spelled = Visible(found.encode_utf8(&mut [0; 4])).to_string();
            if rest.is_empty() { spelled.replace('}', "\\}") } else { spelled }
        }
        _ => found.to_string(),
    }
}

/// Returns the sentence that the crate keeps a removed item; `what` is the item's kind.
pub fn kept_since(what: &str, since: &str) -> String {
    format!("the vendor no longer documents this {what} since {since}")
}

/// Writes `2026-06-12` as `June 12, 2026`, and anything else as it is.
pub fn long_date(date: &str) -> String {
    const MONTHS: &str = "January February March April May June July August September October November December";
    let read = || {
        let (year, month, day) = date::parse(date.as_bytes())?;
        let month = MONTHS.split(' ').nth(usize::from(month).checked_sub(1)?)?;
        Some(format!("{month} {day}, {year}"))
    };
    read().unwrap_or_else(|| date.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_prose_stays_as_it_is() {
        for text in [
            "The ticket's id, e.g. `tck_1`; see /orders/{id} (since 2.0).",
            "Sent when x_y -> z & \"all\" is 100% done: 1.5 > 1.",
            "One.\n\nTwo,\nmore.\n\n- a\n- b\n  b\n\n1. c\n2. d",
        ] {
            assert_eq!(documentation(text), text);
        }
    }

    #[test]
    fn only_visible_addresses_become_links() {
        assert_eq!(line("see https://a.example/b_c, or [x]"), "see <https://a.example/b_c>, or \\[x\\]");
        assert_eq!(line("<https://a.example>"), "<https://a.example>");
        assert_eq!(line("https://bank.example@evil.example/"), "https\\://bank.example@evil.example/");
        assert_eq!(line("www.a.example javascript:x ftp://a"), "www\\.a.example javascript:x ftp\\://a");
    }

    #[test]
    fn code_spans_stay_code() {
        for (text, in_prose, anywhere) in [
            ("`a` or `b`", "`a` or `b`", "`a` or `b`"),
            ("of `a | b`, see `C`", "of `a | b`, see `C`", "of \\`a \\| b\\`, see `C`"),
            ("`x|y` | `z`", "`x|y` \\| `z`", "\\`x\\|y\\` \\| `z`"),
            ("joined by `, ` or ` `", "joined by `, ` or ` `", "joined by `, ` or ` `"),
            ("`` a`b `` and `` ` ``", "``a`b`` and `` ` ``", "``a`b`` and `` ` ``"),
            ("5` long; `x` or `y`", "5`long;`x`or`y\\`", "5`long;`x`or`y\\`"),
        ] {
            assert_eq!([documentation(text), line(text), for_markdown(text)], [in_prose, in_prose, anywhere], "{text}");
        }
    }

    #[test]
    fn constructs_are_escaped_where_they_would_open() {
        for (text, expected) in [
            ("~~~\ncode\n~~~", "\\~\\~\\~\ncode\n\\~\\~\\~"),
            ("```rust\ncode\n```", "\\`\\`\\`rust\ncode\n\\`\\`\\`"),
            ("1. ~~~rust", "1. \\~\\~\\~rust"),
            ("a\n\n-     code", "a\n\n- code"),
            ("    fn main() {}", "fn main() {\\}"),
            ("# a\n===", "\\# a\n\\==="),
            ("<b>&lt;", "\\<b>\\&lt;"),
        ] {
            assert_eq!(documentation(text), expected);
        }
    }

    #[test]
    fn repeated_summaries_are_left_out() {
        for (summary, description, rest) in [
            ("A box was sent", "A box was sent", ""),
            ("A box was sent", "A box was sent.", ""),
            ("A box was sent.", "  A box\n  was sent\n", ""),
            ("A box was sent.", "A box was sent.\r\n\r\nAnd so\non.", "And so\non."),
            ("A box was sent.", "A box was sent.\nAnd so on.", "A box was sent.\nAnd so on."),
            ("A box was sent.", "A box was sent. And so on.", "A box was sent. And so on."),
            ("A box", "A parcel", "A parcel"),
            ("", "A parcel", "A parcel"),
            ("A box", "", ""),
        ] {
            assert_eq!(beyond(summary, description), rest, "{summary}: {description}");
        }
        for (text, expected) in [("a", "a."), ("a.", "a."), ("a? ", "a?"), ("a!", "a!"), ("a (b)", "a (b).")] {
            assert_eq!(ended(text), expected);
        }
    }

    #[test]
    fn invisible_characters_are_spelled() {
        assert_eq!(line("a\u{202e}b\u{200b}\u{a0}c\0"), "a\\u{202e}b\\u{200b} c\\u{0\\}");
        assert_eq!(line("\u{26a0}\u{fe0f} careful"), "\u{26a0} careful");
        assert_eq!(code("a\n\u{202e}"), "`a\\n\\u{202e}`");
        assert_eq!(json("{\"a\":\t\"\u{202e}\u{e0041}\"}\r\n"), "{\"a\":\t\"\\u202e\\udb40\\udc41\"}");
    }

    #[test]
    fn code_survives_back_ticks_and_spaces() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a``b`"), "``` a``b` ```");
        assert_eq!(code(" a "), "`  a  `");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(code_in_table("a|b"), "`a\\|b`");
    }

    #[test]
    fn shell_words_are_quoted_when_necessary() {
        assert_eq!(shell_word("box.opened"), "box.opened");
        assert_eq!(shell_word("a; rm -rf 'b'c"), r"'a; rm -rf '\''b'\''c'");
        assert_eq!(shell_word("a\u{202e}"), r"$'a\U0000202e'");
    }
}
