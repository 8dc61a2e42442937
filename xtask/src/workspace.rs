//! The default folder of the commands: the workspace around the current folder.

use std::path::{Path, PathBuf};

use crate::file::{self, Links};

/// Returns the nearest folder, from the current one upwards, with a workspace manifest; the current folder if there is none.
pub(crate) fn root() -> PathBuf {
    let current = current();
    let found = current.ancestors().find(|folder| is_workspace(folder));
    found.map_or_else(|| current.clone(), Path::to_path_buf)
}

fn is_workspace(folder: &Path) -> bool {
    let manifest = file::read(&folder.join("Cargo.toml"), "Cargo.toml", Links::Follow);
    let manifest = manifest.ok().and_then(|manifest| toml_edit::Document::parse(manifest.text().to_owned()).ok());
    manifest.is_some_and(|manifest| manifest.contains_key("workspace"))
}

/// Returns a path for messages: relative to the current folder, with `..` inside the same workspace.
pub(crate) fn shown(path: &Path) -> String {
    let (current, root) = (current(), root());
    for (up, above) in current.ancestors().enumerate() {
        if let Ok(below) = path.strip_prefix(above) {
            let way: PathBuf = std::iter::repeat_n(Path::new(".."), up).chain([below]).collect();
            let way = way.display().to_string();
            return if way.is_empty() { ".".to_owned() } else { way };
        }
        if above == root {
            break;
        }
    }
    path.display().to_string()
}

/// Returns true if one folder is the other one or inside of it, through links too. The inner one may be missing.
pub(crate) fn is_inside(inner: &Path, outer: &Path) -> bool {
    resolved(inner).zip(resolved(outer)).is_some_and(|(inner, outer)| inner.starts_with(outer))
}

/// Returns the absolute path without links; a missing folder is looked for in the nearest one that exists.
fn resolved(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).ok()?;
    path.ancestors().find_map(|above| Some(above.canonicalize().ok()?.join(path.strip_prefix(above).ok()?)))
}

fn current() -> PathBuf {
    std::env::current_dir().unwrap_or_default()
}
