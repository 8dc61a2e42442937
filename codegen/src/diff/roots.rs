//! Matches the documented schemas of both sides: by role and name, renamed events by their payloads.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;
use crate::diff::change::{Anchor, Change, Reading, Site};
use crate::diff::local::Sides;
use crate::diff::rename::{self, Part};
use crate::diff::rule::Rule;
use crate::diff::side::Side;
use crate::diff::{similar, words};
use crate::model::{Role, Root};
use crate::source::location::Place;

/// The roots of both sides that belong together, and the changes of those of one side alone.
pub(super) struct Matched {
    /// The indexes of the roots before and after, in the newer order.
    pub(super) pairs: Vec<(usize, usize)>,
    /// The changes: added, removed and renamed ones.
    pub(super) changes: Vec<Change>,
}

/// Matches the roots of both sides.
pub(super) fn matched(sides: Sides<'_>) -> Matched {
    let mut matched = Matched { pairs: Vec::new(), changes: Vec::new() };
    for role in [Role::Envelope, Role::Event, Role::Plain] {
        let of = |roots: &[Root]| -> Vec<usize> {
            roots.iter().enumerate().filter(|(_, root)| root.role == role).map(|(index, _)| index).collect()
        };
        let (old, new) = (of(&sides.old.model.roots), of(&sides.new.model.roots));
        let (was, is) = (parts(sides.old, &old), parts(sides.new, &new));
        let mut renamed = if role == Role::Envelope { Vec::new() } else { rename::pairs(&was, &is) };
        if role == Role::Event {
            let similar = similar::pairs(sides, (&old, &new), &renamed);
            renamed.extend(similar.into_iter().filter(|(before, after)| rename::are_near(&was, &is, *before, *after)));
        }
        let renamed: Vec<(usize, usize)> =
            renamed.into_iter().map(|(before, after)| (old[before], new[after])).collect();
        one_role(sides, &mut matched, (&old, &new), &renamed);
    }
    matched.pairs.sort_by_key(|(_, after)| *after);
    matched
}

fn parts<'c>(side: &'c Side<'c>, roots: &[usize]) -> Vec<Part<'c>> {
    // Where the payload has the event's name, two names are two shapes.
    let catalog = &side.loaded.catalog;
    let naming = catalog.naming.members.iter().chain(&catalog.naming.suffix).filter(|_| catalog.payload.at.is_none());
    let naming: Vec<String> =
        naming.filter_map(|member| <[String; 1]>::try_from(member.names()).ok()).flatten().collect();
    let naming: Vec<&str> = naming.iter().map(String::as_str).collect();
    let part = |index: &usize| {
        let root = &side.model.roots[*index];
        let shape = match root.role {
            Role::Event => vec![side.fingerprint_without(root.schema, &naming)],
            Role::Envelope | Role::Plain => vec![side.fingerprint(root.schema)],
        };
        let written = Some((root.document.source.path(), root.summary.as_deref()));
        Part { wire_name: &root.wire_name, shape, is_required: true, is_constant: false, written }
    };
    roots.iter().map(part).collect()
}

fn one_role(sides: Sides<'_>, matched: &mut Matched, (old, new): (&[usize], &[usize]), renamed: &[(usize, usize)]) {
    let by_name: BTreeMap<&str, usize> =
        old.iter().map(|index| (sides.old.model.roots[*index].wire_name.as_str(), *index)).collect();
    let new_names: BTreeSet<&str> = new.iter().map(|index| sides.new.model.roots[*index].wire_name.as_str()).collect();
    for after in new {
        let is = &sides.new.model.roots[*after];
        if let Some(before) = by_name.get(is.wire_name.as_str()) {
            matched.pairs.push((*before, *after));
            if sides.old.model.roots[*before].ident != is.ident {
                matched.changes.push(type_change(sides, *before, *after));
            }
            if is.kept_since.is_some() && sides.old.model.roots[*before].kept_since.is_none() {
                let words = "removes the event; the crate keeps it, deprecated".to_owned();
                matched.changes.push(root_change(sides, Rule::EventRemoved, words, Some(*before), None));
            }
        } else if let Some((before, _)) = renamed.iter().find(|(_, other)| other == after) {
            matched.pairs.push((*before, *after));
            let was = &sides.old.model.roots[*before];
            let words =
                format!("renames `{}` to `{}`, or removes the one and adds the other", was.wire_name, is.wire_name);
            let rule = if is.role == Role::Event { Rule::EventRenamed } else { Rule::SchemaRenamed };
            matched.changes.push(root_change(sides, rule, words, Some(*before), Some(*after)));
        } else if is.role != Role::Envelope {
            let rule = if is.role == Role::Event { Rule::EventAdded } else { Rule::SchemaAdded };
            matched.changes.push(root_change(sides, rule, rule.title().to_owned(), None, Some(*after)));
        }
    }
    for before in old {
        let was = &sides.old.model.roots[*before];
        let is_renamed = renamed.iter().any(|(other, _)| other == before);
        if !is_renamed && !new_names.contains(was.wire_name.as_str()) && was.role != Role::Envelope {
            let rule = if was.role == Role::Event { Rule::EventRemoved } else { Rule::SchemaRemoved };
            matched.changes.push(root_change(sides, rule, rule.title().to_owned(), Some(*before), None));
        }
    }
}

/// Returns the change of the name that the catalogue gives a root's type.
fn type_change(sides: Sides<'_>, before: usize, after: usize) -> Change {
    let (was, is) = (&sides.old.model.roots[before], &sides.new.model.roots[after]);
    let reading = |side: &Side<'_>, root: &Root| {
        let Catalog { events, schemas, .. } = &side.loaded.catalog;
        let entries = if root.role == Role::Event { events } else { schemas };
        let entry = entries.iter().find(|entry| entry.wire_name.value == root.wire_name)?;
        let place = &entry.rust_name.as_ref().unwrap_or(&entry.wire_name).place;
        Some(Reading::new(place.clone(), format!("`{}`", root.ident)))
    };
    let words = format!("renames the type `{}` to `{}`", was.ident, is.ident);
    let (before, after) = (reading(sides.old, was), reading(sides.new, is));
    let anchors =
        [(sides.old, was), (sides.new, is)].map(|(side, root)| anchor(root, &side.model.schema(root.schema).place));
    let change = Change::outside(Rule::TypeRenamed, &is.wire_name, words, before, after);
    Change { anchors: anchors.to_vec(), ..change }
}

/// Returns the anchor of a change of a root as a whole.
fn anchor(root: &Root, place: &Place) -> Anchor {
    Anchor { root: Some(root.wire_name.clone()), ..Anchor::of(place) }
}

fn root_change(sides: Sides<'_>, rule: Rule, words: String, old: Option<usize>, new: Option<usize>) -> Change {
    let describe = |root: &Root, side: &Side<'_>| {
        let form = words::schema(side.model, &[root.schema]);
        let words = root.summary.as_ref().map_or_else(|| form.clone(), |summary| words::cut(summary));
        side.reading(root.schema, words)
    };
    let was = old.map(|index| &sides.old.model.roots[index]);
    let is = new.map(|index| &sides.new.model.roots[index]);
    let before = was.map(|root| describe(root, sides.old));
    let after = is.map(|root| describe(root, sides.new));
    let readings = was.zip(before.as_ref()).into_iter().chain(is.zip(after.as_ref()));
    let anchors = readings.map(|(root, reading)| anchor(root, &reading.place)).collect();
    let subject = is.or(was).map(|root| root.wire_name.clone()).unwrap_or_default();
    let change = Change::outside(rule, &subject, words, before, after);
    Change { users: vec![subject], anchors, site: Site::Root { old, new }, ..change }
}
