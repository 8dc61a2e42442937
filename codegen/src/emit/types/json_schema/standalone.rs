//! A schema of the model as a document of its own, which refers to nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::emit::types::json_schema::document::{Document, Part, Target, Writer, index_of, name_of};
use crate::json::held::{self, Numbers};
use crate::model::{ArrayKeyword, AssertionKind, InPlaceKeyword, Model, SchemaId};
use crate::source::location::Pointer;

/// Writes a schema as JSON Schema 2020-12, with the schemas that it refers to in `$defs`.
pub(crate) fn standalone(model: &Model, schema: SchemaId) -> String {
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
    // The schema itself is the first part.
    index_of(&mut parts, Part { schema: model.typed_target(schema), is_inline: false });
    let mut documents: Vec<Document> = Vec::new();
    while let Some(part) = parts.get(documents.len()).copied() {
        let writer = Writer {
            model,
            typed: &typed,
            shared: &shared,
            numbers: Numbers::Exact,
            parts: &mut parts,
            has_unevaluated_items,
            references: Vec::new(),
        };
        documents.push(writer.part(part));
    }
    let names = names(model, &parts);
    let mut written = documents.into_iter().map(|document| linked(document, &names));
    let mut root = match written.next() {
        Some(Value::Object(root)) => root,
        Some(other) => Map::from_iter([("allOf".to_owned(), json!([other]))]),
        None => Map::new(),
    };
    let parts: Map<String, Value> = names.iter().skip(1).cloned().zip(written).collect();
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
fn linked(document: Document, names: &[String]) -> Value {
    let (mut value, references) = document.into_parts();
    for (at, target) in references {
        let Target::Part(index) = target else { continue };
        // The root is no definition.
        let target =
            if index == 0 { "#".to_owned() } else { Pointer::root().join("$defs").join(&names[index]).to_string() };
        let target = if index == 0 { target } else { format!("#{target}") };
        if let Some(place) = value.pointer_mut(at.as_str()) {
            refer(place, &target);
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
