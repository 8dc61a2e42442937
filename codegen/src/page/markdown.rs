//! Markdown → blocks.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::page::block::{Block, Bold, Kind};
use crate::page::html;
use crate::page::mapped::Mapped;

/// Returns the blocks of a Markdown page. Raw HTML in it is read as HTML.
pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut reader = Reader {
        page,
        blocks: Vec::new(),
        text: Mapped::default(),
        open: Kind::PLAIN,
        metadata: false,
        bold: Bold::default(),
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    for (event, span) in Parser::new_ext(page, options).into_offset_iter() {
        reader.event(event, span);
    }
    reader.close();
    reader.blocks
}

struct Reader<'p> {
    page: &'p str,
    blocks: Vec<Block>,
    /// The text and the kind of the current block.
    text: Mapped,
    open: Kind,
    metadata: bool,
    bold: Bold,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(TagEnd::MetadataBlock(_)) => self.metadata = false,
            Event::End(tag) if ends_block(tag) => self.close(),
            Event::Text(_) if self.metadata => {}
            Event::Text(text) => {
                self.bold.text(&text);
                self.text.push(self.page, &text, span);
            }
            Event::End(TagEnd::Strong) => self.bold.end(),
            Event::Code(text) => self.code_span(&text, span),
            Event::SoftBreak | Event::HardBreak => self.text.push(self.page, " ", span),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.begin(Kind::Heading { level: *level as u8, code: None }),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{', '\t']).next().map(str::to_ascii_lowercase)
                    }
                    CodeBlockKind::Indented => None,
                };
                self.begin(Kind::Code { language: language.filter(|language| !language.is_empty()) });
            }
            Tag::HtmlBlock => {
                self.close();
                self.blocks.extend(html::blocks_within(self.page, span));
            }
            Tag::MetadataBlock(_) => self.metadata = true,
            Tag::Strong => self.bold.start(),
            // A table row is read as one text.
            Tag::TableCell if !self.text.is_blank() => self.text.push(self.page, " | ", span.start..span.start),
            Tag::Paragraph | Tag::Item | Tag::List(_) | Tag::BlockQuote(_) | Tag::TableHead | Tag::TableRow => {
                self.close();
            }
            _ => {}
        }
    }

    fn code_span(&mut self, text: &str, span: Range<usize>) {
        self.bold.text(text);
        let start = self.text.text().len();
        self.text.push(self.page, text, span);
        if let Kind::Heading { code: code @ None, .. } | Kind::Paragraph { code: code @ None, .. } = &mut self.open {
            *code = Some(start..start + text.len());
        }
    }

    fn begin(&mut self, kind: Kind) {
        self.close();
        self.open = kind;
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut kind = std::mem::replace(&mut self.open, Kind::PLAIN);
        let starts_bold = std::mem::take(&mut self.bold).is_first();
        if let Kind::Paragraph { is_bold, .. } = &mut kind {
            *is_bold = starts_bold;
        }
        if !text.is_blank() {
            self.blocks.push(Block { kind, text });
        }
    }
}

fn ends_block(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::BlockQuote(_)
    )
}
