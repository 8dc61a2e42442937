//! Generates one module for each schema of the fixtures.

use std::path::PathBuf;
use std::{env, fs};

use support::generate::module::{self, Rule};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../fixtures/schema");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let fixtures = here.join("../fixtures/schema");
    let rules = module::entries(&fixtures).into_iter().filter_map(|schema| {
        let name = schema.file_name()?.to_str()?.strip_suffix(".schema.json")?.to_owned();
        let text = fs::read_to_string(&schema).expect("the schema was just listed");
        let instances = fixtures.join(format!("{name}.instances.json"));
        Some(Rule { name, schema, text, instances })
    });
    module::write("fixtures", &rules.collect::<Vec<_>>());
}
