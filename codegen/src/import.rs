//! Page → folder of schemas: what it should hold, and what that changes.
//!
//! The page owns the events and their files; a person owns the rest of the catalogue, and the envelope's schema once it exists.

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

/// What an import would do.
#[derive(Debug)]
pub struct Import {
    /// What the folder should hold.
    pub files: Files,
    /// What differs from what it holds, in words; empty when nothing does.
    pub changes: Vec<Change>,
    /// What the author of the page, or of the catalogue, should look at.
    pub warnings: Diagnostics,
}

/// Imports a page into a folder that holds `existing`, or nothing yet. The format is found by the page's path and content unless said.
///
/// # Errors
///
/// All findings in the page, each at its line and column there; those of the catalogue that exists; and examples that their schema refuses.
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
    diagnostics.extend(validate(&page, &files, documents, known.is_none())?);
    let ((), warnings) = diagnostics.gate(())?;
    let changes = change::changes(existing, &files);
    Ok(Import { files, changes, warnings })
}

/// Takes the files all the way to a model, and compares the examples with their schemas. What comes from the page is taken from there, so
/// that findings lead to its lines.
fn validate(
    page: &Page,
    files: &Files,
    documents: BTreeMap<String, Arc<Document>>,
    is_new: bool,
) -> Result<Diagnostics, Diagnostics> {
    let (mut loaded, mut found) = load::load(files)?;
    for (path, document) in documents {
        for known in [&mut loaded.schemas, &mut loaded.examples] {
            if let Some(known) = known.get_mut(&path) {
                *known = Arc::clone(&document);
            }
        }
    }
    found.extend(pipeline::check_all(&loaded, is_new).map_err(|found| page.relocate(found))?);
    Ok(page.relocate(found))
}
