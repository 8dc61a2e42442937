//! Files → documents: the catalogue, every schema in its folder, the examples.

mod kept;
mod objects;
mod optional;
mod rebase;
mod referenced;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{self, Catalog, Text, licence};
use crate::json::{self, Document};
use crate::source::diagnostic::{Diagnostic, Diagnostics};
use crate::source::files::Files;
use crate::source::location::{Place, Source};
use crate::source::nearest::nearest;
use crate::source::visible;

/// The files as documents, before any schema is interpreted, with the changes of schemas that the catalogue asks for.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The catalogue.
    pub catalog: Catalog,
    /// Every `*.schema.json` by path, and the files that only other schemas refer to. These are the texts of the crate: they differ from
    /// the files if the catalogue says `optional`, `keep` or `objects`. Messages show the files.
    pub schemas: BTreeMap<String, Arc<Document>>,
    /// Every example of the catalogue by path.
    pub examples: BTreeMap<String, Arc<Document>>,
    /// The crate's measurements as Markdown for its README: the content of [`FIGURES`], if it exists.
    pub figures: Option<String>,
    /// Other files of the package by path: [`CHANGELOG`], and licence texts.
    pub beside: Files,
}

/// The file with measurements beside the catalogue. A person measures, and `gen` copies the file unchanged.
pub const FIGURES: &str = "figures.md";

/// The hand-written changes for users of the crate. It is not part of the contract, so it may be outside the folder of schemas.
pub const CHANGELOG: &str = "CHANGELOG.md";

/// The folder beside the catalogue with the input of the last published version. `release` writes it, and only the comparison of editions
/// reads it.
pub const RELEASED: &str = "released/";

/// The file names of licence texts beside the catalogue.
const LICENCES: [&str; 4] = ["LICENSE", "LICENCE", "COPYING", NOTICE];
/// A file that accompanies the text of a licence.
const NOTICE: &str = "NOTICE";

impl Loaded {
    /// Returns the texts by path.
    pub fn texts(&self) -> Files {
        let catalog = (catalog::FILE_NAME.to_owned(), self.catalog.source.text().to_owned());
        let documents = self.schemas.iter().chain(&self.examples);
        let documents = documents.map(|(path, document)| (path.clone(), document.source.text().to_owned()));
        documents.chain([catalog]).collect()
    }
}

/// Returns the input of the last published version, if there is one: the files below [`RELEASED`], by their path there.
pub fn released(files: &Files) -> Option<Files> {
    let released =
        files.iter().filter_map(|(path, text)| Some((path.strip_prefix(RELEASED)?.to_owned(), text.clone())));
    Some(released.collect()).filter(|released: &Files| !released.is_empty())
}

/// Returns the files except for those below [`RELEASED`].
pub fn unreleased(files: &Files) -> Files {
    let current = files.iter().filter(|(path, _)| !path.starts_with(RELEASED));
    current.map(|(path, text)| (path.clone(), text.clone())).collect()
}

/// Reads the catalogue and all documents.
///
/// # Errors
///
/// The catalogue's findings; `malformed-json` and similar findings for each document, and `missing-file` for each dangling path of the
/// catalogue.
pub fn load(files: &Files) -> Result<(Loaded, Diagnostics), Diagnostics> {
    let files = &unreleased(files);
    let Some(text) = files.get(catalog::FILE_NAME) else {
        let message = format!("there is no `{}` in the folder of schemas", catalog::FILE_NAME);
        let help = "start one with `cargo xtask new DIR`, make one with `cargo xtask import PAGE`, or name its folder with `--schemas DIR`";
        return Err(Diagnostic::error("missing-file", message).help(help).into());
    };
    let mut marks = Diagnostics::new();
    let (mut catalog, mut diagnostics) = catalog::parse(&source(catalog::FILE_NAME, text, &mut marks))?;
    let mut read = |path: &String| match json::parse(&source(path, &files[path], &mut marks)) {
        Ok(document) => Some((path.clone(), Arc::new(document))),
        Err(found) => {
            diagnostics.extend(found);
            None
        }
    };
    let listed_schemas: Vec<&Text> = listed_schemas(&catalog).collect();
    let listed_examples: Vec<&Text> = listed_examples(&catalog).collect();
    let is_schema =
        |path: &&String| path.ends_with(".schema.json") || listed_schemas.iter().any(|listed| listed.value == **path);
    let is_example = |path: &&String| listed_examples.iter().any(|listed| listed.value == **path);
    let mut schemas: BTreeMap<_, _> = files.keys().filter(is_schema).filter_map(&mut read).collect();
    let is_other = |path: &str| path == catalog::FILE_NAME || listed_examples.iter().any(|listed| listed.value == path);
    referenced::read(&mut schemas, files, is_other, &mut read);
    let examples = files.keys().filter(is_example).filter_map(&mut read).collect();
    diagnostics.extend(marks);
    let is_complete = !diagnostics.has_errors();
    let is_missing = |listed: &&Text| !files.contains_key(&listed.value);
    let paths = || files.keys().map(String::as_str);
    // The schema of an entry is not that of another one, but what else names a file may name any.
    let is_free = |path: &&str| !listed_schemas.iter().chain(&listed_examples).any(|other| other.value == *path);
    for listed in listed_schemas.iter().copied().filter(is_missing) {
        diagnostics.push(missing(listed, paths().filter(is_free)));
    }
    let refined = catalog.refinements.iter().map(|refinement| &refinement.schema);
    for listed in refined.chain(listed_examples.iter().copied()).filter(is_missing) {
        diagnostics.push(missing(listed, paths()));
    }
    for example in listed_examples.iter().filter(|example| schemas.contains_key(&example.value)) {
        diagnostics.push(two_parts(example, &listed_schemas));
    }
    diagnostics.extend(not_schemas(&catalog, files, &schemas));
    if is_complete {
        diagnostics.extend(kept::restore(&mut catalog, &mut schemas));
        diagnostics.extend(optional::loosen(&catalog, &mut schemas));
        diagnostics.extend(objects::narrow(&catalog, &mut schemas));
    }
    let unmarked = |text: &String| text.trim_start_matches('\u{feff}').to_owned();
    let figures = files.get(FIGURES).map(|text| unmarked(text).trim().to_owned()).filter(|text| !text.is_empty());
    let is_beside =
        |path: &str| !path.contains('/') && (path == CHANGELOG || LICENCES.iter().any(|name| path.starts_with(name)));
    let beside: Files =
        files.iter().filter(|(path, _)| is_beside(path)).map(|(path, text)| (path.clone(), unmarked(text))).collect();
    diagnostics.extend(without_licence(&catalog, &beside));
    diagnostics.gate(Loaded { catalog, schemas, examples, figures, beside })
}

/// Reports refinements of files that are not schemas.
fn not_schemas(catalog: &Catalog, files: &Files, schemas: &BTreeMap<String, Arc<Document>>) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let is_no_schema = |refined: &&Text| files.contains_key(&refined.value) && !schemas.contains_key(&refined.value);
    for refined in catalog.refinements.iter().map(|refinement| &refinement.schema).filter(is_no_schema) {
        let message = format!("`{}` is not a schema of the catalogue", refined.value);
        let help = format!(
            "use a file that ends with `.schema.json`, or that `[[events]]` or `[[schemas]]` list: {}",
            known(schemas)
        );
        diagnostics.push(Diagnostic::error("not-a-schema", message).at(refined.place.clone()).help(help));
    }
    diagnostics
}

/// Reports a licence without an embedded text or one beside the catalogue.
fn without_licence(catalog: &Catalog, beside: &Files) -> Diagnostics {
    let Some(text) = &catalog.crate_.license else { return Diagnostics::new() };
    let missing = licence::without_text(&text.value);
    let is_licence = |path: &String| path != CHANGELOG && !path.starts_with(NOTICE);
    let Some(first) = missing.first().filter(|_| !beside.keys().any(is_licence)) else { return Diagnostics::new() };
    let file = if licence::texts(&text.value).is_empty() { "LICENSE".to_owned() } else { format!("LICENSE-{first}") };
    let message = format!("the text of the licence {} is missing", missing.join(", "));
    let warning = Diagnostic::warning("license-without-text", message).at(text.place.clone());
    warning.help(format!("add it beside `{}`, in a file named `{file}`", catalog::FILE_NAME)).into()
}

/// Removes a byte order mark, which is not part of a JSON text [RFC 8259 §8.1], with a warning. Warns of invisible characters as well: the
/// crate contains the text byte for byte.
pub fn source(path: &str, text: &str, diagnostics: &mut Diagnostics) -> Arc<Source> {
    let source = Source::new(path, text.strip_prefix('\u{feff}').unwrap_or(text));
    if source.text().len() < text.len() {
        let finding = Diagnostic::warning("byte-order-mark", "the file has a byte order mark, which is ignored")
            .at(Place::new(&source, 0..0))
            .help("save it as UTF-8 without the mark");
        diagnostics.push(finding);
    }
    // The parser refuses a raw control character.
    if let Some((start, found)) = visible::first_invisible(source.text()).filter(|(_, found)| *found >= ' ') {
        diagnostics.push(unseen(&source, start, found));
    }
    source
}

/// Warns of the first invisible character of a document.
fn unseen(source: &Arc<Source>, start: usize, found: char) -> Diagnostic {
    let (language, escape) = if source.path() == catalog::FILE_NAME {
        ("TOML", format!("\\U{:08X}", u32::from(found)))
    } else {
        ("JSON", visible::in_json(found.encode_utf8(&mut [0; 4])).into_owned())
    };
    let message = format!("invisible character U+{:04X}", u32::from(found));
    Diagnostic::warning("invisible-character", message)
        .at(Place::new(source, start..start + found.len_utf8()))
        .help(format!("remove it, or write it as `{escape}`: {language} reads the same"))
}

fn known(schemas: &BTreeMap<String, Arc<Document>>) -> String {
    let paths: Vec<String> = schemas.keys().take(12).map(|path| format!("`{path}`")).collect();
    paths.join(", ")
}

/// Reports a path of the catalogue without a file; `free` are the files that may be meant.
fn missing<'f>(listed: &Text, free: impl Iterator<Item = &'f str>) -> Diagnostic {
    let others = free.filter(|path| *path != catalog::FILE_NAME);
    let help = match nearest(&listed.value, others) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("paths are relative to the folder of `{}`", catalog::FILE_NAME),
    };
    Diagnostic::error("missing-file", format!("there is no file `{}`", listed.value))
        .at(listed.place.clone())
        .help(help)
}

/// Reports a file that is listed as an example and is a schema, by its name or by another entry.
fn two_parts(example: &Text, listed_schemas: &[&Text]) -> Diagnostic {
    let message = format!("`{}` is a schema, not an example", example.value);
    let finding = Diagnostic::error("schema-as-example", message).at(example.place.clone());
    let finding = finding.help("use the file of the example; files that end with `.schema.json` are schemas");
    match listed_schemas.iter().find(|schema| schema.value == example.value) {
        Some(schema) => finding.related(schema.place.clone(), "the schema"),
        None => finding,
    }
}

fn listed_schemas(catalog: &Catalog) -> impl Iterator<Item = &Text> {
    let entries = catalog.events.iter().chain(&catalog.schemas);
    let reserved = catalog.reserved.iter().filter_map(|reserved| reserved.meaning.as_ref());
    catalog.envelope.iter().map(|envelope| &envelope.schema).chain(entries.map(|entry| &entry.schema)).chain(reserved)
}

fn listed_examples(catalog: &Catalog) -> impl Iterator<Item = &Text> {
    let entries = catalog.events.iter().chain(&catalog.schemas);
    let examples = entries.flat_map(|entry| entry.examples.iter().chain(&entry.faulty));
    let kept = catalog.reserved.iter().flat_map(|reserved| &reserved.examples);
    catalog.envelope.iter().map(|envelope| &envelope.example).chain(examples).chain(kept)
}
