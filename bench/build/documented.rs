//! The documented contract: the catalogue and its model.

use std::fs;
use std::path::Path;

use codegen::Files;
use codegen::load::Loaded;
use codegen::model::{Model, Role, Root};

/// Reads the committed schemas.
pub(crate) fn read() -> (Loaded, Model) {
    let folder = Path::new("../schemas");
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Files::new();
    add(folder, "", &mut files);
    let (loaded, _) = codegen::load::load(&files).unwrap_or_else(|found| panic!("{found}"));
    let (model, _) = codegen::model(&loaded).unwrap_or_else(|found| panic!("{found}"));
    (loaded, model)
}

fn add(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!("{prefix}{}", path.file_name().expect("an entry has a name").to_string_lossy());
        if path.is_dir() {
            add(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read_to_string(&path).expect("a text"));
        }
    }
}

/// Returns the events.
pub(crate) fn events(model: &Model) -> impl Iterator<Item = &Root> {
    model.roots.iter().filter(|root| root.role == Role::Event)
}
