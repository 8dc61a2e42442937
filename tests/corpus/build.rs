//! Generates one module for each schema of the corpus, where it is there.

#[allow(unreachable_pub)] // two build scripts use it
#[path = "../build/module.rs"]
mod module;

use std::path::PathBuf;
use std::{env, fs};

use module::Rule;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../build/module.rs");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let corpus = here.join("../../../shared/corpus");
    let folders = module::entries(&corpus).into_iter().filter(|folder| folder.is_dir());
    let rules = folders.map(|folder| {
        let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        let schema = folder.join("schema.json");
        let text = fs::read_to_string(&schema).expect("each folder of the corpus has a schema");
        Rule { name, schema, text, instances: folder.join("instances.jsonl") }
    });
    module::write("corpus", &rules.collect::<Vec<_>>());
    if corpus.exists() {
        println!("cargo::rerun-if-changed={}", corpus.display());
    }
}
