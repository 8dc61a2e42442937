//! Folders as plain data, and back: read whole, written file by file, each of them atomically.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Context as _;
use codegen::Files;

/// All files below a folder by their paths with `/`, hidden ones left out; none if there is no such folder.
pub(crate) fn read(folder: &Path) -> anyhow::Result<Files> {
    let mut files = Files::new();
    collect(folder, "", &mut files)?;
    Ok(files)
}

fn collect(folder: &Path, prefix: &str, files: &mut Files) -> anyhow::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("{} cannot be read", folder.display())),
    };
    for entry in entries {
        let path = entry?.path();
        let Some(file_name) = path.file_name().and_then(|name| name.to_str()) else {
            anyhow::bail!("{} has a name that is not UTF-8", path.display());
        };
        // What an editor or a file manager leaves behind is no part of the folder.
        if file_name.starts_with('.') {
            continue;
        }
        let inner = format!("{prefix}{file_name}");
        if path.is_dir() {
            collect(&path, &format!("{inner}/"), files)?;
        } else {
            let bytes = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
            let text = String::from_utf8(bytes).with_context(|| format!("{} is no text", path.display()))?;
            files.insert(inner, text);
        }
    }
    Ok(())
}

/// What has to happen to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// It is not there.
    Add,
    /// It is there, with another text.
    Change,
    /// It is there and should not be.
    Remove,
}

/// What has to happen so that a folder which holds `before` holds `after`.
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

/// Takes the steps of a [`plan`] towards `after`. A file is replaced in one move, so that a reader finds the old text or the new one.
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

/// Temporary files belong to their owner alone; what is written here is as readable as any other file.
#[cfg(unix)]
fn share(file: &fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn share(_file: &fs::File) -> io::Result<()> {
    Ok(())
}

/// Folders that lost their last file go with it; the folder itself stays.
fn remove_empty_parents(folder: &Path, target: &Path) {
    let parents = target.ancestors().skip(1).take_while(|parent| *parent != folder);
    for parent in parents {
        // A folder that is not empty refuses, and is meant to stay.
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
}
