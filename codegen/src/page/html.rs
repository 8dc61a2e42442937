//! HTML → blocks.
//!
//! The tokenizer of the HTML standard finds the tags. The text between them is decoded here, because each character must map back to the
//! page.

use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::page::block::{Block, Bold, Kind};
use crate::page::mapped::Mapped;

/// Returns the blocks of an HTML page.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    blocks_within(page, 0..page.len())
}

/// Returns the blocks of a page's HTML part.
pub(super) fn blocks_within(page: &str, part: Range<usize>) -> Vec<Block> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader::new(page);
    let mut offset = part.start;
    for token in Tokenizer::new_with_emitter(&page[part.clone()], emitter) {
        let Ok(token) = token;
        let span = match &token {
            Token::StartTag(tag) => tag.span,
            Token::EndTag(tag) => tag.span,
            Token::Comment(comment) => comment.span,
            Token::Doctype(doctype) => doctype.span,
            Token::String(_) | Token::Error(_) => continue,
        };
        let start = page.floor_char_boundary((part.start + span.start).clamp(offset, part.end));
        let end = page.ceil_char_boundary((part.start + span.end).clamp(start, part.end));
        reader.text(offset..start);
        offset = end;
        match &token {
            Token::StartTag(tag) => reader.start_tag(&name(&tag.name), &class(tag), start..end),
            Token::EndTag(tag) => reader.end_tag(&name(&tag.name)),
            _ => {}
        }
    }
    reader.text(offset..part.end);
    reader.close();
    reader.blocks
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn class(tag: &html5gum::StartTag<usize>) -> String {
    tag.attributes.get(b"class".as_slice()).map(|value| name(value)).unwrap_or_default()
}

/// Elements whose text is not part of the page's text.
const HIDDEN: &[&str] = &["script", "style", "template", "noscript", "svg", "textarea"];

/// Inline elements; any other ends the current block.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "kbd", "mark", "q", "s", "samp",
    "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
];

/// Elements whose end does not end the block: a table row is one text, and so are a term and its description.
const JOINED: &[&str] = &["br", "td", "th", "dt"];

/// Returns the separator before a cell or a description.
fn joint(name: &str) -> Option<&'static str> {
    match name {
        "td" | "th" => Some(" | "),
        "dd" => Some(": "),
        _ => None,
    }
}

struct Reader<'p> {
    page: &'p str,
    blocks: Vec<Block>,
    text: Mapped,
    open: Kind,
    /// The open hidden element.
    hidden: Option<String>,
    /// The number of open `<pre>` elements.
    pre: usize,
    /// The start of the open `<code>`.
    code: Option<usize>,
    bold: Bold,
}

impl<'p> Reader<'p> {
    fn new(page: &'p str) -> Self {
        Self {
            page,
            blocks: Vec::new(),
            text: Mapped::default(),
            open: Kind::PLAIN,
            hidden: None,
            pre: 0,
            code: None,
            bold: Bold::default(),
        }
    }

    fn start_tag(&mut self, name: &str, class: &str, span: Range<usize>) {
        if self.hidden.is_some() {
            return;
        }
        if HIDDEN.contains(&name) {
            self.hidden = Some(name.to_owned());
        } else if name == "pre" {
            self.close();
            self.pre += 1;
            self.open = Kind::Code { language: language(class) };
        } else if self.pre > 0 {
            self.start_inside_pre(name, class, span);
        } else if let Some(level) = heading(name) {
            self.close();
            self.open = Kind::Heading { level, code: None };
        } else if name == "br" {
            self.text.push(self.page, " ", span);
        } else if name == "code" {
            self.code = Some(self.text.text().len());
        } else if is_bold(name) {
            self.bold.start();
        } else if let Some(mark) =
            joint(name).filter(|_| matches!(self.open, Kind::Paragraph { .. }) && !self.text.is_blank())
        {
            self.text.push(self.page, mark, span.start..span.start);
        } else if !INLINE.contains(&name) {
            self.close();
        }
    }

    /// Highlighters insert tags into code; those that break lines become lines of the code.
    fn start_inside_pre(&mut self, name: &str, class: &str, span: Range<usize>) {
        if let Kind::Code { language: known @ None } = &mut self.open {
            *known = language(class);
        }
        if !INLINE.contains(&name) && !self.text.text().is_empty() {
            self.text.push(self.page, "\n", span);
        }
    }

    fn end_tag(&mut self, name: &str) {
        if let Some(hidden) = &self.hidden {
            if hidden == name {
                self.hidden = None;
            }
        } else if name == "pre" {
            self.pre = self.pre.saturating_sub(1);
            self.close();
        } else if self.pre == 0 && name == "code" {
            let start = self.code.take();
            if let Kind::Heading { code: code @ None, .. } | Kind::Paragraph { code: code @ None, .. } = &mut self.open
            {
                *code = start.map(|start| start..self.text.text().len());
            }
        } else if is_bold(name) {
            self.bold.end();
        } else if self.pre == 0 && !INLINE.contains(&name) && !JOINED.contains(&name) {
            self.close();
        }
    }

    /// Adds the text between two tags with its character references decoded.
    fn text(&mut self, span: Range<usize>) {
        if self.hidden.is_some() {
            return;
        }
        let mut offset = span.start;
        while offset < span.end {
            let rest = &self.page[offset..span.end];
            let reference = rest.find('&').unwrap_or(rest.len());
            self.bold.text(&rest[..reference]);
            self.text.push(self.page, &rest[..reference], offset..offset + reference);
            let rest = &rest[reference..];
            offset += reference;
            if !rest.is_empty() {
                let length = reference_length(rest);
                self.text.push(self.page, &htmlize::unescape(&rest[..length]), offset..offset + length);
                offset += length;
            }
        }
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut kind = std::mem::replace(&mut self.open, Kind::PLAIN);
        self.code = None;
        let starts_bold = std::mem::take(&mut self.bold).is_first();
        if let Kind::Paragraph { is_bold, .. } = &mut kind {
            *is_bold = starts_bold;
        }
        if !text.is_blank() {
            self.blocks.push(Block { kind, text });
        }
    }
}

/// Returns the length of the text from `&` up to the last possible end of a character reference.
fn reference_length(text: &str) -> usize {
    let name = text[1..].find(|other: char| !other.is_ascii_alphanumeric() && other != '#');
    let end = name.map_or(text.len(), |end| end + 1);
    if text[end..].starts_with(';') { end + 1 } else { end }
}

fn is_bold(name: &str) -> bool {
    matches!(name, "b" | "strong")
}

fn heading(name: &str) -> Option<u8> {
    let level = name.strip_prefix('h')?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}

/// Returns the language in the classes of Markdown renderers and highlighters.
fn language(class: &str) -> Option<String> {
    let prefixes = ["language-", "lang-", "highlight-source-"];
    let named =
        |class: &str| prefixes.iter().find_map(|prefix| class.strip_prefix(prefix)).map(str::to_ascii_lowercase);
    class.split_ascii_whitespace().find_map(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(page: &str) -> Vec<(String, &str)> {
        let texts = |block: Block| (block.text.text().to_owned(), &page[block.text.trimmed_span()]);
        blocks(page).into_iter().map(texts).collect()
    }

    #[test]
    fn references_and_tags_map_to_the_page() {
        let page =
            "<h2>A &amp; B</h2>\r\n<!-- é --><pre><code>{<span class=k>&quot;é&quot;</span>:\r\n1&#125;</code></pre>";
        assert_eq!(
            read(page),
            [
                ("A & B".to_owned(), "A &amp; B"),
                ("{\"é\":\r\n1}".to_owned(), "{<span class=k>&quot;é&quot;</span>:\r\n1&#125;"),
            ]
        );
    }

    #[test]
    fn scripts_are_ignored() {
        assert_eq!(read("<p>a<script>\"<p>b\"</script></p>c"), [("a".to_owned(), "a"), ("c".to_owned(), "c")]);
    }

    #[test]
    fn an_unclosed_comment_hides_the_rest() {
        assert_eq!(read("a<!-- <pre>b"), [("a".to_owned(), "a")]);
    }
}
