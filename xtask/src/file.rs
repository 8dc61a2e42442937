//! Input files: regular, of limited size, and UTF-8. Anything else with a file's name is a finding and is not opened.

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use codegen::source::diagnostic::{Diagnostic, Diagnostics};
use codegen::source::location::{Place, Source};

/// The maximum size of a file: 16 MiB. The largest published collections of schemas have a tenth of that.
pub(crate) const MAX_BYTES: u64 = 16 << 20;

/// The treatment of links.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    /// Follows a link, for files named by a person.
    Follow,
    /// Refuses a link, for files in a folder, which it may lead out of.
    Refuse,
}

/// Reads a text; `name` is its path in messages.
///
/// # Errors
///
/// `linked-file`, `not-a-file`, `file-too-large`, `not-utf8` and `unreadable-file`. At most [`MAX_BYTES`] are read.
pub(crate) fn read(path: &Path, name: &str, links: Links) -> Result<Arc<Source>, Diagnostics> {
    let metadata = match links {
        Links::Follow => fs::metadata(path),
        Links::Refuse => fs::symlink_metadata(path),
    };
    let metadata = metadata.map_err(|error| unreadable(name, &error))?;
    refuse_unusual(name, &metadata)?;
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(name, &error))?;
    // Some files, such as those of `/proc`, have another size than reported.
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large(name).into());
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let source = Source::new(name, String::from_utf8_lossy(error.as_bytes()));
            Err(Diagnostic::error("not-utf8", format!("`{name}` is not UTF-8 text"))
                .at(Place::new(&source, valid..valid))
                .help("save it as UTF-8")
                .into())
        }
    }
}

fn refuse_unusual(name: &str, metadata: &Metadata) -> Result<(), Diagnostics> {
    let file_type = metadata.file_type();
    if file_type.is_symlink() {
        return Err(linked(name).into());
    }
    if !file_type.is_file() {
        let what = if file_type.is_dir() { "a folder" } else { "a pipe, a socket or a device" };
        return Err(Diagnostic::error("not-a-file", format!("`{name}` is {what}, not a file"))
            .help("use a regular file")
            .into());
    }
    if metadata.len() > MAX_BYTES { Err(too_large(name).into()) } else { Ok(()) }
}

/// Reports a link in place of a file or a folder.
pub(crate) fn linked(name: &str) -> Diagnostic {
    Diagnostic::error("linked-file", format!("`{name}` is a link, which may lead out of the folder"))
        .help("replace the link by its target; only paths on the command line may be links")
}

fn too_large(name: &str) -> Diagnostic {
    Diagnostic::error("file-too-large", format!("`{name}` exceeds {} MiB", MAX_BYTES >> 20))
        .help("keep only schemas and examples; a collection may be several files that refer to each other")
}

/// Reports a system error for a file or a folder.
pub(crate) fn unreadable(name: &str, error: &io::Error) -> Diagnostic {
    Diagnostic::error("unreadable-file", format!("`{name}` cannot be read: {error}"))
        .help("check the path and its permissions")
}
