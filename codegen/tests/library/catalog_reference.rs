//! The documentation of the catalogue's keys: it is fresh, and its schema accepts every catalogue that the reader accepts.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::catalog::{self, reference};
use codegen::source::location::Source;
use codegen::{SchemaOptions, interpret, json, model_of, plan};
use serde_json::Value;
use toml_edit::Item;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Reads the catalogues below a folder by path.
fn catalogues(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        if entry.is_dir() {
            catalogues(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "toml")
            && let Ok(text) = fs::read_to_string(&entry)
        {
            found.push((entry.display().to_string(), text));
        }
    }
}

fn in_json(item: &Item) -> Value {
    match item {
        Item::ArrayOfTables(tables) => tables.iter().map(|table| in_json(&Item::Table(table.clone()))).collect(),
        Item::Table(table) => table.iter().map(|(key, item)| (key.to_owned(), in_json(item))).collect(),
        Item::Value(value) => of_value(value),
        Item::None => Value::Null,
    }
}

fn of_value(value: &toml_edit::Value) -> Value {
    match value {
        toml_edit::Value::InlineTable(table) => table.iter().map(|(key, it)| (key.to_owned(), of_value(it))).collect(),
        toml_edit::Value::Array(array) => array.iter().map(of_value).collect(),
        toml_edit::Value::String(text) => text.value().as_str().into(),
        toml_edit::Value::Integer(number) => (*number.value()).into(),
        toml_edit::Value::Float(number) => (*number.value()).into(),
        toml_edit::Value::Boolean(flag) => (*flag.value()).into(),
        toml_edit::Value::Datetime(time) => time.value().to_string().into(),
    }
}

#[test]
fn the_reference_of_keys_is_fresh() {
    for (file, text) in [("catalog.md", reference::markdown()), ("catalog.schema.json", reference::schema())] {
        let known = fs::read_to_string(project().join("docs").join(file)).unwrap_or_default();
        assert!(known == text, "docs/{file} is stale: run `cargo run -p codegen --example catalog`");
    }
}

/// A catalogue that is read has the documented keys and forms. One that the schema accepts may still break a rule of the reader.
#[test]
fn the_schema_accepts_every_read_catalogue() {
    let schema = Source::new("catalog.schema.json", reference::schema());
    let (model, _) = model_of(&schema, &SchemaOptions::new("Catalog")).unwrap_or_else(|found| panic!("{found}"));
    let plan = plan::plan(&model, &BTreeSet::new());
    let is_valid = |document: &Value| {
        let document = json::parse(&Source::new("catalog.json", document.to_string())).expect("it is JSON");
        interpret::validate(&plan, plan.entries[&model.roots[0].schema], &document.root).is_empty()
    };
    let mut found = Vec::new();
    for folder in ["schemas", "tests/fixtures", "tests/museahub/schemas", "codegen/tests/fixtures"] {
        catalogues(&project().join(folder), &mut found);
    }
    let (mut accepted, mut unknown) = (0, 0);
    for (path, text) in found {
        let Ok(document) = text.parse::<toml_edit::DocumentMut>() else { continue };
        let is_valid = is_valid(&in_json(document.as_item()));
        match catalog::parse(&Source::new("catalog.toml", text)) {
            Ok(_) => {
                accepted += 1;
                assert!(is_valid, "{path}");
            }
            Err(findings) if findings.iter().any(|finding| finding.code == "unknown-key") => {
                unknown += 1;
                assert!(!is_valid, "{path} has an unknown key");
            }
            Err(_) => {}
        }
    }
    assert!(accepted > 30 && unknown > 0, "{accepted} accepted, {unknown} with unknown keys");
}
