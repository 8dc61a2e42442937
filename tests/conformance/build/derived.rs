//! The types of each group's schema, with `JsonSchema` and nothing else: no serde, no validators, so that thousands compile.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use codegen::emit::package::module::RuntimePlace;
use codegen::emit::types;
use codegen::model::Model;
use codegen::render::RustFile;
use codegen::render::fragment::Fragment;
use quote::quote;
use support::suite;
use syn::{Attribute, Fields, File, Item};

/// The macros of the types' schemas; those for serde are not called.
const MACROS: [&str; 2] = ["json_schema", "open_enum"];

/// Writes a module for each group, and the table of their derived schemas.
pub(crate) fn write() {
    // Many schemas of two drafts become the same types.
    let (mut modules, mut known, mut table) = (String::new(), BTreeMap::new(), String::new());
    for group in suite::all() {
        let file = module(&group.model());
        let next = known.len();
        let index = *known.entry(quote!(#file).to_string()).or_insert(next);
        if index == next {
            let fragment = Fragment { items: file.items, ..Fragment::default() };
            let text = RustFile { fragment, ..RustFile::default() }.into_body();
            write!(modules, "mod schema_{index} {{\n{text}}}\n").expect("a String takes everything");
        }
        let name = &group.name;
        writeln!(table, "({name:?}, || schemars::schema_for!(schema_{index}::Root).into()),")
            .expect("a String takes everything");
    }
    let text = format!(
        "{modules}\n/// The groups, and the schema of the type of each.\npub const DERIVED: &[(&str, fn() -> serde_json::Value)] = &[\n{table}];\n"
    );
    let out = env::var("OUT_DIR").expect("cargo sets it");
    fs::write(Path::new(&out).join("derived.rs"), text).expect("cargo made the folder");
}

/// Returns the types of a model that derive their schemas.
fn module(model: &Model) -> File {
    let place = RuntimePlace::At("codegen_runtime".to_owned());
    let paths = place.paths();
    let shapes = types::shape(model, &types::Settings::default());
    // The tests of variants are not compiled here.
    let never: syn::Path = syn::parse_quote!(never);
    let entries = shapes.dispatched().into_iter().map(|schema| (schema, never.clone())).collect();
    let fragments = types::emit(model, &shapes, &entries, &paths);
    let uses = fragments.values().flat_map(|fragment| &fragment.uses).filter(|path| {
        let name = path.strip_prefix("codegen_runtime::").filter(|path| !path.contains("::"));
        !path.starts_with("serde::") && name.is_none_or(|name| MACROS.contains(&name))
    });
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
        Item::Macro(call) if !MACROS.iter().any(|name| call.mac.path.is_ident(name)) => return None,
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
