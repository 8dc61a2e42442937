//! The name of the crate, in a catalogue and in an output folder.

use std::path::Path;

use codegen::Files;

use crate::file::{self, Links};

/// Returns the name that a catalogue gives to its crate, as far as it can be read.
pub(crate) fn of_catalogue(files: &Files) -> Option<String> {
    name(files.get(codegen::catalog::FILE_NAME)?, "crate")
}

/// Returns the name of the crate in a folder; none without a manifest that can be read.
pub(crate) fn of_folder(folder: &Path) -> Option<String> {
    let manifest = file::read(&folder.join("Cargo.toml"), "Cargo.toml", Links::Refuse).ok()?;
    name(manifest.text(), "package")
}

fn name(text: &str, table: &str) -> Option<String> {
    let document = toml_edit::Document::parse(text).ok()?;
    document.get(table)?.get("name")?.as_str().map(str::to_owned)
}
