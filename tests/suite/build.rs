//! Generates a module for each schema of the official suite.

#[allow(dead_code, unreachable_pub)] // the tests use more of it
#[path = "src/group.rs"]
mod group;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use codegen::emit::{Paths, slice, validators};
use codegen::model::Model;
use codegen::plan::{Plan, fuse};
use quote::{format_ident, quote};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if let Some(folder) = group::folder() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    let remotes = group::remotes();
    let paths = Paths { runtime: "codegen_runtime".to_owned(), shared: None };
    let (mut modules, mut table) = (String::new(), String::new());
    for (index, group) in group::groups().iter().enumerate() {
        let (model, plan) = group.plan(&remotes);
        let emitted = validators::emit(&model, &plan, &paths);
        let items = emitted.fragments.values().flat_map(|fragment| &fragment.items);
        let bytes = bytes(&model, &plan);
        let file = syn::parse_quote!(#(#items)* #bytes);
        let text = prettyplease::unparse(&file);
        let (name, module) = (&group.name, format!("group_{index}"));
        let doc = quote!(#name).to_string();
        let head = format!(
            "/// A group of the suite.\npub mod {module} {{\n/// The type that the schema would become.\npub struct Root;\n"
        );
        modules.push_str(&head);
        modules.push_str(&text);
        modules.push_str("}\n");
        writeln!(
            table,
            "Compiled {{ name: {doc}, is_valid: {module}::Root::is_valid, validate: {module}::Root::validate, \
             is_valid_slice: {module}::is_valid_slice }},"
        )
        .expect("a String takes everything");
    }
    let text = format!("{modules}\n/// All generated validators.\npub const COMPILED: &[Compiled] = &[\n{table}];\n");
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("suite.rs"), text).expect("cargo made the folder");
}

/// The validator that decides from bytes.
fn bytes(model: &Model, plan: &Plan) -> proc_macro2::TokenStream {
    let plan = fuse::fuse(plan);
    let idents: BTreeMap<_, _> = plan.ids().map(|id| (id, format_ident!("read_{}", id.0))).collect();
    let functions = slice::emit(&plan, &idents).into_values();
    let read = slice::entry(&plan, &idents, plan.entries[&model.roots[0].schema]);
    quote! {
        // Most schemas need few of the imports, and the schema `false` ends a function early.
        #[allow(unused, clippy::all, clippy::pedantic)]
        mod bytes {
            use codegen_runtime::{
                content, format, members::{Known, Member, Members}, pattern::Pattern, look::Looked, scan::Scanner, tree,
            };
            pub(super) fn read(scanner: &mut Scanner<'_>) -> Option<()> { #read }
            #(#functions)*
        }
        /// Whether the bytes are JSON that the schema accepts.
        pub fn is_valid_slice(input: &[u8]) -> bool {
            let read = |mut scanner| bytes::read(&mut scanner).and_then(|()| scanner.end());
            codegen_runtime::scan::Scanner::new(input).and_then(read).is_some()
        }
    }
}
