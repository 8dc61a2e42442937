//! The vendor's words as Markdown that says just what they said: no construct of Markdown but paragraphs, plain lists, code spans and links
//! to visible `http` addresses, all of which are written here.
//!
//! A text is not cleaned but written anew. Whatever could open a construct is escaped: by `CommonMark`, by the extensions of rustdoc and of `GitHub`,
//! and by every extension that `pulldown-cmark` knows. No line starts with more white space than its list needs, so nothing is indented code. Any
//! space is a space. An invisible character is spelled, as [`Visible`] does; a selector of emoji or text style goes, since it says nothing but how the
//! character before it is drawn. What bare mail addresses become on a page is left to who shows it.

use codegen_runtime::text::visible::{Visible, is_invisible};

use crate::source::visible;

/// A text of any form for a documentation comment: its paragraphs, and its lists as one level of items.
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

/// A text as one line of Markdown behind other words, also in a cell of a table.
pub fn for_markdown(text: &str) -> String {
    inline(&one_line(text))
}

/// A text as one line of Markdown, or the start of one.
pub fn line(text: &str) -> String {
    start(&one_line(text))
}

/// A JSON text for a block of code, with what nobody would see escaped as JSON does.
pub fn json(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}').trim_end().replace("\r\n", "\n").replace('\r', "\n");
    visible::in_json(&text).into_owned()
}

/// A name as Markdown code.
pub fn code(name: &str) -> String {
    if name.is_empty() {
        return "`\"\"`".to_owned();
    }
    let name = Visible(name).to_string();
    let longest = name.split(|other| other != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    // Markdown takes a space from either end when both have one.
    let is_padded = name.starts_with(' ') && name.ends_with(' ') && !name.trim().is_empty();
    let space = if name.starts_with('`') || name.ends_with('`') || is_padded { " " } else { "" };
    format!("{fence}{space}{name}{space}{fence}")
}

/// A name as Markdown code in a cell of a table, where a bar ends the cell even inside of code.
pub fn code_in_table(name: &str) -> String {
    code(name).replace('|', "\\|")
}

/// `text` as a sentence: a capital letter first, a full stop last.
pub fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let Some(first) = letters.next() else { return String::new() };
    let end = if text.trim_end().ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{}{}{end}", first.to_uppercase(), letters.as_str())
}

/// Whether a word may stand in a command as it is.
fn is_plain_word(word: &str) -> bool {
    !word.is_empty()
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._/:@%+-".contains(&byte))
        && !word.starts_with('-')
}

/// A text as one word of a command that people copy into a shell.
pub fn shell_word(text: &str) -> String {
    if is_plain_word(text) {
        return text.to_owned();
    }
    if text.chars().any(is_invisible) {
        // The form that spells characters; `'` and `\` are spelled with it.
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

/// The paragraph, or the item of a list, that a line belongs to.
#[derive(Clone, Copy, Default)]
struct Block {
    /// Of an item: whether its list is numbered.
    list: Option<bool>,
    /// How far its lines are indented.
    indent: usize,
}

/// How many digits number the item of a list, none if nothing but a mark does, and where its content starts.
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

/// A line without the white space around it, any space in it as one space.
fn one_line(text: &str) -> String {
    let is_style = |found: &char| matches!(found, '\u{fe0e}' | '\u{fe0f}');
    let text: String = text.chars().filter(|found| !is_style(found)).collect();
    text.split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A line with what would open a block at its start escaped.
fn start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    match rest.chars().next() {
        Some('#' | '>' | '-' | '+' | '=' | ':') if digits == 0 => {
            format!("\\{}{}", &rest[..1], behind(&rest[..1], &rest[1..]))
        }
        Some('.' | ')') if digits > 0 => format!("{}\\{}{}", &line[..digits], &rest[..1], inline(&rest[1..])),
        _ => inline(line),
    }
}

/// A part of a line with what would open anything escaped.
fn inline(text: &str) -> String {
    behind("", text)
}

/// The same for what stands directly behind some other text.
fn behind(before: &str, text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut last = before.chars().next_back();
    let mut rest = text;
    while let Some(found) = rest.chars().next() {
        let (written, taken) = span(rest).unwrap_or_else(|| {
            let next = rest[found.len_utf8()..].chars().next();
            (character(found, last, next, &rest[found.len_utf8()..]), found.len_utf8())
        });
        out.push_str(&written);
        last = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    out
}

/// A code span or an address at the start of a text as Markdown, and how much of the text it is.
fn span(text: &str) -> Option<(String, usize)> {
    if text.starts_with('`') {
        return code_span(text);
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

/// A code span that ends on its line. One with a bar is none: in a cell of a table it would have to be written in another way.
fn code_span(text: &str) -> Option<(String, usize)> {
    let inside = text.trim_start_matches('`');
    let fence = text.len() - inside.len();
    let mut from = 0;
    while let Some(start) = inside[from..].find('`').map(|start| from + start) {
        let behind = inside[start..].trim_start_matches('`');
        let end = inside.len() - behind.len();
        if end - start == fence {
            let content = inside[..start].trim();
            let is_kept = !content.is_empty() && !content.contains('|');
            return is_kept.then(|| (code(content), fence + end));
        }
        from = end;
    }
    None
}

/// An address of the web at the start of a text that is what it looks like: visible ASCII, and nobody's name in front of the host.
fn address(text: &str) -> Option<&str> {
    let behind = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/?#&+,=%:!@".contains(byte);
    let length = text.len() - behind.len() + behind.bytes().take_while(is_part).count();
    let address = text[..length].trim_end_matches(['.', ',', ':', '!', '?', '_']);
    let is_plain = behind.starts_with(|first: char| first.is_ascii_alphanumeric()) && !address.contains('@');
    is_plain.then_some(address)
}

/// A character between its neighbours, in Markdown that shows it; `rest` is all behind it.
fn character(found: char, last: Option<char>, next: Option<char>, rest: &str) -> String {
    let is_word = |neighbour: Option<char>| neighbour.is_some_and(|neighbour| neighbour.is_ascii_alphanumeric());
    let opens = match found {
        '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '^' | '$' => true,
        '_' => !(is_word(last) && is_word(next)),
        // A dash is drawn for two.
        '-' => last == Some('-') || next == Some('-'),
        '&' => next.is_some_and(|next| next == '#' || next.is_ascii_alphabetic()),
        // It makes a link of itself on some pages.
        ':' => rest.starts_with("//"),
        // They would end a heading unseen.
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
    fn words_of_a_command_are_quoted_where_they_must_be() {
        assert_eq!(shell_word("box.opened"), "box.opened");
        assert_eq!(shell_word("a; rm -rf 'b'c"), r"'a; rm -rf '\''b'\''c'");
        assert_eq!(shell_word("a\u{202e}"), r"$'a\U0000202e'");
    }
}
