//! The parts of a request in the existing catalogue: a person may have corrected what an import assumed.

use std::sync::Arc;

use crate::catalog::{BodyMember, Catalog};
use crate::documentation::Roles;
use crate::documentation::likeness::letters;
use crate::json::{Document, Node};
use crate::page::outline::{Json, Outline};
use crate::source::location::{Pointer, file_name};

/// Pointers that count more than the form of the page's JSON.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    event: Option<Pointer>,
    data: Option<Pointer>,
    each: Option<Pointer>,
    /// The names of events, with the letters of their files: those of the names that the page had for them.
    names: Vec<(String, String)>,
}

impl Decided {
    pub(crate) fn of(known: &Catalog) -> Self {
        let event = match known.naming.members.as_slice() {
            [member] => Some(member.pointer.clone()),
            _ => None,
        };
        let pointer = |member: &Option<BodyMember>| member.as_ref().map(|it| it.pointer.clone());
        let of_file = |path: &str| {
            let file = file_name(path);
            letters(file.strip_suffix(".schema.json").unwrap_or(file))
        };
        let names = known.events.iter().map(|it| (of_file(&it.schema.value), it.wire_name.value.clone())).collect();
        Self { event, data: pointer(&known.payload.at), each: pointer(&known.payload.each), names }
    }

    /// Corrects the roles of members that an envelope has.
    pub(super) fn correct(&self, roles: &mut Roles, envelope: &Node) {
        let shown = |pointer: &Option<Pointer>| pointer.clone().filter(|pointer| envelope.at(pointer).is_some());
        roles.event = shown(&self.event).unwrap_or_else(|| roles.event.clone());
        roles.data = shown(&self.data).unwrap_or_else(|| roles.data.clone());
    }

    /// Replaces each example of an event that is a list of deliveries by its deliveries.
    pub(super) fn split(&self, outline: &mut Outline) {
        let Some(each) = &self.each else { return };
        for section in &mut outline.sections {
            let wire_name = section.wire_name.as_str();
            let blocks = std::mem::take(&mut section.blocks).into_iter();
            section.blocks = blocks.flat_map(|json| self.deliveries(json, each, wire_name)).collect();
        }
    }

    /// Returns the deliveries of an event in a list of them; those of other events are left out.
    fn deliveries(&self, json: Json, each: &Pointer, wire_name: &str) -> Vec<Json> {
        let elements = json.document.root.at(each).and_then(Node::as_array).unwrap_or_default();
        if elements.is_empty() || !elements.iter().all(|element| element.as_object().is_some()) {
            return vec![json];
        }
        let named = |element: &Node| element.at(self.event.as_ref()?)?.as_str().map(str::to_owned);
        let is_exact = elements.iter().any(|element| named(element).as_deref() == Some(wire_name));
        let letters_of_own = letters(wire_name);
        let is_corrected =
            |name: &str| self.names.iter().any(|(file, corrected)| *file == letters_of_own && corrected == name);
        let is_its = |name: String| {
            name == wire_name || (!is_exact && (letters(&name) == letters_of_own || is_corrected(&name)))
        };
        let name = |element: &Node| named(element).map(is_its);
        let is_named = elements.iter().any(|element| name(element) == Some(true));
        let own = elements.iter().filter(|element| !is_named || name(element) == Some(true));
        let delivery = |element: &Node| {
            let (source, root) = (Arc::clone(&json.document.source), element.clone());
            Json { document: Arc::new(Document { source, root }), ..json.clone() }
        };
        own.map(delivery).collect()
    }
}
