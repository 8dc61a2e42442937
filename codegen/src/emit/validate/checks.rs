//! The validators of documented schemas: files below `checks`, each with the functions on a value and those on bytes.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Item, ItemStatic, parse_quote};

use crate::deep;
use crate::emit::macros::{READ_MEMBERS, READ_OBJECT, with_called};
use crate::emit::runtime;
use crate::emit::validate::functions::add_names;
use crate::emit::validate::on_bytes::reader;
use crate::emit::validate::on_value;
use crate::model::{Model, Root, SchemaId};
use crate::plan::{NodeId, Plan};
use crate::render;
use crate::render::fragment::{Fragment, Owner, Paths};

/// The module of all validators: `crate::checks`, with one for each documented schema in it.
pub const CHECKS: &str = "checks";

/// The validators of a plan. Each file is emitted by itself, in any thread.
pub struct Validators<'p> {
    model: &'p Model,
    plan: &'p Plan,
    paths: &'p Paths,
    on_value: on_value::Functions<'p>,
    on_bytes: reader::Functions<'p>,
}

/// The called functions of the shared file.
#[derive(Debug, Default)]
pub struct Calls {
    on_value: BTreeSet<NodeId>,
    on_bytes: BTreeSet<NodeId>,
}

impl Calls {
    fn extend(&mut self, other: Self) {
        self.on_value.extend(other.on_value);
        self.on_bytes.extend(other.on_bytes);
    }
}

impl<'p> Validators<'p> {
    /// Decides the file and the name of each function.
    pub fn new(model: &'p Model, plan: &'p Plan, paths: &'p Paths) -> Self {
        let on_value = on_value::Functions::new(model, plan, paths);
        let on_bytes = reader::Functions::new(model, plan, paths);
        Self { model, plan, paths, on_value, on_bytes }
    }

    /// Returns the path of a `fn(&serde_json::Value) -> bool` for each root and each wanted schema, from beside the module `checks`.
    pub fn entries(&self) -> BTreeMap<SchemaId, syn::Path> {
        let path = |node: NodeId| {
            let ident = self.on_value.layout.entry_ident(node);
            let checks = match (self.on_value.layout.owner(node), &self.paths.shared) {
                (Owner::Root(index), Some(_)) => module(&self.model.roots[index]),
                _ => above(),
            };
            parse_quote!(#checks::#ident)
        };
        self.plan.entries.iter().map(|(schema, node)| (*schema, path(*node))).collect()
    }

    /// Emits all files, several at once, and calls `finish` with each in the thread that emits it.
    pub fn each<T: Send>(&self, finish: impl Fn(Owner, Fragment) -> T + Sync) -> BTreeMap<Owner, T> {
        let owners: Vec<Owner> = (0..self.model.roots.len()).map(Owner::Root).collect();
        let work = |owner: &Owner| {
            let (file, called) = self.file(*owner, &Calls::default());
            (finish(*owner, file), called)
        };
        let (mut files, mut calls) = (BTreeMap::new(), Calls::default());
        for (owner, (finished, called)) in owners.iter().zip(deep::map(&owners, work)) {
            files.insert(*owner, finished);
            calls.extend(called);
        }
        let (shared, _) = self.file(Owner::Shared, &calls);
        files.insert(Owner::Shared, finish(Owner::Shared, shared));
        files
    }

    /// Emits a file. `calls` are those of other files; the result has those of this one.
    ///
    /// # Panics
    ///
    /// If emitted tokens are not Rust, which is a fault of the generator; the message shows them.
    pub fn file(&self, owner: Owner, calls: &Calls) -> (Fragment, Calls) {
        let mut on_value = self.on_value.file(owner, &calls.on_value);
        let patterns = std::mem::take(&mut on_value.patterns);
        let mut on_bytes = self.on_bytes.file(owner, &calls.on_bytes, patterns);
        let mut file = Fragment::default();
        let mut names = BTreeSet::new();
        for function in on_value.functions() {
            add_names(function, &mut names);
        }
        let (uses, has_entries) = on_value.uses(&names);
        for function in on_bytes.functions() {
            add_names(function, &mut names);
        }
        let plain = on_bytes.plain.take();
        add_names(&plain, &mut names);
        let is_named = |item: &&ItemStatic| names.contains(&item.ident.to_string());
        let patterns: Vec<ItemStatic> = on_bytes.patterns.items().filter(is_named).cloned().collect();
        for pattern in &patterns {
            add_names(pattern, &mut names);
        }
        file.uses.extend(has_entries.then(|| "serde_json::Value".to_owned()));
        let uses = uses.into_iter().chain(on_bytes.uses(&names));
        file.uses.extend(uses.map(|path| format!("{}::{path}", self.paths.runtime)));
        file.uses.extend(on_value.macros.iter().map(|called| self.paths.macro_of(*called)));
        let readers = [READ_OBJECT, READ_MEMBERS].into_iter().filter(|(_, name)| names.contains(*name));
        file.uses.extend(readers.flat_map(with_called).map(|called| self.paths.macro_of(called)));
        let shared = on_value.shared.iter().map(|node| self.on_value.layout.name(*node));
        let shared = shared.chain(on_bytes.shared.iter().map(|node| self.on_bytes.layout.name(*node)));
        file.uses.extend(shared.map(|ident| format!("crate::{CHECKS}::{ident}")));
        if let Owner::Root(index) = owner {
            file.uses.insert(format!("{}::text::plain::Plain", self.paths.runtime));
            file.items.extend(self.head(index));
            file.items.push(plain_item(plain.as_ref()));
        }
        file.items.extend(on_value.take_functions().chain(on_bytes.take_functions()));
        file.items.extend(patterns.into_iter().map(Item::Static));
        (file, Calls { on_value: on_value.shared, on_bytes: on_bytes.shared })
    }

    /// Emits the first items of a documented schema's file: the path of the schema, and the functions of other files that are its own.
    fn head(&self, index: usize) -> Vec<Item> {
        let root = &self.model.roots[index];
        let path = root.document.source.path();
        let mut items = vec![parse_quote!(pub(crate) const SCHEMA_PATH: &str = #path;)];
        let mut exports = Vec::new();
        for (layout, node) in [
            (&self.on_value.layout, self.plan.entries[&root.schema]),
            (&self.on_bytes.layout, self.on_bytes.entries[index]),
        ] {
            if layout.owner(node) != Owner::Root(index) {
                exports.extend(layout.entry_of_shared(node));
            }
        }
        if !exports.is_empty() {
            let checks = above();
            items.extend(render::items(&quote!(pub(crate) use crate::#checks::{#(#exports),*};)));
        }
        items
    }
}

/// Emits the table of a documented schema.
fn plain_item(table: Option<&TokenStream>) -> Item {
    match table {
        Some(table) => parse_quote! {
            /// The schema as a table, for reading and filling at once.
            pub(crate) const PLAIN: Option<&Plain> = Some(&#table);
        },
        None => parse_quote!(
            pub(crate) const PLAIN: Option<&Plain> = None;
        ),
    }
}

/// Returns placeholder paths of validators for an API, because no program can name validators.
pub fn unwritten(schemas: impl IntoIterator<Item = SchemaId>) -> BTreeMap<SchemaId, syn::Path> {
    schemas.into_iter().map(|schema| (schema, above())).collect()
}

/// Returns the module of all validators, from beside it.
fn above() -> syn::Path {
    syn::parse_str(CHECKS).expect("it is a name")
}

/// Returns the name of the module of a documented schema's validators. The file above imports modules of the runtime by their names.
pub fn module_name(root: &Root) -> String {
    let module = &root.module;
    if runtime::is_of_validators(module) || module == "serde_json" { format!("{module}_") } else { module.clone() }
}

/// Returns the module of a documented schema's validators, from beside the module `checks`: `checks::ticket_sold`.
pub fn module(root: &Root) -> syn::Path {
    syn::parse_str(&format!("{CHECKS}::{}", module_name(root))).expect("the model's names are identifiers")
}

/// Returns the lints of Clippy that do not apply to validators.
pub(crate) fn allowed() -> TokenStream {
    quote! {
        allow(
            clippy::collapsible_if,
            clippy::collapsible_match,
            clippy::large_stack_arrays,
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
