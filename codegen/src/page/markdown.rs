//! Markdown → blocks.

mod admonition;
mod component;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::page::aside;
use crate::page::block::{Block, Border, Kind, Reading, STRUCK};
use crate::page::event_mention::{mentions, titled};
use crate::page::heading::is_other;
use crate::page::html;
use crate::page::mapped::Mapped;
use crate::page::pattern::regex;

/// Returns the blocks of a Markdown page. Raw HTML in it is read as HTML.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let (text, tags) = component::apart(page);
    let mut tags = tags.into_iter().peekable();
    let mut reader = Reader { page, read: Reading::new(), metadata: false, has_braces: false };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
    for (event, span) in Parser::new_ext(&text, options).into_offset_iter() {
        while let Some(tag) = tags.next_if(|tag| matches!(event, Event::Start(_)) && tag.end <= span.start) {
            reader.read.close();
            reader.read.blocks.extend(html::blocks_within(page, tag));
        }
        reader.event(event, span);
    }
    reader.read.close();
    reader.read.blocks.extend(tags.flat_map(|tag| html::blocks_within(page, tag)));
    reader.read.blocks
}

struct Reader<'p> {
    page: &'p str,
    read: Reading,
    metadata: bool,
    /// True if the open heading ends with braces that are not attributes.
    has_braces: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(TagEnd::MetadataBlock(_)) => self.metadata = false,
            Event::End(TagEnd::List(_)) => self.read.end_list(),
            Event::End(TagEnd::Heading(_)) => self.end_heading(span),
            Event::End(tag) if ends_block(tag) => {
                if self.read.text.text().trim_start().starts_with("{%") {
                    self.unmark();
                }
                self.read.close();
            }
            Event::InlineHtml(tag) => self.inline_html(&tag, span),
            Event::Text(_) if self.metadata => self.read.blocks.extend(aside::front_matter(self.page, span)),
            Event::Text(text) => self.read.push(self.page, &text, span),
            Event::End(TagEnd::Strong) => self.read.end_bold(),
            Event::End(TagEnd::Emphasis) => self.read.border(Border::Emphasis),
            Event::End(TagEnd::Link) => self.read.border(Border::Part),
            Event::End(TagEnd::Strikethrough) => self.read.push(self.page, STRUCK, span.end..span.end),
            Event::Code(text) => self.code_span(&text, span),
            Event::FootnoteReference(_) => self.read.push(self.page, &self.page[span.clone()], span),
            Event::SoftBreak | Event::HardBreak => self.line_break(span),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Heading { level, attrs, .. } => {
                self.read.open(Kind::Heading { level: *level as u8, code: None });
                self.has_braces = attrs.iter().any(|(_, value)| value.is_none());
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{', '\t']).next().map(str::to_ascii_lowercase)
                    }
                    CodeBlockKind::Indented => None,
                };
                self.read.close();
                self.read.blocks.extend(title(self.page, span));
                self.read.open(Kind::Code { language: language.filter(|language| !language.is_empty()) });
            }
            Tag::HtmlBlock => {
                self.read.close();
                self.read.blocks.extend(html::blocks_within(self.page, span));
            }
            Tag::MetadataBlock(_) => self.metadata = true,
            Tag::Emphasis => self.read.border(Border::Emphasis),
            Tag::Link { title, .. } | Tag::Image { title, .. } => {
                self.read.border(if matches!(tag, Tag::Link { .. }) { Border::Link } else { Border::Part });
                self.read.blocks.extend(aside::text(self.page, title, span));
            }
            Tag::Strong => self.read.start_bold(),
            Tag::Strikethrough => self.read.push(self.page, STRUCK, span.start..span.start),
            // A table row is read as one text.
            Tag::TableCell if !self.read.text.is_blank() => {
                self.read.push(self.page, " | ", span.start..span.start);
            }
            Tag::List(number) => self.read.start_list(number.is_some()),
            Tag::Paragraph
            | Tag::Item
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_)
            | Tag::TableHead
            | Tag::TableRow => {
                self.read.close();
            }
            _ => {}
        }
    }

    /// Ends a line of a paragraph. The text of a box does not include its mark.
    fn line_break(&mut self, span: Range<usize>) {
        let next = self.page[span.end..].trim_start_matches(['\n', '\r', ' ', '\t', '>']);
        let is_before_mark = next.lines().next().is_some_and(|next| admonition::title(next.trim_end()).is_some());
        if matches!(self.read.kind, Kind::Paragraph { .. }) && (self.unmark() || is_before_mark) {
            self.read.close();
        } else {
            self.read.push(self.page, " ", span);
        }
    }

    /// Leaves only the title of a line that is the mark of a box; returns true if it is one.
    fn unmark(&mut self) -> bool {
        let is_paragraph = matches!(self.read.kind, Kind::Paragraph { .. });
        let Some(title) = admonition::title(self.read.text.text()).filter(|_| is_paragraph) else { return false };
        // A tab may have a title around the name: `An order was paid (order.paid)`.
        let text = self.read.text.text();
        let name = titled(&text[title.clone()]).filter(|_| text.trim_start().starts_with("{%"));
        let title = name.map_or(title.clone(), |name| title.start + name.start..title.start + name.end);
        self.read.text = if title.is_empty() { Mapped::default() } else { self.read.text.part(title) };
        true
    }

    /// Ends a heading. A word in braces, as in `order.{paid,shipped}`, is not an attribute of it.
    fn end_heading(&mut self, span: Range<usize>) {
        let start = self.page[span.clone()].rfind('{').filter(|_| std::mem::take(&mut self.has_braces));
        if let Some(start) = start.map(|start| span.start + start) {
            let text = self.page[start..span.end].trim_end_matches(|found: char| found != '}');
            self.read.push(self.page, text, start..start + text.len());
        }
        self.read.close();
    }

    /// Keeps a tag that stands for a part of a name, as in `order.<status>`.
    fn inline_html(&mut self, tag: &str, span: Range<usize>) {
        if self.read.is_inside_name() && !html::is_inline(tag) {
            self.read.push(self.page, tag, span.clone());
        } else {
            // A component may be a badge.
            let name = tag.trim_start_matches(['<', '/']).split([' ', '>', '/']).next().unwrap_or_default();
            let is_component = !html::is_inline(tag) && !name.starts_with('!');
            let is_start = !tag.starts_with("</");
            if let Some(border) = html::border(name, is_start).or(is_component.then_some(Border::Part)) {
                self.read.border(border);
            }
            self.read.blocks.extend(html::blocks_within(self.page, span.clone()).into_iter().filter(Block::is_aside));
        }
        if html::is_field(tag) {
            self.read.close();
            if let Some((name, at)) = html::field(self.page, span) {
                self.read.push(self.page, &name, at.clone());
                self.read.push(self.page, " | ", at.end..at.end);
            }
        }
    }

    fn code_span(&mut self, text: &str, span: Range<usize>) {
        self.read.push(self.page, text, span);
        let end = self.read.text.text().len();
        self.read.code(end - text.len()..end);
    }
}

/// Returns the title of a fence, if it has a name or says that it is something else, as a line above the code: ```` ```json title="order.paid" ````, ```` ```json [order.paid] ````
/// or ```` ```json order.paid ````.
fn title(page: &str, fence: Range<usize>) -> Option<Block> {
    let titled = regex!(
        r#"^[\s>]*(?:`{3,}|~{3,})\S+\s+(?:.*?\b(?:title|file|filename|name|label|caption)=["']?(?<title>[^"'\n]+)|\[(?<label>[^\]\n]+)\]|(?<rest>.+))"#
    );
    // A number alone may be anything, such as the line to begin with; numbers in braces are lines to highlight.
    let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit() || b" \t{},-".contains(&it));
    let line = page[fence.clone()].lines().next()?;
    let found = titled.captures(line)?;
    let says = |text: &regex::Match<'_>| mentions(text.as_str()).next().is_some() || is_other(text.as_str());
    let rest = found.name("rest").filter(|rest| !is_number(rest.as_str()));
    let text = found.name("title").or(found.name("label")).or(rest).filter(says)?;
    let span = fence.start + text.start()..fence.start + text.end();
    Some(Block::new(Kind::PLAIN, Mapped::verbatim(page, span)))
}

fn ends_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Paragraph
            | TagEnd::FootnoteDefinition
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::BlockQuote(_)
    )
}
