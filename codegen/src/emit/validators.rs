//! Plan → Rust functions on `serde_json::Value`, each generic over what is done about a violation.
//!
//! Every node becomes one function in a module `validator` of the file that owns it, unless it is so small that a condition says it. The
//! same function serves `is_valid`, which stops at the first violation and knows no locations, and `validate`, which collects them all.

mod apply;
mod array;
mod choice;
mod function;
mod name;
mod number;
mod object;
mod string;
mod unevaluated;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub(super) use string::content_function;

use super::{Fragments, Owner, Paths};
use crate::model::{Model, Root, SchemaId};
use crate::plan::{NodeId, Plan};

/// The emitted validators, and how to call them.
#[derive(Clone, Debug)]
pub struct Validators {
    /// For each file: the module `validator`, and for each root `impl … { is_valid, validate }`.
    pub fragments: Fragments,
    /// For each root and each wanted schema, the path of a `fn(&serde_json::Value) -> bool`, as the file of the schema's owner
    /// names it.
    pub entries: BTreeMap<SchemaId, syn::Path>,
    /// The modules of the runtime that are used, as [`super::runtime`] names them.
    pub runtime: BTreeSet<&'static str>,
}

/// Emits the validators of a plan.
///
/// # Panics
///
/// When emitted tokens are not Rust, which is a fault of the generator; the message shows them.
pub fn emit(model: &Model, plan: &Plan, paths: &Paths) -> Validators {
    let layout = name::layout(model, plan, paths);
    let mut modules: BTreeMap<Owner, Module> = BTreeMap::new();
    let mut called: BTreeSet<NodeId> = plan.entries.values().copied().collect();
    let mut open: Vec<NodeId> = called.iter().copied().collect();
    while let Some(node) = open.pop() {
        let owner = layout.owner(node);
        let module = modules.entry(owner).or_default();
        let mut emitter = Emitter { model, plan, layout: &layout, module, owner, node, calls: BTreeSet::new() };
        let function = emitter.function();
        open.extend(emitter.calls.into_iter().filter(|callee| called.insert(*callee)));
        module.functions.insert(node, function);
    }
    let mut entries = BTreeMap::new();
    for (schema, node) in &plan.entries {
        let module = modules.entry(layout.owner(*node)).or_default();
        entries.insert(*schema, layout.entry(*node, module));
    }
    let mut validators = Validators { fragments: Fragments::new(), entries, runtime: BTreeSet::new() };
    for (index, root) in model.roots.iter().enumerate() {
        let fragment = validators.fragments.entry(Owner::Root(index)).or_default();
        fragment.items.push(parse(&implementation(root, &layout, plan.entries[&root.schema], Owner::Root(index))));
    }
    for (owner, module) in modules {
        validators.runtime.extend(&module.runtime);
        validators.fragments.entry(owner).or_default().items.push(parse(&module.tokens(owner, paths)));
    }
    validators.runtime.extend(["report", "violation"]);
    validators
}

/// The functions of one file.
#[derive(Default)]
struct Module {
    /// Paths below the runtime.
    uses: BTreeSet<&'static str>,
    runtime: BTreeSet<&'static str>,
    /// Functions that only answer yes or no.
    entries: BTreeMap<NodeId, TokenStream>,
    functions: BTreeMap<NodeId, TokenStream>,
    /// The patterns, by their translation.
    patterns: BTreeMap<String, Pattern>,
}

/// A pattern that is compiled when it is first used.
struct Pattern {
    ident: proc_macro2::Ident,
    item: TokenStream,
}

impl Module {
    /// Imports an item of the runtime: `report::Quick`.
    fn import(&mut self, path: &'static str) {
        self.uses.insert(path);
        let module = path.split("::").next().unwrap_or(path);
        if module != "format" {
            self.runtime.insert(module);
        }
    }

    fn tokens(mut self, owner: Owner, paths: &Paths) -> TokenStream {
        self.import("report::Report");
        let runtime = from_inside(&paths.runtime);
        let uses = self.uses.iter().filter(|path| !path.starts_with("report::")).map(|path| {
            let path: TokenStream = format!("{runtime}::{path}").parse().expect("a path is tokens");
            quote!(use #path;)
        });
        let report: TokenStream = format!("{runtime}::report").parse().expect("a path is tokens");
        let uses_quick = self.uses.contains("report::Quick");
        let report = if uses_quick { quote!(use #report::{Quick, Report};) } else { quote!(use #report::Report;) };
        let (entries, functions) = (self.entries.values(), self.functions.values());
        let patterns = self.patterns.values().map(|pattern| &pattern.item);
        let visibility = visibility(owner);
        quote! {
            #[allow(
                clippy::collapsible_else_if,
                clippy::collapsible_if,
                clippy::collapsible_match,
                clippy::match_same_arms,
                clippy::match_wildcard_for_single_variants,
                clippy::nonminimal_bool,
                clippy::redundant_closure_for_method_calls,
                clippy::single_match_else,
                clippy::too_many_lines,
                clippy::unnecessary_wraps,
                clippy::unreadable_literal
            )]
            #visibility mod validator {
                //! Whether an instance is as the schemas say, keyword by keyword.

                use serde_json::Value;
                #(#uses)*
                #report

                #(#entries)*
                #(#functions)*
                #(#patterns)*
            }
        }
    }
}

/// What files other than the owner see of its functions.
fn visibility(owner: Owner) -> TokenStream {
    match owner {
        Owner::Root(_) => quote!(),
        Owner::Shared => quote!(pub(crate)),
    }
}

/// A path as a module one level further in names the same.
fn from_inside(path: &str) -> String {
    if let Some(rest) = path.strip_prefix("self::") {
        format!("super::{rest}")
    } else if path.starts_with("super::") {
        format!("super::{path}")
    } else {
        path.to_owned()
    }
}

/// What is at hand while one function is emitted.
struct Emitter<'e> {
    model: &'e Model,
    plan: &'e Plan,
    layout: &'e name::Layout,
    module: &'e mut Module,
    owner: Owner,
    node: NodeId,
    /// The nodes whose functions this one calls.
    calls: BTreeSet<NodeId>,
}

/// `impl TicketSold { is_valid, validate }`
fn implementation(root: &Root, layout: &name::Layout, node: NodeId, owner: Owner) -> TokenStream {
    let ident = format_ident!("{}", root.ident);
    let (function, entry) = layout.paths_from_outside(node, owner);
    let runtime: TokenStream = layout.runtime.parse().expect("a path is tokens");
    let is_valid = format!(" Whether a value is what the schema of `{}` asks for.", root.wire_name);
    let validate = format!(" Every way in which a value is not what the schema of `{}` asks for.", root.wire_name);
    quote! {
        impl #ident {
            #[doc = #is_valid]
            ///
            /// This stops at the first violation; [`validate`](Self::validate) names them all. The verdicts are the same.
            #[must_use]
            pub fn is_valid(value: &serde_json::Value) -> bool {
                #entry(value)
            }

            #[doc = #validate]
            ///
            /// # Errors
            ///
            /// All violations, each with its place in the value and in the schema, and never a part of the value.
            pub fn validate(value: &serde_json::Value) -> Result<(), #runtime::violation::Violations> {
                #runtime::report::collect(|at| #function(value, at))
            }
        }
    }
}

/// The item that the tokens are.
fn parse(tokens: &TokenStream) -> syn::Item {
    syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("emitted tokens are not an item: {error}\n{tokens}"))
}
