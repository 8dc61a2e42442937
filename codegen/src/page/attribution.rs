//! The event that a line above a block names, if it is another one than that of the section.

use std::ops::Range;

use crate::json::{Node, Value};
use crate::page::event_mention::{
    GONE, are_alike, is_host_or_id, is_label, is_said_to_be_event, masked, mentions, titled,
};
use crate::page::outline::{Json, Outline, Section};
use crate::page::pattern::regex;
use crate::source::location::Place;
use crate::source::nearest::nearest;

/// Returns the name of another event in the line right above a block, or else in the heading above it, with the place of that text.
pub(super) fn other<'o>(section: &'o Section, block: &'o Json, outline: &'o Outline) -> Option<(&'o Place, &'o str)> {
    let lines = block.lines.iter().filter(|(_, text)| is_introduction(text));
    for (place, text) in lines.chain(&block.above).filter(|(_, text)| !compares(text)) {
        if is_of(section, place, text) {
            return None;
        }
        let mut named = mentions(text).filter(|span| may_be_of(text, span, outline)).map(|span| &text[span]);
        let words = || outline.sections.iter().map(|other| other.wire_name.as_str());
        let found = named.find(|name| !is_member(name, outline));
        if let Some(name) = found.or_else(|| words().find(|name| is_code(place, name))) {
            return Some((place, name));
        }
    }
    None
}

/// The name of another event in a schema.
pub(super) struct Other {
    pub(super) name: String,
    pub(super) place: Place,
    /// True if it is the only value of a member that names the event. A title may have been copied with the schema.
    pub(super) is_certain: bool,
}

/// Returns the name of another documented event in the title of a schema, or as the only value of a member that names the event; or a name
/// in the title that differs from that of the event like a typing mistake.
pub(super) fn in_schema(section: &Section, schema: &Json, outline: &Outline) -> Option<Other> {
    let root = &schema.document.root;
    let own = section.wire_name.as_str();
    // Events of one heading share their schema.
    let shares = |other: &Section| other.blocks.iter().any(|block| block.place.span == schema.place.span);
    let others = || outline.sections.iter().filter(|other| other.wire_name != own && !shares(other));
    let other = |is_name: &dyn Fn(&str) -> bool| others().map(|it| it.wire_name.as_str()).find(|name| is_name(name));
    let in_title = root.get("title").and_then(|node| {
        let title = node.as_str()?;
        let mentioned: Vec<&str> = mentions(title).map(|span| &title[span]).collect();
        let names = |name: &str| title == name || mentioned.contains(&name);
        let near = || mentioned.iter().copied().find(|name| nearest(name, [own]).is_some());
        Some((node, other(&names).or_else(near).filter(|_| !names(own))?.to_owned()))
    });
    let constant = |member: &str| {
        let schema = root.get("properties")?.get(member)?;
        let only = schema.get("enum").and_then(Node::as_array).filter(|values| values.len() == 1);
        let node = schema.get("const").or_else(|| only?.first())?;
        // A payload may well have a type of its own, such as `refund`.
        let is_of_event = member != "type";
        let is_name = |name: &str| is_of_event || name.contains(['.', ':', '/', '_']);
        Some((node, other(&|name| node.as_str() == Some(name) && is_name(name))?.to_owned()))
    };
    let in_member = NAMES.split(' ').find_map(constant);
    let is_certain = in_member.is_some();
    let (node, name) = in_member.or(in_title)?;
    let place = outline.relocated(Place::new(&schema.document.source, node.span.clone()));
    Some(Other { name, place, is_certain })
}

/// Names of members that name the event of a body.
pub(super) const NAMES: &str =
    "event type event_type eventType event_name eventName event_topic topic webhook_event webhookEvent";

/// Returns true for the name of an event: a name like a documented one, or any name that the text ascribes to the block.
fn may_be_of(text: &str, span: &Range<usize>, outline: &Outline) -> bool {
    let introduces = regex!(
        r#"(?i)\b(?:examples?|samples?|payloads?|bod(?:y|ies)|schemas?|deliver(?:y|ies))\s+(?:(?:of|for|in|from|the|an?|events?|webhooks?)\s+)+[`*"'“(]*$"#
    );
    let name = &text[span.clone()];
    let is_said = || introduces.is_match(&text[..span.start]) || is_said_to_be_event(text, span);
    is_event(name, outline) || (is_styled(name, outline) && is_said())
}

/// Returns true for a name in the style of the documented ones: with a dot, or one of their other joints, and no host.
pub(super) fn is_styled(name: &str, outline: &Outline) -> bool {
    let documented = || outline.sections.iter().map(|section| section.wire_name.as_str());
    let is_joint = |joint: &char| *joint == '.' || documented().any(|known| known.contains(*joint));
    let has_capital = |name: &str| name.contains(|found: char| found.is_ascii_uppercase());
    let has_joint = ['.', ':', '/'].iter().filter(|joint| name.contains(**joint)).any(is_joint);
    // `e.g` is not a name.
    let are_words = name.split(['.', ':', '/']).all(|word| word.len() > 1);
    has_joint && are_words && !is_host_or_id(name) && (!has_capital(name) || documented().any(has_capital))
}

/// Returns true if a line says what the block below it is. A sentence may mention anything.
fn is_introduction(text: &str) -> bool {
    let introduces = regex!(
        r"(?i)\b(?:examples?|samples?|payloads?|bod(?:y|ies)|schemas?|deliver(?:y|ies)|requests?|json|messages?)\b"
    );
    let text = text.trim();
    let starts = mentions(text).next().is_some_and(|span| !text[..span.start].contains(char::is_alphanumeric));
    let is_named = || is_label(text, false) || titled(text).is_some();
    !text.ends_with('.') && (starts || text.ends_with(':') || is_named() || introduces.is_match(text))
}

/// Returns true if a text compares the block with something else.
fn compares(text: &str) -> bool {
    let compares = regex!(
        r"(?i)\b(?:deprecated|instead|replac\w+|see|same|like|unlike|similar\w*|before|after|then|followed|than|compared)\b"
    );
    let shows = regex!(r"(?i)\blooks? (?:something )?like (?:this|that|the following|so)\b|\blike (?:this|so)\b");
    compares.is_match(&shows.replace_all(text, " "))
}

/// Returns true if a text names the event of a section, or is its heading.
fn is_of(section: &Section, place: &Place, text: &str) -> bool {
    let name = section.wire_name.as_str();
    let is_part = |found: char| found.is_alphanumeric() || matches!(found, '.' | '_' | ':' | '/' | '-');
    place.span.contains(&section.place.span.start)
        || mentions(text).any(|span| &text[span] == name)
        || text.split(|found| !is_part(found)).any(|word| word == name)
        || is_code(place, name)
}

/// Returns true if the page shows a name in code format at a place.
fn is_code(place: &Place, name: &str) -> bool {
    let page = place.source.text();
    let is_quoted = |at: usize| page[..at].ends_with(['`', '>']) && page[at + name.len()..].starts_with(['`', '<']);
    page[place.span.clone()].match_indices(name).any(|(at, _)| is_quoted(place.span.start + at))
}

/// Returns true for the name of a documented event, or for one that begins like one.
pub(super) fn is_event(name: &str, outline: &Outline) -> bool {
    let is_alike = |known: &str| are_alike(known, name) && !is_host_or_id(name);
    outline.sections.iter().any(|section| section.wire_name == name || is_alike(&section.wire_name))
}

/// Returns true for the path of a member in the JSON of a page: `order.items`; or for one that the JSON lacks, in a table that describes its
/// other members.
pub(super) fn is_member(name: &str, outline: &Outline) -> bool {
    let path: Vec<&str> = name.split(['.', '/', ':']).collect();
    let of_sections = outline.sections.iter().map(|section| (&section.blocks, &section.rows));
    let is_event = outline.sections.iter().any(|section| section.wire_name == name);
    of_sections.chain([(&outline.loose, &outline.rows)]).any(|(blocks, rows)| {
        let has = |path: &[&str]| blocks.iter().any(|block| leads(&block.document.root, path));
        let is_beside = |place: &Place| {
            let mut others = rows.iter().filter(|(other, _)| outline.are_together(place, other));
            others.any(|(_, subject)| {
                let other: Vec<&str> = subject.split('.').collect();
                subject != name && other.first() == path.first() && has(&other)
            })
        };
        let is_described = || rows.iter().any(|(place, subject)| subject == name && is_beside(place));
        has(&path) || (!is_event && is_described())
    })
}

/// Returns true if the members of a value, or of values inside of each other, have these names in this order.
fn leads(node: &Node, path: &[&str]) -> bool {
    let Some((first, rest)) = path.split_first() else { return true };
    match &node.value {
        Value::Array(elements) => elements.iter().any(|element| leads(element, path)),
        Value::Object(members) => members
            .iter()
            .any(|member| (member.name == *first && leads(&member.node, rest)) || leads(&member.node, path)),
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Returns true for a sentence about something that is not sent any more.
pub(super) fn is_of_the_past(text: &str) -> bool {
    let past =
        regex!(&format!(r"(?i)\b(?:{GONE}|renamed|replaced|replaces|used to|instead of|former|formerly|was called)\b"));
    past.is_match(&masked(text))
}
