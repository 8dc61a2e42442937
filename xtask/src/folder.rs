//! Folders as plain data: read as a whole, written file by file, each atomically.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Context as _;
use codegen::Files;
use codegen::source::diagnostic::{Diagnostic, Diagnostics};

use crate::file::{self, Links};
use crate::program;

/// The maximum number of files in a folder of schemas.
const MAX_FILES: usize = 20_000;
/// The maximum size of all files: 256 MiB.
const MAX_BYTES: usize = 256 << 20;
/// The maximum nesting of folders.
const MAX_DEPTH: usize = 16;

/// Reads all files below a folder, by path with `/`, without hidden ones; returns none if the folder does not exist. The folder itself may
/// be a link, because a person has named it; nothing in it may.
///
/// # Errors
///
/// Every link, and everything other than a regular text file of limited size; `folder-too-large` if there is too much.
pub(crate) fn read(folder: &Path) -> Result<Files, Diagnostics> {
    let mut reading = Reading::default();
    reading.folder(folder, "", 0);
    if reading.findings.is_empty() { Ok(reading.files) } else { Err(reading.findings) }
}

/// Reads the folder of a source as [`read`] does, without the packages that a package manager has installed there: they are of others. Returns
/// a warning if there are some.
///
/// # Errors
///
/// The errors of [`read`].
pub(crate) fn read_source(folder: &Path) -> Result<(Files, Option<Diagnostic>), Diagnostics> {
    let mut reading = Reading { is_source: true, ..Reading::default() };
    reading.folder(folder, "", 0);
    let warning = reading.packages.map(|path| {
        let message = format!("`{path}` is not imported: it has the packages of others");
        Diagnostic::warning("unread-folder", message).help("import a folder in it by its path if its schemas are meant")
    });
    if reading.findings.is_empty() { Ok((reading.files, warning)) } else { Err(reading.findings) }
}

/// The folder of a package manager's packages.
const PACKAGES: &str = "node_modules";

#[derive(Default)]
struct Reading {
    files: Files,
    /// True if the packages of others are not read.
    is_source: bool,
    /// The first folder with such packages.
    packages: Option<String>,
    bytes: usize,
    findings: Diagnostics,
    is_full: bool,
}

impl Reading {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) {
        let shown = || if prefix.is_empty() { folder.display().to_string() } else { prefix.to_owned() };
        if depth > MAX_DEPTH {
            return self.stop(format!("folders nest deeper than {MAX_DEPTH}: `{}`", shown()));
        }
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.findings.push(file::unreadable(&shown(), &error)),
        };
        let mut paths: Vec<_> = entries.into_iter().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths {
            let Some(file_name) = path.file_name().and_then(|name| name.to_str()) else {
                let message = format!("`{}` has a name that is not UTF-8", path.display());
                self.findings.push(Diagnostic::error("not-utf8", message).help("rename it"));
                continue;
            };
            // Hidden files of editors and file managers are not part of the folder.
            if !file_name.starts_with('.') && !self.is_full {
                self.entry(&path, format!("{prefix}{file_name}"), depth);
            }
        }
    }

    fn entry(&mut self, path: &Path, name: String, depth: usize) {
        // The type of the entry itself: a link to a folder is not a folder.
        if fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir()) {
            if self.is_source && path.file_name().is_some_and(|file_name| file_name == PACKAGES) {
                self.packages.get_or_insert(name);
                return;
            }
            return self.folder(path, &format!("{name}/"), depth + 1);
        }
        match file::read(path, &name, Links::Refuse) {
            Ok(source) => {
                self.bytes += source.text().len();
                self.files.insert(name, source.text().to_owned());
            }
            Err(findings) => self.findings.extend(findings),
        }
        if self.files.len() > MAX_FILES {
            self.stop(format!("the folder has more than {MAX_FILES} files"));
        } else if self.bytes > MAX_BYTES {
            self.stop(format!("the files exceed {} MiB together", MAX_BYTES >> 20));
        }
    }

    fn stop(&mut self, message: String) {
        self.is_full = true;
        let help = "name the folder of the catalogue with `--schemas`, and keep only its files there";
        self.findings.push(Diagnostic::error("folder-too-large", message).help(help));
    }
}

/// A change to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The file is missing.
    Add,
    /// The file differs.
    Change,
    /// The file is surplus.
    Remove,
}

/// Writes the name of the program into new comments of the catalogue.
pub(crate) fn name_program(before: &Files, files: &mut Files) {
    if let Some(text) = files.get_mut(codegen::catalog::FILE_NAME) {
        let older = before.get(codegen::catalog::FILE_NAME).map_or("", String::as_str);
        *text = program::commented(older, text);
    }
}

/// Returns the changes that turn a folder with `before` into one with `after`.
pub(crate) fn plan(before: &Files, after: &Files) -> BTreeMap<String, Step> {
    let mut steps = BTreeMap::new();
    for (path, text) in after {
        match before.get(path) {
            None => drop(steps.insert(path.clone(), Step::Add)),
            Some(known) if known != text => drop(steps.insert(path.clone(), Step::Change)),
            Some(_) => {}
        }
    }
    steps.extend(before.keys().filter(|path| !after.contains_key(*path)).map(|path| (path.clone(), Step::Remove)));
    steps
}

/// Applies a [`plan`]. Each file is replaced in one move, so that a reader finds the old text or the new one.
pub(crate) fn apply(folder: &Path, steps: &BTreeMap<String, Step>, after: &Files) -> anyhow::Result<()> {
    for (path, step) in steps {
        let target = folder.join(path);
        if *step == Step::Remove {
            fs::remove_file(&target).with_context(|| format!("{} cannot be removed", target.display()))?;
            remove_empty_parents(folder, &target);
        } else {
            replace(&target, &after[path]).with_context(|| format!("{} cannot be written", target.display()))?;
        }
    }
    Ok(())
}

/// Writes a file in one move.
pub(crate) fn replace(target: &Path, text: &str) -> anyhow::Result<()> {
    let parent = target.parent().context("a file has a folder")?;
    fs::create_dir_all(parent)?;
    let mut file = tempfile::NamedTempFile::new_in(parent)?;
    file.write_all(text.as_bytes())?;
    share(file.as_file())?;
    file.persist(target)?;
    Ok(())
}

/// Makes a temporary file, which only its owner can read, as readable as any other file.
#[cfg(unix)]
fn share(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Removes folders that have lost their last file, except the folder itself.
fn remove_empty_parents(folder: &Path, target: &Path) {
    let parents = target.ancestors().skip(1).take_while(|parent| *parent != folder);
    for parent in parents {
        // A folder that is not empty cannot be removed, as intended.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
}
