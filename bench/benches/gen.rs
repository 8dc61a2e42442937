//! The duration of `gen`, and the build time and size of the generated crate: `cargo bench -p bench --bench gen`.
//!
//! The figures in docs/performance.md come from here.

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use codegen::Files;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    // `cargo test --benches` only checks that it runs.
    let is_test = std::env::args().any(|argument| argument == "--test")
        || !std::env::args().any(|argument| argument == "--bench");
    let rounds = if is_test { 1 } else { 11 };
    for events in [5, 500] {
        generation(events, rounds)?;
    }
    if !is_test {
        crate_itself()?;
    }
    Ok(())
}

/// Measures the whole pipeline in memory, without reading or writing files.
fn generation(events: usize, rounds: usize) -> Result<()> {
    let files = catalogue(events);
    let mut times = Vec::new();
    let mut phases: Vec<(&'static str, Vec<Duration>)> = Vec::new();
    let mut lines = 0;
    for _ in 0..rounds {
        let start = Instant::now();
        let generated = codegen::generate(&files).map_err(|findings| findings.to_string())?;
        times.push(start.elapsed());
        lines = rust_lines(&generated.files);
        for (index, (phase, time)) in generated.phases.into_iter().enumerate() {
            if phases.len() == index {
                phases.push((phase, Vec::new()));
            }
            phases[index].1.push(time);
        }
    }
    println!("gen, {events:>3} events: {} (median of {rounds}), {lines} lines of Rust", milliseconds(median(times)));
    for (phase, times) in phases {
        println!("    {phase:<8} {}", milliseconds(median(times)));
    }
    Ok(())
}

/// Measures the committed crate: lines, packages, and the time of a build from scratch.
fn crate_itself() -> Result<()> {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize()?;
    let sources = read(&workspace.join("generated/src"))?;
    println!("generated: {} lines of Rust in {} files", rust_lines(&sources), sources.len());
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let tree = Command::new(&cargo)
        .current_dir(&workspace)
        .args(["tree", "--package", "cleartix-webhooks", "--edges", "normal,build", "--prefix", "none"])
        .output()?;
    let packages: std::collections::BTreeSet<String> = String::from_utf8(tree.stdout)?
        .lines()
        .map(|line| line.trim_end_matches(" (*)").to_owned())
        .filter(|line| !line.is_empty())
        .collect();
    println!("packages built, itself among them: {}", packages.len());
    for (profile, options) in [("debug", &[][..]), ("release", &["--release"])] {
        let target = tempfile::tempdir()?;
        let start = Instant::now();
        let built = Command::new(&cargo)
            .current_dir(&workspace)
            .args(["build", "--quiet", "--package", "cleartix-webhooks", "--target-dir"])
            .arg(target.path())
            .args(options)
            .status()?;
        if !built.success() {
            return Err("the generated crate does not build".into());
        }
        println!("build from nothing, {profile}: {:.1} s", start.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Returns events with nested objects, arrays, an enumeration, a union, a recursive schema, formats and bounds.
fn catalogue(events: usize) -> Files {
    let mut files = Files::new();
    let mut catalog = String::from(
        "[crate]\nname = \"synthetic-webhooks\"\nversion = \"0.1.0\"\nvendor = \"Synthetic\"\n\n\
         [envelope]\nschema = \"envelope.schema.json\"\nexample = \"envelope.example.json\"\nevent = \"event\"\ndata = \"data\"\n",
    );
    for index in 0..events {
        let _ = write!(
            catalog,
            "\n[[events]]\nname = \"thing_{index}.changed\"\nsummary = \"thing {index} changed\"\n\
             schema = \"events/thing_{index}.schema.json\"\nexamples = [\"events/thing_{index}.example.json\"]\n"
        );
        files.insert(format!("events/thing_{index}.schema.json"), SCHEMA.replace("thing_0", &format!("thing_{index}")));
        files.insert(format!("events/thing_{index}.example.json"), EXAMPLE.to_owned());
    }
    files.insert("catalog.toml".to_owned(), catalog);
    files.insert("envelope.schema.json".to_owned(), ENVELOPE.to_owned());
    files.insert("envelope.example.json".to_owned(), r#"{ "event": "thing_0.changed", "data": {} }"#.to_owned());
    files
}

const ENVELOPE: &str = r#"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "required": ["event", "data"],
  "properties": { "event": { "type": "string" }, "data": { "type": "object" } }
}"#;

const SCHEMA: &str = r##"{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "title": "thing_0 · data",
  "type": "object",
  "additionalProperties": false,
  "required": ["id", "state", "createdAt", "lines"],
  "properties": {
    "id": { "type": "string", "pattern": "^th_[0-9a-f]{8}$", "description": "Which thing it is" },
    "state": { "enum": ["new", "open", "done"] },
    "createdAt": { "type": "string", "format": "date-time" },
    "note": { "type": ["string", "null"], "maxLength": 200 },
    "customer": {
      "type": "object",
      "required": ["name"],
      "properties": { "name": { "type": "string", "minLength": 1 }, "email": { "type": "string", "format": "email" } }
    },
    "lines": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "object",
        "required": ["sku", "count"],
        "properties": { "sku": { "type": "string" }, "count": { "type": "integer", "minimum": 0, "maximum": 1000 } }
      }
    },
    "payment": {
      "oneOf": [
        { "type": "object", "required": ["kind", "last4"], "properties": { "kind": { "const": "card" }, "last4": { "type": "string" } } },
        { "type": "object", "required": ["kind", "iban"], "properties": { "kind": { "const": "debit" }, "iban": { "type": "string" } } }
      ]
    },
    "parts": { "type": "array", "items": { "$ref": "#/$defs/part" } }
  },
  "$defs": {
    "part": {
      "type": "object",
      "required": ["label"],
      "properties": { "label": { "type": "string" }, "parts": { "type": "array", "items": { "$ref": "#/$defs/part" } } }
    }
  }
}"##;

const EXAMPLE: &str = r#"{
  "id": "th_01234567",
  "state": "open",
  "createdAt": "2026-06-12T14:05:00.000Z",
  "note": null,
  "customer": { "name": "Ann" },
  "lines": [{ "sku": "a", "count": 2 }],
  "payment": { "kind": "card", "last4": "4242" },
  "parts": [{ "label": "outer", "parts": [{ "label": "inner" }] }]
}"#;

fn read(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    let mut open: Vec<PathBuf> = vec![folder.to_path_buf()];
    while let Some(current) = open.pop() {
        for entry in fs::read_dir(&current)? {
            let path = entry?.path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.display().to_string(), fs::read_to_string(&path)?);
            }
        }
    }
    Ok(files)
}

fn rust_lines(files: &Files) -> usize {
    let is_rust = |path: &&String| Path::new(path).extension().is_some_and(|extension| extension == "rs");
    files.keys().filter(is_rust).map(|path| files[path].lines().count()).sum()
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}
