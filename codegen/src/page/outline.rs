//! The outline of a page: its events, each with its JSON blocks.

use std::sync::Arc;

use crate::json::Document;
use crate::page::block::Block;
use crate::page::heading;
use crate::page::mapped::Mapped;
use crate::page::signing::{self, Names, Signing};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Source};

/// The outline of a page.
#[derive(Debug)]
pub(super) struct Outline {
    /// The events in documented order.
    pub(super) sections: Vec<Section>,
    /// The JSON outside of events.
    pub(super) loose: Vec<Json>,
    /// The warnings of other code outside of events, which may show the envelope.
    pub(super) unread: Vec<Diagnostic>,
    /// The rows and items outside of events, with what each is about.
    pub(super) rows: Vec<(Place, String)>,
    origins: Vec<Origin>,
    source: Arc<Source>,
    /// True if the page is plain text.
    pub(super) are_lines: bool,
}

/// The content below the heading of an event.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) wire_name: String,
    /// The other names in its heading, with their places.
    pub(super) others: Vec<(String, Place)>,
    pub(super) summary: Option<String>,
    /// The place of the name.
    pub(super) place: Place,
    /// The JSON blocks.
    pub(super) blocks: Vec<Json>,
    /// The rows and items, with what each is about.
    pub(super) rows: Vec<(Place, String)>,
    /// True if a block or the heading has a finding, which suppresses those about missing blocks.
    pub(super) is_broken: bool,
}

/// A JSON block.
#[derive(Clone, Debug)]
pub(super) struct Json {
    /// The document; its source is the text of the block.
    pub(super) document: Arc<Document>,
    /// The place of the block in the page.
    pub(super) place: Place,
    /// The heading above it with its place.
    pub(super) above: Option<(Place, String)>,
    /// The short line right above it, the last line before it that is nothing but a name, and the last label of an answer.
    pub(super) lines: Vec<(Place, String)>,
    /// The last line below the heading that starts with the name of an event, unless it is one of a list: its place, and the name.
    pub(super) named: Option<(Place, String)>,
    /// True if the text above is a heading of the page, not a line that may be one.
    pub(super) is_below_heading: bool,
    /// True for the body of a sample request.
    pub(super) is_body: bool,
}

impl Json {
    /// Returns true if the text above it says that it shows something other than a current payload.
    pub(super) fn is_below_other(&self) -> bool {
        self.lines.iter().chain(&self.above).any(|(_, text)| heading::is_other(text))
    }
}

/// The text of a block with its places in the page.
#[derive(Debug)]
struct Origin {
    text: Arc<Source>,
    mapped: Mapped,
}

impl Outline {
    /// Returns the outline of a page without blocks; those of plain text are lines (`are_lines`).
    pub(super) fn empty(source: &Arc<Source>, are_lines: bool) -> Self {
        let source = Arc::clone(source);
        let (sections, loose, unread, rows, origins) = (vec![], vec![], vec![], vec![], vec![]);
        Self { sections, loose, unread, rows, origins, source, are_lines }
    }

    /// Keeps the text of a block, to which places lead, with its places in the page.
    pub(super) fn keep(&mut self, text: Arc<Source>, mapped: Mapped) {
        self.origins.push(Origin { text, mapped });
    }

    /// Reads the sentences about signing; paragraphs may be lines. Event headings are skipped: neither the name of an event nor that of the
    /// vendor is about signing.
    pub(super) fn signing(&self, blocks: &[Block], are_lines: bool, vendor: Option<&str>) -> Signing {
        let names: Vec<&str> = self.sections.iter().map(|section| section.wire_name.as_str()).collect();
        signing::read(blocks, are_lines, Names { events: &names, vendor }, &|block| self.is_event(block))
    }

    /// Returns true for the heading of an event.
    pub(super) fn is_event(&self, block: &Block) -> bool {
        let span = block.text.trimmed_span();
        self.sections.iter().any(|section| span.contains(&section.place.span.start))
    }

    /// Returns the page.
    pub(super) fn source(&self) -> &Arc<Source> {
        &self.source
    }

    /// Returns true if two rows are of one table or list.
    pub(super) fn are_together(&self, one: &Place, other: &Place) -> bool {
        let between = one.span.end.min(other.span.end)..one.span.start.max(other.span.start);
        let between = self.source.text().get(between).unwrap_or_default();
        ["\n\n", "\r\n\r\n", "</table", "</ul", "</dl"].iter().all(|end| !between.contains(end))
    }

    /// Returns how to keep blocks out of the documentation. Plain text cannot mark them.
    pub(super) fn leave_out(&self, blocks: &str) -> String {
        if self.are_lines { format!("leave {blocks} out of the text") } else { format!("mark {blocks} as `text`") }
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
