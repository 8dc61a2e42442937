//! Members that a maintainer makes optional: their names are removed from `required` in the documents.
//!
//! So all later phases see them as optional members.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::{Catalog, Refinement};
use crate::json::{self, Document, Value};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Edit, Pointer};

/// Makes the members optional that `[[refinements]]` names. A pointer that leads nowhere is reported with the other refinements.
pub(super) fn loosen(catalog: &Catalog, schemas: &mut BTreeMap<String, Arc<Document>>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    for refinement in catalog.refinements.iter().filter(|refinement| refinement.is_optional) {
        let path = &refinement.schema.value;
        let at = Pointer::parse(&refinement.pointer.value).unwrap_or_default();
        let document = schemas.get(path).filter(|document| document.get(&at).is_some());
        let Some(document) = document else { continue };
        match loosened(document, &at) {
            Some(loosened) => drop(schemas.insert(path.clone(), Arc::new(loosened))),
            None => diagnostics.push(without_effect(refinement, document, &at)),
        }
    }
    diagnostics
}

/// Returns the document without the member's name in `required`; `None` if it is not there.
fn loosened(document: &Document, at: &Pointer) -> Option<Document> {
    let properties = at.parent().filter(|properties| properties.tokens().last().as_deref() == Some("properties"))?;
    let Value::Object(keywords) = &document.get(&properties.parent()?)?.value else { return None };
    let wire_name = at.tokens().last();
    let position = keywords.iter().position(|keyword| keyword.name == "required")?;
    let required = &keywords[position].node;
    let listed = required.as_array()?;
    let index = listed.iter().position(|listed| listed.as_str() == wire_name.as_deref())?;
    let list = properties.parent()?.join("required");
    let place = document.place(required, &list);
    let (span, shortened) = if listed.len() > 1 {
        let spans: Vec<_> = listed.iter().map(|listed| listed.span.clone()).collect();
        (with_comma(&spans, index), Some((list, index)))
    } else {
        // Draft 4 does not allow an empty list.
        let spans: Vec<_> = keywords.iter().map(|keyword| keyword.name_span.start..keyword.node.span.end).collect();
        (with_comma(&spans, position), None)
    };
    // The lines after it stay where they are.
    let text = "\n".repeat(document.source.text()[span.clone()].matches('\n').count());
    let edit = Edit { span, shortened, ..Edit::added(0, text, place) };
    json::parse(&document.source.edited([edit])).ok()
}

/// Returns the span of an element of a list with one of its commas.
fn with_comma(spans: &[Range<usize>], index: usize) -> Range<usize> {
    match (index.checked_sub(1).map(|before| &spans[before]), spans.get(index + 1)) {
        (Some(before), _) => before.end..spans[index].end,
        (None, Some(next)) => spans[index].start..next.start,
        (None, None) => spans[index].clone(),
    }
}

fn without_effect(refinement: &Refinement, document: &Document, at: &Pointer) -> Diagnostic {
    let finding = Diagnostic::error("unused-refinement", "`optional` refines a member that is not required here");
    let finding = finding.at(refinement.pointer.place.clone());
    let finding = match document.get(at) {
        Some(node) => finding.related(document.place(node, at), "this member"),
        None => finding,
    };
    finding.help("name a member below `properties` that `required` beside it lists; or remove the refinement")
}
