//! The floors of the modules hold: `FLOORS` in `codegen/src/lib.rs` and `codegen/runtime/src/lib.rs`.

mod imports;
mod made_up_floors;
mod rules;
mod size;

use std::path::Path;
use std::{fs, io};

use imports::Sources;

fn read(folder: &Path, below: &str, sources: &mut Sources) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}{}", entry.file_name().display());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{path}/"), sources)?;
        } else if path.strip_suffix(".rs").is_some() {
            sources.insert(path, fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

fn sources(folder: &str) -> Sources {
    let mut sources = Sources::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), "", &mut sources).expect("the sources are readable");
    sources
}

#[test]
fn floors_of_codegen_hold() {
    let found = rules::violations(codegen::FLOORS, &sources("src"));
    assert!(found.is_empty(), "{} violations in codegen/src:\n{}", found.len(), found.join("\n"));
}

#[test]
fn floors_of_the_runtime_hold() {
    let found = rules::violations(codegen_runtime::FLOORS, &sources("runtime/src"));
    assert!(found.is_empty(), "{} violations in codegen/runtime/src:\n{}", found.len(), found.join("\n"));
}
