//! Commands in messages, which people copy: a path is one word of the shell.

use std::path::Path;

use codegen::emit::wording::shell_word;

/// Returns a path as a word.
pub(crate) fn word(path: &Path) -> String {
    shell_word(&path.display().to_string())
}

/// Returns an option with its folder behind a space; empty if the folder was not named.
pub(crate) fn option(name: &str, folder: Option<&Path>) -> String {
    folder.map(|folder| format!(" {name} {}", word(folder))).unwrap_or_default()
}
