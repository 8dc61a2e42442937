//! Plan → functions on a value, each generic over its representation and over the report.
//!
//! Every node becomes one function in its file, unless it is so small that it becomes a condition. The same function serves `is_valid`,
//! which stops at the first violation without locations, and collecting all violations.

pub(crate) mod apply;
pub(crate) mod array;
pub(crate) mod choice;
pub(crate) mod clause;
pub(crate) mod function;
pub(crate) mod leaf;
pub(crate) mod literal;
pub(crate) mod member_row;
pub(crate) mod object;
pub(crate) mod unevaluated;

use std::collections::{BTreeMap, BTreeSet};

use quote::quote;
use syn::Item;

use crate::emit::macros::Macro;
use crate::emit::validate::arms;
use crate::emit::validate::functions::{self, Face, Layout, parse};
use crate::emit::validate::patterns::Patterns;
use crate::model::Model;
use crate::plan::{NodeId, Plan, recursion};
use crate::render::fragment::{Owner, Paths};

/// The functions on a value of a plan. Each file is emitted by itself, in any thread.
pub(super) struct Functions<'p> {
    model: &'p Model,
    plan: &'p Plan,
    pub(super) layout: Layout,
    /// The nodes that may apply to one value repeatedly.
    repeated: BTreeMap<NodeId, u32>,
    /// The number of schemas that apply each node.
    uses: Vec<usize>,
    /// The nodes that other files call by a function that returns a `bool`.
    pub(super) entries: BTreeSet<NodeId>,
}

impl<'p> Functions<'p> {
    pub(super) fn new(model: &'p Model, plan: &'p Plan, paths: &Paths) -> Self {
        let layout = functions::layout(Face::OnValue, model, plan, paths);
        let (repeated, entries) = (recursion::repeated(plan), plan.entries.values().copied().collect());
        let mut uses = vec![0; plan.nodes.len()];
        plan.ids().flat_map(|node| plan.applied(node)).for_each(|node| uses[node.0] += 1);
        Self { model, plan, layout, repeated, uses, entries }
    }

    /// Emits the functions of a file that its entries need, and those that other files call.
    ///
    /// # Panics
    ///
    /// If emitted tokens are not Rust, which is a fault of the generator; the message shows them.
    pub(super) fn file(&self, owner: Owner, calls: &BTreeSet<NodeId>) -> Module {
        let mut module = Module::default();
        let own = self.entries.iter().copied().filter(|node| self.layout.owner(*node) == owner);
        let mut called: BTreeSet<NodeId> = own.chain(calls.iter().copied()).collect();
        let mut open: Vec<NodeId> = called.iter().copied().collect();
        while let Some(node) = open.pop() {
            let function = Emitter { functions: self, module: &mut module, node, depth: 0 }.function();
            // The function is final: idle code, with its calls, was removed.
            let callees = self.layout.named_in(owner, &function);
            let (own, shared): (Vec<_>, Vec<_>) =
                callees.into_iter().partition(|callee| self.layout.owner(*callee) == owner);
            module.shared.extend(shared);
            open.extend(own.into_iter().filter(|callee| called.insert(*callee)));
            let mut function = parse(function);
            if let Item::Fn(function) = &mut function {
                arms::simplify(function);
            }
            module.functions.insert(node, function);
        }
        for node in self.entries.iter().filter(|node| self.layout.owner(**node) == owner) {
            let is_recursive = self.plan.reached(*node).iter().any(|callee| self.repeated.contains_key(callee));
            module.add_entry(&self.layout, *node, is_recursive);
        }
        module
    }
}

/// The functions of one file.
#[derive(Default)]
pub(super) struct Module {
    /// The paths below the runtime.
    uses: BTreeSet<&'static str>,
    /// The functions that return a `bool`.
    entries: BTreeMap<NodeId, Item>,
    functions: BTreeMap<NodeId, Item>,
    /// The called functions of the shared file.
    pub(super) shared: BTreeSet<NodeId>,
    pub(super) patterns: Patterns,
    /// The macros that functions call.
    pub(super) macros: BTreeSet<Macro>,
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
        let function = parse(quote! {
            pub(crate) fn #entry(value: &Value) -> bool {
                #ident(value, #report).is_ok()
            }
        });
        self.entries.insert(node, function);
    }

    /// Returns the functions in reading order.
    pub(super) fn functions(&self) -> impl Iterator<Item = &syn::Item> {
        self.entries.values().chain(self.functions.values())
    }

    /// Takes the functions in reading order.
    pub(super) fn take_functions(&mut self) -> impl Iterator<Item = syn::Item> + use<> {
        let (entries, functions) = (std::mem::take(&mut self.entries), std::mem::take(&mut self.functions));
        entries.into_values().chain(functions.into_values())
    }

    /// Returns the imported paths below the runtime, and true if the file names `serde_json::Value`. `names` are those in the functions.
    pub(super) fn uses(&self, names: &BTreeSet<String>) -> (BTreeSet<&'static str>, bool) {
        let mut uses = self.uses.clone();
        if !self.functions.is_empty() {
            uses.extend(["validate::report::Report", "validate::report::Stop"]);
        }
        if !INSTANCE_METHODS.iter().any(|method| names.contains(*method)) {
            uses.remove("value::instance::Instance");
        }
        (uses, !self.entries.is_empty())
    }
}

/// The methods called on a value, and the macros and checks that call one.
const INSTANCE_METHODS: [&str; 17] = [
    "array",
    "as_str",
    "is_array",
    "is_boolean",
    "is_integer",
    "is_null",
    "is_number",
    "is_object",
    "is_string",
    "integer",
    "kind",
    "number",
    "object",
    "requires",
    "string",
    "strings",
    "values",
];

/// The context of emitting one function.
struct Emitter<'e> {
    functions: &'e Functions<'e>,
    module: &'e mut Module,
    node: NodeId,
    /// The number of clauses around the one that is emitted.
    depth: usize,
}
