//! What is measured: schemas with the texts of their instances.

use std::path::{Path, PathBuf};
use std::{env, fs};

use codegen::json;
use codegen::location::Source;

/// A schema and its instances.
pub(crate) struct Dataset {
    pub(crate) name: String,
    /// Whether it is a documented delivery, which has a target of its own.
    pub(crate) is_delivery: bool,
    /// What was changed about it, for all contenders.
    pub(crate) note: &'static str,
    pub(crate) schema: String,
    /// One a line.
    pub(crate) instances: String,
}

/// The corpus, where it is there, and the documented deliveries.
pub(crate) fn all() -> Vec<Dataset> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let corpus = here.join("../../../shared/corpus");
    let schemas = here.join("../../schemas");
    println!("cargo::rerun-if-changed={}", schemas.display());
    if corpus.exists() {
        println!("cargo::rerun-if-changed={}", corpus.display());
    }
    let folders = entries(&corpus).into_iter().filter(|path| path.is_dir());
    let mut datasets: Vec<Dataset> = folders.map(|folder| of_corpus(&folder)).collect();
    datasets.extend(deliveries(&schemas));
    datasets
}

fn of_corpus(folder: &Path) -> Dataset {
    let documented = read(&folder.join("schema.json"));
    let schema = without_look_ahead(&documented);
    let note = if schema == documented { "" } else { "without its patterns that look ahead" };
    Dataset {
        name: file_name(folder),
        is_delivery: false,
        note,
        schema,
        instances: read(&folder.join("instances.jsonl")),
    }
}

/// The whole body of each documented event, and a schema that says what its payload is.
fn deliveries(schemas: &Path) -> Vec<Dataset> {
    let envelope = as_part(&read(&schemas.join("envelope.schema.json")));
    let example = read(&schemas.join("envelope.example.json"));
    let paths = entries(&schemas.join("events"));
    let schema_of = |path: &PathBuf| {
        let name = file_name(path).strip_suffix(".schema.json")?.to_owned();
        Some((name, as_part(&read(path))))
    };
    let delivery = |(name, payload): (String, String)| {
        let schema = format!(
            r#"{{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "allOf": [{envelope}, {{ "properties": {{ "event": {{ "const": "{name}" }}, "data": {payload} }} }}]
}}"#
        );
        let payload = read(&schemas.join(format!("events/{name}.example.json")));
        let instances = compact(example.replace("ticket.sold", &name).replace("{}", payload.trim()));
        Dataset { name, is_delivery: true, note: "", schema, instances }
    };
    paths.iter().filter_map(schema_of).map(delivery).collect()
}

/// A schema as a part of another, which says what dialect it is.
fn as_part(schema: &str) -> String {
    let lines = schema.lines().filter(|line| !line.trim_start().starts_with("\"$schema\":"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A document as it comes over the wire, with its members in order.
fn compact(text: String) -> String {
    let document = json::parse(&Source::new("example.json", text)).unwrap_or_else(|found| panic!("{found}"));
    document.root.to_compact()
}

/// Patterns that look ahead are not taken by every contender.
fn without_look_ahead(schema: &str) -> String {
    let lines = schema.split_inclusive('\n').map(|line| {
        let is_pattern = line.trim_start().starts_with("\"pattern\":");
        if is_pattern && line.contains("(?=") {
            line.replacen("\"pattern\"", "\"$comment\"", 1)
        } else {
            line.to_owned()
        }
    });
    lines.collect()
}

/// The entries of a folder, in order; none if there is no such folder.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = found.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

fn file_name(path: &Path) -> String {
    path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
