//! Specialized plan → functions that validate bytes, each in the file that contains it.
//!
//! [`on_bytes`](super) emits the functions; this module decides which are called, where they are, and what they import.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use syn::Item;

use crate::emit::macros::{READ_MEMBERS, READ_OBJECT};
use crate::emit::validate::functions::{self, Face, Layout, add_names, place};
use crate::emit::validate::on_bytes::scalar::Surroundings;
use crate::emit::validate::on_bytes::short;
use crate::emit::validate::on_bytes::{Emitter, Uses};
use crate::emit::validate::patterns::Patterns;
use crate::model::Model;
use crate::plan::{NodeId, Plan, specialize};
use crate::render::fragment::{Owner, Paths};

/// The runtime items that readers name, and the modules, with their paths.
const NAMED: [(&str, &str); 14] = [
    ("Automaton", "text::automaton::Automaton"),
    ("Check", "text::plain::Check"),
    ("CodePointAutomaton", "text::code_point_automaton::CodePointAutomaton"),
    ("Joined", "text::joined::Joined"),
    ("KnownNames", "text::known_members::KnownNames"),
    ("Lookahead", "text::lookahead::Lookahead"),
    ("MemberValue", "text::lookahead::MemberValue"),
    ("Member", "text::known_members::Member"),
    ("Members", "text::known_members::Members"),
    ("Pattern", "text::pattern::Pattern"),
    ("Plain", "text::plain::Plain"),
    ("read_elements", "text::read_elements"),
    ("Scanner", "text::scanner::Scanner"),
    ("tree", "text::tree"),
];

/// The items that a call of `read_members!` or `read_object!` names.
const NAMED_BY_MACRO: [&str; 4] = ["KnownNames", "Member", "Members", "Scanner"];

/// The readers of the roots. Each file is emitted by itself, in any thread.
pub(crate) struct Functions<'p> {
    model: &'p Model,
    /// The specialized plan.
    plan: Plan,
    pub(crate) layout: Layout,
    uses: Uses,
    /// The nodes of the roots.
    pub(crate) entries: Vec<NodeId>,
}

impl<'p> Functions<'p> {
    pub(crate) fn new(model: &'p Model, plan: &Plan, paths: &Paths) -> Self {
        let roots: BTreeSet<_> = model.roots.iter().map(|root| root.schema).collect();
        let entries = plan.entries.iter().filter(|(schema, _)| roots.contains(schema));
        let plan =
            Plan { nodes: plan.nodes.clone(), entries: entries.map(|(schema, node)| (*schema, *node)).collect() };
        let plan = specialize::specialize(&plan);
        let layout = functions::layout(Face::OnBytes, model, &plan, paths);
        let entries = model.roots.iter().map(|root| plan.entries[&root.schema]).collect();
        Self { model, uses: Uses::of(&plan), plan, layout, entries }
    }

    /// Emits the readers of a file that its roots need, and those that other files call. `patterns` has the patterns that other functions
    /// of the file use already.
    pub(crate) fn file(&self, owner: Owner, calls: &BTreeSet<NodeId>, patterns: Patterns) -> Module {
        let emitter = Emitter::new(&self.plan, &self.layout, &self.uses, patterns);
        let entries: BTreeSet<NodeId> = self.plan.entries.values().copied().collect();
        let own = entries.iter().copied().filter(|node| self.layout.owner(*node) == owner);
        let mut called: BTreeSet<NodeId> = own.chain(calls.iter().copied()).collect();
        let mut open: Vec<NodeId> = called.iter().copied().collect();
        let (mut functions, mut shared) = (BTreeMap::new(), BTreeSet::new());
        while let Some(node) = open.pop() {
            let visibility = Layout::visibility(entries.contains(&node));
            let function = emitter.function(node, &visibility, &place(self.model, &self.plan, node));
            for callee in self.layout.named_in(owner, &function.item) {
                if self.layout.owner(callee) != owner {
                    shared.insert(callee);
                } else if called.insert(callee) {
                    open.push(callee);
                }
            }
            functions.insert(node, function);
        }
        let plain = match owner {
            Owner::Root(index) => Some(self.entries[index]).filter(|node| self.layout.owner(*node) == owner),
            Owner::Document(_) | Owner::Shared => None,
        };
        let plain = plain.and_then(|node| emitter.plain(node));
        let called = entries.iter().chain(calls).map(|node| self.layout.name(*node).to_owned());
        let mut kept: BTreeSet<String> = called.collect();
        add_names(&plain, &mut kept);
        short::inline(&mut functions, &kept);
        let functions = functions.into_iter().map(|(node, function)| (node, function.item)).collect();
        let Surroundings { patterns, imports, .. } = emitter.surroundings.into_inner();
        Module { functions, plain, shared, patterns, imports }
    }
}

/// The readers of one file.
pub(crate) struct Module {
    functions: BTreeMap<NodeId, Item>,
    /// The table of the documented schema itself, if it is in the file and plain.
    pub(crate) plain: Option<TokenStream>,
    /// The called functions of the shared file.
    pub(crate) shared: BTreeSet<NodeId>,
    /// The patterns of all functions in the file, including those on values.
    pub(crate) patterns: Patterns,
    /// The modules of the runtime that leaf keywords call.
    imports: BTreeSet<&'static str>,
}

impl Module {
    /// Returns the functions in reading order.
    pub(crate) fn functions(&self) -> impl Iterator<Item = &syn::Item> {
        self.functions.values()
    }

    /// Takes the functions in reading order.
    pub(crate) fn take_functions(&mut self) -> impl Iterator<Item = syn::Item> + use<> {
        std::mem::take(&mut self.functions).into_values()
    }

    /// Returns the paths below the runtime of those names that a file has.
    pub(crate) fn uses(&self, names: &BTreeSet<String>) -> BTreeSet<&'static str> {
        let item = |path: &'static str| path.rsplit("::").next().unwrap_or(path);
        let known = NAMED.iter().copied().chain(self.imports.iter().map(|path| (item(path), *path)));
        let called = [READ_MEMBERS, READ_OBJECT].iter().any(|(_, name)| names.contains(*name));
        let is_used = |name: &str| names.contains(name) || called && NAMED_BY_MACRO.contains(&name);
        known.filter(|(name, _)| is_used(name)).map(|(_, path)| path).collect()
    }
}
