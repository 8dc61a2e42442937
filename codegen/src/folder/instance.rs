//! Documents that say which schema describes them: `$schema` leads to a file that is not a meta-schema, as in `"$schema": "../order.json"`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::folder::schema::{Named, id};
use crate::json::{Document, Member, Node};
use crate::keyword::dialect::{self, Draft};
use crate::keyword::{self, Form, Treatment, form};
use crate::source::uri;

/// A document that others may name as their schema.
struct Candidate {
    document: Arc<Document>,
    is_meta_schema: bool,
}

/// The documents of a folder by their URIs.
pub(super) struct Instances(BTreeMap<String, Arc<Candidate>>);

impl Instances {
    pub(super) fn new(documents: &[Named<'_>]) -> Self {
        let mut by_uri = BTreeMap::new();
        for (path, _, document) in documents {
            let base = uri::of_path(path);
            let own = id(document).and_then(|id| Some(uri::resolve(&base, id)?.0));
            let is_meta_schema = is_meta_schema(document);
            let candidate = Arc::new(Candidate { document: Arc::clone(document), is_meta_schema });
            by_uri.extend(own.into_iter().chain([base]).map(|uri| (uri, Arc::clone(&candidate))));
        }
        Self(by_uri)
    }

    /// Returns true for a document whose `$schema` leads to a schema that is not a meta-schema, or to no file of the folder, as in the
    /// files of tools.
    pub(super) fn has(&self, (path, _, document): &Named<'_>) -> bool {
        said(document).is_some()
            && !path.to_ascii_lowercase().ends_with(".schema.json")
            && match self.said_schema(path, document) {
                Some(schema) => !Arc::ptr_eq(&schema.document, document) && !schema.is_meta_schema,
                None => !has_keywords(&document.root),
            }
    }

    /// Returns the schema that a document names as its own.
    pub(super) fn schema_of(&self, named: &Named<'_>) -> Option<&Arc<Document>> {
        self.said_schema(named.0, &named.2).filter(|_| self.has(named)).map(|schema| &schema.document)
    }

    fn said_schema(&self, path: &str, document: &Document) -> Option<&Candidate> {
        self.0.get(&uri::resolve(&uri::of_path(path), said(document)?)?.0).map(Arc::as_ref)
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

/// Returns true for an object with a keyword whose value has the form for it. Leaf keywords and annotations do not count: `format` and
/// `title` are also usual names of members.
pub(super) fn has_keywords(root: &Node) -> bool {
    let is_schema = |node: &Node| node.as_object().is_none_or(|it| it.is_empty() || has_keywords(node));
    let is_keyword = |member: &Member| {
        keyword::find(&member.name, dialect::DEFAULT).is_some_and(|keyword| {
            let is_typed = keyword.treatment == Treatment::Typed && keyword::lowering(keyword).is_none();
            (is_typed || keyword.form.levels_to_schemas(&member.node).is_some())
                && form::check(keyword.form, dialect::DEFAULT.draft, &member.node).is_empty()
                && (keyword.form != Form::Schema || is_schema(&member.node))
        })
    };
    root.as_object().is_some_and(|members| members.iter().any(is_keyword))
}
