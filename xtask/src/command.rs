//! Commands in messages, which people copy: a path is one word of the shell.

use std::path::{Component, Path, PathBuf};

use codegen::diff::Commands;
use codegen::emit::wording::shell_word;

use crate::crate_name;
use crate::workspace;

/// Returns a path as a word.
pub(crate) fn word(path: &Path) -> String {
    shell_word(&path.display().to_string())
}

/// Returns an option with its folder behind a space; empty if the folder was not named.
pub(crate) fn option(name: &str, folder: Option<&Path>) -> String {
    folder.map(|folder| format!(" {name} {}", word(folder))).unwrap_or_default()
}

/// Returns the commands that follow, each with its options.
pub(crate) fn following(diff: &str, release: &str) -> Commands {
    Commands { diff: format!("cargo xtask diff{diff}"), release: format!("cargo xtask release{release}") }
}

/// Returns the options for the folders of the catalogue and of the crate `name`; empty if the catalogue was not named. The folder of the crate
/// is beside that of the catalogue, unless the default one has this crate already.
pub(crate) fn folders(schemas: Option<&Path>, name: Option<&str>) -> String {
    let Some(named) = schemas else { return String::new() };
    let is_default = crate_name::of_folder(&workspace::root().join("generated")).as_deref() == name;
    let out = name.filter(|_| !is_default).map(|name| beside(named, name));
    format!("{}{}", option("--schemas", schemas), option("--out", out.as_deref()))
}

/// Returns the path of another entry in the folder that has `folder`.
fn beside(folder: &Path, name: &str) -> PathBuf {
    match folder.components().next_back() {
        Some(Component::Normal(_)) => folder.with_file_name(name),
        _ => folder.join("..").join(name),
    }
}
