//! The references of a schema that moves into another document.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::json::{Document, Member, Node, Value};
use crate::keyword::dialect;
use crate::schema::registry::{Location, Registry};
use crate::source::diagnostic::Diagnostics;
use crate::source::location::Pointer;
use crate::source::uri;

/// Returns the schema of a document as it is written at a pointer of another one, below `properties` of a schema: its references lead where
/// they led before. `None` if one of them cannot be written there.
pub(super) fn moved(
    schemas: &BTreeMap<String, Arc<Document>>,
    from: &Document,
    into: &Document,
    at: &Pointer,
) -> Option<Node> {
    let mut registry = Registry::default();
    // The findings are those of the model, which reads the documents again.
    let mut known = Diagnostics::new();
    for (path, document) in schemas {
        registry.add(&uri::of_path(path), document, dialect::DEFAULT, &mut known);
    }
    registry.follow_all(&mut known);
    let index = |document: &Document| schemas.keys().position(|path| path == document.source.path());
    let (from, into) = (index(from)?, index(into)?);
    let object = Location { document: into, pointer: at.parent()?.parent()? };
    let scope = registry.scope_at(&object)?.clone();
    let inside = at.as_str().strip_prefix(scope.resource.pointer.as_str())?;
    let mut references = BTreeMap::new();
    for (location, target) in registry.references(from) {
        let target = target?;
        let reference = if target.document == from {
            format!("#{}", uri::encode_fragment(&format!("{inside}{}", target.pointer)))
        } else {
            reference(&scope.base, &registry.uri(&target))?
        };
        references.insert(location.pointer, reference);
    }
    Some(with_references(&schemas.values().nth(from)?.root, &Pointer::root(), &references))
}

/// Returns the shortest reference from a resource to a URI: two files are named by their paths. `None` if the file has no other URI, and
/// relative references of the resource do not lead to files.
fn reference(base: &str, target: &str) -> Option<String> {
    let (resource, fragment) = target.split_once('#')?;
    let fragment = if fragment.is_empty() { String::new() } else { format!("#{fragment}") };
    let path = |uri: &str| uri.strip_prefix(uri::of_path("").as_str()).map(str::to_owned);
    match (path(base), path(resource)) {
        _ if base == resource => Some(format!("#{}", fragment.trim_start_matches('#'))),
        (Some(base), Some(target)) => Some(format!("{}{fragment}", uri::relative(&base, &target))),
        (_, None) => Some(format!("{resource}{fragment}")),
        (None, Some(_)) => None,
    }
}

/// Returns a value with other references in its schemas, by their pointers.
fn with_references(node: &Node, at: &Pointer, references: &BTreeMap<Pointer, String>) -> Node {
    let value = match &node.value {
        Value::Object(members) => {
            let reference = references.get(at);
            let member = |member: &Member| {
                let node = match reference {
                    Some(reference) if member.name == "$ref" => {
                        Node { span: 0..0, value: Value::String(reference.clone()) }
                    }
                    _ => with_references(&member.node, &at.join(&member.name), references),
                };
                Member { node, ..member.clone() }
            };
            Value::Object(members.iter().map(member).collect::<Vec<_>>().into())
        }
        Value::Array(elements) => {
            let elements = elements.iter().enumerate();
            Value::Array(elements.map(|(index, node)| with_references(node, &at.join(index), references)).collect())
        }
        Value::Null | Value::Boolean(_) | Value::Number(_) | Value::String(_) => return node.clone(),
    };
    Node { span: node.span.clone(), value }
}
