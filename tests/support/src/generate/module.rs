//! One generated module for each schema of a list, and the table of them, for build scripts.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use codegen::SchemaOptions;
use codegen::emit::package::module::RuntimePlace;
use codegen::source::location::Source;
use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

/// A schema with its instances.
pub struct Rule {
    /// The rule that it shows, or its name.
    pub name: String,
    /// The file of the schema.
    pub schema: PathBuf,
    /// The text for the generator.
    pub text: String,
    /// The file of its instances.
    pub instances: PathBuf,
}

/// Returns the sorted entries of a folder; none if the folder does not exist.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(found) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = found.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Writes the modules of a list of schemas, and a table of the items that tests need.
pub fn write(list: &str, rules: &[Rule]) {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let (mut text, mut table) = (String::new(), String::new());
    for Rule { name, schema, text: schema_text, instances } in rules {
        let (module, ident) = (name.to_snake_case(), name.to_upper_camel_case());
        let file = out.join(format!("{list}_{module}.rs"));
        fs::write(&file, module_of(name, schema_text, &ident)).expect("the folder is there");
        let [file, schema, instances] = [&file, schema, instances].map(|path| path.to_str().expect("a path is text"));
        writeln!(
            text,
            "#[allow(missing_docs)] // of the module; its items have theirs\npub mod {module} {{\n    include!({file:?});\n}}"
        )
        .expect("a String takes everything");
        writeln!(
            table,
            "    Fixture::new::<{module}::{ident}>({name:?}, include_str!({schema:?}), support::faces!({module}::{ident}))\
             .with(include_str!({instances:?}), include_str!({file:?})),"
        )
        .expect("a String takes everything");
    }
    write!(text, "/// All of them.\npub static ALL: &[Fixture] = &[\n{table}];\n").expect("a String takes everything");
    fs::write(out.join(format!("{list}.rs")), text).expect("the folder is there");
}

/// Returns the module of a schema.
fn module_of(name: &str, text: &str, ident: &str) -> String {
    let source = Source::new(format!("{name}.schema.json"), text.to_owned());
    let runtime = RuntimePlace::At("codegen_runtime".to_owned());
    let generated = codegen::generate_module(&source, &SchemaOptions::new(ident), &runtime);
    let (module, _) = generated.unwrap_or_else(|found| panic!("{name}: {found}"));
    module
}
