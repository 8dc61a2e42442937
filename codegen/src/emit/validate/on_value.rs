//! Plan → Rust functions on a value, each generic over how the value is held and what is done about a violation.
//!
//! Every node becomes one function in the file that owns it, unless it is so small that a condition says it. The same function serves
//! `is_valid`, which stops at the first violation and knows no locations, and what collects all violations.

pub(crate) mod apply;
pub(crate) mod array;
pub(crate) mod choice;
pub(crate) mod function;
pub(crate) mod leaf;
pub(crate) mod literal;
pub(crate) mod object;
pub(crate) mod unevaluated;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};
use syn::ItemFn;

use crate::emit::validate::arms;
use crate::emit::validate::functions::{self, Face, Layout, is_used};
use crate::emit::validate::patterns::Patterns;
use crate::model::Model;
use crate::plan::{NodeId, Plan, recursion};
use crate::render::fragment::{Owner, Paths};

/// Emits the functions on a value.
///
/// # Panics
///
/// When emitted tokens are not Rust, which is a fault of the generator; the message shows them.
pub(super) fn emit(model: &Model, plan: &Plan, paths: &Paths) -> Emitted {
    let layout = functions::layout(Face::OnValue, model, plan, paths);
    let repeated = recursion::repeated(plan);
    let mut modules: BTreeMap<Owner, Module> = BTreeMap::new();
    let mut called: BTreeSet<NodeId> = plan.entries.values().copied().collect();
    let mut open: Vec<NodeId> = called.iter().copied().collect();
    while let Some(node) = open.pop() {
        let owner = layout.owner(node);
        let module = modules.entry(owner).or_default();
        let mut emitter = Emitter { model, plan, layout: &layout, repeated: &repeated, module, node };
        let function = emitter.function();
        // What was emitted and then left out as idle is not called.
        let callees = layout.named_in(owner, &function);
        module.shared.extend(callees.iter().copied().filter(|callee| layout.owner(*callee) != owner));
        open.extend(callees.into_iter().filter(|callee| called.insert(*callee)));
        let mut function = parse(&function);
        arms::simplify(&mut function);
        module.functions.insert(node, function);
    }
    for node in plan.entries.values() {
        let is_recursive = plan.reached(*node).iter().any(|callee| repeated.contains_key(callee));
        modules.entry(layout.owner(*node)).or_default().add_entry(&layout, *node, is_recursive);
    }
    Emitted { layout, modules }
}

/// The functions on a value, file by file.
pub(super) struct Emitted {
    pub(super) layout: Layout,
    pub(super) modules: BTreeMap<Owner, Module>,
}

/// The functions of one file.
#[derive(Default)]
pub(super) struct Module {
    /// Paths below the runtime.
    uses: BTreeSet<&'static str>,
    /// Functions that only answer yes or no.
    entries: BTreeMap<NodeId, ItemFn>,
    functions: BTreeMap<NodeId, ItemFn>,
    /// The functions that it calls of the file that all share.
    pub(super) shared: BTreeSet<NodeId>,
    pub(super) patterns: Patterns,
}

impl Module {
    /// Imports an item of the runtime: `report::Quick`.
    fn import(&mut self, path: &'static str) {
        self.uses.insert(path);
    }

    /// Adds the function that only answers yes or no.
    fn add_entry(&mut self, layout: &Layout, node: NodeId, is_recursive: bool) {
        let report = if is_recursive {
            self.import("validate::recursive::Recursive");
            self.import("validate::memo::Memo");
            quote!(Recursive::new(&Memo::new(value)))
        } else {
            self.import("validate::report::Quick");
            quote!(Quick)
        };
        let (ident, entry) = (layout.ident(node), layout.entry_ident(node));
        let function = parse(&quote! {
            pub(crate) fn #entry(value: &Value) -> bool {
                #ident(value, #report).is_ok()
            }
        });
        self.entries.insert(node, function);
    }

    /// The functions, in the order in which they are read.
    pub(super) fn functions(&self) -> impl Iterator<Item = &ItemFn> {
        self.entries.values().chain(self.functions.values())
    }

    /// Paths below the runtime that it imports, and whether it names `serde_json::Value`.
    pub(super) fn uses(&self) -> (BTreeSet<&'static str>, bool) {
        let mut uses = self.uses.clone();
        if !self.functions.is_empty() {
            uses.extend(["validate::report::Report", "validate::report::Stop"]);
        }
        let is_called = |name: &str| self.functions.values().any(|item| is_used(&item.to_token_stream(), name));
        if !INSTANCE_METHODS.iter().any(|method| is_called(method)) {
            uses.remove("value::instance::Instance");
        }
        (uses, !self.entries.is_empty())
    }
}

/// What is called of a value.
const INSTANCE_METHODS: [&str; 9] =
    ["as_str", "is_array", "is_boolean", "is_integer", "is_null", "is_number", "is_object", "is_string", "kind"];

/// What is at hand while one function is emitted.
struct Emitter<'e> {
    model: &'e Model,
    plan: &'e Plan,
    layout: &'e Layout,
    /// What may be applied to one value over and over.
    repeated: &'e BTreeMap<NodeId, u32>,
    module: &'e mut Module,
    node: NodeId,
}

/// The function that the tokens are.
pub(super) fn parse(tokens: &TokenStream) -> ItemFn {
    syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("emitted tokens are not a function: {error}\n{tokens}"))
}
