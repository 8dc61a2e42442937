//! Generates a module with the validators of each dataset, ours and those of `jsonschema`'s macro, and the table of them.

#[path = "build/dataset.rs"]
mod dataset;
#[path = "build/validator.rs"]
mod validator;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use dataset::Dataset;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let (mut modules, mut table) = (String::new(), String::new());
    for Dataset { name, kind, note, schema, instances } in dataset::all() {
        let module = name.replace(['-', '.', ' '], "_");
        let [schema_path, instances_path, ours_path] =
            ["schema.json", "jsonl", "rs"].map(|extension| format!("{}/{module}.{extension}", out.display()));
        fs::write(&schema_path, &schema).expect("cargo made the folder");
        fs::write(&instances_path, instances).expect("cargo made the folder");
        let ours = match validator::emit(&name, schema) {
            Ok(text) => {
                fs::write(&ours_path, text).expect("cargo made the folder");
                writeln!(modules, "pub mod {module} {{ include!({ours_path:?}); }}")
                    .expect("a String takes everything");
                format!("Ok(Ours {{ is_valid: {module}::is_valid, is_valid_slice: {module}::is_valid_slice }})")
            }
            Err(refusal) => format!("Err({refusal:?})"),
        };
        writeln!(
            modules,
            "pub mod {module}_by_macro {{ \
             #[jsonschema::validator(path = {schema_path:?}, validate_formats = true)] pub struct Root; }}"
        )
        .expect("a String takes everything");
        writeln!(
            table,
            "Compiled {{ name: {name:?}, kind: Kind::{kind}, note: {note:?}, \
             schema: include_str!({schema_path:?}), instances: include_str!({instances_path:?}), \
             ours: {ours}, is_valid_by_macro: {module}_by_macro::Root::is_valid }},"
        )
        .expect("a String takes everything");
    }
    let text = format!("{modules}\n/// All datasets.\npub static ALL: &[Compiled] = &[\n{table}];\n");
    fs::write(out.join("compiled.rs"), text).expect("cargo made the folder");
}
