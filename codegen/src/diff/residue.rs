//! The changes of documents without a change of any assertion or word: order, layout, identifiers, and restructured schemas.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diff::change::{Anchor, Change, Reading, Site};
use crate::diff::local::Sides;
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::words;
use crate::json::Document;
use crate::source::location::{Place, Pointer};

/// Returns a change for each document that differs and has none.
pub(super) fn changes(sides: Sides<'_>, known: &[Change]) -> Vec<Change> {
    let mut explained: BTreeSet<&str> =
        known.iter().flat_map(|it| it.before.iter().chain(&it.after)).map(|it| it.place.source.path()).collect();
    // The meanings of reserved names are no part of the contract.
    let catalogs = [sides.old, sides.new].map(|side| &side.loaded.catalog);
    explained.extend(
        catalogs
            .iter()
            .flat_map(|catalog| &catalog.reserved)
            .filter_map(|it| Some(it.meaning.as_ref()?.value.as_str())),
    );
    let (old, new) = (&sides.old.loaded.schemas, &sides.new.loaded.schemas);
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let used = [sides.new.documents(), sides.old.documents()];
    let mut changes = Vec::new();
    for path in paths.into_iter().filter(|path| !explained.contains(path.as_str())) {
        let (was, is) = (old.get(path), new.get(path));
        if was.map(|document| document.source.text()) == is.map(|document| document.source.text()) {
            continue;
        }
        let is_same = was.zip(is).is_some_and(|(was, is)| was.root == is.root);
        let (rule, words) = if is_same {
            (Rule::LayoutChanged, "changes order or layout alone")
        } else if was.is_none() {
            (Rule::Restructured, "adds the document")
        } else if is.is_none() {
            (Rule::Restructured, "removes the document")
        } else {
            (Rule::Restructured, "restructures the document; it constrains the same")
        };
        let users = users(sides, &used, path);
        let reading = |document: Option<&Arc<Document>>| {
            let document = document?;
            let place = Place::new(&document.source, 0..0).at(Pointer::root());
            Some(Reading::new(place, words::count(document.source.text().lines().count(), "line")))
        };
        changes.push(Change {
            rule,
            subject: path.clone(),
            member: String::new(),
            words: words.to_owned(),
            before: reading(was),
            after: reading(is),
            site: site(sides, users.first()),
            users,
            anchors: vec![Anchor { document: path.clone(), pointer: Pointer::root() }],
        });
    }
    changes
}

/// Returns the names of the roots that contain a document.
fn users(sides: Sides<'_>, used: &[Vec<BTreeSet<&str>>; 2], path: &str) -> Vec<String> {
    let mut users = Vec::new();
    for (side, documents) in [sides.new, sides.old].into_iter().zip(used) {
        for (root, reached) in side.model.roots.iter().zip(documents) {
            if reached.contains(path) && !users.contains(&root.wire_name) {
                users.push(root.wire_name.clone());
            }
        }
    }
    users
}

fn site(sides: Sides<'_>, user: Option<&String>) -> Site {
    let index = |side: &Side<'_>| side.model.roots.iter().position(|root| Some(&root.wire_name) == user);
    match (index(sides.old), index(sides.new)) {
        (Some(old), Some(new)) => Site::Root { old: Some(old), new: Some(new) },
        _ => Site::Outside,
    }
}
