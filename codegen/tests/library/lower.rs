//! Every schema of the official suite and the corpus is lowered, or refused with a place; nothing panics.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use codegen::keyword::dialect::{Dialect, Draft};
use codegen::source::diagnostic::Severity;
use codegen::source::location::Source;
use codegen::{SchemaOptions, model_of};
use serde_json::Value;

fn shared() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared")
}

fn json_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else { return found };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            found.extend(json_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found
}

fn remotes() -> Vec<(String, Arc<Source>)> {
    let folder = shared().join("json-schema-test-suite/remotes");
    let remote = |path: PathBuf| {
        let relative = path.strip_prefix(&folder).ok()?.to_string_lossy().replace('\\', "/");
        let uri = format!("http://localhost:1234/{relative}");
        Some((uri.clone(), Source::new(uri, fs::read_to_string(path).ok()?)))
    };
    json_files(&folder).into_iter().filter_map(remote).collect()
}

fn draft_of(folder: &str) -> Draft {
    match folder {
        "draft4" => Draft::Draft4,
        "draft6" => Draft::Draft6,
        "draft7" => Draft::Draft7,
        "draft2019-09" => Draft::Draft2019,
        _ => Draft::Draft2020,
    }
}

#[test]
fn suite_schemas_are_lowered_or_refused() {
    let suite = shared().join("json-schema-test-suite/tests");
    if !suite.exists() {
        println!("skipped: the official suite is not at {}", suite.display());
        return;
    }
    let remotes = remotes();
    let mut refused: BTreeMap<(String, &'static str), usize> = BTreeMap::new();
    let mut lowered = 0;
    for path in json_files(&suite) {
        let draft = path.strip_prefix(&suite).unwrap().iter().next().unwrap().to_string_lossy().into_owned();
        let groups: Vec<Value> = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        for group in groups {
            let options = SchemaOptions {
                dialect: Dialect::of(draft_of(&draft)),
                others: remotes.clone(),
                ..SchemaOptions::new("Root")
            };
            let schema = Source::new("schema.json", group["schema"].to_string());
            match model_of(&schema, &options) {
                Ok(_) => lowered += 1,
                Err(found) => {
                    let errors = found.iter().filter(|found| found.severity == Severity::Error);
                    for error in errors {
                        assert!(error.place.is_some(), "{error:?}");
                        println!(
                            "{draft} {} {}: {}",
                            path.file_name().unwrap().to_string_lossy(),
                            group["description"],
                            error.message
                        );
                        *refused.entry((draft.clone(), error.code)).or_default() += 1;
                    }
                }
            }
        }
    }
    println!("{lowered} lowered; refused: {refused:#?}");
    assert!(lowered > 1000);
}
