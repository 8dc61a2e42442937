//! Compares the examples of an entry: by their content, then by their files, then by their order.

use std::sync::Arc;

use crate::catalog::{Entry, Text};
use crate::diff::change::{Anchor, Change, Reading};
use crate::diff::local::Sides;
use crate::diff::matched::Matched;
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::words;
use crate::json::{Document, Member, Node, Value};
use crate::source::location::Pointer;
use crate::source::words::counted;

/// An example of one side.
#[derive(Clone)]
struct Example<'c> {
    path: &'c Text,
    document: &'c Arc<Document>,
    content: String,
    /// True if the catalogue lists it as faulty.
    is_faulty: bool,
}

/// Compares the examples of all entries that both sides have.
pub(super) fn changes(sides: Sides<'_>) -> Vec<Change> {
    let (old, new) = (&sides.old.loaded.catalog, &sides.new.loaded.catalog);
    let mut changes = Vec::new();
    for (old, new) in [(&old.events, &new.events), (&old.schemas, &new.schemas)] {
        for is in new {
            let was = old.iter().find(|was| was.wire_name.value == is.wire_name.value);
            changes.extend(was.map(|was| of_entry(sides, was, is)).into_iter().flatten());
        }
    }
    if let (Some(before), Some(after)) = (&old.envelope, &new.envelope) {
        changes.extend(of_envelope(sides, &before.example, &after.example));
    }
    changes
}

/// Compares the examples of an entry.
fn of_entry(sides: Sides<'_>, old: &Entry, new: &Entry) -> Vec<Change> {
    let subject = new.wire_name.value.as_str();
    let (before, after) = (examples(sides.old, old), examples(sides.new, new));
    let matched = matched(before, after);
    let mut changes: Vec<Change> = matched
        .pairs
        .iter()
        .filter_map(|(was, is)| content(subject, (was.document, is.document), is.is_faulty))
        .collect();
    let now_faulty: Vec<_> = matched.pairs.iter().filter(|(was, is)| !was.is_faulty && is.is_faulty).collect();
    let now_valid: Vec<_> = matched.pairs.iter().filter(|(was, is)| was.is_faulty && !is.is_faulty).collect();
    for (moved, said) in [(now_faulty, "as faulty"), (now_valid, "as valid")] {
        let Some((was, is)) = moved.first() else { continue };
        let words = format!("lists {} {said}", counted(moved.len(), "example"));
        changes.push(change(subject, words, Some(listed(was)), Some(listed(is))));
    }
    changes.extend(
        matched
            .gone
            .iter()
            .map(|it| change(subject, format!("removes {}", title(it.is_faulty)), Some(listed(it)), None)),
    );
    changes.extend(
        matched.come.iter().map(|it| change(subject, format!("adds {}", title(it.is_faulty)), None, Some(listed(it)))),
    );
    let has_valid = |examples: &[Text]| !examples.is_empty();
    if has_valid(&old.examples) != has_valid(&new.examples) {
        // A type with a valid example has a function that returns it.
        let anchors = [old, new].map(|it| Anchor::new(&it.schema.value, Pointer::root()));
        for change in &mut changes {
            change.anchors.extend(anchors.clone());
        }
    }
    changes
}

/// Compares the examples of two envelopes.
fn of_envelope(sides: Sides<'_>, old: &Text, new: &Text) -> Option<Change> {
    let was = sides.old.loaded.examples.get(&old.value)?;
    let is = sides.new.loaded.examples.get(&new.value)?;
    content("envelope", (was, is), false)
}

fn examples<'c>(side: &Side<'c>, entry: &'c Entry) -> Vec<Example<'c>> {
    let read = |path: &'c Text, is_faulty: bool| {
        let document = side.loaded.examples.get(&path.value)?;
        Some(Example { path, document, content: document.root.to_compact(), is_faulty })
    };
    let valid = entry.examples.iter().filter_map(|path| read(path, false));
    valid.chain(entry.faulty.iter().filter_map(|path| read(path, true))).collect()
}

fn matched<'c>(old: Vec<Example<'c>>, new: Vec<Example<'c>>) -> Matched<Example<'c>> {
    let mut matched = Matched::new(old, new);
    matched.take(|was, is| was.content == is.content);
    matched.take(|was, is| was.path.value == is.path.value);
    matched.take(|was, is| was.is_faulty == is.is_faulty);
    matched
}

fn change(subject: &str, words: String, before: Option<Reading>, after: Option<Reading>) -> Change {
    Change::outside(Rule::ExampleChanged, subject, words, before, after)
}

fn listed(example: &Example<'_>) -> Reading {
    Reading::new(example.path.place.clone(), format!("`{}`", example.path.value))
}

fn title(is_faulty: bool) -> &'static str {
    if is_faulty { "a faulty example" } else { "an example" }
}

/// Compares the content of two examples.
fn content(subject: &str, (was, is): (&Arc<Document>, &Arc<Document>), is_faulty: bool) -> Option<Change> {
    if was.root.to_compact() == is.root.to_compact() {
        return None;
    }
    // Nodes are equal in any order of their members.
    let is_same = was.root == is.root;
    let at = difference(was, is, Pointer::root());
    let reading = |document: &Arc<Document>, other: &Document| {
        let node = document.get(&at)?;
        Some(Reading::new(document.place(node, &at), differing(node, other.get(&at).filter(|_| !is_same))))
    };
    let (before, after) = (reading(was, is), reading(is, was));
    let title = title(is_faulty);
    let words = match (&before, &after) {
        _ if is_same => format!("writes {title} in another order or spelling"),
        (None, Some(_)) => format!("adds `{at}` to {title}"),
        (Some(_), None) => format!("removes `{at}` from {title}"),
        _ if at.as_str().is_empty() => format!("changes {title}"),
        _ => format!("changes {title} at `{at}`"),
    };
    Some(change(subject, words, before, after))
}

/// Returns the place of the only difference of two documents, or of the value that contains all differences.
fn difference(old: &Document, new: &Document, at: Pointer) -> Pointer {
    let (Some(was), Some(is)) = (old.get(&at), new.get(&at)) else { return at };
    if let (Some(before), Some(after)) = (was.as_array(), is.as_array()) {
        let mut differing = (0..after.len()).filter(|index| before.get(*index) != after.get(*index));
        return match (differing.next(), differing.next()) {
            (Some(only), None) if before.len() == after.len() => difference(old, new, at.join(only)),
            _ => at,
        };
    }
    let (Some(before), Some(after)) = (was.as_object(), is.as_object()) else { return at };
    let changed = after.iter().filter(|member| was.get(&member.name) != Some(&member.node));
    let gone = before.iter().filter(|member| is.get(&member.name).is_none());
    let mut differing = changed.chain(gone);
    match (differing.next(), differing.next()) {
        (Some(only), None) => difference(old, new, at.join(&only.name)),
        _ => at,
    }
}

/// Shows a value. Of an object, shows only the members that differ from the other edition.
fn differing(node: &Node, other: Option<&Node>) -> String {
    let (Some(members), Some(other)) = (node.as_object(), other.filter(|other| other.as_object().is_some())) else {
        return words::cut(&node.to_compact());
    };
    let (same, own): (Vec<&Member>, Vec<&Member>) =
        members.iter().partition(|member| other.get(&member.name) == Some(&member.node));
    let own = Value::Object(own.into_iter().cloned().collect::<Vec<_>>().into());
    let text = Node { span: node.span.clone(), value: own }.to_compact();
    let text = words::cut(&text);
    match (same.is_empty(), text.strip_suffix('}')) {
        (true, _) | (_, None) => text,
        (false, Some("{")) => "{…}".to_owned(),
        (false, Some(shown)) => format!("{shown},…}}"),
    }
}
