//! Generates a module with the validators of each dataset, ours and those of `jsonschema`'s macro, and the tables of them.

mod dataset;
mod documented;
mod plain;
mod validator;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use dataset::Dataset;

fn main() {
    plain::write();
    println!("cargo::rerun-if-changed=build");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let datasets: Vec<Emitted> = dataset::all().into_iter().map(|dataset| Emitted::new(dataset, &out)).collect();
    let modules: String = datasets.iter().map(Emitted::modules).collect();
    let compiled: String = datasets.iter().map(Emitted::compiled).collect();
    let text = format!("{modules}\n/// All datasets.\npub static ALL: &[Compiled] = &[\n{compiled}];\n");
    fs::write(out.join("compiled.rs"), text).expect("cargo made the folder");
    let sources: String = datasets.iter().map(Emitted::source).collect();
    fs::write(out.join("sources.rs"), format!("static SOURCES: &[Source] = &[\n{sources}];\n"))
        .expect("cargo made the folder");
}

/// A dataset with its written files.
struct Emitted {
    name: String,
    kind: &'static str,
    note: &'static str,
    module: String,
    schema: String,
    instances: String,
    /// The file of our validators with the runtime modules that they name, or the reason why there are none.
    ours: Result<(String, BTreeSet<&'static str>), String>,
}

impl Emitted {
    fn new(Dataset { name, kind, note, schema, instances }: Dataset, out: &Path) -> Self {
        let module = name.replace(['-', '.', ' '], "_");
        let write = |extension: &str, text: String| {
            let path = format!("{}/{module}.{extension}", out.display());
            fs::write(&path, text).expect("cargo made the folder");
            path
        };
        let ours = validator::emit(&name, schema.clone()).map(|ours| (write("rs", ours.text), ours.runtime));
        let (schema, instances) = (write("schema.json", schema), write("jsonl", instances));
        Self { name, kind, note, module, schema, instances, ours }
    }

    /// Returns the modules of its validators.
    fn modules(&self) -> String {
        let Self { module, schema, ours, .. } = self;
        let ours = ours.as_ref().map(|(path, _)| format!("pub mod {module} {{ include!({path:?}); }}\n"));
        format!(
            "{}pub mod {module}_by_macro {{ \
             #[jsonschema::validator(path = {schema:?}, validate_formats = true)] pub struct Root; }}\n",
            ours.unwrap_or_default()
        )
    }

    /// Returns its entry in the table of validators.
    fn compiled(&self) -> String {
        let Self { name, kind, note, module, schema, instances, .. } = self;
        let ours = match &self.ours {
            Ok(_) => format!(
                "Ok(Ours {{ is_valid: {module}::Root::is_valid, is_valid_slice: {module}::Root::is_valid_slice }})"
            ),
            Err(refusal) => format!("Err({refusal:?})"),
        };
        format!(
            "Compiled {{ name: {name:?}, kind: Kind::{kind}, note: {note:?}, schema: include_str!({schema:?}), \
             instances: include_str!({instances:?}), ours: {ours}, is_valid_by_macro: {module}_by_macro::Root::is_valid }},\n"
        )
    }

    /// Returns its entry in the table of texts, unless another dataset has the same schema.
    fn source(&self) -> String {
        let Self { name, kind, module, schema, ours, .. } = self;
        if *kind == "Beside" {
            return String::new();
        }
        let ours = ours.as_ref().map_or_else(
            |_| "None".to_owned(),
            |(path, runtime)| {
                let runtime: Vec<_> = runtime.iter().collect();
                format!("Some(Ours {{ text: include_str!({path:?}), runtime: &{runtime:?} }})")
            },
        );
        let is_delivery = *kind == "Delivery";
        format!(
            "Source {{ name: {name:?}, is_delivery: {is_delivery}, module: {module:?}, schema: include_str!({schema:?}), ours: {ours} }},\n"
        )
    }
}
