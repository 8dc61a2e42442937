//! Headings with the names of several events: each event gets a section.

use crate::documentation::claim::{self, Claims};
use crate::page::classify;
use crate::page::outline::{Json, Section};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::Place;

/// Gives each event a section with the blocks that are about it, and reports events with two headings.
pub(super) fn expand(sections: Vec<Section>, diagnostics: &mut Diagnostics) -> Vec<Section> {
    let mut expanded: Vec<Section> = Vec::new();
    for section in sections.into_iter().flat_map(each) {
        if let Some(first) = expanded.iter().find(|known| known.wire_name == section.wire_name) {
            let message = format!("the page documents `{}` twice", section.wire_name);
            let twice = Diagnostic::error("duplicate-event", message)
                .repeating(section.place.clone(), first.place.clone())
                .help("give each event one heading, with its examples and its schema below it");
            diagnostics.push(twice);
        }
        expanded.push(section);
    }
    expanded
}

/// Returns a section for each name in the heading of one.
fn each(mut section: Section) -> Vec<Section> {
    let others = std::mem::take(&mut section.others);
    if others.is_empty() {
        return vec![section];
    }
    let names: Vec<(String, Place)> =
        std::iter::once((section.wire_name.clone(), section.place.clone())).chain(others).collect();
    let owners: Vec<Option<&str>> = section.blocks.iter().map(|block| owner(block, &names)).collect();
    let of = |(name, place): &(String, Place)| {
        let is_its = |owner: Option<&str>| owner.is_none_or(|owner| owner == name);
        let blocks = section.blocks.iter().zip(&owners).filter(|(_, owner)| is_its(**owner));
        let blocks = blocks.map(|(block, _)| block.clone()).collect();
        Section { wire_name: name.clone(), place: place.clone(), blocks, ..section.clone() }
    };
    names.iter().map(of).collect()
}

/// Returns the only event that an example names; a schema, and any other example, are about all events of the heading.
fn owner<'n>(block: &Json, names: &'n [(String, Place)]) -> Option<&'n str> {
    let root = &block.document.root;
    if classify::is_schema(root) {
        return None;
    }
    let mut claims = Claims::new();
    claim::add_example(&mut claims, root);
    let is_shown = |name: &str| claims.values().any(|claim| claim.shown.contains(name));
    let mut shown = names.iter().map(|(name, _)| name.as_str()).filter(|name| is_shown(name));
    shown.next().filter(|_| shown.next().is_none())
}
