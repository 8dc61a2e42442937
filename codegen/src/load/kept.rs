//! Parts that the crate keeps: removed members and values are written back into the documents, as the vendor described them.
//!
//! So all later phases see them as documented parts; [`Model::kept`](crate::model::Model::kept) says which are deprecated. A part that is
//! documented again is not written.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{Catalog, Reserved, ReservedName, Text};
use crate::json::{self, Document, Member, Node, Value};
use crate::keyword::dialect::Draft;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::location::{Pointer, Source};
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
}

/// Adds a member to the schema of its object.
fn member<'c>(
    schemas: &BTreeMap<String, Arc<Document>>,
    entry: &Reserved,
    schema: &'c Text,
    pointer: &'c Text,
) -> Part<'c> {
    let at = Pointer::parse(&pointer.value).unwrap_or_default();
    let Some(document) = &document(schemas, &schema.value) else { return Part::Homeless(schema) };
    if document.get(&at).is_some() {
        return Part::Documented;
    }
    let meaning = entry.meaning.as_ref().and_then(|meaning| schemas.get(&meaning.value));
    let object = at.parent().and_then(|properties| properties.parent()).and_then(|object| document.get(&object));
    let (Some(meaning), Some(Node { value: Value::Object(keywords), span })) = (meaning, object) else {
        return Part::Homeless(pointer);
    };
    let name = text(at.tokens().last().unwrap_or_default()).to_compact();
    let member = format!("{name}: {}", embedded(meaning, document));
    match keywords.named("properties").map(|properties| &properties.node) {
        Some(Node { value: Value::Object(members), span }) => written(document, span.start, members.last(), &member),
        _ => written(document, span.start, keywords.last(), &format!("\"properties\": {{ {member} }}")),
    }
}

/// Returns a document with a text of its own. A document that is part of a page gets the text that its file will have.
pub(super) fn document(schemas: &BTreeMap<String, Arc<Document>>, path: &str) -> Option<Document> {
    let document = schemas.get(path)?;
    if document.source.path() == path {
        return Some(Document::clone(document));
    }
    json::parse(&Source::new(path, document.root.to_pretty())).ok()
}

/// Returns the document with another member, after the last one of an object that starts at `start`.
fn written<'c>(document: &Document, start: usize, last: Option<&Member>, member: &str) -> Part<'c> {
    match last {
        Some(last) => inserted(document, last.node.span.end, &format!(", {member}")),
        None => inserted(document, start + 1, member),
    }
}

/// Adds a value to an enumeration.
fn listed<'c>(
    schemas: &BTreeMap<String, Arc<Document>>,
    schema: &'c Text,
    pointer: &'c Text,
    value: &'c Text,
) -> Part<'c> {
    let at = Pointer::parse(&pointer.value).unwrap_or_default();
    let Some(document) = &document(schemas, &schema.value) else { return Part::Homeless(schema) };
    let Some(values) = document.get(&at).and_then(|schema| schema.get("enum")?.as_array()) else {
        return Part::Homeless(pointer);
    };
    if values.iter().any(|known| known.as_str() == Some(&value.value)) {
        return Part::Documented;
    }
    let Some(last) = values.last() else { return Part::Homeless(pointer) };
    inserted(document, last.span.end, &format!(", {}", text(value.value.clone()).to_compact()))
}

/// Returns the document with more text on the line of `end`, so that the lines after it stay where they are.
fn inserted<'c>(document: &Document, end: usize, text: &str) -> Part<'c> {
    let (before, behind) = document.source.text().split_at(end);
    let source = Source::new(document.source.path(), format!("{before}{text}{behind}"));
    let document = json::parse(&source).expect("a member or a value more is JSON");
    Part::Missing(document)
}

/// Returns a meaning as a subschema of a document: with a URI of its own if it contains references, and if it is of another dialect.
fn embedded(meaning: &Document, document: &Document) -> String {
    let Value::Object(keywords) = &meaning.root.value else { return meaning.root.to_compact() };
    let dialect = |of: &Document| Some(of.root.get("$schema")?.as_str()?.trim_end_matches('#').to_owned());
    let default = Draft::Draft2020.meta_schema();
    let is_alike = dialect(meaning).is_none_or(|own| dialect(document).unwrap_or_else(|| default.to_owned()) == own);
    let compact = meaning.root.to_compact();
    let refers = ["\"$ref\"", "\"$dynamicRef\"", "\"$recursiveRef\""].iter().any(|keyword| compact.contains(keyword));
    let has_uri = meaning.root.get("$id").is_some() || meaning.root.get("id").is_some_and(|id| id.as_str().is_some());
    // With the path of the file, for its references; not the URI of the file, which is a document too.
    let uri = text(format!("{}?kept", uri::of_path(meaning.source.path())));
    let id = ((refers || !is_alike) && !has_uri).then(|| Member { name: "$id".to_owned(), name_span: 0..0, node: uri });
    let kept = keywords.iter().filter(|member| member.name != "$schema" || !is_alike).cloned();
    let keywords: Vec<Member> = id.into_iter().chain(kept).collect();
    Node { span: 0..0, value: Value::Object(keywords.into()) }.to_compact()
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
