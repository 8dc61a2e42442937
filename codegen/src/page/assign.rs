//! Blocks → outline: assigns each JSON block to the heading above it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::json;
use crate::page::block::{Block, Kind, one_line, trimmed};
use crate::page::contents;
use crate::page::event_mention;
use crate::page::field;
use crate::page::finding::{self, looks_like_name};
use crate::page::heading::{self, EventHeading, event_heading};
use crate::page::mapped::Mapped;
use crate::page::outline::{Json, Outline, Section};
use crate::page::payload_member;
use crate::page::unread;
use crate::source::diagnostic::Diagnostics;
use crate::source::location::{Place, Source};

/// Assigns the blocks of a page to events; those of plain text are lines (`are_lines`).
pub(super) fn outline(
    source: &Arc<Source>,
    blocks: &[Block],
    are_lines: bool,
    diagnostics: &mut Diagnostics,
) -> Outline {
    let mut builder = Builder {
        outline: Outline::empty(source, are_lines),
        blocks,
        contents: if are_lines { contents::lines(blocks) } else { BTreeSet::new() },
        diagnostics,
        open: Vec::new(),
        chapters: Vec::new(),
        empty: Vec::new(),
        above: None,
        line: None,
        label: None,
        named: None,
        answer: None,
    };
    for index in 0..blocks.len() {
        builder.block(index);
    }
    builder.without_blocks();
    builder.outline
}

/// The level of a bold line that acts as a heading: below all headings.
pub(super) const BOLD_LEVEL: u8 = 7;

/// The number of paragraphs in which JSON is sought.
const MOST_LINES: usize = 400;

/// Reads an event's heading; a bold line is one only if its name is certain.
pub(super) fn heading_of(block: &Block, is_marked: bool) -> Option<EventHeading> {
    match &block.kind {
        Kind::Heading { code, .. } => event_heading(block.text.text(), code.clone(), is_marked),
        Kind::Paragraph { is_bold: true, .. } => {
            event_heading(block.text.text(), None, is_marked).filter(|heading| heading.is_certain)
        }
        _ => None,
    }
}

/// An event whose section has not ended: the next blocks may belong to it.
struct Open {
    /// The level of its heading.
    level: u8,
    /// Its index into the sections.
    section: usize,
    /// True if its heading is almost certainly the name of an event.
    is_certain: bool,
}

struct Builder<'b> {
    outline: Outline,
    blocks: &'b [Block],
    /// The lines of tables of contents in plain text.
    contents: BTreeSet<usize>,
    diagnostics: &'b mut Diagnostics,
    /// The open events, each inside of the one before.
    open: Vec<Open>,
    /// The open headings that may name an event, but have no JSON of their own, with their levels.
    chapters: Vec<(u8, String, Place)>,
    /// The heading, or the possible heading, above the next JSON block.
    above: Option<usize>,
    /// The headings of events without JSON.
    empty: Vec<(String, Place)>,
    /// The short line right above the next JSON block.
    line: Option<usize>,
    /// The last line below the heading that is nothing but a name: a tab, a summary, a term.
    label: Option<usize>,
    /// The last line below the heading that starts with the name of an event, with the name; a line of a list is none.
    named: Option<(usize, String)>,
    /// The last label of an answer before the next block.
    answer: Option<usize>,
}

impl Builder<'_> {
    fn block(&mut self, index: usize) {
        let block = &self.blocks[index];
        match &block.kind {
            Kind::Heading { level, .. } => {
                (self.above, self.label, self.named, self.answer) = (Some(index), None, None, None);
                self.heading(index, *level);
            }
            Kind::Paragraph { is_bold: true, .. } if self.is_event_line(index) => {
                (self.above, self.label, self.named, self.answer) = (Some(index), None, None, None);
                self.heading(index, BOLD_LEVEL);
            }
            Kind::Paragraph { .. } => {
                self.unmarked(index);
                self.line(index);
            }
            Kind::Code { .. } if block.is_json() => self.json(index),
            Kind::Code { language: None } if unread::is_fence(block) => self.unmarked(index),
            Kind::Code { language } => {
                self.unread(index, language.as_deref());
                let is_request = self.blocks.get(index + 1).is_some_and(|next| matches!(next.kind, Kind::Body));
                self.answer = self.answer.filter(|_| is_request);
            }
            Kind::Body => self.body(index),
            Kind::Aside => {}
            Kind::Unclosed => {
                let place = self.place(&block.text, 0..block.text.text().len());
                self.diagnostics.push(finding::unclosed(place));
            }
        }
    }

    fn heading(&mut self, index: usize, level: u8) {
        let text = &self.blocks[index].text;
        self.open.retain(|open| open.level < level);
        self.chapters.retain(|(other, ..)| *other < level);
        match self.heading_of(index).filter(|heading| self.is_shown(heading)) {
            Some(heading) if self.has_json_below(index, level) && !self.contents.contains(&index) => {
                self.event(text, &heading, level);
            }
            Some(heading) => {
                if !heading.is_title() {
                    let place = self.place(text, heading.span.clone());
                    self.chapters.push((level, heading.name.clone(), place));
                }
                self.other_heading(text, &heading);
            }
            None => {}
        }
    }

    /// Returns true if what may be a title is a name: JSON of the page has it as a value. Inside of an event, a title is about a part of it.
    fn is_shown(&self, heading: &EventHeading) -> bool {
        let name = format!("\"{}\"", heading.name);
        let is_value = |block: &Block| {
            let text = block.text.text();
            let mut behind = text.match_indices(&name).map(|(start, _)| &text[start + name.len()..]);
            behind.any(|rest| !rest.trim_start().starts_with(':'))
        };
        !heading.is_title() || !self.open.is_empty() || self.blocks.iter().filter(|block| block.is_json()).any(is_value)
    }

    /// Opens an event, unless the heading is about a part of the one around it.
    fn event(&mut self, text: &Mapped, heading: &EventHeading, level: u8) {
        if !self.is_part(heading) {
            let is_nested = self.nested(text, heading);
            self.section(text, heading, level, is_nested);
        }
    }

    /// Returns true if a heading with JSON below it is about a part of the open event: it repeats the event's name, or is a title such as
    /// `Action: opened`.
    fn is_part(&self, heading: &EventHeading) -> bool {
        self.open.last().is_some_and(|open| {
            let section = &self.outline.sections[open.section];
            let is_event = open.is_certain || !section.blocks.is_empty();
            section.wire_name == heading.name || (is_event && heading.is_title())
        })
    }

    /// Reports an event inside of another one, and returns true if it is. An open event without JSON of its own is a chapter, and ends.
    fn nested(&mut self, text: &Mapped, heading: &EventHeading) -> bool {
        let Some(open) = self.open.last() else { return self.is_perhaps_nested(text, heading) };
        let outer = &self.outline.sections[open.section];
        if outer.blocks.is_empty() {
            let (level, section) = (open.level, open.section);
            self.open.pop();
            let outer = self.outline.sections.remove(section);
            if outer.wire_name.starts_with(|first: char| first.is_ascii_lowercase()) {
                self.chapters.push((level, outer.wire_name, outer.place));
            }
            return self.is_perhaps_nested(text, heading);
        }
        let place = self.place(text, heading.span.clone());
        let leave_out = self.outline.leave_out("what is below it");
        self.diagnostics.push(finding::nested(&heading.name, place, (&outer.wire_name, &outer.place), &leave_out));
        true
    }

    /// Reports a word below a heading without JSON that may name the event itself: `opened` below `issues`, but not `issues.opened`.
    fn is_perhaps_nested(&mut self, text: &Mapped, heading: &EventHeading) -> bool {
        let is_word = !heading.name.contains(['.', ':', '/', '_']);
        let Some((_, outer, around)) = self.chapters.last().filter(|_| is_word) else { return false };
        let place = self.place(text, heading.span.clone());
        self.diagnostics.push(finding::perhaps_nested(&heading.name, place, (outer, around)));
        true
    }

    /// Warns of code below an event's heading that looks like JSON and is not read. Elsewhere it is noted: it may show the envelope.
    fn unread(&mut self, index: usize, language: Option<&str>) {
        let block = &self.blocks[index];
        let above = self.above.map(|index| (self.blocks[index].text.text(), self.heading_of(index)));
        let is_of_event = !self.open.is_empty() || matches!(above, Some((_, Some(_))));
        let is_other =
            above.is_some_and(|(text, _)| heading::is_other(text) || (!is_of_event && heading::is_advice(text)));
        let is_read = self.blocks.get(index + 1).is_some_and(|next| matches!(next.kind, Kind::Body));
        let shows_members =
            || !is_of_event && !block.is_marked_as_text() && payload_member::shows_members(block.text.text());
        if is_other || is_read || !(unread::resembles_json(block) || shows_members()) {
            return;
        }
        let place = self.place(&block.text, trimmed(block.text.text(), 0..block.text.text().len()));
        let unread = match language {
            Some(language) => finding::marked_otherwise(language, place),
            None => finding::not_alone(place),
        };
        if is_of_event {
            self.diagnostics.push(unread);
        } else {
            self.outline.unread.push(unread);
        }
    }

    /// Warns of JSON that no code block holds, and of fences that start none.
    fn unmarked(&mut self, index: usize) {
        let block = &self.blocks[index];
        let text = block.text.text();
        // A table of events with their payloads has no headings.
        let cell = || {
            let mut cells = text.split(" | ");
            let event = cells.next().and_then(|first| event_heading(first.trim(), None, true));
            self.open.is_empty() && event.is_some_and(|event| event.is_certain) && cells.any(unread::is_object)
        };
        let labelled = unread::labelled(text).filter(|start| !heading::is_other(text[..*start].trim_end_matches('`')));
        let is_block = || unread::is_object(text) || unread::is_fence(block) || unread::is_editor_block(text) || cell();
        let of_lines = || self.lines_of_json(index);
        let span = trimmed(text, 0..text.len());
        let place = if labelled.is_some() || (!self.outline.are_lines && is_block()) {
            Some(self.place(&block.text, span))
        } else if self.outline.are_lines {
            None
        } else {
            of_lines()
        };
        let Some(place) = place else { return };
        self.diagnostics.push(finding::unmarked(place, self.outline.are_lines));
    }

    /// Returns the place of JSON with a paragraph for each of its lines, as editors export it, if this is the first one.
    fn lines_of_json(&self, index: usize) -> Option<Place> {
        let is_paragraph = |block: &&Block| matches!(block.kind, Kind::Paragraph { .. });
        let lines = || self.blocks[index..].iter().take_while(is_paragraph).take(MOST_LINES);
        let count = unread::lines_of_object(lines().map(|block| block.text.text()))?;
        let last = self.blocks[index + count - 1].text.trimmed_span();
        Some(Place::new(self.outline.source(), self.blocks[index].text.trimmed_span().start..last.end))
    }

    /// Reads the body of a sample request, unless it is that of something else.
    fn body(&mut self, index: usize) {
        let text = |index: usize| self.blocks[index].text.text();
        let is_answer = self.answer.take().is_some();
        if !is_answer && !self.above.into_iter().chain(self.line).any(|above| heading::is_other(text(above))) {
            self.json(index);
        }
    }

    fn heading_of(&self, index: usize) -> Option<EventHeading> {
        heading_of(&self.blocks[index], !self.outline.are_lines)
    }

    /// Returns true if a bold line acts as an event's heading: right above JSON, on a page without marked event headings.
    fn is_event_line(&self, index: usize) -> bool {
        let in_section = self.open.iter().any(|open| open.level < BOLD_LEVEL);
        let is_body = |block: &&Block| !matches!(block.kind, Kind::Heading { .. });
        let is_above_json = self.blocks[index + 1..].iter().take_while(is_body).take(12).any(Block::is_json);
        !in_section && is_above_json && self.heading_of(index).is_some() && self.has_json_below(index, BOLD_LEVEL)
    }

    /// Notes a short line right above JSON, which may be a heading that is not understood: in plain text any, elsewhere one that looks like
    /// a name.
    fn line(&mut self, index: usize) {
        let block = &self.blocks[index];
        let text = block.text.text();
        let is_row = text.contains(" | ");
        let is_bold = matches!(block.kind, Kind::Paragraph { is_bold: true, .. });
        if event_mention::is_label(text, is_bold) {
            self.label = Some(index);
        }
        if let Some(name) = self.name_in(index) {
            let is_listed = index.checked_sub(1).is_some_and(|before| self.name_in(before).is_some());
            self.named = Some((index, name)).filter(|_| !is_listed);
        }
        if heading::is_answer(text) {
            self.answer = Some(index);
        } else if self.label == Some(index) || (!is_row && heading::ends_answer(text, is_bold)) {
            self.answer = None;
        }
        let next = self.blocks.get(index + 1).map(|next| next.text.text());
        if let Some(first) = block.subject().or_else(|| field::subject(text, next)) {
            let row = (self.place(&block.text, 0..text.len()), first.to_owned());
            let section = self.open.last().map(|open| &mut self.outline.sections[open.section].rows);
            section.unwrap_or(&mut self.outline.rows).push(row);
        }
        let is_title = text.chars().count() <= 80 && !text.ends_with([':', '.']);
        let is_mark = |block: &Block| self.outline.are_lines && unread::is_mark_of_code(block);
        if is_mark(block) {
            return;
        }
        let is_above_json = self.blocks[index + 1..].iter().find(|next| !is_mark(next)).is_some_and(Block::is_json);
        let is_inside = !self.open.is_empty();
        let is_other = is_inside && heading::is_other(text);
        self.line = Some(index).filter(|_| is_above_json && !is_row && (is_other || text.chars().count() <= 120));
        if self.outline.are_lines && is_row {
            return;
        }
        if self.outline.are_lines && is_above_json && !text.ends_with(':') {
            self.above = is_title.then_some(index);
        } else if is_above_json && (is_title && looks_like_name(text) || !is_inside && self.is_item(index)) {
            self.above = Some(index);
        }
    }

    /// Returns true for a paragraph or a list item that starts with the name of an event in code format.
    fn is_item(&self, index: usize) -> bool {
        let Block { kind: Kind::Paragraph { code: Some(code), .. }, text, .. } = &self.blocks[index] else {
            return false;
        };
        event_heading(text.text(), Some(code.clone()), true).is_some_and(|heading| heading.is_certain)
    }

    /// Returns the name of an event with which a paragraph starts, also behind `Event:`. Rows of tables and lines of plain text have none.
    fn name_in(&self, index: usize) -> Option<String> {
        let Block { kind: Kind::Paragraph { code, .. }, text, .. } = &self.blocks[index] else { return None };
        let is_prose = !self.outline.are_lines && !text.text().contains(" | ");
        let heading = event_heading(text.text(), code.clone(), true).filter(|it| is_prose && it.is_certain)?;
        let is_first = heading.summary.is_none_or(|summary| summary.start > heading.span.start);
        is_first.then_some(heading.name)
    }

    /// Returns true if JSON is directly below this heading. A heading with events below it is a chapter, unless it is certainly an event
    /// and has JSON before them.
    fn has_json_below(&self, index: usize, level: u8) -> bool {
        let is_deeper = |block: &&Block| !matches!(block.kind, Kind::Heading { level: other, .. } if other <= level);
        let named = self.heading_of(index).map(|heading| heading.name);
        let names_other = |block: &&Block| {
            heading_of(block, !self.outline.are_lines)
                .is_some_and(|heading| heading.is_certain && named.as_ref() != Some(&heading.name))
        };
        let is_event = self.heading_of(index).is_some_and(|heading| heading.is_certain);
        let below: Vec<&Block> = self.blocks[index + 1..].iter().take_while(is_deeper).collect();
        // Blocks below the next name belong to that one.
        let next = below.iter().position(names_other);
        let is_json = |block: &&&Block| block.is_json() && (is_event || !matches!(block.kind, Kind::Body));
        let has_json = below[..next.unwrap_or(below.len())].iter().any(|block| is_json(&block));
        has_json && (is_event || level == BOLD_LEVEL || next.is_none())
    }

    /// Returns the place of a part of a block.
    fn place(&self, text: &Mapped, span: Range<usize>) -> Place {
        Place::new(self.outline.source(), text.span(span))
    }

    fn section(&mut self, text: &Mapped, heading: &EventHeading, level: u8, is_broken: bool) {
        let wire_name = heading.name.clone();
        let place = self.place(text, heading.span.clone());
        let other = |(name, span): &(String, Range<usize>)| (name.clone(), self.place(text, span.clone()));
        let others = heading.others.iter().map(other).collect();
        let summary = heading.summary.clone().map(|span| one_line(&text.text()[span]));
        self.outline.sections.push(Section {
            wire_name,
            others,
            summary,
            place,
            blocks: Vec::new(),
            rows: Vec::new(),
            is_broken,
        });
        let section = self.outline.sections.len() - 1;
        self.open.push(Open { level, section, is_certain: heading.is_certain });
    }

    fn other_heading(&mut self, text: &Mapped, heading: &EventHeading) {
        if !heading.is_certain {
            return;
        }
        let place = self.place(text, heading.span.clone());
        self.empty.push((heading.name.clone(), place));
    }

    /// Warns of headings of events without JSON, unless another section has it.
    fn without_blocks(&mut self) {
        let sections = &self.outline.sections;
        let is_documented = |name: &str| sections.iter().any(|it| it.wire_name == name && !it.blocks.is_empty());
        for (name, place) in self.empty.iter().filter(|(name, _)| !is_documented(name)) {
            self.diagnostics.push(finding::without_blocks(name, place));
        }
    }

    fn json(&mut self, index: usize) {
        let text = &self.blocks[index].text;
        let is_body = matches!(self.blocks[index].kind, Kind::Body);
        let source = Source::new(self.outline.source().path(), text.text());
        let (line, answer) = (self.line.take(), self.answer.take());
        let parsed = json::parse(&source);
        self.outline.keep(source, text.clone());
        let section = self.open.last().map(|open| open.section);
        match parsed {
            Ok(document) => {
                let place = self.place(text, trimmed(text.text(), 0..text.text().len()));
                let shown = |index: usize| {
                    let text = &self.blocks[index].text;
                    (Place::new(self.outline.source(), text.trimmed_span()), text.text().to_owned())
                };
                let is_heading = |index: usize| matches!(self.blocks[index].kind, Kind::Heading { .. });
                let is_below_heading = self.above.is_some_and(is_heading) && !self.outline.are_lines;
                let above = self.above.map(shown);
                let lines = line.into_iter().chain(self.label).chain(answer).map(shown).collect();
                let named = self.named.as_ref().map(|(index, name)| (shown(*index).0, name.clone()));
                let json = Json { document: Arc::new(document), place, above, lines, named, is_below_heading, is_body };
                match section {
                    Some(section) => self.outline.sections[section].blocks.push(json),
                    None => self.outline.loose.push(json),
                }
            }
            Err(findings) => {
                if let Some(section) = section {
                    self.outline.sections[section].is_broken = true;
                }
                let findings = self.outline.relocate(findings);
                self.diagnostics.extend(findings);
            }
        }
    }
}
