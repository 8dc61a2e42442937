//! Specialized plan → functions that validate bytes, each in the file that contains it.
//!
//! [`on_bytes`](super) emits the functions; this module decides which are called, where they are, and what they import.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use syn::{ItemFn, parse_quote};

use crate::emit::validate::arms;
use crate::emit::validate::functions::{self, Face, Layout, names, place};
use crate::emit::validate::on_bytes::Emitter;
use crate::emit::validate::on_value::parse;
use crate::emit::validate::patterns::Patterns;
use crate::model::Model;
use crate::plan::{NodeId, Plan, specialize};
use crate::render::fragment::{Owner, Paths};

/// The runtime items that readers name, and the modules, with their paths.
const NAMED: [(&str, &str); 11] = [
    ("Automaton", "text::automaton::Automaton"),
    ("CodePointAutomaton", "text::code_point_automaton::CodePointAutomaton"),
    ("Joined", "text::joined::Joined"),
    ("KnownNames", "text::known_members::KnownNames"),
    ("Lookahead", "text::lookahead::Lookahead"),
    ("MemberValue", "text::lookahead::MemberValue"),
    ("Member", "text::known_members::Member"),
    ("Members", "text::known_members::Members"),
    ("Pattern", "text::pattern::Pattern"),
    ("Scanner", "text::scanner::Scanner"),
    ("tree", "text::tree"),
];

/// The readers, file by file.
pub(crate) struct Emitted {
    pub(crate) layout: Layout,
    /// The nodes of the roots.
    pub(crate) entries: Vec<NodeId>,
    pub(crate) modules: BTreeMap<Owner, Module>,
    /// The modules of the runtime that leaf keywords call.
    imports: BTreeSet<&'static str>,
}

/// Emits the readers of the roots. `patterns` has the patterns that other functions of each file use already.
pub(crate) fn emit(model: &Model, plan: &Plan, paths: &Paths, mut patterns: impl FnMut(Owner) -> Patterns) -> Emitted {
    let roots: BTreeSet<_> = model.roots.iter().map(|root| root.schema).collect();
    let entries = plan.entries.iter().filter(|(schema, _)| roots.contains(schema));
    let plan = Plan { nodes: plan.nodes.clone(), entries: entries.map(|(schema, node)| (*schema, *node)).collect() };
    let plan = specialize::fuse(&plan);
    let layout = functions::layout(Face::OnBytes, model, &plan, paths);
    let idents: BTreeMap<NodeId, Ident> = plan.ids().map(|node| (node, layout.ident(node).clone())).collect();
    let emitter = Emitter::new(&plan, &idents);
    let is_entry = |node: &NodeId| plan.entries.values().any(|entry| entry == node);
    let mut open: Vec<NodeId> = plan.ids().filter(is_entry).collect();
    let mut done: BTreeSet<NodeId> = BTreeSet::new();
    let mut modules: BTreeMap<Owner, Module> = BTreeMap::new();
    while let Some(node) = open.pop() {
        if !done.insert(node) {
            continue;
        }
        let owner = layout.owner(node);
        let module = modules.entry(owner).or_insert_with(|| Module { patterns: patterns(owner), ..Module::default() });
        let mut function = parse(&emitter.function(node, &mut module.patterns));
        super::tidy::tidy(&mut function);
        arms::simplify(&mut function);
        let called = layout.named_in(owner, &function);
        open.extend(&called);
        let visibility = Layout::visibility(is_entry(&node));
        let place = place(model, &plan, node);
        function.vis = parse_quote!(#visibility);
        function.attrs.push(parse_quote!(#[doc = #place]));
        module.shared.extend(called.into_iter().filter(|callee| layout.owner(*callee) != owner));
        module.functions.insert(node, function);
    }
    let entries = model.roots.iter().map(|root| plan.entries[&root.schema]).collect();
    let imports = emitter.surroundings.into_inner().imports;
    Emitted { layout, entries, modules, imports }
}

/// The readers of one file.
#[derive(Default)]
pub(crate) struct Module {
    functions: BTreeMap<NodeId, ItemFn>,
    /// The called functions of the shared file.
    pub(crate) shared: BTreeSet<NodeId>,
    /// The patterns of all functions in the file, including those on values.
    pub(crate) patterns: Patterns,
}

impl Module {
    /// Returns the functions in reading order.
    pub(crate) fn functions(&self) -> impl Iterator<Item = &ItemFn> {
        self.functions.values()
    }
}

impl Emitted {
    /// Returns the paths below the runtime that some tokens name.
    pub(crate) fn uses(&self, tokens: &TokenStream) -> BTreeSet<&'static str> {
        let names = names(tokens);
        let item = |path: &'static str| path.rsplit("::").next().unwrap_or(path);
        let known = NAMED.iter().copied().chain(self.imports.iter().map(|path| (item(path), *path)));
        known.filter(|(name, _)| names.contains(*name)).map(|(_, path)| path).collect()
    }
}
