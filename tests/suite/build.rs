//! Generates a module for each schema of the official suite, for the documented ones and for those of the corpus.

#[allow(dead_code, unreachable_pub)] // the tests use more of it
#[path = "src/group.rs"]
mod group;

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use codegen::emit::{Paths, validators};
use quote::quote;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(folder) = group::folder() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    println!("cargo::rerun-if-changed=fixtures");
    println!("cargo::rerun-if-changed=../../schemas");
    println!("cargo::rerun-if-changed=../build/look_around.rs");
    let remotes = group::remotes();
    let paths = Paths { runtime: "codegen_runtime".to_owned(), shared: None, library: None };
    let (mut modules, mut table) = (String::new(), String::new());
    for (index, group) in group::all().iter().enumerate() {
        let (model, plan) = group.plan(&remotes);
        let emitted = validators::emit(&model, &plan, &paths);
        let items = emitted.fragments.values().flat_map(|fragment| &fragment.items);
        let file = syn::parse_quote!(#(#items)*);
        let text = prettyplease::unparse(&file);
        let (name, module) = (&group.name, format!("group_{index}"));
        let doc = quote!(#name).to_string();
        let head = format!(
            "/// A group.\n#[allow(dead_code, clippy::all, clippy::pedantic)] // schemas that nobody wrote for it\npub mod {module} {{\n/// The type that the schema would become.\npub struct Root;\n"
        );
        modules.push_str(&head);
        modules.push_str(&text);
        modules.push_str("}\n");
        writeln!(
            table,
            "Compiled {{ name: {doc}, is_valid: {module}::Root::is_valid, validate: {module}::Root::validate, \
             is_valid_slice: {module}::Root::is_valid_slice, validate_slice: {module}::Root::validate_slice }},"
        )
        .expect("a String takes everything");
    }
    let text = format!("{modules}\n/// All generated validators.\npub const COMPILED: &[Compiled] = &[\n{table}];\n");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("suite.rs"), text).expect("cargo made the folder");
}
