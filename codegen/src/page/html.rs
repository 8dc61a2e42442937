//! HTML → blocks.
//!
//! The tokenizer of the HTML standard finds the tags. The text between them is decoded here, because each character must map back to the
//! page.

use std::ops::Range;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::page::aside;
use crate::page::block::{Block, Border, Kind, Reading, STRUCK};
use crate::page::mapped::Mapped;
use crate::page::unread;

/// Returns the blocks of an HTML page.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let reader = read(page, 0..page.len());
    let unclosed = reader.hidden.map(|_| Block::new(Kind::Unclosed, Mapped::verbatim(page, reader.start)));
    reader.read.blocks.into_iter().chain(unclosed).collect()
}

/// Returns the blocks of a page's HTML part.
pub(super) fn blocks_within(page: &str, part: Range<usize>) -> Vec<Block> {
    read(page, part).read.blocks
}

fn read(page: &str, part: Range<usize>) -> Reader<'_> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader {
        page,
        read: Reading::new(),
        hidden: None,
        start: 0..0,
        aside: Mapped::default(),
        pre: 0,
        code: None,
        is_behind_mark: false,
    };
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
            // A drawing without content ends at once.
            Token::StartTag(tag) if tag.self_closing && name(&tag.name) == "svg" => {}
            Token::StartTag(tag) => {
                reader.attributes(tag, part.start, start..end);
                reader.start_tag(&name(&tag.name), &class(tag), start..end);
                reader.field(tag, part.start, start..end);
            }
            Token::EndTag(tag) => reader.end_tag(&name(&tag.name), start..end),
            Token::Comment(_) => reader.raw(start..end),
            _ => {}
        }
    }
    reader.text(offset..part.end);
    reader.read.close();
    reader.end_aside("");
    reader
}

fn name(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn class(tag: &html5gum::StartTag<usize>) -> String {
    tag.attributes.get(b"class".as_slice()).map(|value| name(value)).unwrap_or_default()
}

/// Returns true for the tag of a component that describes a member: `<ResponseField name="total">`.
pub(super) fn is_field(tag: &str) -> bool {
    let name = tag.trim_start_matches(['<', '/']);
    let name: String =
        name.chars().take_while(|found| found.is_ascii_alphanumeric() || ".-".contains(*found)).collect();
    let lower = name.to_ascii_lowercase();
    let is_component = name.starts_with(|first: char| first.is_ascii_uppercase()) || name.contains('-');
    is_component && ["field", "param", "property", "attribute", "prop"].iter().any(|end| lower.ends_with(end))
}

/// Returns the name in the tag of such a component, with its span in the page.
pub(super) fn field(page: &str, span: Range<usize>) -> Option<(String, Range<usize>)> {
    let read = read(page, span.clone());
    let row = read.read.blocks.into_iter().find(|block| !block.is_aside())?;
    let subject = row.subject()?.to_owned();
    let start = row.text.text().find(&subject)?;
    let at = row.text.span(start..start + subject.len());
    Some((subject, at))
}

/// Elements whose text is not part of the page's text.
const HIDDEN: &[&str] = &["script", "style", "template"];

/// Elements whose text is beside the content: a drawing, a form, what is shown without scripts.
const ASIDE: &[&str] = &["noscript", "svg", "textarea"];

/// Elements whose text is struck out.
const STRUCK_OUT: &[&str] = &["del", "s", "strike"];

/// Inline elements; any other ends the current block.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
];

/// Returns true for the tag of an inline element of HTML.
pub(super) fn is_inline(tag: &str) -> bool {
    let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
    INLINE.contains(&name.to_ascii_lowercase().as_str()) || name == "br"
}

/// Returns the border that the start or end tag of an inline element is: no text stands in `<wbr>` and images.
pub(super) fn border(name: &str, is_start: bool) -> Option<Border> {
    match name {
        "a" if is_start => Some(Border::Link),
        "sup" if is_start => Some(Border::Raised),
        "em" | "i" | "var" => Some(Border::Emphasis),
        "code" | "img" | "wbr" => None,
        name => INLINE.contains(&name).then_some(Border::Part),
    }
}

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
    read: Reading,
    /// The open element whose text is hidden or beside the content.
    hidden: Option<String>,
    /// The start tag of that element.
    start: Range<usize>,
    /// The text of the open element beside the content.
    aside: Mapped,
    /// The number of open `<pre>` elements.
    pre: usize,
    /// The start of the open `<code>`.
    code: Option<usize>,
    /// True right behind the mark of a note in code, which `<b>` may repeat.
    is_behind_mark: bool,
}

impl Reader<'_> {
    /// Reads the texts in attributes; their places are relative to `start`.
    fn attributes(&mut self, tag: &html5gum::StartTag<usize>, start: usize, span: Range<usize>) {
        if self.hidden.as_ref().is_some_and(|hidden| HIDDEN.contains(&hidden.as_str())) {
            return;
        }
        let source = self.page[span.clone()].trim_start_matches('<');
        let end =
            source.find(|found: char| found.is_whitespace() || matches!(found, '/' | '>')).unwrap_or(source.len());
        let is_component =
            source.starts_with(|first: char| first.is_ascii_uppercase()) || source[..end].contains(['-', '.']);
        let texts = tag.attributes.iter().filter(|(key, _)| aside::is_text(&name(key), is_component));
        let blocks = texts.flat_map(|(key, value)| {
            let first = self.page.floor_char_boundary((start + value.span.start).clamp(span.start, span.end));
            let last = self.page.ceil_char_boundary((start + value.span.end).clamp(first, span.end));
            let text = name(&value.value);
            let (text, last) = aside::expression(self.page, &text, first..span.end).unwrap_or((text, last));
            let is_titled = is_component && !is_field(&self.page[span.clone()]);
            let label = aside::label(self.page, (&name(key), &text), first..last, (is_component, is_titled));
            label.into_iter().chain(aside::text(self.page, &text, first..last))
        });
        let mut blocks: Vec<Block> = blocks.collect();
        blocks.sort_by_key(|block| block.text.trimmed_span().start);
        self.read.blocks.extend(blocks);
    }

    fn start_tag(&mut self, name: &str, class: &str, span: Range<usize>) {
        if self.hidden.is_some() {
            return;
        }
        self.border(name, true);
        if HIDDEN.contains(&name) || ASIDE.contains(&name) || (name == "button" && self.pre > 0) {
            self.hidden = Some(name.to_owned());
            self.start = span;
        } else if name == "pre" {
            self.pre += 1;
            self.open(Kind::Code { language: language(class) });
        } else if STRUCK_OUT.contains(&name) {
            self.read.push(self.page, STRUCK, span.start..span.start);
        } else if self.pre > 0 {
            self.start_inside_pre(name, class, span);
        } else if let Some(level) = heading(name) {
            self.open(Kind::Heading { level, code: None });
        } else if matches!(name, "ol" | "ul") {
            self.read.start_list(name == "ol");
        } else if name == "br" {
            self.read.push(self.page, " ", span);
        } else if name == "code" {
            self.code = Some(self.read.text.text().len());
        } else if is_bold(name) {
            self.read.start_bold();
        } else if let Some(mark) =
            joint(name).filter(|_| matches!(self.read.kind, Kind::Paragraph { .. }) && !self.read.text.is_blank())
        {
            self.read.push(self.page, mark, span.start..span.start);
        } else if !INLINE.contains(&name) && self.read.is_inside_name() {
            self.read.push(self.page, &self.page[span.clone()], span);
        } else if !INLINE.contains(&name) && !self.starts_heading() {
            self.open(Kind::PLAIN);
        }
    }

    /// Starts the row of a member that a component describes.
    fn field(&mut self, tag: &html5gum::StartTag<usize>, start: usize, span: Range<usize>) {
        let keys = ["name", "path", "body", "query", "header"];
        let named = keys.iter().find_map(|key| tag.attributes.get(key.as_bytes()));
        let Some(value) =
            named.filter(|_| self.hidden.is_none() && self.pre == 0 && is_field(&self.page[span.clone()]))
        else {
            return;
        };
        let first = self.page.floor_char_boundary((start + value.span.start).clamp(span.start, span.end));
        let last = self.page.ceil_char_boundary((start + value.span.end).clamp(first, span.end));
        self.open(Kind::PLAIN);
        self.read.push(self.page, &name(&value.value), first..last);
        self.read.push(self.page, " | ", last..last);
    }

    /// Returns true at the start of a heading: a button or a box around its text ends nothing, and neither does one with a permalink, which is
    /// left out.
    fn starts_heading(&mut self) -> bool {
        let is_start = matches!(self.read.kind, Kind::Heading { .. })
            && !self.read.text.text().contains(char::is_alphanumeric)
            && self.code.is_none();
        if is_start {
            self.read.text = Mapped::default();
        }
        is_start
    }

    /// Highlighters insert tags into code; those that break lines become lines of the code. The marks of notes about it are none of its text.
    fn start_inside_pre(&mut self, name: &str, class: &str, span: Range<usize>) {
        let is_mark = class.split_ascii_whitespace().any(|class| class == "conum");
        let is_repeated = std::mem::replace(&mut self.is_behind_mark, is_mark) && name == "b";
        if is_mark || is_repeated {
            self.hidden = Some(name.to_owned());
            self.start = span;
            return;
        }
        if let Kind::Code { language: known @ None } = &mut self.read.kind {
            *known = language(class);
        }
        if !INLINE.contains(&name) && !self.read.text.text().is_empty() {
            self.read.push(self.page, "\n", span);
        }
    }

    fn end_tag(&mut self, name: &str, span: Range<usize>) {
        if let Some(hidden) = &self.hidden {
            if hidden == name {
                self.hidden = None;
                self.end_aside(name);
            } else if !INLINE.contains(&name) && !self.aside.is_blank() {
                self.aside.push(self.page, " ", span);
            }
            return;
        }
        self.border(name, false);
        if name == "pre" {
            self.pre = self.pre.saturating_sub(1);
            self.open(Kind::PLAIN);
        } else if self.pre == 0 && name == "code" {
            if let Some(start) = self.code.take() {
                self.read.code(start..self.read.text.text().len());
            }
        } else if matches!(name, "ol" | "ul") {
            self.read.end_list();
        } else if is_bold(name) {
            self.read.end_bold();
        } else if STRUCK_OUT.contains(&name) {
            self.read.push(self.page, STRUCK, span.start..span.start);
        } else if self.pre == 0 && !INLINE.contains(&name) && !JOINED.contains(&name) {
            let is_within = heading(name).is_none() && self.starts_heading();
            if !is_within {
                self.open(Kind::PLAIN);
            }
        }
    }

    fn end_aside(&mut self, name: &str) {
        let text = std::mem::take(&mut self.aside);
        // A text area shows its text as it is, often code.
        let kind = if name == "textarea" { Kind::PLAIN } else { Kind::Aside };
        self.read.blocks.extend((!text.is_blank()).then_some(Block::new(kind, text)));
    }

    /// Adds the text between two tags with its character references decoded.
    fn text(&mut self, span: Range<usize>) {
        if let Some(hidden) = &self.hidden {
            if ASIDE.contains(&hidden.as_str()) {
                self.aside.push(self.page, &self.page[span.clone()], span);
            } else {
                self.raw(span);
            }
            return;
        }
        self.is_behind_mark &= span.is_empty();
        let mut offset = span.start;
        while offset < span.end {
            let rest = &self.page[offset..span.end];
            let reference = rest.find('&').unwrap_or(rest.len());
            self.read.push(self.page, &rest[..reference], offset..offset + reference);
            let rest = &rest[reference..];
            offset += reference;
            if !rest.is_empty() {
                let length = reference_length(rest);
                self.read.push(self.page, &htmlize::unescape(&rest[..length]), offset..offset + length);
                offset += length;
            }
        }
    }

    /// Notes the tag of an inline element that has a text.
    fn border(&mut self, name: &str, is_start: bool) {
        if let Some(border) = border(name, is_start) {
            self.read.border(border);
        }
    }

    /// Keeps JSON between `<![CDATA[` and `]]>` as a text: a browser hides it, but a script may show it.
    fn raw(&mut self, span: Range<usize>) {
        let written = self.page[span.clone()].trim();
        let inner = written.strip_prefix("<![CDATA[").map(|rest| rest.strip_suffix("]]>").unwrap_or(rest));
        if let Some(inner) = inner.filter(|inner| unread::is_object(inner)) {
            let mut text = Mapped::default();
            text.push(self.page, inner, span);
            self.read.blocks.push(Block::new(Kind::PLAIN, text));
        }
    }

    fn open(&mut self, kind: Kind) {
        self.read.open(kind);
        self.code = None;
    }
}

/// Returns the length of the text from `&` up to the last possible end of a character reference.
fn reference_length(text: &str) -> usize {
    let name = text[1..].find(|other: char| !other.is_ascii_alphanumeric() && other != '#');
    let end = name.map_or(text.len(), |end| end + 1);
    if text[end..].starts_with(';') { end + 1 } else { end }
}

fn is_bold(name: &str) -> bool {
    // The summary of an element that opens may be the heading of what is in it.
    matches!(name, "b" | "strong" | "summary")
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
    fn headings_go_on_behind_boxes() {
        for (heading, text) in [
            ("<div id=x></div>a.b", "a.b"),
            ("<div id=x></div><div><code>a.b</code></div>", "a.b"),
            ("<div><a href=#>#</a></div>a.b", "a.b"),
            ("<div><a>\u{200b}<div></div></a></div><span>a.b</span>", "a.b"),
            ("<a>#</a><div>a.b</div>", "a.b"),
            ("<div>a.b</div><div><a>#</a></div>", "a.b"),
            ("<span>a.b</span><p>more</p>", "a.b"),
            ("a.b", "a.b"),
        ] {
            let blocks = blocks(&format!("<h2>{heading}</h2><p>after</p>"));
            let is_heading = |block: &&Block| matches!(block.kind, Kind::Heading { .. });
            let texts: Vec<&str> = blocks.iter().filter(is_heading).map(|block| block.text.text()).collect();
            assert_eq!(texts, [text], "{heading}");
            assert!(blocks.iter().any(|block| block.text.text() == "after" && !is_heading(&block)), "{heading}");
        }
    }

    #[test]
    fn marks_of_notes_are_no_code() {
        for (code, text) in [
            ("{ \"a\": 1 } <b class=\"conum\">(1)</b>", "{ \"a\": 1 } "),
            ("{ \"a\": 1 } <i class=\"conum\" data-value=\"1\"></i><b>(1)</b>", "{ \"a\": 1 } "),
            ("{ \"a\": <b>1</b> }", "{ \"a\": 1 }"),
            ("<i class=\"conum\"></i>{ \"a\": <b>1</b> }", "{ \"a\": 1 }"),
        ] {
            assert_eq!(blocks(&format!("<pre>{code}</pre>"))[0].text.text(), text, "{code}");
        }
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
