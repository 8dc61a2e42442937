//! The members that a schema names, at every depth, with a short description.

use std::collections::BTreeSet;

use crate::keyword::Leaf;
use crate::keyword::leaf::Words;
use crate::keyword::types::TypeSet;
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, ObjectKeyword, SchemaId};

use crate::emit::wording::code_in_table as code;

/// A row of the table of members.
#[derive(Clone, Debug)]
pub(super) struct Member {
    /// The path from the payload's root: `items[].sku`.
    pub(super) path: String,
    /// The value as Markdown: `integer, at least 0`.
    pub(super) form: String,
    /// True if its object requires it.
    pub(super) is_required: bool,
    /// The vendor's description.
    pub(super) description: String,
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
    for kind in &merged {
        if let AssertionKind::Object(ObjectKeyword::Properties(properties)) = kind {
            for (wire_name, property) in properties {
                let path = format!("{prefix}{wire_name}");
                members.push(Member {
                    form: form(model, *property),
                    is_required: required.contains(&wire_name),
                    description: description(model, *property),
                    path: path.clone(),
                });
                walk(model, *property, &format!("{path}."), known, members);
            }
        } else if let AssertionKind::Array(ArrayKeyword::Items(items)) = kind {
            walk(model, *items, &format!("{}[].", prefix.trim_end_matches('.')), known, members);
        }
    }
    known.open.pop();
}

/// Returns the assertions of a schema with those of schemas that it refers to or includes.
fn merged(model: &Model, schema: SchemaId) -> Vec<&AssertionKind> {
    let (mut merged, mut seen, mut open) = (Vec::new(), Vec::new(), vec![schema]);
    while let Some(id) = open.pop() {
        if seen.contains(&id) {
            continue;
        }
        seen.push(id);
        for assertion in &model.schema(id).assertions {
            if let AssertionKind::InPlace(InPlaceKeyword::Ref(target)) = &assertion.kind {
                open.push(*target);
            } else if let AssertionKind::InPlace(InPlaceKeyword::AllOf(branches)) = &assertion.kind {
                open.extend(branches.iter().rev());
            } else {
                merged.push(&assertion.kind);
            }
        }
    }
    merged
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

/// Describes a schema in a few words of Markdown.
fn form(model: &Model, schema: SchemaId) -> String {
    let merged = merged(model, schema);
    if let Some(values) = merged.iter().find_map(|kind| kind.values()) {
        return values.iter().map(|value| code(&value.to_compact())).collect::<Vec<_>>().join(" or ");
    }
    let asserted =
        merged.iter().filter_map(|kind| if let AssertionKind::Type(types) = kind { Some(*types) } else { None });
    let types = asserted.fold(TypeSet::ALL, TypeSet::intersection);
    let items = merged
        .iter()
        .find_map(|kind| if let AssertionKind::Array(ArrayKeyword::Items(items)) = kind { Some(*items) } else { None });
    let mut text = if types == TypeSet::ALL {
        let is_union = |kind: &&AssertionKind| {
            matches!(kind, AssertionKind::InPlace(InPlaceKeyword::OneOf(_) | InPlaceKeyword::AnyOf(_)))
        };
        if merged.iter().any(is_union) { "one of several forms".to_owned() } else { "any value".to_owned() }
    } else {
        types.names().collect::<Vec<_>>().join(" or ")
    };
    if let (Some(items), TypeSet::ARRAY) = (items, types)
        && items != schema
    {
        text = format!("array of {}", element(model, items));
    }
    for kind in &merged {
        if let AssertionKind::Leaf(leaf) = kind {
            text.push_str(", ");
            text.push_str(&words(leaf));
        }
    }
    text
}

/// Describes an element in one or two words; an object has a row of its own.
fn element(model: &Model, schema: SchemaId) -> String {
    let types = merged(model, schema)
        .iter()
        .find_map(|kind| if let AssertionKind::Type(types) = kind { Some(*types) } else { None });
    types.map_or_else(|| "any value".to_owned(), |types| types.names().collect::<Vec<_>>().join(" or "))
}

/// Describes a leaf keyword in a few words.
fn words(leaf: &Leaf) -> String {
    let Words { mut text, code: of_schema } = leaf.words();
    text.extend(of_schema.map(|text| code(&text)));
    text
}
