//! Source → folder of schemas, with the changes to the existing folder.
//!
//! The source owns the events and their files. A person owns the rest of the catalogue, and the envelope's schema unless the
//! source has one.

mod behind;
mod corrected;
mod doubt;
mod draft;
mod header;
mod path;
mod place;
mod prose;
mod signature;
mod stale;
mod unread;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::doubt::Doubt;
use self::draft::Draft;
use crate::catalog::Catalog;
use crate::diff::{Change, Report};
use crate::documentation::Documentation;
use crate::json::Document;
use crate::load;
use crate::openapi::Accepted;
use crate::page::{self, Decided, Page};
use crate::source::diagnostic::Diagnostics;
use crate::source::files::Files;
use crate::source::location::Source;
use crate::{catalog, deep, diff, folder, openapi, pipeline};

/// The format of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A page.
    Page(page::Format),
    /// An OpenAPI document in JSON or YAML.
    OpenApi,
}

impl Format {
    /// Detects the format by the path's extension, or else by the content.
    pub fn detect(source: &Source) -> Self {
        match page::Format::of_extension(source) {
            None if openapi::is_document(source) => Self::OpenApi,
            Some(_) | None => Self::Page(page::Format::detect(source)),
        }
    }
}

/// The result of an import.
#[derive(Debug)]
pub struct Import {
    /// The new content of the folder.
    pub files: Files,
    /// Warnings for the author of the source or the catalogue.
    pub warnings: Diagnostics,
    before: Files,
    page: Option<Page>,
    /// The documents that come from the source.
    documents: BTreeMap<String, Arc<Document>>,
    doubts: Vec<Doubt>,
}

/// The comparison of an import with the folder before it.
#[derive(Debug)]
pub enum Comparison {
    /// There was no catalogue, or one that a person has begun: the keys and values that the new one takes from the page, and its events
    /// with their summaries.
    First(Vec<(String, Vec<String>)>),
    /// The folder had errors, so the effect on receivers is unknown: the changes, as far as its schemas could be read.
    Broken(Vec<Change>),
    /// The changes.
    Report(Box<Report>),
}

/// The decisions of a person about a source.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The format; detected unless given.
    pub format: Option<Format>,
    /// True if schemas that the source lacks are derived from its examples.
    pub derives: bool,
}

/// Imports a source into a folder with the content `existing`, which may be empty. The format is detected unless given.
///
/// # Errors
///
/// All findings in the source with their lines and columns; those of the existing catalogue; and invalid examples.
pub fn import(source: &Arc<Source>, format: Option<Format>, existing: &Files) -> Result<Import, Diagnostics> {
    import_with(source, Options { format, derives: false }, existing)
}

/// Imports a source by the decisions of a person.
///
/// # Errors
///
/// The errors of [`import`].
pub fn import_with(source: &Arc<Source>, options: Options, existing: &Files) -> Result<Import, Diagnostics> {
    let known = known(existing)?;
    let source = &page::unified(source);
    let read = read(source, options, known.as_ref())?;
    bring(source, read, known.as_ref(), existing)
}

/// Imports a folder of schemas; `name` is its path in messages.
///
/// # Errors
///
/// The errors of [`import`].
pub fn import_folder(name: &str, files: &Files, existing: &Files) -> Result<Import, Diagnostics> {
    let known = known(existing)?;
    let source = &folder::source(name, files);
    let accepted = accepted(known.as_ref(), source);
    let envelope = known.as_ref().and_then(|known| folder::Envelope::of(known, existing));
    let (documentation, found) = folder::read(source, files, accepted.as_ref(), envelope.as_ref())?;
    bring(source, ((documentation, None), found), known.as_ref(), existing)
}

/// Reads the existing catalogue.
fn known(existing: &Files) -> Result<Option<Catalog>, Diagnostics> {
    let text = existing.get(catalog::FILE_NAME);
    text.map(|text| Ok(catalog::parse_before_import(&Source::new(catalog::FILE_NAME, text.as_str()))?.0)).transpose()
}

/// Returns the accepted names; `None` for a catalogue without events.
fn accepted(known: Option<&Catalog>, source: &Source) -> Option<Accepted> {
    Accepted::of(known?, &page::fingerprint(source))
}

/// The documentation, the page that it is from, and findings.
type Read = ((Documentation, Option<Page>), Diagnostics);

/// Updates a folder with the documentation that was read from a source.
fn bring(source: &Arc<Source>, read: Read, known: Option<&Catalog>, existing: &Files) -> Result<Import, Diagnostics> {
    let ((mut documentation, page), mut diagnostics) = read;
    let mut doubts = Vec::new();
    if let Some(known) = known {
        diagnostics.extend(corrected::keep(&mut documentation.events, known, existing, &page::fingerprint(source)));
        doubts = unread::keep(&mut documentation, known, existing, &mut diagnostics);
    }
    let mut draft = Draft::new(source, &documentation, page.as_ref(), existing, known, &mut diagnostics);
    let ((), mut diagnostics) = place::relocate(diagnostics, &BTreeMap::new(), page.as_ref()).gate(())?;
    // A derived schema is made from the deliveries, so it accepts them.
    let envelope = documentation.envelope.as_ref().filter(|envelope| envelope.schema.is_some());
    let deliveries = envelope.map_or(&[][..], |envelope| envelope.deliveries.as_slice());
    loop {
        let (files, documents) = draft.files();
        match validate(&files, known.is_none(), deliveries) {
            Ok(found) => {
                diagnostics.extend(found);
                let found = place::relocate(diagnostics, &documents, page.as_ref());
                let ((), warnings) = found.gate(())?;
                doubts.extend(draft.doubts);
                let before = existing.clone();
                return Ok(Import { files, warnings, before, page, documents, doubts });
            }
            Err(found) => {
                if !draft.give_up(&files, &found, &mut diagnostics) {
                    let mut all = found;
                    // In a later import, a warning may say why the source no longer fits the catalogue.
                    if known.is_some_and(Catalog::has_events) {
                        all.extend(diagnostics);
                    }
                    let all = place::relocate(all, &documents, page.as_ref());
                    return Err(if known.is_some() { all } else { place::in_source(all, source) });
                }
            }
        }
    }
}

/// Reads a source.
fn read(source: &Arc<Source>, options: Options, known: Option<&Catalog>) -> Result<Read, Diagnostics> {
    let derives = options.derives;
    match options.format.unwrap_or_else(|| Format::detect(source)) {
        Format::Page(format) => {
            let decided = known.map(Decided::of).unwrap_or_default();
            let read = page::read(source, format, derives, &decided).map_err(|found| with_format(source, found));
            let ((documentation, page), found) = read?;
            Ok(((documentation, Some(page)), found))
        }
        Format::OpenApi => {
            let options = openapi::Options {
                derives,
                nullable_everywhere: known.is_some_and(|known| known.settings.nullable_everywhere),
                accepted: accepted(known, source),
                each: known.and_then(|known| Some(known.payload.each.as_ref()?.pointer.clone())),
            };
            let (documentation, found) = deep::with_stack(|| openapi::read(source, &options))?;
            Ok(((documentation, None), found))
        }
    }
}

/// Helps with an OpenAPI document that is read as a page, because its name has the extension of one.
fn with_format(source: &Source, found: Diagnostics) -> Diagnostics {
    let mut helped = Diagnostics::new();
    for found in found {
        let is_document = found.code == "no-event" && openapi::begins_as_document(source);
        helped.push(if is_document {
            found.help("if this is an OpenAPI document, add `--format openapi`")
        } else {
            found
        });
    }
    helped
}

impl Import {
    /// Compares the folder before and after the import, with the places in the source.
    ///
    /// # Errors
    ///
    /// The findings of `[[verdicts]]`.
    pub fn compare(&self) -> Result<Comparison, Diagnostics> {
        if known(&self.before).is_ok_and(|known| !known.is_some_and(|known| known.has_events())) {
            return self.first();
        }
        let Ok(mut report) = diff::compare(&self.before, &self.files) else {
            return Ok(Comparison::Broken(diff::changes(&self.before, &self.files).unwrap_or_default()));
        };
        report.locate(|place| {
            let document = self.documents.get(place.source.path())?;
            let pointer = place.pointer.as_ref()?;
            Some(place::of_source(document.place(document.get(pointer)?, pointer), self.page.as_ref()))
        });
        self.doubt(&mut report);
        Ok(Comparison::Report(Box::new(report)))
    }

    /// Adds to a comparison with the new folder what the source contradicts and the catalogue keeps.
    pub fn doubt(&self, report: &mut Report) {
        self.doubts.iter().for_each(|doubt| doubt.report(report));
    }

    fn first(&self) -> Result<Comparison, Diagnostics> {
        let (loaded, _) = load::load(&self.files)?;
        Ok(Comparison::First(diff::read_from_page(&loaded.catalog)))
    }
}

/// Checks the files as `gen` does.
fn validate(files: &Files, is_new: bool, deliveries: &[Arc<Document>]) -> Result<Diagnostics, Diagnostics> {
    let (loaded, mut found) = load::load(files)?;
    found.extend(pipeline::check_all(&loaded, is_new, deliveries)?);
    Ok(found)
}
