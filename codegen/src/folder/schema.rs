//! The schemas of a folder, with the names that their files get.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::json::{Document, Node};
use crate::source::location::file_name;
use crate::source::uri;

/// A schema of the folder.
pub(super) struct Schema {
    /// The path of its file below `components/`.
    pub(super) path: String,
    /// The path without the extensions of schemas, such as `orders/create`.
    pub(super) stem: String,
    pub(super) document: Arc<Document>,
}

impl Schema {
    pub(super) fn file_name(&self) -> &str {
        file_name(&self.stem)
    }
}

/// A document with its path, also without the extension.
pub(super) type Named<'f> = (&'f str, &'f str, Arc<Document>);

/// Returns schemas with the names of their files. A schema whose references use its `$id` gets the usual name, or if two files would have
/// that, its path with `.schema.json` appended. Any other schema keeps its path, because references use it.
pub(super) fn named(documents: Vec<Named<'_>>) -> Vec<Schema> {
    let mut by_path = BTreeSet::new();
    let mut wanted: BTreeMap<String, usize> = BTreeMap::new();
    let own = |path: &str, document: &Document| Some(uri::resolve(&uri::of_path(path), id(document)?)?.0);
    let ids: BTreeSet<String> = documents.iter().filter_map(|(path, _, document)| own(path, document)).collect();
    for (path, stem, document) in &documents {
        let beside = uri::of_path(path);
        let base = own(path, document).unwrap_or_else(|| beside.clone());
        for reference in document.root.outer_references() {
            // The path counts where no schema has the URI, as in the registry.
            let uri = uri::resolve(&base, reference).map(|(uri, _)| uri);
            let is_id = uri.as_ref().is_some_and(|uri| ids.contains(uri));
            let by_file = uri::resolve(&beside, reference).map(|(uri, _)| uri).filter(|_| !is_id);
            by_path.extend(uri.into_iter().chain(by_file));
        }
        *wanted.entry(renamed(stem).to_ascii_lowercase()).or_default() += 1;
        if *path != renamed(stem) {
            *wanted.entry(path.to_ascii_lowercase()).or_default() += 1;
        }
    }
    let schema = |(path, stem, document): Named<'_>| {
        let needs_own = id(&document).is_none() || by_path.contains(&uri::of_path(path));
        let usual = [(renamed(stem), 1), (format!("{path}.schema.json"), 0)];
        let is_free = |(name, count): &(String, usize)| wanted.get(&name.to_ascii_lowercase()).unwrap_or(&0) == count;
        let usual = usual.into_iter().find(is_free).filter(|_| !needs_own);
        let stem = stem.trim_end_matches(".schema").to_owned();
        Schema { path: usual.map_or_else(|| path.to_owned(), |(name, _)| name), stem, document }
    };
    documents.into_iter().map(schema).collect()
}

/// Returns the URI that a schema gives to itself.
pub(super) fn id(document: &Document) -> Option<&str> {
    document.root.get("$id").or_else(|| document.root.get("id")).and_then(Node::as_str)
}

/// Returns the usual path of a schema.
fn renamed(stem: &str) -> String {
    format!("{}.schema.json", stem.trim_end_matches(".schema"))
}
