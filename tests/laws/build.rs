//! Generates one module for each schema of the fixtures, and the list of the documented schemas of the published crate.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use codegen::model::{Model, Role};
use support::folder;
use support::generate::module::{self, Rule};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=../fixtures/schema");
    println!("cargo::rerun-if-changed=../../schemas");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let fixtures = here.join("../fixtures/schema");
    let rules = module::entries(&fixtures).into_iter().filter_map(|schema| {
        let name = schema.file_name()?.to_str()?.strip_suffix(".schema.json")?.to_owned();
        let text = fs::read_to_string(&schema).expect("the schema was just listed");
        let instances = fixtures.join(format!("{name}.instances.json"));
        Some(Rule { name, schema, text, instances })
    });
    module::write("fixtures", &rules.collect::<Vec<_>>());
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    fs::write(out.join("documented.rs"), documented(&here.join("../../schemas"))).expect("the folder is there");
}

/// Returns macros that call another with the type and the name of each documented schema, so that no test lists them.
fn documented(schemas: &Path) -> String {
    let (loaded, _) = codegen::load::load(&folder::read(schemas)).unwrap_or_else(|found| panic!("{found}"));
    let (model, _) = codegen::model(&loaded).unwrap_or_else(|found| panic!("{found}"));
    let mut text = String::new();
    add_list(&mut text, "for_each_schema", &model, |_| true);
    add_list(&mut text, "for_each_payload", &model, |role| role == Role::Event);
    let catalog = &loaded.catalog;
    let (event, data) =
        catalog.naming.members.first().zip(catalog.payload.at.as_ref()).expect("deliveries have an envelope");
    writeln!(
        text,
        "#[allow(dead_code)]\nconst EVENT: &str = {:?};\n#[allow(dead_code)]\nconst DATA: &str = {:?};",
        event.title(),
        data.title()
    )
    .expect("a String takes everything");
    text
}

fn add_list(text: &mut String, name: &str, model: &Model, is_listed: impl Fn(Role) -> bool) {
    let mut entries = String::new();
    for root in model.roots.iter().filter(|root| is_listed(root.role)) {
        write!(entries, "{} {:?}, ", root.ident, root.wire_name).expect("a String takes everything");
    }
    writeln!(text, "#[allow(unused_macros)]\nmacro_rules! {name} {{ ($call:ident) => {{ $call! {{ {entries} }} }} }}")
        .expect("a String takes everything");
}
