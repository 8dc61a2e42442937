//! Parts that the crate keeps: removed members and values are written back into the documents, as the vendor described them.
//!
//! So all later phases see them as documented parts; [`Model::kept`](crate::model::Model::kept) says which are deprecated. A part that is
//! documented again is not written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::{Catalog, Reserved, ReservedName, Text};
use crate::json::{self, Document, Member, Node, Value};
use crate::keyword::dialect::Draft;
use crate::load::rebase;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Edit, Place, Pointer, Source};
use crate::source::uri;

/// Writes the kept parts into the documents, and notes in the catalogue which these are.
pub(super) fn restore(catalog: &mut Catalog, schemas: &mut BTreeMap<String, Arc<Document>>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let mut reserved = std::mem::take(&mut catalog.reserved);
    for entry in reserved.iter_mut().filter(|entry| entry.keep) {
        let part = match &entry.name {
            ReservedName::Event(_) => continue,
            ReservedName::Member { schema, pointer } => member(schemas, entry, schema, pointer),
            ReservedName::Value { schema, pointer, value } => listed(schemas, schema, pointer, value),
        };
        match part {
            Part::Missing(document) => {
                schemas.insert(document.source.path().to_owned(), Arc::new(document));
            }
            Part::Documented => entry.keep = false,
            Part::Homeless(text) => diagnostics.push(homeless(text)),
            Part::Refused(found) => diagnostics.extend(found),
        }
    }
    catalog.reserved = reserved;
    diagnostics
}

/// A part that the crate keeps.
enum Part<'c> {
    /// It is not documented; here is the document with it.
    Missing(Document),
    /// It is documented again.
    Documented,
    /// The document lacks the object or the enumeration that it belongs to.
    Homeless(&'c Text),
    /// With it the document nests too deep.
    Refused(Diagnostics),
}

/// Adds a member to the schema of its object.
fn member<'c>(
    schemas: &BTreeMap<String, Arc<Document>>,
    entry: &Reserved,
    schema: &'c Text,
    pointer: &'c Text,
) -> Part<'c> {
    let at = Pointer::parse(&pointer.value).unwrap_or_default();
    let Some(document) = schemas.get(&schema.value) else { return Part::Homeless(schema) };
    if document.get(&at).is_some() {
        return Part::Documented;
    }
    let meaning = entry.meaning.as_ref().and_then(|meaning| schemas.get(&meaning.value));
    let object = at.parent().and_then(|properties| properties.parent()).and_then(|object| document.get(&object));
    let (Some(meaning), Some(Node { value: Value::Object(keywords), span })) = (meaning, object) else {
        return Part::Homeless(pointer);
    };
    let name = text(at.tokens().last().unwrap_or_default()).to_compact();
    let kept = embedded(meaning, document, || rebase::moved(schemas, meaning, document, &at));
    let named = |(offset, comma): (usize, &str), before: &str, behind: &str| {
        let before = format!("{comma}{before}{name}: ");
        let parts = kept_parts(&kept, meaning, before.len());
        let edit = Edit::added(offset, format!("{before}{kept}{behind}"), pointer.place.clone());
        edited(document, Edit { parts, ..edit })
    };
    match keywords.named("properties").map(|properties| &properties.node) {
        Some(Node { value: Value::Object(members), span }) => named(behind(span.start, members.last()), "", ""),
        _ => named(behind(span.start, keywords.last()), "\"properties\": { ", " }"),
    }
}

/// Returns the offset behind the last member of an object that starts at `start`, and the comma before another one.
fn behind(start: usize, last: Option<&Member>) -> (usize, &'static str) {
    last.map_or((start + 1, ""), |last| (last.node.span.end, ", "))
}

/// Adds a value to an enumeration.
fn listed<'c>(
    schemas: &BTreeMap<String, Arc<Document>>,
    schema: &'c Text,
    pointer: &'c Text,
    value: &'c Text,
) -> Part<'c> {
    let at = Pointer::parse(&pointer.value).unwrap_or_default();
    let Some(document) = schemas.get(&schema.value) else { return Part::Homeless(schema) };
    let Some(values) = document.get(&at).and_then(|schema| schema.get("enum")?.as_array()) else {
        return Part::Homeless(pointer);
    };
    if values.iter().any(|known| known.as_str() == Some(&value.value)) {
        return Part::Documented;
    }
    let Some(last) = values.last() else { return Part::Homeless(pointer) };
    let text = format!(", {}", text(value.value.clone()).to_compact());
    edited(document, Edit::added(last.span.end, text, value.place.clone()))
}

/// Returns the document with more text, which has no line of its own: the lines after it stay where they are.
fn edited<'c>(document: &Document, edit: Edit) -> Part<'c> {
    json::parse(&document.source.edited([edit])).map_or_else(Part::Refused, Part::Missing)
}

/// Returns a meaning as a subschema of a document. It has a URI of its own if it is of another dialect, and if it contains references that
/// `moved` cannot write for the document.
fn embedded(meaning: &Document, document: &Document, moved: impl Fn() -> Option<Node>) -> String {
    let root = &meaning.root;
    let Value::Object(keywords) = &root.value else { return root.to_compact() };
    let dialect = |of: &Document| Some(of.root.get("$schema")?.as_str()?.trim_end_matches('#').to_owned());
    let default = Draft::Draft2020.meta_schema();
    let is_alike = dialect(meaning).is_none_or(|own| dialect(document).unwrap_or_else(|| default.to_owned()) == own);
    let compact = root.to_compact();
    let is_dynamic = ["\"$dynamicRef\"", "\"$recursiveRef\""].iter().any(|keyword| compact.contains(keyword));
    let refers = is_dynamic || compact.contains("\"$ref\"");
    let has_uri = root.get("$id").is_some() || root.get("id").is_some_and(|id| id.as_str().is_some());
    let moved = if is_alike && refers && !is_dynamic && !has_uri { moved() } else { None };
    let needs_uri = (refers && moved.is_none() || !is_alike) && !has_uri;
    // With the path of the file, for its references; not the URI of the file, which is a document too.
    let uri = text(format!("{}?kept", uri::of_path(meaning.source.path())));
    let id = needs_uri.then(|| Member { name: "$id".to_owned(), name_span: 0..0, node: uri });
    let keywords = moved.as_ref().and_then(Node::as_object).unwrap_or(keywords);
    let kept = keywords.iter().filter(|member| member.name != "$schema" || !is_alike).cloned();
    let keywords: Vec<Member> = id.into_iter().chain(kept).collect();
    Node { span: 0..0, value: Value::Object(keywords.into()) }.to_compact()
}

/// Returns the places of an embedded meaning's parts in its own file, for a text that starts `before` bytes before it.
fn kept_parts(embedded: &str, meaning: &Document, before: usize) -> Vec<(Range<usize>, Place)> {
    let written = json::parse(&Source::new(meaning.source.path(), embedded)).expect("a written value is JSON");
    let mut parts = Vec::new();
    let mut add = |span: &Range<usize>, place: Place| parts.push((before + span.start..before + span.end, place));
    trace(&written.root, (meaning, &meaning.root, &Pointer::root()), &mut add);
    parts
}

/// Finds the parts of a written value in its document: names, brackets and scalars.
fn trace(
    written: &Node,
    (document, node, at): (&Document, &Node, &Pointer),
    add: &mut impl FnMut(&Range<usize>, Place),
) {
    let place = |span: &Range<usize>, at: &Pointer| Place::new(&document.source, span.clone()).at(at.clone());
    let first = |span: &Range<usize>| span.start..span.start + 1;
    let last = |span: &Range<usize>| span.end - 1..span.end;
    let is_scalar = node.as_array().is_none() && node.as_object().is_none();
    if is_scalar {
        add(&written.span, place(&node.span, at));
        return;
    }
    add(&first(&written.span), place(&first(&node.span), at));
    for member in written.as_object().unwrap_or_default() {
        let Value::Object(members) = &node.value else { continue };
        // An identifier may be added.
        let Some(own) = members.named(&member.name) else { continue };
        let at = at.join(&own.name);
        add(&member.name_span, place(&own.name_span, &at));
        trace(&member.node, (document, &own.node, &at), add);
    }
    let elements = written.as_array().unwrap_or_default().iter().zip(node.as_array().unwrap_or_default());
    for (index, (written, own)) in elements.enumerate() {
        trace(written, (document, own, &at.join(index)), add);
    }
    add(&last(&written.span), place(&last(&node.span), at));
}

/// Returns a string.
fn text(value: String) -> Node {
    Node { span: 0..0, value: Value::String(value) }
}

fn homeless(text: &Text) -> Diagnostic {
    let message = "the crate cannot keep this: its object or its enumeration is not documented any more";
    let finding = Diagnostic::warning("nothing-to-keep", message).at(text.place.clone());
    finding.help("remove `keep = true`: the next release is a new major version for programs that use it")
}
