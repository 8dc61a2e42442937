//! The plain structs that typify makes of each documented delivery, envelope and payload in one, for comparison in the bench `receive`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use serde_json::{Value, json};
use typify::{TypeSpace, TypeSpaceSettings};

/// Writes a module for each event.
pub(crate) fn write() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas");
    println!("cargo::rerun-if-changed={}", schemas.display());
    let mut names: Vec<PathBuf> = fs::read_dir(schemas.join("events"))
        .expect("the events have a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.to_string_lossy().ends_with(".schema.json"))
        .collect();
    names.sort();
    let read = |path: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(path).expect("a schema")).expect("schemas are JSON")
    };
    let modules: Vec<String> = names
        .iter()
        .map(|path| {
            let file = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            let module = file.trim_end_matches(".schema.json").replace('.', "_");
            let mut envelope = read(&schemas.join("envelope.schema.json"));
            envelope["properties"]["data"] = read(path);
            format!("pub mod {module} {{ {} }}\n", plain(envelope))
        })
        .collect();
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("plain.rs"), modules.concat()).expect("cargo made the folder");
}

/// Returns the structs of a schema, as typify makes them by itself.
fn plain(mut schema: Value) -> String {
    schema["title"] = json!("Body");
    schema["properties"]["data"]["title"] = json!("Payload");
    let mut space = TypeSpace::new(&TypeSpaceSettings::default());
    space
        .add_root_schema(serde_json::from_value(schema).expect("typify knows these keywords"))
        .expect("typify knows these schemas");
    space.to_stream().to_string()
}
