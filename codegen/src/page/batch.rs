//! Bodies with several deliveries: lists of them, and sentences about lists.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use crate::documentation::Roles;
use crate::json::{Document, Node};
use crate::page::block::{Block, Kind};
use crate::page::envelope;
use crate::page::pattern::pattern;
use crate::source::diagnostic::Diagnostic;
use crate::source::location::{Place, Pointer, Source};

/// A list of deliveries in a body.
pub(super) struct Batch {
    /// The first delivery.
    pub(super) first: Arc<Document>,
    pub(super) roles: Roles,
    /// The pointer to the list.
    pub(super) each: Pointer,
}

/// Recognizes a body that is a list of deliveries, or an object with one such list: each element is the same envelope.
pub(super) fn batch(body: &Document, is_event: &dyn Fn(&str) -> bool) -> Option<Batch> {
    let of_list = |list: &Node, at: Pointer| {
        let (first, others) = list.as_array()?.split_first()?;
        let roles = envelope::roles(first, is_event)?;
        let are_alike = others.iter().all(|other| envelope::roles(other, is_event).as_ref() == Some(&roles));
        let first = Arc::new(Document { source: Arc::clone(&body.source), root: first.clone() });
        are_alike.then_some(Batch { first, roles, each: at })
    };
    let of_member = || {
        let members = body.root.as_object()?.iter();
        let mut found = members.filter_map(|member| of_list(&member.node, Pointer::root().join(&member.name)));
        found.next().filter(|_| found.next().is_none())
    };
    of_list(&body.root, Pointer::root()).or_else(of_member)
}

/// Returns the only delivery of a body with the list that a pointer leads to; `None` for another body.
pub(super) fn only(body: &Document, each: &Pointer) -> Option<Arc<Document>> {
    let [only] = body.root.at(each)?.as_array()? else { return None };
    Some(Arc::new(Document { source: Arc::clone(&body.source), root: only.clone() }))
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

/// Returns the place of the first sentence outside of events that may say that a request has several of them. A payload may well have a list
/// of messages; `is_event` is true for the heading of an event.
pub(super) fn said(source: &Arc<Source>, blocks: &[Block], is_event: &dyn Fn(&Block) -> bool) -> Option<Place> {
    static BATCH: LazyLock<Regex> = LazyLock::new(|| {
        let (events, some) = ("(?:events|deliveries|notifications|messages)", r"(?:[\w-]+\s){0,4}");
        pattern(&[
            format!(r"(?i)\b(?:array|batch|batches)\s(?:of|with|containing)\s{some}{events}\b"),
            format!(r"\b{events}\s(?:are|may\sbe|can\sbe|might\sbe)\s{some}(?:batched|in\s(?:batches|groups|an?\sarray))\b"),
            format!(r"\b(?:several|multiple|many)\s{events}\s{some}(?:in|per|with)\s(?:the\s)?(?:one|an?|each|same)\s{some}(?:request|body|post|payload|delivery|array|batch)\b"),
        ].join("|"))
    });
    let mut open: Option<u8> = None;
    blocks.iter().find_map(|block| {
        let level = if let Kind::Heading { level, .. } = block.kind { level } else { u8::MAX };
        if is_event(block) {
            open = Some(level);
        } else if open.is_some_and(|open| level <= open) && level < u8::MAX {
            open = None;
        }
        let text = block.text.text();
        let is_sentence = matches!(block.kind, Kind::Paragraph { .. }) && open.is_none() && !text.contains(" | ");
        let found = BATCH.find(text).filter(|_| is_sentence)?;
        Some(Place::new(source, block.text.span(found.range())))
    })
}

/// Warns of such a sentence on a page whose bodies were read as one delivery.
pub(crate) fn not_read(place: &Place) -> Diagnostic {
    Diagnostic::warning("batch-not-read", "this may say that a request has several events")
        .labelled(place.clone(), "one event for each request was imported")
        .help("if it has, set `each` of `[payload]` to the array of deliveries: `\"/*\"` if the body is the array, or `\"/events/*\"`")
}
