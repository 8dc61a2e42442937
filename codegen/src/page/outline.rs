//! Blocks → events: which heading each JSON block stands under.

use std::sync::Arc;

use super::block::{Block, Kind, one_line};
use super::heading::{EventHeading, event_heading};
use super::mapped::Mapped;
use super::signing::{self, Signing};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::json::{self, Document};
use crate::location::{Place, Source};

/// A page, put in order.
#[derive(Debug)]
pub(super) struct Outline {
    /// The events, in documented order.
    pub(super) sections: Vec<Section>,
    /// JSON outside of every event.
    pub(super) loose: Vec<Json>,
    origins: Vec<Origin>,
    source: Arc<Source>,
}

/// What stands under the heading of an event.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) wire_name: String,
    pub(super) summary: Option<String>,
    /// Where the name stands.
    pub(super) place: Place,
    /// The JSON under it.
    pub(super) blocks: Vec<Json>,
    /// Whether a block is not JSON, so that nothing is said about what is missing.
    pub(super) is_broken: bool,
}

/// A block of JSON.
#[derive(Debug)]
pub(super) struct Json {
    /// What it says; its source is the block's own text.
    pub(super) document: Arc<Document>,
    /// Where it stands in the page.
    pub(super) place: Place,
}

/// A block's text and where its parts stand in the page.
#[derive(Debug)]
struct Origin {
    text: Arc<Source>,
    mapped: Mapped,
}

impl Outline {
    /// Puts the blocks of a page in order.
    pub(super) fn new(source: &Arc<Source>, blocks: &[Block], diagnostics: &mut Diagnostics) -> Self {
        let outline = Self { sections: Vec::new(), loose: Vec::new(), origins: Vec::new(), source: Arc::clone(source) };
        let mut builder = Builder { outline, blocks, diagnostics, open: None };
        for index in 0..blocks.len() {
            builder.block(index);
        }
        builder.outline
    }

    /// What the blocks say about signing; paragraphs may be lines. The headings of events are names of what happened, and say nothing.
    pub(super) fn signing(&self, blocks: &[Block], are_lines: bool) -> Signing {
        let names: Vec<&str> = self.sections.iter().map(|section| section.wire_name.as_str()).collect();
        let is_event = |block: &Block| {
            let span = block.text.whole();
            self.sections.iter().any(|section| span.contains(&section.place.span.start))
        };
        signing::read(blocks, are_lines, &names, &is_event)
    }

    /// The same findings, with their places in the page instead of in the text of one of its blocks.
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

    fn relocated(&self, place: Place) -> Place {
        match self.origins.iter().find(|origin| Arc::ptr_eq(&origin.text, &place.source)) {
            Some(origin) => {
                Place { source: Arc::clone(&self.source), span: origin.mapped.span(place.span), pointer: place.pointer }
            }
            None => place,
        }
    }
}

/// What a heading says about an event.
fn heading_of(block: &Block) -> Option<EventHeading> {
    let Kind::Heading { code, .. } = &block.kind else {
        return None;
    };
    event_heading(block.text.text(), code.clone())
}

struct Builder<'b> {
    outline: Outline,
    blocks: &'b [Block],
    diagnostics: &'b mut Diagnostics,
    /// The level of the heading of the event that is open: the last of the outline's sections.
    open: Option<u8>,
}

impl Builder<'_> {
    fn block(&mut self, index: usize) {
        let block = &self.blocks[index];
        match &block.kind {
            Kind::Heading { level, .. } => match heading_of(block) {
                Some(heading) if self.has_json_below(index, *level) => self.section(&block.text, &heading, *level),
                heading => {
                    self.other_heading(&block.text, heading.filter(|heading| heading.is_certain));
                    self.open = self.open.filter(|open| level > open);
                }
            },
            Kind::Code { .. } if block.is_json() => self.json(&block.text),
            _ => {}
        }
    }

    /// Whether JSON stands below this heading itself: a heading with events below it is one of a chapter.
    fn has_json_below(&self, index: usize, level: u8) -> bool {
        let is_deeper = |block: &&Block| !matches!(block.kind, Kind::Heading { level: other, .. } if other <= level);
        let below: Vec<&Block> = self.blocks[index + 1..].iter().take_while(is_deeper).collect();
        let names_event = |block: &&Block| heading_of(block).is_some_and(|heading| heading.is_certain);
        below.iter().any(|block| block.is_json()) && !below.iter().any(names_event)
    }

    /// The place of a part of a block.
    fn place(&self, text: &Mapped, span: std::ops::Range<usize>) -> Place {
        Place::new(&self.outline.source, text.span(span))
    }

    fn section(&mut self, text: &Mapped, heading: &EventHeading, level: u8) {
        let wire_name = text.text()[heading.wire_name.clone()].to_owned();
        let place = self.place(text, heading.wire_name.clone());
        if let Some(first) = self.outline.sections.iter().find(|section| section.wire_name == wire_name) {
            let twice = Diagnostic::error("duplicate-event", format!("the page documents `{wire_name}` twice"))
                .labelled(place.clone(), "again here")
                .related(first.place.clone(), "first here")
                .help("an event has one heading, with its examples and its schema under it");
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
        let wire_name = &text.text()[heading.wire_name.clone()];
        let empty = Diagnostic::warning("event-without-blocks", format!("nothing is documented under `{wire_name}`"))
            .at(self.place(text, heading.wire_name))
            .help("it is not imported; an event needs a schema under its heading");
        self.diagnostics.push(empty);
    }

    fn json(&mut self, text: &Mapped) {
        let source = Source::new(self.outline.source.path(), text.text());
        let parsed = json::parse(&source);
        self.outline.origins.push(Origin { text: source, mapped: text.clone() });
        let section = self.outline.sections.last_mut().filter(|_| self.open.is_some());
        match (parsed, section) {
            (Ok(document), section) => {
                let place = Place::new(&self.outline.source, text.whole());
                let json = Json { document: Arc::new(document), place };
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
