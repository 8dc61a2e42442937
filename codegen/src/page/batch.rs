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

/// A body with an envelope: the body itself, or one with a list of deliveries.
pub(super) struct Body {
    /// The delivery; of several the first.
    pub(super) delivery: Arc<Document>,
    pub(super) roles: Roles,
    /// The pointer to the list, if there are several.
    pub(super) each: Option<Pointer>,
}

impl Body {
    /// Recognizes an envelope, a list of the same envelopes, or an object with one such list.
    pub(super) fn of(body: &Arc<Document>, is_event: &dyn Fn(&str) -> bool) -> Option<Self> {
        if let Some(roles) = envelope::roles(&body.root, is_event) {
            return Some(Self { delivery: Arc::clone(body), roles, each: None });
        }
        let of_list = |list: &Node, at: Pointer| {
            let (first, others) = list.as_array()?.split_first()?;
            let roles = envelope::roles(first, is_event)?;
            let are_alike = others.iter().all(|other| envelope::roles(other, is_event).as_ref() == Some(&roles));
            are_alike.then(|| Self { delivery: element(body, first), roles, each: Some(at) })
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

/// Warns of a list in a block, which was taken for deliveries.
pub(crate) fn assumed(place: &Place, each: &Pointer) -> Diagnostic {
    Diagnostic::warning(
        "assumed-batch",
        format!("assumed: a request has several deliveries, at `{each}/*` of its body"),
    )
    .labelled(place.clone(), "because this is a list of them")
    .help("if a request has one delivery, this documents something else: mark it as `text`, or leave it out")
}

/// Returns the place of the first sentence that may say that a request has several events. Sentences below the heading of an event, for which
/// `is_event` is true, are about its payload, which may well have a list of messages.
pub(super) fn said(source: &Arc<Source>, blocks: &[Block], is_event: &dyn Fn(&Block) -> bool) -> Option<Place> {
    static BATCH: LazyLock<Regex> = LazyLock::new(|| {
        let (events, some) = ("(?:events|deliveries|notifications|messages)", r"(?:[\w-]+\s){0,4}");
        pattern(&[
            format!(r"(?i)\b(?:array|batch|batches)\s(?:of|with|containing)\s{some}{events}\b"),
            format!(r"\b{events}\s(?:are|may\sbe|can\sbe|might\sbe)\s{some}(?:batched|in\s(?:batches|groups|an?\sarray))\b"),
            format!(r"\b(?:several|multiple|many)\s{events}\s{some}(?:in|per|with)\s(?:the\s)?(?:one|an?|each|same)\s{some}(?:request|body|post|payload|delivery|array|batch)\b"),
        ].join("|"))
    });
    // The level of the event's heading; a bold line is below all headings.
    let mut open: Option<u8> = None;
    blocks.iter().find_map(|block| {
        let level = if let Kind::Heading { level, .. } = block.kind { Some(level) } else { None };
        if is_event(block) {
            open = Some(level.unwrap_or(u8::MAX));
        } else if level.is_some_and(|level| open.is_some_and(|open| level <= open)) {
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
