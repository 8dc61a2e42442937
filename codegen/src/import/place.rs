//! Places in drafted files, and in blocks of a page, → places in the source.
//!
//! Each drafted document is written from values with spans in the source, and read again: both trees have the same form.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::FILE_NAME;
use crate::json::{self, Document, Node, Value};
use crate::page::Page;
use crate::source::diagnostic::Diagnostics;
use crate::source::location::{Place, Source};

/// Moves findings from the drafted files to the source, where their documents come from there.
pub(super) fn relocate(
    found: Diagnostics,
    documents: &BTreeMap<String, Arc<Document>>,
    page: Option<&Page>,
) -> Diagnostics {
    let mut written: BTreeMap<String, Option<Node>> = BTreeMap::new();
    let mut moved = |place: Place| {
        let path = place.source.path();
        let Some(document) = documents.get(path) else { return of_source(place, page) };
        // A derived schema has no place in the source.
        if document.root.span.is_empty() {
            return place;
        }
        let parsed = written.entry(path.to_owned()).or_insert_with(|| {
            json::parse(&Source::new(path, document.root.to_pretty())).ok().map(|document| document.root)
        });
        let Some(parsed) = parsed else { return place };
        let span = counterpart(parsed, &document.root, place.span);
        of_source(Place { source: Arc::clone(&document.source), span, pointer: place.pointer }, page)
    };
    let mut relocated = Diagnostics::new();
    for mut finding in found {
        finding.place = finding.place.map(&mut moved);
        finding.related = finding.related.into_iter().map(|(place, label)| (moved(place), label)).collect();
        relocated.push(finding);
    }
    relocated
}

/// Moves findings from the drafted catalogue, which nobody has written and no folder has yet, to what they relate to in the source.
pub(super) fn in_source(found: Diagnostics, source: &Arc<Source>) -> Diagnostics {
    let is_drafted = |place: &Place| place.source.path() == FILE_NAME;
    let mut moved = Diagnostics::new();
    for mut finding in found {
        let is_of_source = |(place, _): &(Place, String)| place.source.path() == source.path();
        let related = finding.related.iter().position(is_of_source);
        if let Some(index) = related.filter(|_| finding.place.as_ref().is_some_and(is_drafted)) {
            let (place, label) = finding.related.remove(index);
            (finding.place, finding.label) = (Some(place), label);
        }
        moved.push(finding);
    }
    moved
}

/// Returns the place in the source of a place in one of its documents.
pub(super) fn of_source(place: Place, page: Option<&Page>) -> Place {
    match page {
        Some(page) => page.relocated(place),
        None => place,
    }
}

/// Returns the span in the origin for a span in the written text: that of the innermost value around it.
fn counterpart(written: &Node, origin: &Node, span: Range<usize>) -> Range<usize> {
    let holds = |outer: &Range<usize>| outer.start <= span.start && span.end <= outer.end;
    // A part of a scalar that is spelled alike.
    let part = |written: &Range<usize>, origin: &Range<usize>| {
        let is_alike = written.len() == origin.len();
        if is_alike {
            origin.start + span.start - written.start..origin.start + span.end - written.start
        } else {
            origin.clone()
        }
    };
    match (&written.value, &origin.value) {
        (Value::Array(elements), Value::Array(origins)) => {
            let inner = elements.iter().zip(origins).find(|(element, _)| holds(&element.span));
            inner.map_or_else(|| origin.span.clone(), |(element, origin)| counterpart(element, origin, span.clone()))
        }
        (Value::Object(members), Value::Object(origins)) => {
            for (member, origin) in members.iter().zip(origins.iter()) {
                if holds(&member.name_span) {
                    return part(&member.name_span, &origin.name_span);
                }
                if holds(&member.node.span) {
                    return counterpart(&member.node, &origin.node, span);
                }
            }
            origin.span.clone()
        }
        _ => part(&written.span, &origin.span),
    }
}
