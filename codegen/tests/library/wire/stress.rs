//! Any pair of schemas gets a verdict in bounded time.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use codegen::containment::contained;
use codegen::diff::{changes, compare};
use serde_json::{Map, Value, json};
use support::suite;

use super::edits::files;
use crate::containment::{edits, model, sample};

/// The longest time for one pair, without optimization and on a busy machine.
const LIMIT: Duration = Duration::from_secs(30);

#[test]
fn corpus_schemas_are_compared_in_time() {
    let corpus = suite::corpus();
    let models: Vec<_> = corpus.iter().filter_map(|group| model(group, group.schema.to_compact())).collect();
    for (new, of_new) in models.iter().zip(&corpus) {
        for (old, of_old) in models.iter().zip(&corpus) {
            let start = Instant::now();
            let _ = contained((&new.0, new.1), (&old.0, old.1));
            assert!(start.elapsed() < LIMIT, "{} in {}: {:?}", of_new.name, of_old.name, start.elapsed());
        }
    }
}

#[test]
fn suite_schemas_are_compared_in_time() {
    let groups: Vec<_> = sample(suite::groups().into_iter().chain(suite::random())).collect();
    let models: Vec<_> =
        groups.iter().filter_map(|group| Some((model(group, group.schema.to_compact())?, &group.name))).collect();
    for (index, ((new, new_root), new_name)) in models.iter().enumerate() {
        let ((old, old_root), old_name) = &models[(index * 7 + 13) % models.len()];
        let start = Instant::now();
        let _ = contained((new, *new_root), (old, *old_root));
        assert!(start.elapsed() < LIMIT, "{new_name} in {old_name}: {:?}", start.elapsed());
    }
}

/// Returns the schemas of published interface descriptions beside the project, each with all that it may refer to.
fn published() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/openapi");
    let mut found = Vec::new();
    for name in ["adyen-transfers.json", "svix.json"] {
        let Ok(text) = fs::read_to_string(folder.join(name)) else {
            println!("skipped: ../shared/openapi/{name} is not there");
            continue;
        };
        let text = text.replace("#/components/schemas/", "#/$defs/");
        let document: Value = serde_json::from_str(&text).expect("the document is JSON");
        let schemas = document["components"]["schemas"].as_object().expect("it has schemas");
        let defs: Map<String, Value> =
            schemas.iter().map(|(name, schema)| (name.clone(), of_json_schema(schema))).collect();
        found.extend(defs.keys().map(|name| json!({ "$defs": defs, "$ref": format!("#/$defs/{name}") })));
    }
    found
}

/// Leaves out the keywords of these documents that JSON Schema does not have.
fn of_json_schema(schema: &Value) -> Value {
    match schema {
        Value::Object(keywords) => {
            let is_added = |keyword: &str, value: &Value| {
                // Members may have these names, too: then they hold a schema.
                let is_keyword = matches!(keyword, "discriminator" | "nullable" | "example" | "xml" | "externalDocs");
                keyword.starts_with("x-") || is_keyword && value.get("type").is_none_or(|it| !it.is_string())
            };
            let kept = keywords.iter().filter(|(keyword, value)| !is_added(keyword, value));
            Value::Object(kept.map(|(keyword, value)| (keyword.clone(), of_json_schema(value))).collect())
        }
        Value::Array(values) => values.iter().map(of_json_schema).collect(),
        other => other.clone(),
    }
}

#[test]
fn schemas_of_openapi_documents_are_compared() {
    let editions: Vec<_> = published().iter().map(|schema| files(schema, None)).collect();
    let readable: Vec<_> = editions.iter().filter(|files| changes(files, files).is_ok()).collect();
    println!("{} of {} schemas", readable.len(), editions.len());
    assert!(readable.len() * 10 >= editions.len() * 9, "{} of {}", readable.len(), editions.len());
    for (index, new) in readable.iter().enumerate().step_by(8 / edits(1).min(8)) {
        let old = readable[(index * 7 + 13) % readable.len()];
        let start = Instant::now();
        compare(old, new).unwrap_or_else(|found| panic!("{found}"));
        assert!(start.elapsed() < LIMIT, "{index}: {:?}", start.elapsed());
    }
}
