//! Blocks → events: assigns each JSON block to the heading above it.

use std::sync::Arc;

use crate::json::{self, Document};
use crate::page::block::{Block, Kind, one_line};
use crate::page::heading::{EventHeading, event_heading, looks_like_name};
use crate::page::mapped::Mapped;
use crate::page::signing::{self, Signing};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Source};

/// The outline of a page.
#[derive(Debug)]
pub(super) struct Outline {
    /// The events in documented order.
    pub(super) sections: Vec<Section>,
    /// The JSON outside of events.
    pub(super) loose: Vec<Json>,
    origins: Vec<Origin>,
    source: Arc<Source>,
}

/// The content below the heading of an event.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) wire_name: String,
    pub(super) summary: Option<String>,
    /// The place of the name.
    pub(super) place: Place,
    /// The JSON blocks.
    pub(super) blocks: Vec<Json>,
    /// True if a block is not JSON, which suppresses findings about missing blocks.
    pub(super) is_broken: bool,
}

/// A JSON block.
#[derive(Debug)]
pub(super) struct Json {
    /// The document; its source is the text of the block.
    pub(super) document: Arc<Document>,
    /// The place of the block in the page.
    pub(super) place: Place,
    /// The heading above it with its place.
    pub(super) above: Option<(Place, String)>,
}

/// The text of a block with its places in the page.
#[derive(Debug)]
struct Origin {
    text: Arc<Source>,
    mapped: Mapped,
}

impl Outline {
    /// Assigns the blocks of a page to events; those of plain text are lines (`are_lines`).
    pub(super) fn new(source: &Arc<Source>, blocks: &[Block], are_lines: bool, diagnostics: &mut Diagnostics) -> Self {
        let outline = Self { sections: Vec::new(), loose: Vec::new(), origins: Vec::new(), source: Arc::clone(source) };
        let mut builder = Builder { outline, blocks, diagnostics, are_lines, open: None, above: None };
        for index in 0..blocks.len() {
            builder.block(index);
        }
        builder.outline
    }

    /// Reads the sentences about signing; paragraphs may be lines. Event headings are skipped: the name of an event is not about signing.
    pub(super) fn signing(&self, blocks: &[Block], are_lines: bool) -> Signing {
        let names: Vec<&str> = self.sections.iter().map(|section| section.wire_name.as_str()).collect();
        let is_event = |block: &Block| {
            let span = block.text.trimmed_span();
            self.sections.iter().any(|section| span.contains(&section.place.span.start))
        };
        signing::read(blocks, are_lines, &names, &is_event)
    }

    /// Maps the places of findings from the text of a block to the page.
    pub(super) fn relocate(&self, diagnostics: Diagnostics) -> Diagnostics {
        let mut relocated = Diagnostics::new();
        for mut diagnostic in diagnostics {
            diagnostic.place = diagnostic.place.map(|place| self.relocated(place));
            diagnostic.related =
                diagnostic.related.into_iter().map(|(place, label)| (self.relocated(place), label)).collect();
            relocated.push(diagnostic);
        }
        relocated
    }

    /// Maps a place from the text of a block to the page.
    pub(super) fn relocated(&self, place: Place) -> Place {
        match self.origins.iter().find(|origin| Arc::ptr_eq(&origin.text, &place.source)) {
            Some(origin) => {
                Place { source: Arc::clone(&self.source), span: origin.mapped.span(place.span), pointer: place.pointer }
            }
            None => place,
        }
    }
}

/// The level of a bold line that acts as a heading: below all headings.
const BOLD_LEVEL: u8 = 7;

/// Reads an event's heading; a bold line is one only if its name is certain.
fn heading_of(block: &Block, is_marked: bool) -> Option<EventHeading> {
    match &block.kind {
        Kind::Heading { code, .. } => event_heading(block.text.text(), code.clone(), is_marked),
        Kind::Paragraph { is_bold: true, .. } => {
            event_heading(block.text.text(), None, is_marked).filter(|heading| heading.is_certain)
        }
        _ => None,
    }
}

struct Builder<'b> {
    outline: Outline,
    blocks: &'b [Block],
    diagnostics: &'b mut Diagnostics,
    are_lines: bool,
    /// The level of the open event's heading, that of the last section.
    open: Option<u8>,
    /// The heading, or the possible heading, above the next JSON block.
    above: Option<usize>,
}

impl Builder<'_> {
    fn block(&mut self, index: usize) {
        let block = &self.blocks[index];
        match &block.kind {
            Kind::Heading { level, .. } => {
                self.above = Some(index);
                self.heading(index, *level);
            }
            Kind::Paragraph { is_bold: true, .. } if self.is_event_line(index) => {
                self.above = Some(index);
                self.heading(index, BOLD_LEVEL);
            }
            Kind::Paragraph { .. } => self.line(index),
            Kind::Code { .. } if block.is_json() => self.json(&block.text),
            Kind::Code { .. } => {}
        }
    }

    fn heading(&mut self, index: usize, level: u8) {
        let text = &self.blocks[index].text;
        match self.heading_of(index) {
            Some(heading) if self.has_json_below(index, level) => self.section(text, &heading, level),
            heading => {
                self.other_heading(text, heading.filter(|heading| heading.is_certain));
                self.open = self.open.filter(|open| level > *open);
            }
        }
    }

    fn heading_of(&self, index: usize) -> Option<EventHeading> {
        heading_of(&self.blocks[index], !self.are_lines)
    }

    /// Returns true if a bold line acts as an event's heading: right above JSON, on a page without marked event headings.
    fn is_event_line(&self, index: usize) -> bool {
        let in_section = self.open.is_some_and(|level| level < BOLD_LEVEL);
        let is_above_json = self.blocks[index + 1..].iter().take(3).any(Block::is_json);
        !in_section && is_above_json && self.heading_of(index).is_some() && self.has_json_below(index, BOLD_LEVEL)
    }

    /// Notes a short line right above JSON, which may be a heading that is not understood: in plain text any, elsewhere one that looks like
    /// a name.
    fn line(&mut self, index: usize) {
        let text = self.blocks[index].text.text();
        let is_title = text.chars().count() <= 80 && !text.ends_with([':', '.']);
        let is_above_json = self.blocks.get(index + 1).is_some_and(Block::is_json);
        if self.are_lines && is_above_json && !text.ends_with(':') {
            self.above = is_title.then_some(index);
        } else if is_above_json && is_title && looks_like_name(text) {
            self.above = Some(index);
        }
    }

    /// Returns true if JSON is directly below this heading. A heading with events below it is a chapter.
    fn has_json_below(&self, index: usize, level: u8) -> bool {
        let is_deeper = |block: &&Block| !matches!(block.kind, Kind::Heading { level: other, .. } if other <= level);
        let named = self.heading_of(index).map(|heading| heading.name);
        let names_other = |block: &&Block| {
            heading_of(block, !self.are_lines)
                .is_some_and(|heading| heading.is_certain && named.as_ref() != Some(&heading.name))
        };
        let below = self.blocks[index + 1..].iter().take_while(is_deeper);
        // Blocks below the next bold line belong to that line.
        let own: Vec<&Block> = below.take_while(|block| level < BOLD_LEVEL || !names_other(block)).collect();
        own.iter().any(|block| block.is_json()) && !own.iter().any(names_other)
    }

    /// Returns the place of a part of a block.
    fn place(&self, text: &Mapped, span: std::ops::Range<usize>) -> Place {
        Place::new(&self.outline.source, text.span(span))
    }

    fn section(&mut self, text: &Mapped, heading: &EventHeading, level: u8) {
        let wire_name = heading.name.clone();
        let place = self.place(text, heading.wire_name.clone());
        if let Some(first) = self.outline.sections.iter().find(|section| section.wire_name == wire_name) {
            let twice = Diagnostic::error("duplicate-event", format!("the page documents `{wire_name}` twice"))
                .repeating(place.clone(), first.place.clone())
                .help("give each event one heading, with its examples and its schema below it");
            self.diagnostics.push(twice);
        }
        let summary = heading.summary.clone().map(|span| one_line(&text.text()[span]));
        self.outline.sections.push(Section { wire_name, summary, place, blocks: Vec::new(), is_broken: false });
        self.open = Some(level);
    }

    fn other_heading(&mut self, text: &Mapped, heading: Option<EventHeading>) {
        let Some(heading) = heading else {
            return;
        };
        let wire_name = &heading.name;
        let empty =
            Diagnostic::warning("event-without-blocks", format!("`{wire_name}` has neither example nor schema"))
                .at(self.place(text, heading.wire_name))
                .help("it is not imported; add a schema below its heading");
        self.diagnostics.push(empty);
    }

    fn json(&mut self, text: &Mapped) {
        let source = Source::new(self.outline.source.path(), text.text());
        let parsed = json::parse(&source);
        self.outline.origins.push(Origin { text: source, mapped: text.clone() });
        let section = self.outline.sections.last_mut().filter(|_| self.open.is_some());
        match (parsed, section) {
            (Ok(document), section) => {
                let place = Place::new(&self.outline.source, text.trimmed_span());
                let above = self.above.map(|index| {
                    let text = &self.blocks[index].text;
                    (Place::new(&self.outline.source, text.trimmed_span()), text.text().to_owned())
                });
                let json = Json { document: Arc::new(document), place, above };
                section.map_or(&mut self.outline.loose, |section| &mut section.blocks).push(json);
            }
            (Err(findings), section) => {
                if let Some(section) = section {
                    section.is_broken = true;
                }
                let findings = self.outline.relocate(findings);
                self.diagnostics.extend(findings);
            }
        }
    }
}
