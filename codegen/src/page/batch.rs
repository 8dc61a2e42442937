//! Bodies with several deliveries.

use std::sync::Arc;

use crate::documentation::Roles;
use crate::json::{Document, Node};
use crate::page::attribution::NAMES;
use crate::page::outline::{Json, Outline};
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer};

/// A body with an envelope: the body itself, or one with a list of deliveries.
pub(super) struct Body {
    /// The delivery; the first one if there are several.
    pub(super) delivery: Arc<Document>,
    pub(super) roles: Roles,
    /// The pointer to the list, if there are several.
    pub(super) each: Option<Pointer>,
}

impl Body {
    /// Recognizes an envelope, a list of the same envelopes, or an object with one such list.
    ///
    /// `roles` recognizes one.
    pub(super) fn of(body: &Arc<Document>, roles: &dyn Fn(&Node) -> Option<Roles>) -> Option<Self> {
        if let Some(roles) = roles(&body.root) {
            return Some(Self { delivery: Arc::clone(body), roles, each: None });
        }
        let of_list = |list: &Node, at: Pointer| {
            let (first, others) = list.as_array()?.split_first()?;
            let of_first = roles(first)?;
            let are_alike = others.iter().all(|other| roles(other).as_ref() == Some(&of_first));
            are_alike.then(|| Self { delivery: element(body, first), roles: of_first, each: Some(at) })
        };
        let of_member = || {
            let members = body.root.as_object()?.iter();
            let mut found = members.filter_map(|member| of_list(&member.node, Pointer::root().join(&member.name)));
            found.next().filter(|_| found.next().is_none())
        };
        of_list(&body.root, Pointer::root()).or_else(of_member)
    }
}

/// Returns the only delivery of a body with the list that a pointer leads to; `None` for another body.
pub(super) fn only(body: &Document, each: &Pointer) -> Option<Arc<Document>> {
    let [only] = body.root.at(each)?.as_array()? else { return None };
    Some(element(body, only))
}

fn element(body: &Document, element: &Node) -> Arc<Document> {
    Arc::new(Document { source: Arc::clone(&body.source), root: element.clone() })
}

/// Returns the place of the first example of an event that is a list of objects.
pub(super) fn listed(outline: &Outline) -> Option<Place> {
    let mut blocks = outline.sections.iter().flat_map(|section| &section.blocks);
    let is_list = |json: &&Json| {
        let elements = json.document.root.as_array().unwrap_or_default();
        !elements.is_empty() && elements.iter().all(|element| element.as_object().is_some())
    };
    blocks.find(is_list).map(|json| json.place.clone())
}

/// Returns true for a block with a list of several deliveries without an envelope: each element names a documented event.
pub(super) fn is_flat(json: &Json, outline: &Outline) -> bool {
    let root = &json.document.root;
    let names_event = |element: &Node| {
        let mut names = NAMES.split(' ').filter_map(|name| element.get(name)?.as_str());
        names.any(|name| outline.sections.iter().any(|section| section.wire_name == name))
    };
    let is_list = |node: &Node| node.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(names_event));
    let lists = root.as_object().unwrap_or_default().iter().filter(|member| is_list(&member.node));
    is_list(root) || lists.count() == 1
}

/// Returns the place of the first such block outside of events.
pub(super) fn flat(outline: &Outline) -> Option<Place> {
    outline.loose.iter().find(|json| is_flat(json, outline)).map(|json| json.place.clone())
}

/// Warns of a list in a block, which was taken for deliveries.
pub(crate) fn assumed(place: &Place, each: &Pointer) -> Diagnostic {
    Diagnostic::warning(
        "assumed-batch",
        format!("assumed: a request has several deliveries, at `{each}/*` of its body"),
    )
    .labelled(place.clone(), "because this is a list of them")
    .help("if a request has one delivery, this documents something else: mark it as `text`, or leave it out")
}

/// Warns of a sentence, or a list, on a page whose bodies were read as one delivery.
pub(crate) fn not_read(place: &Place) -> Diagnostic {
    Diagnostic::warning("batch-not-read", "this may say that a request has several events")
        .labelled(place.clone(), "one event for each request was imported")
        .help("if it has, set `each` of `[payload]` to the array of deliveries: `\"/*\"` if the body is the array, or `\"/events/*\"`")
}
