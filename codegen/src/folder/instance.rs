//! Documents that say which schema describes them: `$schema` leads to a file that is no meta-schema, as in `"$schema": "../order.json"`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::folder::schema::{Named, id};
use crate::json::{Document, Node};
use crate::keyword::dialect::Draft;
use crate::source::uri;

/// The documents of a folder by their URIs.
pub(super) struct Instances(BTreeMap<String, Arc<Document>>);

impl Instances {
    pub(super) fn new(documents: &[Named<'_>]) -> Self {
        let mut by_uri = BTreeMap::new();
        for (path, _, document) in documents {
            let base = uri::of_path(path);
            let own = id(document).and_then(|id| Some(uri::resolve(&base, id)?.0));
            by_uri.extend(own.into_iter().chain([base]).map(|uri| (uri, Arc::clone(document))));
        }
        Self(by_uri)
    }

    /// Returns true for a document that is no schema, although it has `$schema`: that leads to an ordinary schema, or to none of the folder, as
    /// in the files of tools.
    pub(super) fn has(&self, (path, _, document): &Named<'_>) -> bool {
        said(document).is_some()
            && !path.to_ascii_lowercase().ends_with(".schema.json")
            && match self.said_schema(path, document) {
                Some(schema) => !Arc::ptr_eq(schema, document) && !is_meta_schema(schema),
                None => document.root.get("$ref").is_none() && !has_subschemas(&document.root),
            }
    }

    /// Returns the schema of a document that says it.
    pub(super) fn schema_of(&self, named: &Named<'_>) -> Option<&Arc<Document>> {
        self.said_schema(named.0, &named.2).filter(|_| self.has(named))
    }

    fn said_schema(&self, path: &str, document: &Document) -> Option<&Arc<Document>> {
        self.0.get(&uri::resolve(&uri::of_path(path), said(document)?)?.0)
    }
}

/// Returns `$schema`, unless it is that of a draft.
fn said(document: &Document) -> Option<&str> {
    document.root.get("$schema").and_then(Node::as_str).filter(|text| Draft::from_meta_schema(text).is_none())
}

/// Returns true for a schema of schemas: it has vocabularies, describes itself, or extends that of a draft.
fn is_meta_schema(document: &Document) -> bool {
    let extends = || document.root.outer_references().iter().any(|it| Draft::from_meta_schema(it).is_some());
    let describes_itself = said(document).is_some_and(|said| id(document) == Some(said));
    document.root.get("$vocabulary").is_some() || describes_itself || extends()
}

/// Returns true for an object with subschemas.
pub(super) fn has_subschemas(root: &Node) -> bool {
    let has = |name: &&str| root.get(name).is_some_and(|it| it.as_object().is_some() || it.as_array().is_some());
    ["properties", "definitions", "$defs", "allOf", "anyOf", "oneOf"].iter().any(has)
}
