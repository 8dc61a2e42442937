//! The schemas: a file each. For the build script and the tests.

use std::fs;
use std::path::Path;

/// Returns the names and the texts of all schemas.
///
/// # Panics
///
/// If their folder is not there.
pub fn all() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas");
    let entries = fs::read_dir(folder).expect("the schemas are there").filter_map(Result::ok);
    let schema = |entry: fs::DirEntry| {
        let name = entry.file_name().to_str()?.strip_suffix(".json")?.to_owned();
        Some((name, fs::read_to_string(entry.path()).ok()?))
    };
    let mut schemas: Vec<(String, String)> = entries.filter_map(schema).collect();
    schemas.sort();
    schemas
}
