//! Names of events that samples and headings spell differently.

use std::ops::Range;

use crate::documentation::DocumentedEnvelope;
use crate::documentation::likeness::letters;
use crate::json::Node;
use crate::page::attribution::NAMES;
use crate::page::block::{Block, Kind};
use crate::page::classify;
use crate::page::event_value::in_samples;
use crate::page::outline::{Json, Outline};
use crate::page::pattern::regex;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer};

/// Warns of the first sample with the name of a documented event in another spelling: every delivery of it would be unknown. `header` is the
/// one with the event's name.
pub(super) fn respelled(
    blocks: &[Block],
    outline: &Outline,
    envelope: Option<&DocumentedEnvelope>,
    header: Option<&str>,
) -> Option<Diagnostic> {
    let names: Vec<&str> = outline.sections.iter().map(|section| section.wire_name.as_str()).collect();
    let member = envelope.map(|envelope| &envelope.roles.event);
    let json = outline.loose.iter().chain(outline.sections.iter().flat_map(|section| &section.blocks));
    // Where a header or the envelope has the name, other members may have any text.
    let in_bodies = json.flat_map(|json| in_body(json, member, header.is_some(), outline));
    let in_headers = header.into_iter().flat_map(|header| in_samples(blocks, header, outline));
    let in_headers = in_headers.map(|(value, place)| (value.to_owned(), place));
    let in_sentences = header.into_iter().flat_map(|header| in_sentences(blocks, header, outline));
    let mut values =
        in_bodies.chain(in_headers).chain(in_sentences).filter(|(value, _)| !names.contains(&value.as_str()));
    let (value, place, name) = values.find_map(|(value, place)| {
        let name = names.iter().find(|name| letters(name) == letters(&value))?;
        Some((value, place, name))
    })?;
    let message = format!("`{name}` is spelled `{value}` here");
    let respelled = Diagnostic::warning("name-spelled-otherwise", message).at(place);
    Some(respelled.help(format!(
        "if deliveries have `{value}`, write it so in the heading: the receiver compares names letter by letter"
    )))
}

/// Warns of an example whose member has another name than its event, where others have that of theirs: it names the event nowhere then.
pub(super) fn unlike_heading(outline: &Outline) -> Option<Diagnostic> {
    let value = |json: &Json, name: &str| {
        let node = json.document.root.get(name).filter(|_| !classify::is_schema(&json.document.root))?;
        Some((node.as_str()?.to_owned(), Place::new(&json.document.source, node.span.clone())))
    };
    let of_member = |name: &str| {
        let blocks = outline.sections.iter().flat_map(|section| section.blocks.iter().map(move |json| (section, json)));
        let values: Vec<_> = blocks.filter_map(|(section, json)| Some((section, value(json, name)?))).collect();
        let (own, others): (Vec<_>, Vec<_>) =
            values.into_iter().partition(|(section, (value, _))| *value == section.wire_name);
        let (section, (_, place)) = others.into_iter().next().filter(|_| !own.is_empty())?;
        let message = format!("this is not `{}`, the name of its event", section.wire_name);
        let found = Diagnostic::warning("name-spelled-otherwise", message).at(outline.relocated(place));
        let (_, (_, shown)) = own.into_iter().next()?;
        let found = found.related(outline.relocated(shown), format!("here `{name}` has the name of the event"));
        Some(found.help(format!(
            "correct the example or the heading; `{name}` is not read as the member with the event's name, because some examples have others"
        )))
    };
    NAMES.split(' ').find_map(of_member)
}

/// Returns the values of the members of a body that may name its event.
fn in_body(json: &Json, member: Option<&Pointer>, has_header: bool, outline: &Outline) -> Vec<(String, Place)> {
    let root = &json.document.root;
    let bodies = root.as_array().unwrap_or_default().iter().chain([root]);
    let value = |node: Option<&Node>| {
        let node = node?;
        let place = Place::new(&json.document.source, node.span.clone());
        Some((node.as_str()?.to_owned(), outline.relocated(place)))
    };
    let others = if member.is_some() || has_header { "" } else { NAMES };
    let of_body = |body: &Node| {
        let named = others.split(' ').map(|name| value(body.get(name)));
        let of_member = member.filter(|_| !has_header).map(|member| value(body.at(member)));
        named.chain(of_member).flatten().collect::<Vec<_>>()
    };
    bodies.flat_map(of_body).collect()
}

/// Returns the words of sentences and rows about a header that may be its value: `e.g. ORDER_PAID`.
fn in_sentences(blocks: &[Block], header: &str, outline: &Outline) -> Vec<(String, Place)> {
    let any_word = regex!(r"[A-Za-z][A-Za-z0-9]*(?:[._:/-]+[A-Za-z0-9]+)*");
    let is_about = |text: &str| text.to_ascii_lowercase().contains(&header.to_ascii_lowercase());
    // A word of a sentence may be the name of an event by chance, `OrderPaid` is not, nor is a word in code format.
    let page = outline.source().text();
    let is_code =
        |span: &Range<usize>| page[..span.start].ends_with(['`', '>']) && page[span.end..].starts_with(['`', '<']);
    let is_name = |word: &str| {
        word.contains(['.', '_', ':', '/', '-']) || word[1..].contains(|found: char| found.is_ascii_uppercase())
    };
    let texts = blocks.iter().filter(|block| matches!(block.kind, Kind::Paragraph { .. }));
    let words = texts.filter(|block| is_about(block.text.text())).flat_map(|block| {
        let words = any_word.find_iter(block.text.text()).map(|word| (word.as_str(), block.text.span(word.range())));
        let names = words.filter(|(word, span)| is_name(word) || is_code(span));
        names.map(|(word, span)| (word.to_owned(), Place::new(outline.source(), span)))
    });
    words.collect()
}
