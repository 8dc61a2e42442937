//! Types and validators of each schema of the corpus, if it is present.

use std::fs;

use support::generate::module::{self, Rule};
use support::suite;

/// Writes a module for each schema.
pub(crate) fn write() {
    let folders = suite::corpus_folder().map(|folder| module::entries(&folder)).unwrap_or_default();
    let rules = folders.into_iter().filter(|folder| folder.is_dir()).map(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let schema = folder.join("schema.json");
        let text = fs::read_to_string(&schema).expect("each folder of the corpus has a schema");
        Rule { name, schema, text, instances: folder.join("instances.jsonl") }
    });
    module::write("corpus", &rules.collect::<Vec<_>>());
}
