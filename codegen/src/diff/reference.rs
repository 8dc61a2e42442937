//! Changed references that explain a difference of the public API that nothing else explains.

use std::collections::BTreeSet;

use crate::api::Difference;
use crate::diff::attribution;
use crate::diff::change::{Change, Reading};
use crate::diff::local::Sides;
use crate::diff::residue;
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::json::{Document, Node, Value};
use crate::source::location::{Place, Pointer};

/// Returns the changes of references, the differences of the public API that each of them causes, and the remaining differences.
pub(super) fn explain(
    sides: Sides<'_>,
    known: &[Change],
    differences: Vec<Difference>,
) -> (Vec<Change>, Vec<Vec<Difference>>, Vec<Difference>) {
    let origins = differences.iter().flat_map(|it| it.old_origins.iter().chain(it.new_origins.iter()));
    let documents: BTreeSet<&str> = origins.map(|origin| origin.document.as_str()).collect();
    let is_known = |path: &str| known.iter().any(|it| it.rule == Rule::Restructured && it.subject == path);
    let mut changes = Vec::new();
    for path in documents.into_iter().filter(|path| !is_known(path)) {
        let document = |side: &Side<'_>| side.loaded.schemas.get(path).cloned();
        let Some((was, is)) = document(sides.old).zip(document(sides.new)) else { continue };
        let mut places = Vec::new();
        compare((&was.root, &is.root), &Pointer::root(), &mut places);
        for pointer in places {
            let [before, after] = [&was, &is].map(|document| reading(document, &pointer));
            let refers = |document: &Document| document.get(&pointer).and_then(target).is_some();
            let words = match (refers(&was), refers(&is)) {
                (true, false) => "repeats a schema instead of a reference to it",
                (false, true) => "refers to a schema instead of repeating it",
                (true, true) | (false, false) => "refers to another schema",
            };
            changes.push(residue::restructured(sides, path, words.to_owned(), (before, after), pointer));
        }
    }
    let (attributed, rest) = attribution::beside(&changes, differences);
    let causes = changes.into_iter().zip(attributed).filter(|(_, differences)| !differences.is_empty());
    let (changes, attributed) = causes.unzip();
    (changes, attributed, rest)
}

/// Collects the schemas at one place of both documents that refer to different schemas.
fn compare((was, is): (&Node, &Node), at: &Pointer, found: &mut Vec<Pointer>) {
    if let (Value::Object(members), Value::Object(_)) = (&was.value, &is.value) {
        if target(was) != target(is) {
            found.push(at.clone());
        }
        for member in members.iter() {
            if let Some(other) = is.get(&member.name) {
                compare((&member.node, other), &at.join(&member.name), found);
            }
        }
    } else if let (Value::Array(before), Value::Array(after)) = (&was.value, &is.value) {
        for (index, pair) in before.iter().zip(after).enumerate() {
            compare(pair, &at.join(index), found);
        }
    }
}

/// Returns the reference of a schema.
fn target(schema: &Node) -> Option<&str> {
    if let Value::String(target) = &schema.get("$ref")?.value { Some(target) } else { None }
}

fn reading(document: &Document, pointer: &Pointer) -> Option<Reading> {
    let schema = document.get(pointer)?;
    let words = target(schema).map_or_else(|| "a schema of its own".to_owned(), |target| format!("`{target}`"));
    Some(Reading::new(Place::new(&document.source, schema.span.clone()).at(pointer.clone()), words))
}
