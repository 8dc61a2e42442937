//! Lines that look like an event's heading, but describe a member of the JSON below: `**created_at** — time of the payment`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::page::assign::{BOLD_LEVEL, heading_of};
use crate::page::attribution::NAMES;
use crate::page::block::{Block, Kind};
use crate::page::contents;
use crate::page::heading::{self, EventHeading};

/// Returns the blocks of a page, in which lines that describe a member are paragraphs; those of plain text are lines (`are_lines`).
///
/// **Rule.** A name that is a member of the next JSON is no event if an event without JSON is open above it, if it is a member of the
/// example above it and of the schema below it, or if that JSON has the name of another event. In the first two cases the name is below
/// the open event: a heading of a lower level, or a bold line.
pub(super) fn as_paragraphs(mut blocks: Vec<Block>, are_lines: bool) -> Vec<Block> {
    let contents = if are_lines { contents::lines(&blocks) } else { BTreeSet::new() };
    let mut around: Option<Around> = None;
    for index in 0..blocks.len() {
        if blocks[index].is_json() {
            if let Some(around) = &mut around {
                around.last = Some(index);
            }
            continue;
        }
        if !matches!(blocks[index].kind, Kind::Heading { .. } | Kind::Paragraph { is_bold: true, .. }) {
            continue;
        }
        let level = level_of(&blocks[index]);
        let named = heading_of(&blocks[index], !are_lines).filter(|_| !contents.contains(&index));
        match named {
            Some(named) => {
                around = around.filter(|around| around.level <= level);
                if is_described(&blocks, index, &named, around.as_ref(), are_lines) {
                    demote(&mut blocks[index].kind);
                    if let Some(around) = &mut around {
                        around.described = Some(index);
                    }
                } else {
                    let is_path = named.name.contains(PARTS);
                    let is_certain = named.is_certain;
                    around = Some(Around { level, heading: index, is_certain, is_path, described: None, last: None });
                }
            }
            None if matches!(blocks[index].kind, Kind::Heading { .. }) => {
                around = around.filter(|around| around.level < level || contents.contains(&index));
            }
            None => {}
        }
    }
    blocks
}

/// The characters between the parts of a name.
const PARTS: [char; 3] = ['.', ':', '/'];

/// The heading of the open event.
struct Around {
    level: u8,
    heading: usize,
    is_certain: bool,
    /// True if its name has the form `order.paid`.
    is_path: bool,
    /// The last line below it that describes a member.
    described: Option<usize>,
    /// Its last JSON so far.
    last: Option<usize>,
}

/// Returns the level of a heading, or that of a bold line.
fn level_of(block: &Block) -> u8 {
    if let Kind::Heading { level, .. } = block.kind { level } else { BOLD_LEVEL }
}

fn demote(kind: &mut Kind) {
    if let Kind::Heading { code, .. } | Kind::Paragraph { code, .. } = kind {
        *kind = Kind::Paragraph { is_bold: false, code: code.take() };
    }
}

/// Returns true if the name in a heading or in a bold line is that of a member.
fn is_described(
    blocks: &[Block],
    index: usize,
    named: &EventHeading,
    around: Option<&Around>,
    are_lines: bool,
) -> bool {
    let name = named.name.as_str();
    let is_bold = matches!(blocks[index].kind, Kind::Paragraph { .. });
    // A path such as `customer.email` has the form of an event's name, too.
    let may_be_path = is_bold && !name.contains([':', '/']);
    if !named.others.is_empty() || (!may_be_path && name.contains(['.', ':', '/'])) {
        return false;
    }
    let is_next_event = |block: &Block| {
        heading_of(block, !are_lines).is_some_and(|next| next.is_certain && next.name.contains(['.', ':', '/']))
    };
    let below = blocks[index + 1..].iter().take_while(|block| block.is_json() || may_be_path || !is_next_event(block));
    let Some(block) = below.into_iter().find(|block| block.is_json()) else { return false };
    let next = block.text.text();
    let value: Option<Value> = serde_json::from_str(next).ok();
    let events = || NAMES.split(' ').filter_map(|member| value.as_ref()?.get(member)?.as_str());
    if !block.has_member(name) || events().any(|event| event == name) {
        return false;
    }
    let names_other = || {
        let is_member = value.as_ref().is_some_and(|value| value.get(name).is_some());
        is_member && !is_schema(next) && events().any(heading::is_certain)
    };
    let is_described_too = |line: &Block| {
        let is_line = matches!(line.kind, Kind::Paragraph { is_bold: true, .. });
        is_line && heading_of(line, !are_lines).is_some_and(|line| block.has_member(&line.name))
    };
    let is_below = |around: &Around| {
        let follows = |line: Option<usize>| line.is_some_and(|line| line + 1 == index);
        if around.level < level_of(&blocks[index]) {
            return true;
        }
        let is_simple = !is_object(value.as_ref(), name);
        if is_bold {
            follows(around.described) || blocks.get(index + 1).is_some_and(is_described_too)
        } else if are_lines {
            is_simple || follows(around.described)
        } else {
            // A text below the heading of an event is about this event, so the next heading is about another one.
            is_simple && around.is_path && (follows(Some(around.heading)) || follows(around.described))
        }
    };
    let is_of_open = around.filter(|around| is_below(around)).is_some_and(|around| match around.last {
        None => around.is_certain || is_bold,
        Some(last) => is_schema(next) && !is_schema(blocks[last].text.text()) && blocks[last].has_member(name),
    });
    is_of_open || names_other()
}

/// Returns true for a member of an example or of a schema that may be the payload of an event: an object, a list, or `null`.
fn is_object(value: Option<&Value>, name: &str) -> bool {
    let Some(value) = value else { return false };
    let is_plain = |member: &Value| !(member.is_object() || member.is_array() || member.is_null());
    let is_plain_type = |member: &Value| {
        let kind = member.get("type").and_then(Value::as_str);
        kind.is_some_and(|kind| !["object", "array", "null"].contains(&kind))
    };
    let described = value.get("properties").and_then(|members| members.get(name));
    !(described.is_some_and(is_plain_type) || value.get(name).is_some_and(is_plain))
}

fn is_schema(text: &str) -> bool {
    ["\"$schema\"", "\"properties\"", "\"$ref\""].iter().any(|word| text.contains(word))
}
