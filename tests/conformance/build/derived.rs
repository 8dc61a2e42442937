//! The types of each group's schema, with `JsonSchema` and nothing else: no serde, no validators, so that thousands compile.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use codegen::emit::package::module::{RuntimePlace, macros};
use codegen::emit::types;
use codegen::model::Model;
use quote::quote;
use support::suite;
use syn::{Attribute, Fields, File, Item};

/// Writes a module for each group, and the table of their derived schemas.
pub(crate) fn write() {
    // Many schemas of two drafts become the same types.
    let (mut modules, mut known, mut table) = (String::new(), BTreeMap::new(), String::new());
    for group in suite::all() {
        let file = module(&group.model());
        let next = known.len();
        let index = *known.entry(quote!(#file).to_string()).or_insert(next);
        if index == next {
            let text = prettyplease::unparse(&file);
            write!(modules, "mod schema_{index} {{\n{text}}}\n").expect("a String takes everything");
        }
        let name = &group.name;
        writeln!(table, "({name:?}, || schemars::schema_for!(schema_{index}::Root).into()),")
            .expect("a String takes everything");
    }
    let macros = macros(true);
    let macros = prettyplease::unparse(&syn::parse_quote!(#macros));
    let text = format!(
        "#[allow(unused_imports)]\n{macros}\n{modules}\n/// The groups, and the schema of the type of each.\npub const DERIVED: &[(&str, fn() -> serde_json::Value)] = &[\n{table}];\n"
    );
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("derived.rs"), text).expect("cargo made the folder");
}

/// Returns the types of a model that derive their schemas.
fn module(model: &Model) -> File {
    let paths = RuntimePlace::At("codegen_runtime".to_owned()).paths();
    let shapes = types::shape(model, &types::Settings::default());
    // The tests of variants are not compiled here.
    let never: syn::Path = syn::parse_quote!(never);
    let entries = shapes.dispatched().into_iter().map(|schema| (schema, never.clone())).collect();
    let fragments = types::emit(model, &shapes, &entries, &paths);
    let uses = fragments.values().flat_map(|fragment| &fragment.uses).filter(|path| !path.starts_with("serde::"));
    let uses = uses.map(|path| path.replace("codegen_runtime::value::open_enum::", "super::macros::"));
    let uses: Vec<Item> = uses.map(|path| syn::parse_str(&format!("use {path};")).expect("it is a path")).collect();
    let items = fragments.values().flat_map(|fragment| fragment.items.iter().cloned()).filter_map(bare);
    File { shebang: None, frontmatter: None, attrs: Vec::new(), items: uses.into_iter().chain(items).collect() }
}

/// Reduces an item to what its schema needs.
fn bare(mut item: Item) -> Option<Item> {
    match &mut item {
        Item::Struct(it) => {
            let derives = retain(&mut it.attrs);
            let (Fields::Named(syn::FieldsNamed { named: fields, .. })
            | Fields::Unnamed(syn::FieldsUnnamed { unnamed: fields, .. })) = &mut it.fields
            else {
                return Some(item);
            };
            for field in fields {
                field.attrs.retain(|attribute| derives && is_for_schemars(attribute));
            }
        }
        Item::Enum(it) => {
            it.attrs.clear();
            it.variants.iter_mut().for_each(|variant| variant.attrs.clear());
        }
        Item::Impl(it) => {
            let is_schema = it.attrs.iter().any(is_for_schemars);
            return (it.trait_.is_none() || is_schema).then_some(item);
        }
        _ => {}
    }
    Some(item)
}

/// Keeps the attributes of schemars, which also reads serde's; returns true if the schema is derived.
fn retain(attributes: &mut Vec<Attribute>) -> bool {
    let is_derive = |attribute: &Attribute| quote!(#attribute).to_string().contains("derive");
    let (mut kept, others): (Vec<_>, Vec<_>) = attributes.drain(..).filter(is_for_schemars).partition(is_derive);
    let derives = !kept.is_empty();
    if derives {
        kept.extend(others);
    }
    *attributes = kept;
    derives
}

fn is_for_schemars(attribute: &Attribute) -> bool {
    ["cfg_attr", "cfg", "serde"].iter().any(|name| attribute.path().is_ident(name))
}
