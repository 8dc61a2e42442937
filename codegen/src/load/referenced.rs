//! Schemas that are named only in references of other schemas: files of the folder with any names.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::json::Document;
use crate::source::files::Files;
use crate::source::uri;

/// Reads the files that schemas refer to by their paths, and those that these refer to.
pub(super) fn read(
    schemas: &mut BTreeMap<String, Arc<Document>>,
    files: &Files,
    is_other: impl Fn(&str) -> bool,
    mut read: impl FnMut(&String) -> Option<(String, Arc<Document>)>,
) {
    let unread = files.keys().filter(|path| !schemas.contains_key(*path) && !is_other(path));
    let mut unread: BTreeMap<String, &String> = unread.map(|path| (uri::of_path(path), path)).collect();
    let mut open: Vec<Arc<Document>> = schemas.values().cloned().collect();
    while let Some(document) = open.pop() {
        let base = uri::of_path(document.source.path());
        for reference in document.root.outer_references() {
            let uri = uri::resolve(&base, reference).map(|(uri, _)| uri);
            if let Some((path, document)) = uri.and_then(|uri| read(unread.remove(&uri)?)) {
                open.push(Arc::clone(&document));
                schemas.insert(path, document);
            }
        }
    }
}
