//! Members of a source's examples that a derived schema in the folder lacks: imports do not update a derived schema.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::documentation::DocumentedEnvelope;
use crate::json::{Document, Member, Node};
use crate::source::diagnostic::{Diagnostic, listed};
use crate::source::location::{Place, Pointer};

/// A derived schema in the folder, with the examples that the folder has.
pub(super) struct Derived<'d> {
    pub(super) path: &'d str,
    pub(super) schema: &'d Document,
    pub(super) last: Vec<Document>,
}

/// Warns of members that are new in the envelope's example, and missing in its schema.
pub(super) fn of_envelope(envelope: &DocumentedEnvelope, derived: &Derived<'_>) -> Option<Diagnostic> {
    let data = Some(&envelope.roles.data);
    unlisted("envelope-schema-behind", "the envelope", &[Arc::clone(&envelope.example)], data, derived)
}

/// Warns of members that are new in the examples of an event, and missing in its schema.
pub(super) fn of_event(wire_name: &str, examples: &[Arc<Document>], derived: &Derived<'_>) -> Option<Diagnostic> {
    let last: Vec<Texts<'_>> = derived.last.iter().map(|last| Texts::of(&last.root)).collect();
    // Payloads of one event may have no member in common.
    let is_moved = |example: &Arc<Document>| {
        let example = Texts::of(&example.root);
        last.iter().all(|last| last.whole != example.whole && are_apart(last, &example))
    };
    if let Some(example) = examples.first().filter(|_| !last.is_empty() && examples.iter().all(is_moved)) {
        let message = format!("the derived schema of `{wire_name}` may be that of another payload");
        let moved = Diagnostic::warning("schema-of-another-payload", message);
        let moved =
            moved.labelled(Place::new(&example.source, example.root.span.clone()), "the payload was another value");
        return Some(moved.help(format!(
            "if `at` or `each` of `[payload]` was corrected, delete `{}`, and import again with `--derive`",
            derived.path
        )));
    }
    unlisted("schema-behind", &format!("`{wire_name}`"), examples, None, derived)
}

/// An example with its text and those of the values inside of it, which are written once for all comparisons.
struct Texts<'n> {
    node: &'n Node,
    whole: String,
    inner: BTreeSet<String>,
}

impl<'n> Texts<'n> {
    fn of(node: &'n Node) -> Self {
        let mut inner = BTreeSet::new();
        add_inner(node, &mut inner);
        Self { node, whole: node.to_canonical(), inner }
    }
}

/// Adds the texts of the lists, and of the objects with members, inside of a value.
fn add_inner(node: &Node, texts: &mut BTreeSet<String>) {
    let elements = node.as_array().unwrap_or_default().iter();
    let inner = elements.chain(node.as_object().unwrap_or_default().iter().map(|member| &member.node));
    for inner in inner.filter(|inner| has_members(inner) || inner.as_array().is_some()) {
        texts.insert(inner.to_canonical());
        add_inner(inner, texts);
    }
}

fn has_members(node: &Node) -> bool {
    node.as_object().is_some_and(|members| !members.is_empty())
}

/// Returns true if one of two examples is inside of the other, or no member is in both: the payload was cut out of a body elsewhere.
fn are_apart(one: &Texts<'_>, other: &Texts<'_>) -> bool {
    let shares =
        || one.node.as_object().unwrap_or_default().iter().any(|member| other.node.get(&member.name).is_some());
    one.inner.contains(&other.whole)
        || other.inner.contains(&one.whole)
        || (has_members(one.node) && has_members(other.node) && !shares())
}

fn unlisted(
    code: &'static str,
    of: &str,
    examples: &[Arc<Document>],
    data: Option<&Pointer>,
    derived: &Derived<'_>,
) -> Option<Diagnostic> {
    let last: Vec<&Node> = derived.last.iter().map(|document| &document.root).collect();
    let mut found: Vec<(&Document, Pointer, &Member)> = Vec::new();
    for example in examples {
        let mut members = Vec::new();
        new_members(&example.root, &Pointer::root(), Some(&derived.schema.root), &last, data, &mut members);
        for (pointer, member) in members {
            if found.iter().all(|(_, known, _)| *known != pointer) {
                found.push((example, pointer, member));
            }
        }
    }
    let (first, others) = found.split_first()?;
    let pointers: Vec<String> = found.iter().map(|(_, pointer, _)| pointer.to_string()).collect();
    let names = listed(pointers.iter().map(String::as_str));
    let message = format!("the derived schema of {of} lacks {names}");
    let place =
        |(example, _, member): &(&Document, Pointer, &Member)| Place::new(&example.source, member.name_span.clone());
    let warning = Diagnostic::warning(code, message).labelled(place(first), "this is new");
    let warning = others.iter().take(4).fold(warning, |warning, other| warning.related(place(other), "and this"));
    Some(warning.help(format!(
        "add them to `{}` if the crate shall have them: an import never changes a schema that was derived before",
        derived.path
    )))
}

/// Collects the members that are new, outside of the payload (`data`), with their pointers. Elements of an array are compared with those of
/// all arrays there, and have `*` in pointers.
fn new_members<'n>(
    example: &'n Node,
    at: &Pointer,
    schema: Option<&Node>,
    last: &[&Node],
    data: Option<&Pointer>,
    found: &mut Vec<(Pointer, &'n Member)>,
) {
    if let Some(items) = schema.and_then(|schema| schema.get("items")) {
        let last: Vec<&Node> = last.iter().filter_map(|last| last.as_array()).flatten().collect();
        for element in example.as_array().unwrap_or_default() {
            new_members(element, &at.join("*"), Some(items), &last, None, found);
        }
    }
    let Some(properties) = schema.and_then(|schema| schema.get("properties")) else { return };
    for member in example.as_object().unwrap_or_default() {
        let name = &member.name;
        let mut tokens = data.into_iter().flat_map(Pointer::tokens);
        let is_around = tokens.next().as_ref() == Some(name);
        let rest = tokens.fold(Pointer::root(), |rest, token| rest.join(token));
        if is_around && rest == Pointer::root() {
            continue;
        }
        let at = at.join(name);
        let property = properties.get(name);
        let before: Vec<&Node> = last.iter().filter_map(|last| last.get(name)).collect();
        if property.is_none() && before.is_empty() {
            if found.iter().all(|(known, _)| *known != at) {
                found.push((at, member));
            }
        } else {
            new_members(&member.node, &at, property, &before, Some(&rest).filter(|_| is_around), found);
        }
    }
}
