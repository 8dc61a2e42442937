//! Page → folder of schemas, with the changes to the existing folder.
//!
//! The page owns the events and their files. A person owns the rest of the catalogue, and the envelope's schema once it exists.

mod change;
mod difference;
mod draft;
mod path;
mod signature;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use self::change::{Change, ChangeKind};
use self::draft::Draft;
use crate::json::Document;
use crate::load;
use crate::page::{self, Format, Page};
use crate::source::diagnostic::Diagnostics;
use crate::source::files::Files;
use crate::source::location::Source;
use crate::{catalog, pipeline};

/// The result of an import.
#[derive(Debug)]
pub struct Import {
    /// The new content of the folder.
    pub files: Files,
    /// The changes to the old content, in words.
    pub changes: Vec<Change>,
    /// Warnings for the author of the page or the catalogue.
    pub warnings: Diagnostics,
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
    let draft = Draft::new(source, &page, existing, known.as_ref(), &mut diagnostics);
    let ((), mut diagnostics) = diagnostics.gate(())?;
    let (files, documents) = draft.files();
    diagnostics.extend(validate(&page, &files, &documents, known.is_none())?);
    let ((), warnings) = diagnostics.gate(())?;
    let changes = change::changes(existing, &files);
    Ok(Import { files, changes, warnings })
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
