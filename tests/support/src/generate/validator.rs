//! One module of validators for each schema of a list, and the table of them, for build scripts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use codegen::emit::package::module::{self, RuntimePlace};
use codegen::model::Model;
use codegen::plan::Plan;
use quote::{ToTokens as _, quote};

/// Writes the modules, and a table `COMPILED` of the validators by schema. Schemas with equal validators share a module.
pub fn write(file: &str, schemas: impl Iterator<Item = (String, Model, Plan)>) {
    let (mut modules, mut table, mut known) = (String::new(), String::new(), BTreeMap::new());
    for (name, model, plan) in schemas {
        let items = validators(&model, &plan);
        // An item per line: they are for the compiler alone.
        let text: String = items.iter().map(|item| item.to_token_stream().to_string() + "\n").collect();
        let next = known.len();
        let index = *known.entry(text.clone()).or_insert(next);
        let module = format!("schema_{index}");
        if index == next {
            write!(
                modules,
                "/// The validators of a schema.\npub mod {module} {{\n/// The type of all values.\n\
                 #[derive(serde::Deserialize)]\npub struct Root(pub serde_json::Value);\n{text}}}\n"
            )
            .expect("a String takes everything");
        }
        let name = quote!(#name).to_string();
        writeln!(
            table,
            "support::compiled::Compiled {{ name: {name}, is_valid: {module}::Root::is_valid, validate: {module}::Root::validate, \
             is_valid_slice: {module}::Root::is_valid_slice, validate_slice: {module}::Root::validate_slice, \
             from_slice: |input| {module}::Root::from_slice(input).map(|root| root.0), \
             reader: <{module}::Root as codegen_runtime::validate::documented::Documented>::READER, \
             collector: <{module}::Root as codegen_runtime::validate::documented::Documented>::collect }},"
        )
        .expect("a String takes everything");
    }
    let text = format!(
        "{modules}\n/// All generated validators.\npub const COMPILED: &[support::compiled::Compiled] = &[\n{table}];\n"
    );
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join(file), text).expect("cargo made the folder");
}

/// Returns all validators of one schema.
fn validators(model: &Model, plan: &Plan) -> Vec<syn::Item> {
    let runtime = RuntimePlace::At("codegen_runtime".to_owned());
    module::validators(model, plan, &runtime)
}
