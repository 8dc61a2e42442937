//! Folders as plain data: read as a whole, written file by file, each atomically.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use codegen::Files;
use codegen::source::diagnostic::{Diagnostic, Diagnostics};
use tempfile::TempPath;

use crate::file::{self, Links};
use crate::program;
use crate::workspace::shown;

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
    read_as(folder, "")
}

/// Reads all files below a folder as [`read`] does; findings have `shown` before the path of a file.
pub(crate) fn read_as(folder: &Path, shown: &str) -> Result<Files, Diagnostics> {
    let mut reading = Reading { shown: shown.to_owned(), ..Reading::default() };
    reading.folder(folder, "", 0);
    if reading.findings.is_empty() { Ok(reading.files) } else { Err(reading.findings) }
}

/// Reads the folder of a source as [`read_as`] does, without the packages that a package manager has installed there: they are of others.
/// Returns a warning if there are some.
///
/// # Errors
///
/// The errors of [`read`].
pub(crate) fn read_source(folder: &Path, shown: &str) -> Result<(Files, Option<Diagnostic>), Diagnostics> {
    let mut reading = Reading { shown: shown.to_owned(), is_source: true, ..Reading::default() };
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
    /// The folder before the path of a file in messages.
    shown: String,
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
        let shown = if prefix.is_empty() { folder.display().to_string() } else { format!("{}{prefix}", self.shown) };
        if depth > MAX_DEPTH {
            return self.stop(format!("folders nest deeper than {MAX_DEPTH}: `{shown}`"));
        }
        let entries = match fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.findings.push(file::unreadable(&shown, &error)),
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
        match file::read(path, &format!("{}{name}", self.shown), Links::Refuse) {
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

/// Applies a [`plan`] after `beside`, texts of files elsewhere. Nothing changes unless all texts can be written: each waits beside its file
/// and replaces it in one move. The catalogue, which names the others, comes last, and files are removed when nothing names them.
pub(crate) fn apply(
    folder: &Path,
    steps: &BTreeMap<String, Step>,
    after: &Files,
    beside: &[(&Path, &str)],
) -> anyhow::Result<()> {
    let (removed, mut written): (Vec<_>, Vec<_>) =
        steps.iter().map(|(path, step)| (path, *step)).partition(|(_, step)| *step == Step::Remove);
    written.sort_by_key(|(path, _)| *path == codegen::catalog::FILE_NAME);
    let inside = written.iter().map(|(path, _)| (folder.join(path), &*after[*path]));
    let texts = beside.iter().map(|(path, text)| (path.to_path_buf(), *text)).chain(inside);
    let failed = |target: &Path| format!("{} cannot be written", shown(target));
    let staged: Vec<Staged> = texts
        .map(|(target, text)| stage(&target, text).with_context(|| format!("nothing was written: {}", failed(&target))))
        .collect::<Result<_, _>>()?;
    for text in staged {
        text.temporary.persist(&text.target).map_err(|error| error.error).with_context(|| failed(&text.target))?;
    }
    for (path, _) in removed {
        let target = folder.join(path);
        fs::remove_file(&target).with_context(|| format!("{} cannot be removed", shown(&target)))?;
        remove_empty_parents(folder, &target);
    }
    Ok(())
}

/// A text that waits beside its file.
struct Staged {
    temporary: TempPath,
    target: PathBuf,
}

/// Writes a text beside its file.
fn stage(target: &Path, text: &str) -> io::Result<Staged> {
    let parent = target.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(parent)?;
    // The error itself names the temporary file, which nobody knows.
    let file = tempfile::NamedTempFile::new_in(parent).map_err(|error| io::Error::from(error.kind()))?;
    file.as_file().write_all(text.as_bytes())?;
    share(file.as_file())?;
    Ok(Staged { temporary: file.into_temp_path(), target: target.to_owned() })
}

/// Writes a file in one move.
pub(crate) fn replace(target: &Path, text: &str) -> io::Result<()> {
    let staged = stage(target, text)?;
    staged.temporary.persist(target).map_err(|error| error.error)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn files(texts: &[(&str, &str)]) -> Files {
        texts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
    }

    /// Whatever cannot be written, the folder stays as it was, and the message names the file.
    #[test]
    fn all_files_are_written_or_none() {
        for blocked in ["CHANGELOG.md", "schemas/events", "schemas/released", "nothing"] {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let schemas = folder.path().join("schemas");
            let before = files(&[("catalog.toml", "old"), ("removed.json", "{}")]);
            apply(&schemas, &plan(&Files::new(), &before), &before, &[]).expect("a new folder");
            fs::write(folder.path().join(blocked), "a file where a folder should be").expect("a new file");
            let changelog = folder.path().join("CHANGELOG.md/entry");
            let beside: &[(&Path, &str)] = if blocked == "CHANGELOG.md" { &[(&changelog, "entry")] } else { &[] };
            let after = files(&[("catalog.toml", "new"), ("events/a.json", "{}"), ("released/a.json", "{}")]);
            let applied = apply(&schemas, &plan(&before, &after), &after, beside);
            let mut found = read(&schemas).expect("text files alone");
            found.retain(|_, text| !text.starts_with("a file"));
            if blocked == "nothing" {
                applied.expect("no file is in the way");
                assert_eq!(found, after);
            } else {
                let message = applied.expect_err("a file is in the way").to_string();
                assert!(message.starts_with("nothing was written: ") && message.contains(blocked), "{message}");
                assert_eq!(found, before, "{blocked}");
            }
        }
    }
}
