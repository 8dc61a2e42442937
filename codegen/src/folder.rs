//! A folder of JSON Schemas → documentation. A schema that no other schema refers to describes an event.
//!
//! Files keep their content and their relative paths, so references by path and by `$id` keep their targets.

mod bundle;
mod envelope;
mod instance;
mod root;
mod schema;
mod several;
mod typed;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::bundle::Bundle;
pub(crate) use self::envelope::Envelope;
use self::instance::{Instances, has_keywords};
use self::schema::{Named, Schema, named};
use crate::documentation::{Documentation, DocumentedEvent, derive};
use crate::json::{self, Document, Node};
use crate::openapi::{self, Accepted, At, FOLDER, Proposal, Webhook};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::{Place, Pointer, Source, file_name};
use crate::source::uri;

/// Reads the files of a folder; those in YAML are read as JSON. `accepted` are the names of a catalogue that has events, and
/// `envelope` is its object around every payload.
///
/// # Errors
///
/// The findings of each document; `no-event` without schemas.
pub(crate) fn read(
    folder: &Arc<Source>,
    files: &Files,
    accepted: Option<&Accepted>,
    envelope: Option<&Envelope>,
) -> Result<(Documentation, Diagnostics), Diagnostics> {
    let mut diagnostics = Diagnostics::new();
    let (schemas, others) = parted(documents(folder, files, &mut diagnostics));
    let schemas = named(schemas);
    let mut registry = root::registry(&schemas);
    let (around, differs) = envelope.map(|envelope| envelope.find(&schemas)).unwrap_or_default();
    let (roots, doubts) = root::find(&schemas, &around, &mut registry);
    for doubt in differs.into_iter().chain(doubts) {
        diagnostics.push(doubt);
    }
    let are_objects: Vec<bool> = roots.iter().map(|index| typed::is_object(&schemas, &mut registry, *index)).collect();
    let bundle = Bundle::new(folder, &schemas, &mut registry, roots.len() == 1);
    let indexes: Vec<usize> = roots.into_iter().collect();
    let roots: Vec<&Schema> = indexes.iter().map(|index| &schemas[*index]).collect();
    if let Some(envelope) = roots.iter().find(|schema| schema.file_name().eq_ignore_ascii_case(envelope::NAME))
        && roots.len() > 1
    {
        diagnostics.push(perhaps_envelope(envelope));
    }
    if roots.is_empty() && !diagnostics.has_errors() {
        let none = Diagnostic::error("no-event", "the folder has no event schema").at(Place::new(folder, 0..0));
        diagnostics
            .push(none.help("add a `*.schema.json`, or another file with `$schema`, that no other schema refers to"));
    }
    let examples = examples(&roots, others, &mut diagnostics);
    let keys = keys(&roots);
    let mut wholes: Vec<(usize, Webhook<'_>)> = Vec::new();
    for (((index, examples), key), is_object) in indexes.iter().zip(&examples).zip(keys).zip(are_objects) {
        let whole = Webhook { is_object, ..body(&schemas[*index], key, examples) };
        wholes.push((*index, whole));
    }
    let bodies = several::divided(wholes, &bundle, &mut diagnostics);
    let examples: Vec<Arc<Document>> = examples.into_iter().flatten().collect();
    let bundled: Vec<Webhook<'_>> = bodies.iter().map(|(index, body)| bundle.body(*index, body)).collect();
    let (of_bodies, bodies): (Vec<usize>, Vec<Webhook<'_>>) = bodies.into_iter().unzip();
    let Proposal { names, parts, warnings, .. } = openapi::propose(&bundled, accepted);
    for warning in warnings {
        diagnostics.push(warning);
    }
    refuse_equal(&names, &bodies, &mut diagnostics);
    let mut events = Vec::new();
    for ((index, body), wire_name) in of_bodies.into_iter().zip(&bodies).zip(names) {
        let schema = &schemas[index];
        let document =
            Arc::new(Document { source: Arc::clone(&schema.document.source), root: reference(schema, body) });
        let examples = examples.iter().filter(|example| body.examples.contains(&example.root)).cloned().collect();
        events.push(DocumentedEvent {
            wire_name,
            key: Some(body.key.clone()),
            path: None,
            summary: openapi::summary(body),
            schema: document,
            is_derived: false,
            examples,
        });
    }
    let shared = schemas.iter().map(|it| (format!("{FOLDER}{}", it.path), Arc::clone(&it.document))).collect();
    diagnostics.gate(Documentation { events, shared, parts, ..Documentation::default() })
}

/// Reads the JSON and YAML of a folder.
fn documents<'f>(folder: &Source, files: &'f Files, diagnostics: &mut Diagnostics) -> Vec<Named<'f>> {
    let mut documents = Vec::new();
    let mut unread: Option<(Place, usize)> = None;
    for (path, text) in files {
        let Some((stem, extension)) = path.rsplit_once('.') else { continue };
        let source = Source::new(format!("{}/{path}", folder.path()), text.trim_start_matches('\u{feff}'));
        let document = match extension.to_ascii_lowercase().as_str() {
            // Other tools have schemas, too: of databases, for one.
            "schema" if !source.text().trim_start().starts_with('{') => {
                unread.get_or_insert((Place::new(&source, 0..0), 0)).1 += 1;
                continue;
            }
            "json" | "jsonschema" | "schema" => json::parse(&source),
            "yaml" | "yml" => json::yaml::parse(&source),
            "json5" | "jsonc" | "jsonl" | "hjson" | "ndjson" => {
                unread.get_or_insert((Place::new(&source, 0..0), 0)).1 += 1;
                continue;
            }
            _ => continue,
        };
        match document {
            Ok(document) => documents.push((path.as_str(), stem, Arc::new(document))),
            Err(found) => diagnostics.extend(found),
        }
    }
    if let Some((place, count)) = unread {
        let message = format!("files in other forms than JSON are not imported: {count}");
        let warning = Diagnostic::warning("unread-document", message).labelled(place, "the first");
        diagnostics
            .push(warning.help("write each that describes an event as JSON, in a file with the extension `json`"));
    }
    documents
}

/// Reports each event that two schemas describe.
fn refuse_equal(names: &[String], bodies: &[Webhook<'_>], diagnostics: &mut Diagnostics) {
    let mut known = BTreeMap::new();
    for (index, name) in names.iter().enumerate() {
        let first = *known.entry(name).or_insert(index);
        if first == index {
            continue;
        }
        let finding = Diagnostic::error("duplicate-event", format!("two schemas describe the event `{name}`"));
        let finding = finding.repeating(bodies[index].place.clone(), bodies[first].place.clone());
        diagnostics.push(finding.help("rename one of the files, or remove it"));
    }
}

/// A document other than a schema: its path without the extension, and the schema that it names.
struct Other<'f> {
    stem: &'f str,
    document: Arc<Document>,
    schema: Option<Arc<Document>>,
}

/// Separates the schemas from the other documents. A document is a schema if its name or its content shows it, if another schema refers to
/// its file, or if the `$schema` of a document does.
fn parted(documents: Vec<Named<'_>>) -> (Vec<Named<'_>>, Vec<Other<'_>>) {
    let instances = Instances::new(&documents);
    let schemas_of_others = documents.iter().filter_map(|it| instances.schema_of(it));
    let described: BTreeSet<*const Document> = schemas_of_others.map(Arc::as_ptr).collect();
    let (mut schemas, mut others): (Vec<Named<'_>>, Vec<Named<'_>>) = documents.into_iter().partition(|named| {
        let (path, _, document) = named;
        is_schema(path, &document.root) && !instances.has(named) || described.contains(&Arc::as_ptr(document))
    });
    let mut next = 0;
    while let Some((path, _, document)) = schemas.get(next) {
        let base = uri::of_path(path);
        let references = document.root.outer_references().into_iter();
        let targets: BTreeSet<String> = references.filter_map(|it| Some(uri::resolve(&base, it)?.0)).collect();
        schemas.extend(others.extract_if(.., |(path, ..)| targets.contains(&uri::of_path(path))));
        next += 1;
    }
    schemas.sort_by_key(|(path, ..)| *path);
    let others = others.into_iter().map(|named| {
        let schema = instances.schema_of(&named).cloned();
        let (_, stem, document) = named;
        Other { stem, document, schema }
    });
    (schemas, others.collect())
}

fn is_schema(path: &str, root: &Node) -> bool {
    let says = |name| root.get(name).and_then(Node::as_str).is_some();
    // Older drafts say `id`, as many other documents do.
    let is_uri = root.get("id").and_then(Node::as_str).is_some_and(|id| id.contains("://"));
    let path = path.to_ascii_lowercase();
    [".schema.json", ".jsonschema", ".schema"].iter().any(|extension| path.ends_with(extension))
        || says("$schema")
        || says("$id")
        || is_uri && has_keywords(root)
}

/// Returns a schema that refers to the schema of an event in its own file.
fn reference(schema: &Schema, body: &Webhook<'_>) -> Node {
    let pointer = body.schema.as_ref().map(|at| at.pointer.clone()).unwrap_or_default();
    let fragment = Some(uri::encode_fragment(pointer.as_str())).filter(|it| !it.is_empty());
    let fragment = fragment.map(|fragment| format!("#{fragment}")).unwrap_or_default();
    openapi::tagged(derive::reference(&format!("../{FOLDER}{}{fragment}", uri::encode_path(&schema.path))), body)
}

/// Warns of a schema whose file name says that it is no event.
fn perhaps_envelope(schema: &Schema) -> Diagnostic {
    let message = "the schema is imported as an event, but its file may describe the object around every payload";
    let place = schema.document.place(&schema.document.root, &Pointer::root());
    let warning = Diagnostic::warning("perhaps-envelope", message).at(place);
    warning.help("if it does, say so in `[envelope]` of the catalogue, and import again")
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

/// Assigns examples to events: each document by the schema that it names, or else by the beginning of its file name. Examples inside of a
/// schema belong to its event.
fn examples(roots: &[&Schema], others: Vec<Other<'_>>, diagnostics: &mut Diagnostics) -> Vec<Vec<Arc<Document>>> {
    let mut found: Vec<Vec<Arc<Document>>> = vec![Vec::new(); roots.len()];
    let mut stray: Option<(Place, usize)> = None;
    for Other { stem, document, schema } in others {
        let index = match schema {
            Some(schema) => roots.iter().position(|root| Arc::ptr_eq(&root.document, &schema)),
            None => owner(stem, roots),
        };
        match index {
            Some(index) => found[index].push(document),
            None => stray.get_or_insert((document.place(&document.root, &Pointer::root()), 0)).1 += 1,
        }
    }
    if let Some((place, count)) = stray {
        let documents =
            if count == 1 { "a document that is".to_owned() } else { format!("{count} documents that are") };
        let message = format!("the folder has {documents} neither a schema nor an example of an event");
        let help =
            "it is not imported; the name of an example begins with that of its schema, or its `$schema` leads there";
        diagnostics.push(Diagnostic::warning("stray-document", message).at(place).help(help));
    }
    for (schema, examples) in roots.iter().zip(&mut found) {
        let listed = schema.document.root.get("examples").and_then(Node::as_array).unwrap_or_default();
        let document = |root: &Node| Document { source: Arc::clone(&schema.document.source), root: root.clone() };
        examples.extend(listed.iter().map(|example| Arc::new(document(example))));
    }
    found
}

/// Returns the schema of an example: the one whose name is the longest prefix of the example's file name. Among equal names, folders
/// decide.
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
        around: Vec::new(),
        chosen: None,
        is_object: false,
        named_by: None,
        is_untold: false,
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
