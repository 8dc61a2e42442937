//! A schema of the model as a document of its own, which refers to nothing else but schemas that stay where they are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::emit::types::json_schema::document::{Document, Part, Target, Writer, index_of, name_of};
use crate::json::held::{self, Numbers};
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, SchemaId};
use crate::source::location::Pointer;

/// Writes a schema as JSON Schema 2020-12, with the schemas that it refers to in `$defs`, unless `reference` returns one to a schema elsewhere.
/// `here` is the reference to the schema itself: `#` in a file of its own.
pub(crate) fn standalone(
    model: &Model,
    schema: SchemaId,
    here: &str,
    reference: impl Fn(SchemaId) -> Option<String>,
) -> String {
    let assertions = || model.schemas.iter().flat_map(|schema| &schema.assertions);
    let shared: BTreeSet<SchemaId> = assertions()
        .filter_map(
            |it| if let AssertionKind::InPlace(InPlaceKeyword::Ref(target)) = it.kind { Some(target) } else { None },
        )
        .map(|target| model.typed_target(target))
        .collect();
    let typed = BTreeMap::new();
    let has_unevaluated_items =
        assertions().any(|it| matches!(it.kind, AssertionKind::Array(ArrayKeyword::UnevaluatedItems(_))));
    let mut parts = Vec::new();
    // The schema itself is the first part, with its target if that is nowhere else.
    let target = model.typed_target(schema);
    let root = if reference(target).is_some() { schema } else { target };
    index_of(&mut parts, Part { schema: root, is_inline: false });
    let mut documents: Vec<Option<Document>> = Vec::new();
    while let Some(part) = parts.get(documents.len()).copied() {
        if !documents.is_empty() && reference(part.schema).is_some() {
            documents.push(None);
            continue;
        }
        let writer = Writer {
            model,
            typed: &typed,
            shared: &shared,
            numbers: Numbers::Exact,
            parts: &mut parts,
            has_unevaluated_items,
            references: Vec::new(),
        };
        documents.push(Some(writer.part(part)));
    }
    let names = names(model, &parts);
    let references: Vec<String> = (parts.iter().zip(&names).enumerate())
        .map(|(index, (part, name))| match (index, reference(part.schema)) {
            (0, _) => here.to_owned(),
            (_, Some(reference)) => reference,
            (_, None) => format!("{here}{}", Pointer::root().join("$defs").join(name)),
        })
        .collect();
    let written = names.into_iter().zip(documents);
    let mut written = written.filter_map(|(name, document)| Some((name, linked(document?, &references))));
    let mut root = match written.next() {
        Some((_, Value::Object(root))) => root,
        Some((_, other)) => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        None => Map::new(),
    };
    let parts: Map<String, Value> = written.collect();
    root.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    if !parts.is_empty() {
        root.insert("$defs".to_owned(), Value::Object(parts));
    }
    held::text(&Value::Object(root))
}

/// Returns a name for each part; equal names get a number.
fn names(model: &Model, parts: &[Part]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let name = |part: &Part| {
        let base = name_of(model.schema(part.schema));
        let numbered = (2_usize..).map(|number| format!("{base}{number}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|name| taken.insert(name.clone()));
        free.unwrap_or(base)
    };
    parts.iter().map(name).collect()
}

/// Inserts the references of a document.
fn linked(document: Document, of_parts: &[String]) -> Value {
    let (mut value, references) = document.into_parts();
    for (at, target) in references {
        if let Target::Part(index) = target
            && let Some(place) = value.pointer_mut(at.as_str())
        {
            refer(place, &of_parts[index]);
        }
    }
    value
}

fn refer(place: &mut Value, target: &str) {
    if !place.is_object() {
        *place = json!({});
    }
    let Some(object) = place.as_object_mut() else { return };
    if object.contains_key("$ref") {
        let parts = object.entry("allOf").or_insert_with(|| json!([]));
        parts.as_array_mut().into_iter().for_each(|parts| parts.push(json!({ "$ref": target })));
    } else {
        object.insert("$ref".to_owned(), json!(target));
    }
}
