//! The texts below a folder.

use std::fs;
use std::path::Path;

use codegen::Files;

/// Returns the texts below a folder, by relative path with `/`.
///
/// # Panics
///
/// If it is not a folder of text files.
pub fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    add(folder, folder, &mut files);
    files
}

fn add(folder: &Path, below: &Path, files: &mut Files) {
    for entry in fs::read_dir(below).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            add(folder, &path, files);
        } else {
            let relative = path.strip_prefix(folder).expect("it is below").to_string_lossy().replace('\\', "/");
            files.insert(relative, fs::read_to_string(&path).expect("a text"));
        }
    }
}
