//! The members that a schema names, at every depth, with a short description.

use std::collections::{BTreeMap, BTreeSet};

use crate::emit::types::shape::in_place;
use crate::emit::wording::code_in_table;
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};

use super::merged::merged;
use super::value_words::{ANY, describe};
use crate::pattern;
use crate::source::words::joined;

/// A row of the table of members.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The path from the payload's root: `items[].sku`, `prices.*.amount`.
    pub(super) path: String,
    /// The value as Markdown: `integer, at least 0`.
    pub(super) form: String,
    /// True if its object requires it.
    pub(super) is_required: bool,
    /// The vendor's description.
    pub(super) description: String,
    /// Remarks of the schema, as Markdown: that the member is deprecated, and its default.
    pub(super) remarks: String,
}

/// Returns the members of an object, each followed by those of nested objects.
pub(super) fn list(model: &Model, schema: SchemaId) -> Vec<Member> {
    let mut members = Vec::new();
    walk(model, &[schema], "", &mut Walk::default(), &mut members);
    members
}

/// The number of rows beyond which schemas are not listed again: schemas that share parts, nested repeatedly, would fill a table without
/// end.
const ROWS: usize = 1000;

#[derive(Default)]
struct Walk {
    /// The schemas being listed; a recursive one is listed once.
    open: Vec<SchemaId>,
    /// The schemas already listed.
    listed: BTreeSet<SchemaId>,
}

/// The values inside of an object or a list that have schemas of their own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part<'m> {
    Member(&'m str),
    Elements,
    /// The members that `properties` does not name.
    Others,
}

/// Lists the members of a value with these schemas.
fn walk(model: &Model, schemas: &[SchemaId], prefix: &str, known: &mut Walk, members: &mut Vec<Member>) {
    let schemas: Vec<SchemaId> = schemas.iter().flat_map(|schema| with_other(model, *schema)).collect();
    let is_listed = schemas.iter().all(|schema| known.listed.contains(schema));
    known.listed.extend(&schemas);
    let is_open = schemas.iter().all(|schema| known.open.contains(schema));
    if is_open || (is_listed && members.len() >= ROWS) {
        return;
    }
    let outer = known.open.len();
    known.open.extend(&schemas);
    let merged = merged(model, &schemas);
    let required: Vec<&String> =
        merged
            .iter()
            .flat_map(|kind| {
                if let AssertionKind::Object(ObjectKeyword::Required(names)) = kind { names.as_slice() } else { &[] }
            })
            .collect();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for (part, schemas) in parts(&merged) {
        match part {
            Part::Member(wire_name) => {
                named.insert(wire_name);
                let path = format!("{prefix}{wire_name}");
                members.push(Member {
                    form: describe(model, &schemas),
                    is_required: required.iter().any(|required| *required == wire_name),
                    description: description(model, &schemas),
                    remarks: remarks(model, &schemas),
                    path: path.clone(),
                });
                walk(model, &schemas, &format!("{path}."), known, members);
            }
            Part::Elements => {
                walk(model, &schemas, &format!("{}[].", prefix.trim_end_matches('.')), known, members);
            }
            Part::Others => walk(model, &schemas, &format!("{prefix}*."), known, members),
        }
    }
    for wire_name in required.into_iter().filter(|wire_name| named.insert(wire_name)) {
        members.push(Member {
            path: format!("{prefix}{wire_name}"),
            form: form_of_other(model, &merged, wire_name),
            is_required: true,
            description: String::new(),
            remarks: String::new(),
        });
    }
    known.open.truncate(outer);
}

/// Returns the target of a schema, and that of its only branch that is not `null`.
fn with_other(model: &Model, schema: SchemaId) -> impl Iterator<Item = SchemaId> {
    let target = model.target(schema);
    let other = in_place::beside_null(model, target).map(|other| model.target(other));
    [Some(target), other].into_iter().flatten()
}

/// Returns the forms of a value that has several, each with its key, or its number.
pub(super) fn forms(model: &Model, schema: SchemaId) -> Vec<(String, SchemaId)> {
    let merged = merged(model, &with_other(model, schema).collect::<Vec<_>>());
    let branches = merged.into_iter().find_map(|kind| {
        let AssertionKind::InPlace(InPlaceKeyword::OneOf(branches) | InPlaceKeyword::AnyOf(branches)) = kind else {
            return None;
        };
        (branches.len() > 1).then_some(branches)
    });
    let described = branches.into_iter().flatten().map(|branch| model.target(*branch));
    let names_members = |kind: &&AssertionKind| matches!(kind, AssertionKind::Object(ObjectKeyword::Properties(members)) if !members.is_empty());
    let is_described = |branch: &SchemaId| self::merged(model, &[*branch]).iter().any(names_members);
    let described: Vec<SchemaId> = described.filter(is_described).collect();
    if described.len() < 2 {
        return Vec::new();
    }
    let name = |(index, branch): (usize, SchemaId)| {
        let tokens: Vec<String> = model.schema(branch).pointer().tokens().collect();
        let key = match tokens.as_slice() {
            [.., container, key] if ["$defs", "definitions", "schemas"].contains(&container.as_str()) => Some(key),
            _ => None,
        };
        (key.map_or_else(|| format!("Form {}", index + 1), |key| code_in_table(key)), branch)
    };
    described.into_iter().enumerate().map(name).collect()
}

/// Returns the parts of a value, each with all its schemas: `allOf` may describe a part several times.
fn parts<'m>(merged: &[&'m AssertionKind]) -> Vec<(Part<'m>, Vec<SchemaId>)> {
    let mut parts: Vec<(Part<'m>, Vec<SchemaId>)> = Vec::new();
    let mut known: BTreeMap<Part<'m>, usize> = BTreeMap::new();
    let mut add = |part: Part<'m>, schema: SchemaId| {
        let index = *known.entry(part).or_insert(parts.len());
        if index == parts.len() {
            parts.push((part, Vec::new()));
        }
        let (_, schemas) = &mut parts[index];
        if !schemas.contains(&schema) {
            schemas.push(schema);
        }
    };
    for kind in merged {
        if let AssertionKind::Object(ObjectKeyword::Properties(properties)) = kind {
            for (wire_name, property) in properties {
                add(Part::Member(wire_name), *property);
            }
        } else if let AssertionKind::Array(ArrayKeyword::Items(items)) = kind {
            add(Part::Elements, *items);
        } else if let AssertionKind::Object(ObjectKeyword::AdditionalProperties(others)) = kind {
            add(Part::Others, *others);
        }
    }
    parts
}

/// Describes a member that `properties` does not name.
fn form_of_other(model: &Model, merged: &[&AssertionKind], wire_name: &str) -> String {
    let of_pattern = |kind: &&AssertionKind| {
        let AssertionKind::Object(ObjectKeyword::PatternProperties(patterns)) = kind else { return Vec::new() };
        let matching = patterns.iter().filter(|(pattern, _)| pattern::is_match(pattern, wire_name));
        matching.map(|(_, schema)| *schema).collect()
    };
    let of_other = |kind: &&AssertionKind| {
        if let AssertionKind::Object(ObjectKeyword::AdditionalProperties(others)) = kind { Some(*others) } else { None }
    };
    let mut schemas: Vec<SchemaId> = merged.iter().flat_map(of_pattern).collect();
    if schemas.is_empty() {
        schemas.extend(merged.iter().filter_map(of_other));
    }
    if schemas.is_empty() { ANY.to_owned() } else { describe(model, &schemas) }
}

fn remarks(model: &Model, schemas: &[SchemaId]) -> String {
    let deprecated = schemas.iter().any(|schema| model.is_deprecated(*schema)).then(|| "Deprecated.".to_owned());
    let mut with_targets = schemas.iter().flat_map(|schema| [*schema, model.target(*schema)]);
    let default = with_targets.find_map(|it| model.schema(it).annotations.default.as_ref());
    let default = default.map(|value| format!("Default: {}.", code_in_table(&value.to_compact())));
    let mut forms = schemas.iter().map(|schema| forms(model, *schema));
    let forms: Vec<String> =
        forms.find(|forms| !forms.is_empty()).into_iter().flatten().map(|(name, _)| name).collect();
    let are_named = !forms.is_empty() && forms.iter().all(|name| name.starts_with('`'));
    let forms = are_named.then(|| format!("One of {}.", joined(&forms, "or")));
    deprecated.into_iter().chain(forms).chain(default).collect::<Vec<_>>().join(" ")
}

/// Returns the descriptions of a member's schemas, each text once.
fn description(model: &Model, schemas: &[SchemaId]) -> String {
    let mut texts: Vec<&str> = Vec::new();
    for schema in schemas {
        let annotations = &model.schema(*schema).annotations;
        let own = annotations.description.as_ref().or(annotations.title.as_ref());
        let referred = || {
            let target = model.schema(*schema).find(|kind| {
                if let AssertionKind::InPlace(InPlaceKeyword::Ref(target)) = kind { Some(*target) } else { None }
            })?;
            model.schema(target).annotations.description.as_ref()
        };
        let other = || {
            let other = in_place::beside_null(model, model.target(*schema))?;
            model.schema(model.target(other)).annotations.description.as_ref()
        };
        texts.extend(own.or_else(referred).or_else(other).map(String::as_str).filter(|text| !texts.contains(text)));
    }
    texts.join(" — ")
}
