//! Refinements of two catalogues: their subjects, and those that a change of the schemas tells.

use crate::catalog::{Catalog, Entry, Refinement};
use crate::diff::side::Side;
use crate::model::SchemaId;
use crate::source::location::Pointer;

/// Returns true for a refinement of one side alone that comes or goes with its schema, or with the place of its schema. `others` are the
/// refinements of the side without it, which comes first.
pub(super) fn is_told_by_schema(
    (without, with): (&Side<'_>, &Side<'_>),
    it: &Refinement,
    others: &[Refinement],
) -> bool {
    let Some(here) = schema(with, it) else { return false };
    let there = schema(without, it);
    // What is inside of a definition may be described elsewhere now.
    let is_member = !["/$defs/", "/definitions/"].iter().any(|keyword| it.pointer.value.contains(keyword));
    if there.is_none() && (is_member || !without.loaded.schemas.contains_key(&it.schema.value)) {
        return true;
    }
    // A schema that moves below `$defs` stays behind a reference, and so does its refinement.
    let is_one = |side: &Side<'_>, one: SchemaId, other: SchemaId| side.model.target(one) == side.model.target(other);
    let place = |other: &Refinement| (schema(without, other), schema(with, other));
    others.iter().filter(|other| other.kind == it.kind).any(|other| {
        let (beside, before) = place(other);
        there.zip(beside).is_some_and(|(there, beside)| is_one(without, there, beside))
            || before.is_some_and(|before| is_one(with, here, before))
    })
}

fn schema(side: &Side<'_>, it: &Refinement) -> Option<SchemaId> {
    side.schema_at(&it.schema.value, &Pointer::parse(&it.pointer.value).unwrap_or_default())
}

/// Returns the subject and the member that a refinement is about: an event and its member, if the document is of that event alone.
pub(super) fn subject(catalog: &Catalog, it: &Refinement, pointer: &Pointer) -> (String, String) {
    let of_document = || {
        let mut entries = catalog.events.iter().chain(&catalog.schemas);
        let is_its = |entry: &&Entry| entry.schema.value == it.schema.value;
        entries.find(is_its).filter(|_| !entries.any(|entry| is_its(&entry)))
    };
    let tokens: Vec<String> = pointer.tokens().collect();
    let mut member = String::new();
    let mut rest = tokens.as_slice();
    loop {
        rest = match rest {
            [] => break,
            [keyword, name, rest @ ..] if keyword == "properties" => {
                member += if member.is_empty() { "" } else { "." };
                member += name;
                rest
            }
            [keyword, rest @ ..] if keyword == "items" => {
                member += "[]";
                rest
            }
            _ => return (format!("{}#{pointer}", it.schema.value), String::new()),
        };
    }
    match of_document() {
        Some(entry) => (entry.wire_name.value.clone(), member),
        None => (format!("{}#{pointer}", it.schema.value), String::new()),
    }
}
