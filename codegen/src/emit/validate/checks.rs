//! The validators of documented schemas: files below `checks`, each with the functions on a value and those on bytes.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, parse_quote};

use crate::emit::validate::functions::names;
use crate::emit::validate::on_bytes::reader;
use crate::emit::validate::on_value;
use crate::emit::validate::patterns::Patterns;
use crate::model::{Model, SchemaId};
use crate::plan::Plan;
use crate::render;
use crate::render::fragment::{Fragment, Fragments, Owner, Paths};

/// The module of all validators: `crate::checks`, with one for each documented schema in it.
pub const CHECKS: &str = "checks";

/// The emitted validators and their entry points.
#[derive(Clone, Debug)]
pub struct Validators {
    /// The files by documented schema; functions with several callers are in the shared one.
    pub files: Fragments,
    /// The path of a `fn(&serde_json::Value) -> bool` for each root and each wanted schema, from beside the module `checks`.
    pub entries: BTreeMap<SchemaId, syn::Path>,
}

impl Validators {
    /// Returns the paths of validators that are not written: nobody outside of a crate can name them.
    pub fn unwritten(schemas: impl IntoIterator<Item = SchemaId>) -> Self {
        let path: syn::Path = syn::parse_str(CHECKS).expect("it is a name");
        let entries = schemas.into_iter().map(|schema| (schema, path.clone())).collect();
        Self { files: Fragments::new(), entries }
    }
}

/// Emits the validators of a plan.
///
/// # Panics
///
/// If emitted tokens are not Rust, which is a fault of the generator; the message shows them.
pub fn emit(model: &Model, plan: &Plan, paths: &Paths) -> Validators {
    let mut values = on_value::emit(model, plan, paths);
    let bytes = reader::emit(model, plan, paths, |owner| {
        values.modules.get_mut(&owner).map(|module| std::mem::take(&mut module.patterns)).unwrap_or_default()
    });
    let entries = plan.entries.iter().map(|(schema, node)| {
        let ident = values.layout.entry_ident(*node);
        let checks: syn::Path = match (values.layout.owner(*node), &paths.shared) {
            (Owner::Root(index), Some(_)) => module(&model.roots[index].module),
            _ => syn::parse_str(CHECKS).expect("it is a name"),
        };
        (*schema, parse_quote!(#checks::#ident))
    });
    let entries = entries.collect();
    let roots = (0..model.roots.len()).map(Owner::Root);
    let owners: BTreeSet<Owner> =
        roots.chain(values.modules.keys().copied()).chain(bytes.modules.keys().copied()).collect();
    let mut files = Fragments::new();
    for owner in owners {
        let mut file = Fragment::default();
        let (of_values, of_bytes) = (values.modules.get(&owner), bytes.modules.get(&owner));
        let no_patterns = Patterns::default();
        let patterns = of_bytes.map(|it| &it.patterns).or(of_values.map(|it| &it.patterns)).unwrap_or(&no_patterns);
        let mut functions: Vec<Item> = Vec::new();
        let mut uses: BTreeSet<&str> = BTreeSet::new();
        let mut shared: BTreeSet<String> = BTreeSet::new();
        if let Some(module) = of_values {
            let (paths, has_entries) = module.uses();
            uses.extend(paths);
            file.uses.extend(has_entries.then(|| "serde_json::Value".to_owned()));
            functions.extend(module.functions().cloned().map(Item::Fn));
            shared.extend(module.shared.iter().map(|node| values.layout.ident(*node).to_string()));
        }
        if let Some(module) = of_bytes {
            functions.extend(module.functions().cloned().map(Item::Fn));
            shared.extend(module.shared.iter().map(|node| bytes.layout.ident(*node).to_string()));
        }
        let named = names(&quote!(#(#functions)*));
        functions
            .extend(patterns.items().filter(|item| named.contains(&item.ident.to_string())).cloned().map(Item::Static));
        uses.extend(bytes.uses(&functions.iter().map(quote::ToTokens::to_token_stream).collect()));
        file.uses.extend(uses.into_iter().map(|path| format!("{}::{path}", paths.runtime)));
        file.uses.extend(shared.into_iter().map(|ident| format!("crate::{CHECKS}::{ident}")));
        if let Owner::Root(index) = owner {
            let root = &model.roots[index];
            let path = root.document.source.path();
            file.items.push(parse_quote!(pub(crate) const SCHEMA_PATH: &str = #path;));
            let mut exports = Vec::new();
            let node = plan.entries[&root.schema];
            if values.layout.owner(node) != owner {
                exports.extend(values.layout.entry_of_shared(node));
            }
            let node = bytes.entries[index];
            if bytes.layout.owner(node) != owner {
                exports.extend(bytes.layout.entry_of_shared(node));
            }
            if !exports.is_empty() {
                let checks: TokenStream = format!("crate::{CHECKS}").parse().expect("a path is tokens");
                file.items.extend(render::items(&quote!(pub(crate) use #checks::{#(#exports),*};)));
            }
        }
        file.items.extend(functions);
        files.insert(owner, file);
    }
    Validators { files, entries }
}

/// Returns the module of a documented schema's validators, from beside the module `checks`: `checks::ticket_sold`.
pub fn module(name: &str) -> syn::Path {
    syn::parse_str(&format!("{CHECKS}::{name}")).expect("the model's names are identifiers")
}

/// Returns the lints of Clippy that do not apply to validators.
pub(crate) fn allowed() -> TokenStream {
    quote! {
        allow(
            clippy::collapsible_if,
            clippy::collapsible_match,
            clippy::match_wildcard_for_single_variants,
            clippy::nonminimal_bool,
            clippy::redundant_closure_for_method_calls,
            clippy::redundant_else,
            clippy::semicolon_if_nothing_returned,
            clippy::too_many_lines,
            clippy::unnecessary_map_or,
            clippy::unnecessary_wraps,
            clippy::unreadable_literal
        )
    }
}
