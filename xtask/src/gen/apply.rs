//! Applies a plan: deletions, then empty folders, then files, each atomically.

use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::plan::Plan;
use crate::folder;

/// Applies a plan to the output folder; unchanged files are not touched.
pub(super) fn apply(plan: &Plan<'_>, out: &Path) -> Result<()> {
    fs::create_dir_all(out)?;
    for orphan in plan.deletions() {
        fs::remove_file(out.join(&orphan.path)).with_context(|| orphan.path.display().to_string())?;
    }
    remove_empty_folders(out, true)?;
    for (path, text) in plan.writes() {
        folder::replace(&out.join(path), text).with_context(|| path.to_owned())?;
    }
    Ok(())
}

/// Removes empty folders below `folder`; returns true if it is empty then.
fn remove_empty_folders(folder: &Path, is_top: bool) -> io::Result<bool> {
    let mut is_empty = true;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_kept = is_top && ["target", ".git"].iter().any(|kept| entry.file_name() == *kept);
        if is_kept || !entry.file_type()?.is_dir() || !remove_empty_folders(&entry.path(), false)? {
            is_empty = false;
        }
    }
    if is_empty && !is_top {
        fs::remove_dir(folder)?;
    }
    Ok(is_empty)
}
