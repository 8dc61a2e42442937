//! A vendor's page → its documentation: events with schemas and examples, the envelope, the headers of a delivery.
//!
//! The formats differ only in how they become blocks. Each character of a block maps back to the page, so every finding has a line and a
//! column there.

mod abbreviation;
mod aside;
mod assign;
mod assumed;
mod attribution;
mod batch;
mod block;
mod classify;
mod contents;
mod copy;
mod decided;
mod described;
mod envelope;
mod event_mention;
mod event_value;
mod example;
mod fact;
mod field;
mod finding;
mod heading;
mod html;
mod likely_id;
mod mapped;
mod markdown;
mod note;
mod outline;
mod overview;
mod parts;
mod pattern;
mod payload_member;
mod proposal;
mod prose;
mod role;
mod said;
mod sample;
mod several;
mod shared;
mod signing;
mod spelling;
mod text;
mod title;
mod unread;

use std::sync::Arc;

use self::batch::Body;
pub(crate) use self::batch::{assumed as assumed_batch, not_read as unread_batch};
use self::block::Block;
pub(crate) use self::copy::{fingerprint, unified};
pub(crate) use self::decided::Decided;
pub(crate) use self::envelope::derive_schema;
use self::outline::{Json, Outline, Section};
pub(crate) use self::proposal::proposals;
pub(crate) use self::prose::signing as signing_of;
pub(crate) use self::said::{Said, other_answer, other_form, unread_handshake};
use self::shared::Shared;
pub(crate) use self::signing::{Fact, FactKind, Reading, Sentence, Signing};
use crate::documentation::{Documentation, DocumentedEnvelope, DocumentedEvent, Roles, derive};
use crate::json::{Document, Node};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Place, Pointer, Source};

/// The format of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text as copied from a browser.
    Text,
    /// Markdown, with tables.
    Markdown,
    /// HTML.
    Html,
}

impl Format {
    /// Detects the format by the path's extension, or else by the content.
    pub fn detect(page: &Source) -> Self {
        Self::of_extension(page).unwrap_or_else(|| Self::of_content(page.text()))
    }

    /// Returns the format that the path's extension names.
    pub(crate) fn of_extension(page: &Source) -> Option<Self> {
        match page.extension().as_str() {
            "txt" | "text" => Some(Self::Text),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" | "xhtml" => Some(Self::Html),
            _ => None,
        }
    }

    fn of_content(text: &str) -> Self {
        let lower = text.to_ascii_lowercase();
        let has_fence = lower.lines().any(|line| line.trim_start().starts_with("```") || line.starts_with("## "));
        if ["<html", "<!doctype html", "<body", "<pre"].iter().any(|tag| lower.contains(tag)) && !has_fence {
            Self::Html
        } else if has_fence {
            Self::Markdown
        } else {
            Self::Text
        }
    }
}

/// A page besides its documentation: its sentences about signing, and the places of its blocks.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) signing: Signing,
    /// The sentences about other requests and bodies.
    pub(crate) said: Said,
    /// The warnings of the first import.
    pub(crate) assumptions: Vec<Diagnostic>,
    outline: Outline,
}

impl Page {
    /// Maps a place from the text of a block to the page.
    pub(crate) fn relocated(&self, place: Place) -> Place {
        self.outline.relocated(place)
    }
}

/// Reads a page; `derives` is true if schemas that it lacks are derived from its examples.
pub(crate) fn read(
    source: &Arc<Source>,
    format: Format,
    derives: bool,
    decided: &Decided,
) -> Result<((Documentation, Page), Diagnostics), Diagnostics> {
    let blocks = match format {
        Format::Text => text::blocks(source.text()),
        Format::Markdown => markdown::blocks(source.text()),
        Format::Html => html::blocks(source.text()),
    };
    let mut diagnostics = Diagnostics::new();
    let blocks = described::as_paragraphs(sample::prepared(blocks), format == Format::Text);
    let content: Vec<Block> = blocks.iter().filter(|block| !block.is_aside()).cloned().collect();
    let mut outline = assign::outline(source, &content, format == Format::Text, &mut diagnostics);
    decided.split(&mut outline);
    outline.sections = several::expand(outline.sections, &mut diagnostics);
    let Shared { documents: shared, others, examples } = shared::find(&outline);
    for example in examples {
        diagnostics.push(example);
    }
    let mut envelope = envelope(&outline, &others, decided, &mut diagnostics);
    let dropped = envelope.as_mut().map(|envelope| role::dropped(envelope, &outline, &content)).unwrap_or_default();
    let likely_id = envelope.as_ref().and_then(|envelope| likely_id::of(envelope, &outline, &content));
    let events = events(&outline, envelope.as_ref(), derives, &mut diagnostics);
    if let Some(envelope) = &mut envelope {
        envelope.deliveries = example::deliveries(&events, envelope, &outline);
    }
    let listed = envelope.as_ref().and_then(|envelope| overview::listed(envelope, &outline));
    for warning in overview::undocumented(&content, &outline).into_iter().chain(listed) {
        diagnostics.push(warning);
    }
    if outline.sections.is_empty() && !diagnostics.has_errors() {
        let none = Diagnostic::error("no-event", "the page documents no event")
            .at(Place::new(source, 0..0))
            .help("document an event as a heading like `order.paid — an order was paid`, with an example and a schema below it");
        diagnostics.push(none);
    }
    let names: Vec<&str> = outline.sections.iter().map(|section| section.wire_name.as_str()).collect();
    let declared = match format {
        Format::Markdown => title::of_front_matter(source.text()),
        Format::Html => title::of_head(source.text()),
        Format::Text => None,
    };
    let title = title::find(format != Format::Text, declared, &content, &outline);
    let fact::Facts { mut about, warnings } = fact::read(source, &content, title, &names);
    about.likely_id = likely_id;
    let respelled = spelling::respelled(&content, &outline, envelope.as_ref(), about.event_header.as_deref());
    let header = about.event_header.as_deref();
    let unlike_names = header.and_then(|header| event_value::unlike_names(&content, &outline, header));
    let is_shown = respelled.is_some() || unlike_names.is_some();
    let transformed = header.filter(|_| !is_shown).and_then(|it| event_value::said_otherwise(&content, &outline, it));
    for found in respelled.into_iter().chain(unlike_names) {
        diagnostics.push(found);
    }
    let signing = outline.signing(&blocks, format == Format::Text, about.vendor.as_deref());
    let mut said = said::read(source, &content, &|block| outline.is_event(block));
    let is_flat = envelope.is_none();
    said.handshake = said.handshake.or_else(|| said::handshake_below(&outline));
    said.batch = said.batch.or_else(|| batch::flat(&outline).or_else(|| batch::listed(&outline)).filter(|_| is_flat));
    diagnostics.sort();
    let said_roles = parts::described_parts(&events, &outline, &content);
    let parts = parts::find(&events, about.id_header.as_deref(), said_roles);
    let is_named = !parts.event.is_empty();
    let is_nameless = !is_named && envelope.is_none() && about.event_header.is_none();
    let unlike = is_nameless.then(|| spelling::unlike_heading(&outline)).flatten();
    let mut assumptions = assumed::assumptions(envelope.as_ref(), &events, &outline, &content, &parts);
    assumptions.extend(dropped.into_iter().chain(warnings).chain(unlike).chain(transformed));
    let documentation = Documentation { about, events, envelope, shared, parts, ..Documentation::default() };
    diagnostics.gate((documentation, Page { signing, said, assumptions, outline }))
}

/// Finds the envelope among JSON outside of events. Other JSON there is reported: its heading was not understood.
fn envelope(
    outline: &Outline,
    loose: &[&Json],
    decided: &Decided,
    diagnostics: &mut Diagnostics,
) -> Option<DocumentedEnvelope> {
    let is_event = |text: &str| outline.sections.iter().any(|section| section.wire_name == text);
    let roles = |node: &Node| {
        let mut roles = envelope::found(node, outline)?;
        decided.correct(&mut roles, node);
        Some(roles)
    };
    let mut found: Option<DocumentedEnvelope> = None;
    let (mut schemas, mut astray): (Vec<&Json>, Vec<&Json>) = (Vec::new(), Vec::new());
    // The body of a sample request shows the envelope only if no other block does.
    let (bodies, blocks): (Vec<&Json>, Vec<&Json>) = loose.iter().copied().partition(|block| block.is_body);
    for block in blocks.into_iter().chain(bodies) {
        if classify::is_schema(&block.document.root) {
            schemas.push(block);
            continue;
        }
        match (Body::of(&block.document, &roles), &found) {
            _ if example::titled(block).or(example::named_above(block)).is_some_and(|name| !is_event(name)) => {
                astray.push(block);
            }
            (None, _) if block.is_body => {}
            (Some(_), Some(_)) if block.is_body => {}
            (None, None) if batch::is_flat(block, outline) => {}
            (None, _) => astray.push(block),
            // An object around the name of an event may be a subscription as well.
            (Some(body), _) if envelope::is_nested(&body.roles) && block.is_below_other() => astray.push(block),
            (Some(_), Some(first)) => {
                let second = Diagnostic::error("second-envelope", "the page has two envelopes")
                    .repeating(block.place.clone(), first.place.clone());
                let above = block.above.iter().filter(|(_, text)| !finding::looks_like_name(text));
                let second =
                    above.fold(second, |second, (place, _)| second.related(place.clone(), "this names no event"));
                diagnostics.push(second.help(format!(
                    "if it is an example of an event, start the heading above it with the event's name; if it repeats the envelope, {}",
                    outline.leave_out("the block")
                )));
            }
            (Some(Body { delivery, roles, each }), None) => {
                let place = block.place.clone();
                found = Some(DocumentedEnvelope {
                    example: delivery,
                    place,
                    deliveries: Vec::new(),
                    schema: None,
                    roles,
                    each,
                });
            }
        }
    }
    if let Some(unclear) = found.as_ref().and_then(|envelope| envelope::beside_payload(envelope, outline)) {
        diagnostics.push(unclear);
    }
    let mut found = found.or_else(|| schemas.iter().find_map(|schema| shown(schema, outline, &roles)));
    for schema in schemas {
        match &mut found {
            Some(envelope)
                if envelope.schema.is_none() && classify::describes(&schema.document.root, &envelope.example.root) =>
            {
                envelope.schema = Some(Arc::clone(&schema.document));
            }
            _ => astray.push(schema),
        }
    }
    astray.sort_by_key(|block| block.place.span.start);
    for finding in without_event(&astray, outline) {
        diagnostics.push(finding);
    }
    found
}

/// Returns the envelope that a schema outside of events describes, if no example stands beside the schema. An example of an event shows the
/// envelope if it is a whole delivery.
fn shown(schema: &Json, outline: &Outline, roles: &dyn Fn(&Node) -> Option<Roles>) -> Option<DocumentedEnvelope> {
    let names = |schema: &Json, member: &Pointer| {
        let mut tokens = member.tokens();
        tokens.try_fold(&schema.document.root, |schema, name| schema.get("properties")?.get(&name)).is_some()
    };
    let of_section = |section: &Section| {
        let (schemas, examples): (Vec<&Json>, Vec<&Json>) =
            section.blocks.iter().partition(|block| classify::is_schema(&block.document.root));
        examples.into_iter().find_map(|block| {
            let roles = roles(&block.document.root)?;
            let is_of_event = schemas.iter().any(|schema| names(schema, &roles.data));
            let is_whole = names(schema, &roles.event) && names(schema, &roles.data) && !is_of_event;
            let (example, place) = (Arc::clone(&block.document), block.place.clone());
            let deliveries = Vec::new();
            is_whole.then_some(DocumentedEnvelope { example, place, deliveries, schema: None, roles, each: None })
        })
    };
    outline.sections.iter().find_map(of_section)
}

/// Reports JSON outside of events, once per heading.
fn without_event(astray: &[&Json], outline: &Outline) -> Vec<Diagnostic> {
    let heading = |block: &Json| block.above.as_ref().map(|(place, _)| place.span.start);
    let groups = astray.chunk_by(|one, next| heading(one) == heading(next));
    let finding = |group: &[&Json]| {
        let first = group.first()?;
        let Some((place, text)) = &first.above else {
            let alone = Diagnostic::error("block-without-heading", "this JSON is not below an event's heading");
            let others = group[1..].iter().take(4);
            let alone = others
                .fold(alone.at(first.place.clone()), |alone, other| alone.related(other.place.clone(), "and this"));
            let leave_out = outline.leave_out("the block");
            let alone = alone.help(format!(
                "add a heading with the event's name above it, or {leave_out} if it documents something else"
            ));
            return Some(if said::shows_handshake("", first) {
                finding::perhaps_handshake(alone, &leave_out)
            } else {
                alone
            });
        };
        let leave_out = outline.leave_out("the block below");
        let named = example::named(&first.document.root).or_else(|| example::titled(first));
        let unmarked = example::named_above(first).and(first.named.as_ref());
        let finding = match unmarked {
            Some((place, _)) => finding::unmarked_heading(place, &leave_out),
            None => finding::not_understood(text, first.is_below_heading, named, place, outline),
        };
        let around = outline.source().text().get(place.span.start..first.place.span.start).unwrap_or_default();
        let finding = if said::shows_handshake(around, first) {
            finding::perhaps_handshake(finding, &leave_out)
        } else {
            finding
        };
        Some(finding.related(first.place.clone(), "the JSON below it"))
    };
    groups.filter_map(finding).collect()
}

fn events(
    outline: &Outline,
    envelope: Option<&DocumentedEnvelope>,
    derives: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<DocumentedEvent> {
    let mut events = Vec::new();
    for section in &outline.sections {
        let Some(documented) = classify::classify(section, outline, derives, diagnostics) else {
            continue;
        };
        let examples: Vec<Arc<Document>> = documented
            .examples
            .iter()
            .filter_map(|example| {
                let schema = documented.schema.map(|schema| &schema.document.root);
                example::payload(&section.wire_name, example, schema, envelope, outline, diagnostics)
            })
            .collect();
        let whole = documented.schema.zip(envelope).and_then(|(schema, envelope)| {
            example::of_delivery(&section.wire_name, schema, &documented.examples, envelope)
        });
        let unfit = documented.schema.and_then(|it| example::unfit_schema(&section.wire_name, it, &examples));
        if let Some(found) = whole.or(unfit) {
            diagnostics.push(found);
        }
        if let Some(schema) = documented.schema.filter(|_| !diagnostics.has_errors())
            && let Some(found) = example::undescribed(&section.wire_name, schema, &documented.examples, envelope)
        {
            diagnostics.push(found);
        }
        let is_derived = documented.schema.is_none();
        if is_derived {
            let rows = example::unread_rows(&section.rows, &examples);
            let is_reported = diagnostics.has_errors();
            let unlike = (!is_reported)
                .then(|| example::unlike(&section.wire_name, &documented.examples, envelope.is_none(), outline))
                .flatten();
            let placeholder = example::placeholder(&section.wire_name, &examples, outline);
            for warning in [rows, unlike, placeholder].into_iter().flatten() {
                diagnostics.push(warning);
            }
        }
        let from_examples = || {
            let nodes: Vec<&Node> = examples.iter().map(|example| &example.root).collect();
            let source = Arc::clone(&section.place.source);
            Arc::new(Document { source, root: derive::document(&nodes) })
        };
        events.push(DocumentedEvent {
            key: None,
            path: None,
            wire_name: section.wire_name.clone(),
            summary: section.summary.clone(),
            schema: documented.schema.map_or_else(from_examples, |schema| Arc::clone(&schema.document)),
            is_derived: documented.schema.is_none(),
            examples,
        });
    }
    events
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_maps_to_the_page() {
        for (page, read) in [
            (include_str!("../tests/fixtures/page/cleartix.txt"), text::blocks as fn(&str) -> Vec<block::Block>),
            (include_str!("../tests/fixtures/page/cleartix.md"), markdown::blocks),
            (include_str!("../tests/fixtures/page/cleartix.html"), html::blocks),
        ] {
            for block in read(page) {
                let text = block.text.text();
                for (offset, character) in text.char_indices().filter(|(_, character)| !character.is_whitespace()) {
                    let span = block.text.span(offset..offset + character.len_utf8());
                    // The generator inserts the separators between table cells.
                    if span.is_empty() && character == '|' {
                        continue;
                    }
                    assert_eq!(htmlize::unescape(&page[span]), character.to_string(), "in {text}");
                }
            }
        }
    }

    #[test]
    fn formats_are_detected() {
        let detect = |path, text: &str| Format::detect(&Source::new(path, text));
        assert_eq!(detect("page.txt", "<pre>"), Format::Text);
        assert_eq!(detect("folder.md/page.HTM", ""), Format::Html);
        assert_eq!(detect("page", "<!DOCTYPE html>"), Format::Html);
        assert_eq!(detect("page", "# A\n\n```json\n"), Format::Markdown);
        assert_eq!(detect("page", "a.b — c\n{}"), Format::Text);
    }
}
