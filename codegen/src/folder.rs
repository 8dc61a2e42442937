//! A folder of JSON Schemas → documentation: a schema that no other one refers to is that of an event.
//!
//! Files keep their content and their places to each other, so references by path and by `$id` lead where they led.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::documentation::{Documentation, DocumentedEvent, derive};
use crate::json::{self, Document, Node};
use crate::keyword::dialect;
use crate::openapi::{self, At, FOLDER, Proposal, Webhook};
use crate::schema::registry::Registry;
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::{Place, Pointer, Source};
use crate::source::uri;

/// A schema of the folder.
struct Schema {
    /// The path of its file below [`FOLDER`].
    path: String,
    /// The path without the extensions of schemas, such as `orders/create`.
    stem: String,
    document: Arc<Document>,
}

impl Schema {
    fn file_name(&self) -> &str {
        file_name(&self.stem)
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Reads the files of a folder; those in YAML are read as JSON. `proposes` is true if the parts of a request are to be proposed.
///
/// # Errors
///
/// The findings of each document; `no-event` without schemas.
pub(crate) fn read(
    folder: &Arc<Source>,
    files: &Files,
    proposes: bool,
) -> Result<(Documentation, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let mut documents = Vec::new();
    for (path, text) in files {
        let Some((stem, extension)) = path.rsplit_once('.') else { continue };
        let source = Source::new(format!("{}/{path}", folder.path()), text.trim_start_matches('\u{feff}'));
        let document = match extension {
            "json" => json::parse(&source),
            "yaml" | "yml" => json::yaml::parse(&source),
            _ => continue,
        };
        match document {
            Ok(document) => documents.push((path.as_str(), stem, Arc::new(document))),
            Err(found) => diagnostics.extend(found),
        }
    }
    let (schemas, others) = parted(documents);
    let schemas: Vec<Schema> = schemas.into_iter().map(|(path, stem, document)| schema(stem, path, document)).collect();
    let referred = referred(&schemas);
    let roots = schemas.iter().enumerate().filter(|(index, _)| !referred.contains(index));
    let roots: Vec<&Schema> = roots.map(|(_, schema)| schema).collect();
    if roots.is_empty() && !diagnostics.has_errors() {
        let none = Diagnostic::error("no-event", "the folder has no event schema").at(Place::new(folder, 0..0));
        diagnostics
            .push(none.help("add a `*.schema.json`, or another file with `$schema`, that no other schema refers to"));
    }
    let examples = examples(&roots, others.into_iter().map(|(_, stem, document)| (stem, document)), &mut diagnostics);
    let keys = keys(&roots);
    let bodies = roots.iter().zip(&examples).zip(keys).map(|((schema, examples), key)| body(schema, key, examples));
    let bodies: Vec<Webhook<'_>> = bodies.collect();
    let Proposal { names, parts, warnings, .. } = openapi::propose(&bodies);
    for warning in warnings.into_iter().filter(|_| proposes) {
        diagnostics.push(warning);
    }
    let mut events = Vec::new();
    for ((schema, body), (wire_name, examples)) in roots.iter().zip(&bodies).zip(names.into_iter().zip(&examples)) {
        let root = derive::reference(&format!("../{FOLDER}{}", uri::encode_path(&schema.path)));
        let document = Arc::new(Document { source: Arc::clone(&schema.document.source), root });
        let (summary, examples) = (openapi::summary(body), examples.clone());
        events.push(DocumentedEvent { wire_name, path: None, summary, schema: document, is_derived: false, examples });
    }
    let shared = schemas.iter().map(|it| (format!("{FOLDER}{}", it.path), Arc::clone(&it.document))).collect();
    diagnostics.gate(Documentation { events, shared, parts, ..Documentation::default() })
}

/// A document with its path, also without the extension.
type Named<'f> = (&'f str, &'f str, Arc<Document>);

/// Parts the schemas from other documents: a schema says that it is one, or a schema refers to its file.
fn parted(documents: Vec<Named<'_>>) -> (Vec<Named<'_>>, Vec<Named<'_>>) {
    let (mut schemas, mut others): (Vec<Named<'_>>, Vec<Named<'_>>) =
        documents.into_iter().partition(|(path, _, document)| is_schema(path, &document.root));
    let mut next = 0;
    while let Some((path, _, document)) = schemas.get(next) {
        let base = uri::of_path(path);
        let references = document.root.outer_references().into_iter();
        let targets: BTreeSet<String> = references.filter_map(|it| Some(uri::resolve(&base, it)?.0)).collect();
        schemas.extend(others.extract_if(.., |(path, ..)| targets.contains(&uri::of_path(path))));
        next += 1;
    }
    schemas.sort_by_key(|(path, ..)| *path);
    (schemas, others)
}

fn is_schema(path: &str, root: &Node) -> bool {
    let says = |name| root.get(name).and_then(Node::as_str).is_some();
    path.ends_with(".schema.json") || says("$schema") || says("$id")
}

/// Returns a schema with the name that its file gets: the usual one if references use its `$id`, or else its own, which references use.
fn schema(stem: &str, path: &str, document: Arc<Document>) -> Schema {
    let id = document.root.get("$id").or_else(|| document.root.get("id")).and_then(Node::as_str);
    let stem = stem.trim_end_matches(".schema");
    let path = if id.is_some() { format!("{stem}.schema.json") } else { path.to_owned() };
    Schema { path, stem: stem.to_owned(), document }
}

/// Returns the names that the files give to events: the file names, or the paths below their common folder if two file names are equal.
fn keys(roots: &[&Schema]) -> Vec<String> {
    let file_names: BTreeSet<&str> = roots.iter().map(|schema| schema.file_name()).collect();
    if file_names.len() == roots.len() {
        return roots.iter().map(|schema| schema.file_name().to_owned()).collect();
    }
    let paths = || roots.iter().map(|schema| schema.stem.as_str());
    let first = paths().next().unwrap_or_default();
    let mut folders = first.match_indices('/').map(|(at, _)| &first[..=at]);
    let common = folders.rfind(|folder| paths().all(|path| path.starts_with(folder))).unwrap_or_default();
    paths().map(|path| path[common.len()..].to_owned()).collect()
}

/// Returns the positions of the schemas that another document refers to.
fn referred(schemas: &[Schema]) -> BTreeSet<usize> {
    let mut registry = Registry::default();
    // The findings are reported where the written folder is read.
    let mut known = Diagnostics::new();
    for schema in schemas {
        registry.add(&uri::of_path(&schema.path), &schema.document, dialect::DEFAULT, &mut known);
    }
    registry.follow_all(&mut known);
    let mut found = BTreeSet::new();
    for index in 0..schemas.len() {
        let targets = registry.references(index).into_iter().filter_map(|(_, target)| Some(target?.document));
        found.extend(targets.filter(|target| *target != index));
    }
    found
}

/// Assigns examples to events: by the beginning of the file's name, and those in the schemas.
fn examples<'a>(
    roots: &[&Schema],
    others: impl Iterator<Item = (&'a str, Arc<Document>)>,
    diagnostics: &mut Diagnostics,
) -> Vec<Vec<Arc<Document>>> {
    let mut found: Vec<Vec<Arc<Document>>> = vec![Vec::new(); roots.len()];
    let mut stray: Option<(Place, usize)> = None;
    for (stem, document) in others {
        match owner(stem, roots) {
            Some(index) => found[index].push(document),
            None => stray.get_or_insert((document.place(&document.root, &Pointer::root()), 0)).1 += 1,
        }
    }
    if let Some((place, count)) = stray {
        let documents =
            if count == 1 { "a document that is".to_owned() } else { format!("{count} documents that are") };
        let message = format!("the folder has {documents} neither a schema nor an example of an event");
        let help = "it is not imported; the name of an example begins with that of its schema";
        diagnostics.push(Diagnostic::warning("stray-document", message).at(place).help(help));
    }
    for (schema, examples) in roots.iter().zip(&mut found) {
        let listed = schema.document.root.get("examples").and_then(Node::as_array).unwrap_or_default();
        let document = |root: &Node| Document { source: Arc::clone(&schema.document.source), root: root.clone() };
        examples.extend(listed.iter().map(|example| Arc::new(document(example))));
    }
    found
}

/// Returns the schema of an example: the one with the longest beginning of its file's name. Among equal names, folders decide.
fn owner(stem: &str, roots: &[&Schema]) -> Option<usize> {
    let name = file_name(stem);
    let is_of = |schema: &Schema| {
        let rest = name.strip_prefix(schema.file_name());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', '_']))
    };
    let shared_folders = |schema: &Schema| {
        let pairs = stem.rsplit('/').skip(1).zip(schema.stem.rsplit('/').skip(1));
        pairs.take_while(|(one, other)| one == other).count()
    };
    let owners = roots.iter().enumerate().filter(|(_, schema)| is_of(schema));
    let mut owners: Vec<_> =
        owners.map(|(index, schema)| ((schema.file_name().len(), shared_folders(schema)), index)).collect();
    owners.sort_unstable();
    match owners.as_slice() {
        [.., (second, _), (first, _)] if second == first => None,
        [.., (_, index)] => Some(*index),
        [] => None,
    }
}

/// Returns the body of an event, as a webhook without headers.
fn body<'d>(schema: &'d Schema, key: String, examples: &[Arc<Document>]) -> Webhook<'d> {
    let root = At { node: &schema.document.root, pointer: Pointer::root() };
    Webhook {
        api: openapi::Api::of_schema(&schema.document),
        key,
        place: Place::new(&schema.document.source, 0..0),
        schema: Some(root.clone()),
        operation: root,
        named_by: None,
        is_deprecated: false,
        examples: examples.iter().map(|example| example.root.clone()).collect(),
        headers: Vec::new(),
    }
}

/// Returns the texts of a folder as one source, for its fingerprint.
pub(crate) fn source(name: &str, files: &Files) -> Arc<Source> {
    let texts: BTreeMap<&String, &String> = files.iter().collect();
    Source::new(name, texts.iter().fold(String::new(), |all, (path, text)| all + path + "\n" + text + "\n"))
}
