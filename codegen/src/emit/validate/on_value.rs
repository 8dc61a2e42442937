//! Plan → functions on a value, each generic over its representation and over the report.
//!
//! Every node becomes one function in its file, unless it is so small that it becomes a condition. The same function serves `is_valid`,
//! which stops at the first violation without locations, and collecting all violations.

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
/// If emitted tokens are not Rust, which is a fault of the generator; the message shows them.
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
        // Removed idle code calls nothing.
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
    /// The paths below the runtime.
    uses: BTreeSet<&'static str>,
    /// The functions that return a `bool`.
    entries: BTreeMap<NodeId, ItemFn>,
    functions: BTreeMap<NodeId, ItemFn>,
    /// The called functions of the shared file.
    pub(super) shared: BTreeSet<NodeId>,
    pub(super) patterns: Patterns,
}

impl Module {
    /// Imports an item of the runtime: `report::Quick`.
    fn import(&mut self, path: &'static str) {
        self.uses.insert(path);
    }

    /// Adds the function that returns a `bool`.
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

    /// Returns the functions in reading order.
    pub(super) fn functions(&self) -> impl Iterator<Item = &ItemFn> {
        self.entries.values().chain(self.functions.values())
    }

    /// Returns the imported paths below the runtime, and true if the file names `serde_json::Value`.
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

/// The methods called on a value.
const INSTANCE_METHODS: [&str; 9] =
    ["as_str", "is_array", "is_boolean", "is_integer", "is_null", "is_number", "is_object", "is_string", "kind"];

/// The context of emitting one function.
struct Emitter<'e> {
    model: &'e Model,
    plan: &'e Plan,
    layout: &'e Layout,
    /// The nodes that may apply to one value repeatedly.
    repeated: &'e BTreeMap<NodeId, u32>,
    module: &'e mut Module,
    node: NodeId,
}

/// Parses tokens as a function.
pub(super) fn parse(tokens: &TokenStream) -> ItemFn {
    syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("emitted tokens are not a function: {error}\n{tokens}"))
}
