//! Page → folder of schemas, with the changes to the existing folder.
//!
//! The page owns the events and their files. A person owns the rest of the catalogue, and the envelope's schema once it exists.

mod draft;
mod path;
mod signature;
mod stale;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::draft::Draft;
use crate::diff::{Change, Report};
use crate::json::Document;
use crate::load;
use crate::page::{self, Format, Page};
use crate::source::diagnostic::Diagnostics;
use crate::source::files::Files;
use crate::source::location::Source;
use crate::{catalog, diff, pipeline};

/// The result of an import.
#[derive(Debug)]
pub struct Import {
    /// The new content of the folder.
    pub files: Files,
    /// Warnings for the author of the page or the catalogue.
    pub warnings: Diagnostics,
    before: Files,
    page: Page,
    /// The documents that come from the page.
    documents: BTreeMap<String, Arc<Document>>,
}

/// The comparison of an import with the folder before it.
#[derive(Debug)]
pub enum Comparison {
    /// There was no catalogue: what the new one takes from the page, with keys and values, and its events with their summaries.
    First(Vec<(String, Vec<String>)>),
    /// The folder had errors, so that nothing is known about receivers: the changes, as far as its schemas have a meaning.
    Broken(Vec<Change>),
    /// The changes.
    Report(Box<Report>),
}

/// Imports a page into a folder with the content `existing`, which may be empty. The format is detected unless given.
///
/// # Errors
///
/// All findings in the page with their lines and columns; those of the existing catalogue; and invalid examples.
pub fn import(source: &Arc<Source>, format: Option<Format>, existing: &Files) -> Result<Import, Diagnostics> {
    let source = &page::unified(source);
    let (page, mut diagnostics) = page::read(source, format.unwrap_or_else(|| Format::detect(source)))?;
    let known = match existing.get(catalog::FILE_NAME) {
        Some(text) => Some(catalog::parse_before_import(&Source::new(catalog::FILE_NAME, text.as_str()))?.0),
        None => None,
    };
    let mut draft = Draft::new(source, &page, existing, known.as_ref(), &mut diagnostics);
    let ((), mut diagnostics) = diagnostics.gate(())?;
    let (mut files, mut documents) = draft.files();
    let mut found = validate(&page, &files, &documents, known.is_none());
    if let Err(findings) = &found
        && draft.give_up(&files, findings, &mut diagnostics)
    {
        (files, documents) = draft.files();
        found = validate(&page, &files, &documents, known.is_none());
    }
    diagnostics.extend(found?);
    let ((), warnings) = diagnostics.gate(())?;
    Ok(Import { files, warnings, before: existing.clone(), page, documents })
}

impl Import {
    /// Compares the folder before and after the import, with the places on the page.
    ///
    /// # Errors
    ///
    /// The findings of `[[verdicts]]`.
    pub fn compare(&self) -> Result<Comparison, Diagnostics> {
        if !self.before.contains_key(catalog::FILE_NAME) {
            return self.first();
        }
        let Ok(mut report) = diff::compare(&self.before, &self.files) else {
            return Ok(Comparison::Broken(diff::changes(&self.before, &self.files).unwrap_or_default()));
        };
        report.locate(|place| {
            let document = self.documents.get(place.source.path())?;
            let pointer = place.pointer.as_ref()?;
            Some(self.page.relocated(document.place(document.get(pointer)?, pointer)))
        });
        Ok(Comparison::Report(Box::new(report)))
    }

    fn first(&self) -> Result<Comparison, Diagnostics> {
        let (loaded, _) = load::load(&self.files)?;
        Ok(Comparison::First(diff::read_from_page(&loaded.catalog)))
    }
}

/// Checks the files as `gen` does. Documents of the page are used as they were parsed there, so that findings lead to its lines.
fn validate(
    page: &Page,
    files: &Files,
    documents: &BTreeMap<String, Arc<Document>>,
    is_new: bool,
) -> Result<Diagnostics, Diagnostics> {
    let (loaded, mut found) = load::load_parsed(files, documents)?;
    found.extend(pipeline::check_all(&loaded, is_new).map_err(|found| page.relocate(found))?);
    Ok(page.relocate(found))
}
