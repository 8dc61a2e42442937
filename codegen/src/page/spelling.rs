//! Names of events that a sample spells otherwise than the page's headings.

use crate::documentation::DocumentedEnvelope;
use crate::json::Node;
use crate::page::attribution::NAMES;
use crate::page::block::{Block, Kind};
use crate::page::fact;
use crate::page::outline::{Json, Outline};
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
    let mut values = in_bodies.chain(in_headers).filter(|(value, _)| !names.contains(&value.as_str()));
    let (value, place, name) = values.find_map(|(value, place)| {
        let name = names.iter().find(|name| plain(name) == plain(&value))?;
        Some((value, place, name))
    })?;
    let message = format!("`{name}` is spelled `{value}` here");
    let respelled = Diagnostic::warning("name-spelled-otherwise", message).at(place);
    Some(respelled.help(format!(
        "if deliveries have `{value}`, write it so in the heading: the receiver compares names letter by letter"
    )))
}

/// Returns the letters and digits of a name, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|found| found.is_alphanumeric()).flat_map(char::to_lowercase).collect()
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

/// Returns the values of a header in sample requests.
fn in_samples(blocks: &[Block], header: &str, outline: &Outline) -> Vec<(String, Place)> {
    let samples = blocks.iter().filter(|block| matches!(block.kind, Kind::Code { .. }) && !block.is_json());
    let of_block = |block: &Block| {
        let text = block.text.text();
        let fields = fact::fields(text).filter(|(name, _)| text[name.clone()].eq_ignore_ascii_case(header));
        let place = |value| Place::new(outline.source(), block.text.span(value));
        fields.map(|(_, value)| (text[value.clone()].to_owned(), place(value))).collect::<Vec<_>>()
    };
    samples.flat_map(of_block).collect()
}
