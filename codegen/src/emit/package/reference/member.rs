//! The members that a schema names, at every depth, with a short description.

use std::collections::BTreeSet;

use crate::emit::wording::code_in_table;
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};

use super::merged::merged;
use super::value_words::{ANY, describe};
use crate::pattern;

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
    walk(model, schema, "", &mut Walk::default(), &mut members);
    members
}

/// The number of rows beyond which a schema is not listed again: schemas that share parts, nested repeatedly, would fill a table without
/// end.
const ROWS: usize = 1000;

#[derive(Default)]
struct Walk {
    /// The schemas being listed; a recursive one is listed once.
    open: Vec<SchemaId>,
    /// The schemas already listed.
    listed: BTreeSet<SchemaId>,
}

fn walk(model: &Model, schema: SchemaId, prefix: &str, known: &mut Walk, members: &mut Vec<Member>) {
    let schema = model.target(schema);
    let is_listed = !known.listed.insert(schema);
    if known.open.contains(&schema) || (is_listed && members.len() >= ROWS) {
        return;
    }
    known.open.push(schema);
    let merged = merged(model, schema);
    let required: Vec<&String> =
        merged
            .iter()
            .flat_map(|kind| {
                if let AssertionKind::Object(ObjectKeyword::Required(names)) = kind { names.as_slice() } else { &[] }
            })
            .collect();
    let mut named: BTreeSet<&String> = BTreeSet::new();
    for kind in &merged {
        if let AssertionKind::Object(ObjectKeyword::Properties(properties)) = kind {
            named.extend(properties.iter().map(|(wire_name, _)| wire_name));
            for (wire_name, property) in properties {
                let path = format!("{prefix}{wire_name}");
                members.push(Member {
                    form: describe(model, *property),
                    is_required: required.contains(&wire_name),
                    description: description(model, *property),
                    remarks: remarks(model, *property),
                    path: path.clone(),
                });
                walk(model, *property, &format!("{path}."), known, members);
            }
        } else if let AssertionKind::Array(ArrayKeyword::Items(items)) = kind {
            walk(model, *items, &format!("{}[].", prefix.trim_end_matches('.')), known, members);
        } else if let AssertionKind::Object(ObjectKeyword::AdditionalProperties(others)) = kind {
            walk(model, *others, &format!("{prefix}*."), known, members);
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
    known.open.pop();
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
    let forms: Vec<String> = schemas.into_iter().map(|schema| describe(model, schema)).collect();
    if forms.is_empty() { ANY.to_owned() } else { forms.join(" and ") }
}

fn remarks(model: &Model, schema: SchemaId) -> String {
    let deprecated = model.is_deprecated(schema).then(|| "Deprecated.".to_owned());
    let default =
        [schema, model.target(schema)].into_iter().find_map(|it| model.schema(it).annotations.default.as_ref());
    let default = default.map(|value| format!("Default: {}.", code_in_table(&value.to_compact())));
    deprecated.into_iter().chain(default).collect::<Vec<_>>().join(" ")
}

fn description(model: &Model, schema: SchemaId) -> String {
    let annotations = &model.schema(schema).annotations;
    let own = annotations.description.as_ref().or(annotations.title.as_ref());
    let referred = || {
        let target = model.schema(schema).find(|kind| {
            if let AssertionKind::InPlace(InPlaceKeyword::Ref(target)) = kind { Some(*target) } else { None }
        })?;
        model.schema(target).annotations.description.as_ref()
    };
    own.or_else(referred).cloned().unwrap_or_default()
}
