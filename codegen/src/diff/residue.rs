//! The changes of documents without a change of any assertion: order, layout, identifiers, names, and restructured schemas.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diff::change::{Anchor, Change, Reading, Site};
use crate::diff::local::Sides;
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::unused;
use crate::json::{Document, Member, Node, Value};
use crate::source::location::{Place, Pointer, file_name};
use crate::source::words::counted;

/// The words about a document in which no rule describes a change, before its verdict is known.
pub(super) const RESTRUCTURED: &str = "restructures the document without changing a constraint";
/// The words about such a document if it is not proven that what uses it is constrained as before.
pub(super) const CHANGED: &str = "changes the document, and perhaps its meaning, in a way that no rule describes";

/// Returns a change for each document that differs and has no known change other than of words.
pub(super) fn changes(sides: Sides<'_>, known: &[Change]) -> Vec<Change> {
    let paths_of = |is_of_words: bool| -> BTreeSet<&str> {
        let known = known.iter().filter(|it| (it.rule == Rule::WordsChanged) == is_of_words);
        known.flat_map(|it| it.before.iter().chain(&it.after)).map(|it| it.place.source.path()).collect()
    };
    let (mut explained, worded) = (paths_of(false), paths_of(true));
    // The meanings of reserved names do not belong to the contract.
    let catalogs = [sides.old, sides.new].map(|side| &side.loaded.catalog);
    explained.extend(
        catalogs
            .iter()
            .flat_map(|catalog| &catalog.reserved)
            .filter_map(|it| Some(it.meaning.as_ref()?.value.as_str())),
    );
    let (old, new) = (&sides.old.loaded.schemas, &sides.new.loaded.schemas);
    let paths: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut residue = Residue { sides, used: [sides.new.documents(), sides.old.documents()], changes: Vec::new() };
    let renamed = renamed(sides, &explained);
    let points_into_lists = old.values().chain(new.values()).any(|document| points_into_lists(document));
    let mut referring: Vec<Vec<Anchor>> = vec![Vec::new(); renamed.len()];
    for path in paths.into_iter().filter(|path| !explained.contains(path.as_str())) {
        let (was, is) = (old.get(path), new.get(path));
        if was.map(|document| document.source.text()) == is.map(|document| document.source.text())
            || renamed.iter().any(|(before, after)| *before == path || *after == path)
        {
            continue;
        }
        let anchor = Anchor::new(path, Pointer::root());
        let Some((was, is)) = was.zip(is) else {
            let verb = if is.is_some() { "adds" } else { "removes" };
            residue.push(path, format!("{verb} the document"), (was, is), vec![anchor]);
            continue;
        };
        let meant: Vec<usize> = (0..renamed.len()).filter(|index| mentions(&was.root, renamed[*index].0)).collect();
        let is_worded = worded.contains(path.as_str());
        if was.root == is.root || (!points_into_lists && unordered(&was.root) == unordered(&is.root)) {
            let words = "changes order or layout alone".to_owned();
            let change = residue.push(path, words, (Some(was), Some(is)), vec![anchor]);
            judged(sides, Rule::LayoutChanged, change);
        } else if !meant.is_empty() && is_same(&was.root, &is.root, &renamed) {
            for index in meant {
                referring[index].push(anchor.clone());
            }
        } else if let Some(found) = unused::values(sides, path) {
            residue.changes.extend(found.into_iter().map(|found| {
                let admits = if found.rule == Rule::ValueAdded { "admits" } else { "admitted" };
                let words = format!("{}, which no use of the document {admits}", found.words);
                let mut change = Change::outside(found.rule, path, words, found.before, found.after);
                change.users = users(sides, &residue.used, path);
                change.anchors = found.anchors;
                change.site = site(sides, change.users.first());
                change
            }));
        } else if !is_worded || sides.old.structure(path) != sides.new.structure(path) {
            let change = residue.push(path, RESTRUCTURED.to_owned(), (Some(was), Some(is)), vec![anchor]);
            judged(sides, Rule::Restructured, change);
        }
    }
    for ((before, after), mut anchors) in renamed.into_iter().zip(referring) {
        anchors.extend([before, after].map(|path| Anchor::new(path, Pointer::root())));
        let words = format!("renames the document from `{before}`");
        residue.push(after, words, (old.get(before), new.get(after)), anchors);
    }
    residue.changes
}

/// Returns the change of a reference beside other changes of its document.
pub(super) fn restructured(
    sides: Sides<'_>,
    path: &str,
    words: String,
    (before, after): (Option<Reading>, Option<Reading>),
    pointer: Pointer,
) -> Change {
    let mut change = Change::outside(Rule::Restructured, path, words, before, after);
    change.users = users(sides, &[sides.new.documents(), sides.old.documents()], path);
    change.anchors = vec![Anchor::new(path, pointer)];
    change.site = site(sides, change.users.first());
    change
}

/// The changes of documents.
struct Residue<'c> {
    sides: Sides<'c>,
    /// The documents of each newer and each older root.
    used: [Vec<BTreeSet<&'c str>>; 2],
    changes: Vec<Change>,
}

impl Residue<'_> {
    /// Adds a change of a document. The document has an effect only where something refers to it.
    fn push(
        &mut self,
        path: &str,
        words: String,
        (was, is): (Option<&Arc<Document>>, Option<&Arc<Document>>),
        anchors: Vec<Anchor>,
    ) -> &mut Change {
        let reading = |document: Option<&Arc<Document>>| {
            let document = document?;
            let place = Place::new(&document.source, 0..0).at(Pointer::root());
            Some(Reading::new(place, counted(document.source.text().lines().count(), "line")))
        };
        let mut change = Change::outside(Rule::Restructured, path, words, reading(was), reading(is));
        change.users = users(self.sides, &self.used, path);
        change.anchors = anchors;
        self.changes.push(change);
        self.changes.last_mut().expect("it was pushed")
    }
}

/// Lists whose order means nothing.
const SETS: [&str; 6] = ["allOf", "anyOf", "enum", "oneOf", "required", "type"];
/// Keywords with data, in which every list has an order.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Returns a schema with the lists that are sets in a fixed order.
fn unordered(node: &Node) -> Node {
    let Value::Object(members) = &node.value else {
        let elements = node.as_array().map(|elements| elements.iter().map(unordered).collect());
        return Node { span: node.span.clone(), value: elements.map_or_else(|| node.value.clone(), Value::Array) };
    };
    let member = |member: &Member| {
        let inner = if DATA.contains(&member.name.as_str()) { member.node.clone() } else { unordered(&member.node) };
        let node = match inner.value {
            Value::Array(mut elements) if SETS.contains(&member.name.as_str()) => {
                elements.sort_by_cached_key(Node::to_canonical);
                Node { value: Value::Array(elements), ..inner }
            }
            value => Node { value, ..inner },
        };
        Member { node, ..member.clone() }
    };
    Node { span: node.span.clone(), value: Value::Object(members.iter().map(member).collect::<Vec<_>>().into()) }
}

/// Returns true if a document may refer to a branch by its number.
fn points_into_lists(document: &Document) -> bool {
    let is_number = |behind: &str| behind.starts_with(|first: char| first.is_ascii_digit());
    let text = document.source.text();
    ["allOf/", "anyOf/", "oneOf/"].iter().any(|list| text.split(list).skip(1).any(is_number))
}

/// Sets the rule of a change, which is judged by the first root that contains the document.
fn judged(sides: Sides<'_>, rule: Rule, change: &mut Change) {
    change.rule = rule;
    change.site = site(sides, change.users.first());
}

/// Returns the documents with another name and the same constraints, before and after.
fn renamed<'c>(sides: Sides<'c>, explained: &BTreeSet<&str>) -> Vec<(&'c String, &'c String)> {
    let only = |side: &'c Side<'c>, other: &Side<'_>| -> Vec<&'c String> {
        let paths = side.loaded.schemas.keys();
        let is_alone = |path: &&String| !other.loaded.schemas.contains_key(*path) && !explained.contains(path.as_str());
        paths.filter(is_alone).collect()
    };
    let mut come = only(sides.new, sides.old);
    let mut renamed = Vec::new();
    for before in only(sides.old, sides.new) {
        let shape = sides.old.shape(before);
        let same = come.iter().position(|after| shape.is_some() && shape == sides.new.shape(after));
        renamed.extend(same.map(|index| (before, come.remove(index))));
    }
    renamed
}

/// Returns true if a text of a document refers to another document.
fn mentions(node: &Node, path: &str) -> bool {
    match &node.value {
        Value::String(text) => file_name(text.split('#').next().unwrap_or_default()) == file_name(path),
        Value::Array(elements) => elements.iter().any(|element| mentions(element, path)),
        Value::Object(members) => members.iter().any(|member| mentions(&member.node, path)),
        Value::Null | Value::Boolean(_) | Value::Number(_) => false,
    }
}

/// Returns true if two documents differ in the names of renamed documents alone.
fn is_same(was: &Node, is: &Node, renamed: &[(&String, &String)]) -> bool {
    match (&was.value, &is.value) {
        (Value::String(before), Value::String(after)) => {
            let is_renamed = |(old, new): &(&String, &String)| {
                mentions(was, old) && before.replace(file_name(old), file_name(new)) == *after
            };
            before == after || renamed.iter().any(is_renamed)
        }
        (Value::Array(before), Value::Array(after)) => {
            before.len() == after.len() && before.iter().zip(after).all(|(was, is)| is_same(was, is, renamed))
        }
        (Value::Object(before), Value::Object(after)) => {
            let is_kept = |name: &str, node: &Node| is.get(name).is_some_and(|other| is_same(node, other, renamed));
            before.len() == after.len() && before.iter().all(|member| is_kept(&member.name, &member.node))
        }
        _ => was == is,
    }
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
