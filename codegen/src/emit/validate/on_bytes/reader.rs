//! Fused plan → the functions that read a value from bytes and decide about it, in a module `reader` of the file that owns each.
//!
//! `slice` makes the functions; here it is decided which of them are called, where they stand, and what they import.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Item, ItemFn, parse_quote};

use crate::emit::validate::functions::{self, Layout, names, place};
use crate::emit::validate::on_bytes;
use crate::emit::validate::on_value::{imports, parse};
use crate::emit::validate::patterns::Patterns;
use crate::model::Model;
use crate::plan::{NodeId, Plan, specialize};
use crate::render::fragment::{Owner, Paths};

/// What readers name of the runtime, and where it stands there: items, and modules, of which something is named.
const NAMED: [(&str, &str); 14] = [
    ("Automaton", "text::automaton::Automaton"),
    ("CodePointAutomaton", "text::code_point_automaton::CodePointAutomaton"),
    ("Joined", "text::joined::Joined"),
    ("Known", "text::known_members::Known"),
    ("Lookahead", "text::lookahead::Lookahead"),
    ("Looked", "text::lookahead::Looked"),
    ("Member", "text::known_members::Member"),
    ("Members", "text::known_members::Members"),
    ("Pattern", "text::pattern::Pattern"),
    ("Scanner", "text::scanner::Scanner"),
    ("content", "validate::content"),
    ("distinct", "text::distinct"),
    ("format", "format"),
    ("tree", "text::tree"),
];

/// The readers, and how to call them.
pub(crate) struct Readers {
    /// For each file that has one, the module `reader`.
    pub(crate) modules: BTreeMap<Owner, Item>,
    /// For each root, the path of its reader, as the root's file names it.
    pub(crate) entries: Vec<TokenStream>,
}

/// Emits the readers of the roots.
pub(crate) fn emit(model: &Model, plan: &Plan, paths: &Paths) -> Readers {
    let roots: BTreeSet<_> = model.roots.iter().map(|root| root.schema).collect();
    let entries = plan.entries.iter().filter(|(schema, _)| roots.contains(schema));
    let plan = Plan { nodes: plan.nodes.clone(), entries: entries.map(|(schema, node)| (*schema, *node)).collect() };
    let plan = specialize::fuse(&plan);
    let layout = functions::layout("reader", model, &plan, paths);
    let idents: BTreeMap<NodeId, Ident> = plan.ids().map(|node| (node, layout.ident(node).clone())).collect();
    let mut functions: BTreeMap<NodeId, ItemFn> =
        on_bytes::emit(&plan, &idents).into_iter().map(|(node, tokens)| (node, function(&tokens))).collect();
    // What the scanner reads by itself is a function only where it can be asked for.
    for node in plan.entries.values() {
        let (ident, read) = (&idents[node], on_bytes::entry(&plan, &idents, *node));
        let read = || function(&quote!(fn #ident(scanner: &mut Scanner<'_>) -> Option<()> { #read }));
        functions.entry(*node).or_insert_with(read);
    }

    let by_name: BTreeMap<String, NodeId> = functions.keys().map(|node| (idents[node].to_string(), *node)).collect();
    let is_entry = |node: &NodeId| plan.entries.values().any(|entry| entry == node);
    let mut open: Vec<NodeId> = functions.keys().copied().filter(is_entry).collect();
    let mut modules: BTreeMap<Owner, Module> = BTreeMap::new();
    while let Some(node) = open.pop() {
        let Some(mut function) = functions.remove(&node) else { continue };
        let module = modules.entry(layout.owner(node)).or_default();
        super::hoist::patterns(&mut function, &mut module.patterns);
        super::tidy::tidy(&mut function);
        let names = names(&function);
        let called: BTreeSet<NodeId> = names.iter().filter_map(|name| by_name.get(name).copied()).collect();
        open.extend(&called);
        let visibility = layout.visibility_of(node, is_entry(&node));
        let place = place(model, &plan, node);
        function.vis = parse_quote!(#visibility);
        function.attrs.push(parse_quote!(#[doc = #place]));
        module.names.extend(names);
        module.shared.extend(called.into_iter().filter(|callee| layout.owner(*callee) != layout.owner(node)));
        module.functions.insert(node, function);
    }

    let entries = model.roots.iter().enumerate().map(|(index, root)| {
        let node = plan.entries[&root.schema];
        let (module, ident) = (layout.module_from_outside(node, Owner::Root(index)), layout.ident(node));
        quote!(#module::#ident)
    });
    let entries = entries.collect();
    let modules = modules.into_iter().map(|(owner, module)| (owner, parse(&module.tokens(owner, &layout, paths))));
    Readers { modules: modules.collect(), entries }
}

/// The readers of one file.
#[derive(Default)]
struct Module {
    functions: BTreeMap<NodeId, ItemFn>,
    /// The functions of the file that all share.
    shared: BTreeSet<NodeId>,
    patterns: Patterns,
    /// All identifiers.
    names: BTreeSet<String>,
}

impl Module {
    fn tokens(&self, owner: Owner, layout: &Layout, paths: &Paths) -> TokenStream {
        let patterns = self.patterns.items().filter(|(ident, _)| self.names.contains(&ident.to_string()));
        let patterns: Vec<&TokenStream> = patterns.map(|(_, item)| item).collect();
        let of_patterns = names(&quote!(#(#patterns)*));
        let has = |name: &str| self.names.contains(name) || of_patterns.contains(name);
        let named = NAMED.iter().filter(|(name, _)| has(name)).map(|(_, path)| *path);
        let uses = imports(&named.collect(), paths);
        let shared = (!self.shared.is_empty()).then(|| {
            let (module, idents) = (layout.shared_module(), self.shared.iter().map(|node| layout.ident(*node)));
            quote!(use #module::{#(#idents),*};)
        });
        let functions = self.functions.values();
        let visibility = Layout::visibility(owner);
        quote! {
            #[allow(
                clippy::match_same_arms,
                clippy::redundant_closure_for_method_calls,
                clippy::too_many_lines,
                clippy::unnecessary_map_or,
                clippy::unnecessary_wraps,
                clippy::unreadable_literal
            )]
            #visibility mod reader {
                //! Whether the bytes of a JSON text are as the schemas say: each function reads one value.

                #uses
                #shared

                #(#functions)*
                #(#patterns)*
            }
        }
    }
}

/// The function that the tokens are.
fn function(tokens: &TokenStream) -> ItemFn {
    syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("emitted tokens are not a function: {error}\n{tokens}"))
}
