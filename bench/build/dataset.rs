//! The datasets: schemas with the texts of their instances.
//!
//! `BENCH_FOLDER=/path/to/folder` reads the datasets `*/schema.json` and `*/instances.jsonl` of that folder instead of the corpus.
//! `BENCH_DATASETS="ui5 cql2"` builds only those whose names contain one of the words.

use std::path::{Path, PathBuf};
use std::{env, fs};

use codegen::json;
use codegen::json::Node;

use crate::documented;

/// A schema and its instances.
pub(crate) struct Dataset {
    pub(crate) name: String,
    /// Its role: `Corpus`, `Delivery` or `Beside`.
    pub(crate) kind: &'static str,
    /// The changes to it, for all contenders.
    pub(crate) note: &'static str,
    pub(crate) schema: String,
    /// One per line.
    pub(crate) instances: String,
}

/// Returns the corpus, if it is present, and the documented deliveries.
pub(crate) fn all() -> Vec<Dataset> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    println!("cargo::rerun-if-env-changed=BENCH_FOLDER");
    let corpus = here.join(env::var_os("BENCH_FOLDER").unwrap_or_else(|| "../../shared/corpus".into()));
    if corpus.exists() {
        println!("cargo::rerun-if-changed={}", corpus.display());
    }
    let folders = entries(&corpus).into_iter().filter(|path| path.is_dir());
    let mut datasets: Vec<Dataset> = folders.map(|folder| of_corpus(&folder)).collect();
    datasets.extend(deliveries());
    let chosen = env::var("BENCH_DATASETS").unwrap_or_default();
    println!("cargo::rerun-if-env-changed=BENCH_DATASETS");
    datasets.retain(|dataset| chosen.is_empty() || chosen.split(' ').any(|word| dataset.name.contains(word)));
    datasets
}

fn of_corpus(folder: &Path) -> Dataset {
    let documented = read(&folder.join("schema.json"));
    let schema = without_look_ahead(&documented);
    let note = if schema == documented { "" } else { "without its patterns that look ahead" };
    Dataset { name: file_name(folder), kind: "Corpus", note, schema, instances: read(&folder.join("instances.jsonl")) }
}

/// Returns the whole body of each documented event, with a schema that describes its payload; and a schema of all bodies, in which the name
/// of the event selects the schema of the payload, with the name before and behind it.
fn deliveries() -> Vec<Dataset> {
    let (loaded, model) = documented::read();
    let envelope = loaded.catalog.envelope.expect("deliveries have an envelope");
    let (event, data) =
        (&loaded.catalog.naming.members[0].title(), &loaded.catalog.payload.at.expect("a payload").title());
    let example = &loaded.examples[&envelope.example.value].root;
    let envelope = as_part(loaded.schemas[&envelope.schema.value].source.text());
    let schema_of = |part: &str| {
        format!(
            "{{\n\"$schema\": \"https://json-schema.org/draft/2020-12/schema\",\n\"allOf\": [{envelope}, {part}]\n}}"
        )
    };
    let (mut datasets, mut parts, mut bodies) = (Vec::new(), Vec::new(), Vec::new());
    for root in documented::events(&model) {
        let name = root.wire_name.clone();
        let Some(payload) = root.examples.first() else { continue };
        let named = Node { span: 0..0, value: json::Value::String(name.clone()) };
        let body = with(with(example.clone(), event, &named), data, &payload.root);
        let payload = as_part(root.document.source.text());
        let part =
            format!("{{ \"properties\": {{ \"{event}\": {{ \"const\": \"{name}\" }}, \"{data}\": {payload} }} }}");
        let (schema, instances) = (schema_of(&part), body.to_compact());
        datasets.push(Dataset { name, kind: "Delivery", note: "", schema, instances });
        parts.push(part);
        bodies.push(body);
    }
    let schema = schema_of(&format!("{{ \"oneOf\": [{}] }}", parts.join(", ")));
    for (name, is_reversed) in [("all deliveries", false), ("all deliveries reversed", true)] {
        let lines = bodies.iter().cloned().map(|mut body| {
            if let (json::Value::Object(members), true) = (&mut body.value, is_reversed) {
                let mut reversed = members.to_vec();
                reversed.reverse();
                *members = reversed.into();
            }
            body.to_compact()
        });
        let instances = lines.collect::<Vec<_>>().join("\n");
        datasets.push(Dataset { name: name.to_owned(), kind: "Beside", note: "", schema: schema.clone(), instances });
    }
    datasets
}

/// Replaces the value of a member.
fn with(mut object: Node, name: &str, value: &Node) -> Node {
    let mut members = object.as_object().expect("an envelope is an object").to_vec();
    members.iter_mut().filter(|member| member.name == name).for_each(|member| member.node = value.clone());
    object.value = json::Value::Object(members.into());
    object
}

/// Returns a schema as a part of another, which names the dialect.
fn as_part(schema: &str) -> String {
    let lines = schema.lines().filter(|line| !line.trim_start().starts_with("\"$schema\":"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Removes patterns with lookahead, which not every contender supports.
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

/// Returns the sorted entries of a folder; none if the folder does not exist.
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
