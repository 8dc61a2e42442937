//! Plan → Rust functions on a value, each generic over how the value is held and what is done about a violation.
//!
//! Every node becomes one function in a module `validator` of the file that owns it, unless it is so small that a condition says it. The
//! same function serves `is_valid`, which stops at the first violation and knows no locations, and what collects all violations. Beside
//! them stand the readers of the other face, which decides from bytes.

pub(crate) mod apply;
pub(crate) mod array;
pub(crate) mod choice;
pub(crate) mod face;
pub(crate) mod function;
pub(crate) mod literal;
pub(crate) mod number;
pub(crate) mod object;
pub(crate) mod string;
pub(crate) mod unevaluated;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use string::{content_function, pattern_doc};

use crate::emit::validate::functions::{self, Layout, from_inside, names};
use crate::emit::validate::on_bytes::reader;
use crate::emit::validate::patterns::Patterns;
use crate::model::{Model, SchemaId};
use crate::plan::{NodeId, Plan, recursion};
use crate::render::fragment::{Fragments, Owner, Paths};

/// The emitted validators, and how to call them.
#[derive(Clone, Debug)]
pub struct Validators {
    /// For each file: the modules `validator` and `reader`, and for each root the `impl` with the functions that integrators call.
    pub fragments: Fragments,
    /// For each root and each wanted schema, the path of a `fn(&serde_json::Value) -> bool`, as the file of the schema's owner
    /// names it.
    pub entries: BTreeMap<SchemaId, syn::Path>,
}

/// Emits the validators of a plan.
///
/// # Panics
///
/// When emitted tokens are not Rust, which is a fault of the generator; the message shows them.
pub fn emit(model: &Model, plan: &Plan, paths: &Paths) -> Validators {
    let layout = functions::layout("validator", model, plan, paths);
    let repeated = recursion::repeated(plan);
    let by_name: BTreeMap<String, NodeId> = plan.ids().map(|node| (layout.ident(node).to_string(), node)).collect();
    let mut modules: BTreeMap<Owner, Module> = BTreeMap::new();
    let mut called: BTreeSet<NodeId> = plan.entries.values().copied().collect();
    let mut open: Vec<NodeId> = called.iter().copied().collect();
    while let Some(node) = open.pop() {
        let owner = layout.owner(node);
        let module = modules.entry(owner).or_default();
        let mut emitter = Emitter { model, plan, layout: &layout, repeated: &repeated, module, owner, node };
        let function = emitter.function();
        // What was emitted and then left out as idle is not called.
        let callees = names(&function).into_iter().filter_map(|name| by_name.get(&name).copied());
        open.extend(callees.filter(|callee| called.insert(*callee)));
        module.functions.insert(node, function);
    }
    let mut entries = BTreeMap::new();
    for (schema, node) in &plan.entries {
        modules.entry(layout.owner(*node)).or_default().add_entry(
            &layout,
            *node,
            plan.reached(*node).iter().any(|callee| repeated.contains_key(callee)),
        );
        let module = layout.module_from_anywhere(*node);
        let entry = layout.entry_ident(*node);
        entries.insert(*schema, syn::parse2(quote!(#module::#entry)).expect("it is a path"));
    }
    let readers = reader::emit(model, plan, paths);
    let mut fragments = Fragments::new();
    for (index, root) in model.roots.iter().enumerate() {
        let owner = Owner::Root(index);
        let node = plan.entries[&root.schema];
        let face = face::Face {
            validator: (layout.module_from_outside(node, owner), layout.ident(node), layout.entry_ident(node)),
            reader: &readers.entries[index],
        };
        let items = [Some(face::emit(root, &face, paths)), face::documented(root, &face, paths)];
        fragments.entry(owner).or_default().items.extend(items.iter().flatten().map(parse));
    }
    for (owner, module) in modules {
        fragments.entry(owner).or_default().items.push(parse(&module.tokens(owner, paths)));
    }
    for (owner, module) in readers.modules {
        fragments.entry(owner).or_default().items.push(module);
    }
    Validators { fragments, entries }
}

/// The functions of one file.
#[derive(Default)]
struct Module {
    /// Paths below the runtime.
    uses: BTreeSet<&'static str>,
    /// Functions that only answer yes or no.
    entries: BTreeMap<NodeId, TokenStream>,
    functions: BTreeMap<NodeId, TokenStream>,
    patterns: Patterns,
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
            self.import("validate::memo::Verdicts");
            quote!(Recursive::new(&Verdicts::new(value)))
        } else {
            self.import("validate::report::Quick");
            quote!(Quick)
        };
        let (ident, entry, visibility) =
            (layout.ident(node), layout.entry_ident(node), layout.visibility_of(node, true));
        let function = quote! {
            #visibility fn #entry(value: &Value) -> bool {
                #ident(value, #report).is_ok()
            }
        };
        self.entries.insert(node, function);
    }

    fn tokens(mut self, owner: Owner, paths: &Paths) -> TokenStream {
        self.import("validate::report::Report");
        self.import("validate::report::Stop");
        let is_used = |name: &str| self.functions.values().any(|tokens| function::is_used(tokens, name));
        if !INSTANCE_METHODS.iter().any(|method| is_used(method)) {
            self.uses.remove("instance::Instance");
        }
        let value = (!self.entries.is_empty()).then(|| {
            quote!(
                use serde_json::Value;
            )
        });
        let uses = imports(&self.uses, paths);
        let (entries, functions) = (self.entries.values(), self.functions.values());
        let patterns = self.patterns.items().map(|(_, item)| item);
        let visibility = Layout::visibility(owner);
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

                #value
                #uses

                #(#entries)*
                #(#functions)*
                #(#patterns)*
            }
        }
    }
}

/// What is called of a value.
const INSTANCE_METHODS: [&str; 10] = [
    "as_str",
    "is_array",
    "is_boolean",
    "is_integer",
    "is_null",
    "is_number",
    "is_object",
    "is_string",
    "kind",
    "of_name",
];

/// The imports of a module that stands in a file: paths below the runtime, merged by module.
pub(super) fn imports(uses: &BTreeSet<&'static str>, paths: &Paths) -> TokenStream {
    let runtime = from_inside(&paths.runtime);
    let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for path in uses {
        let (module, item) = path.rsplit_once("::").unwrap_or((path, "self"));
        modules.entry(module).or_default().push(item);
    }
    let statements = modules.into_iter().map(|(module, items)| {
        let text = match items.as_slice() {
            ["self"] => format!("use {runtime}::{module};"),
            [item] => format!("use {runtime}::{module}::{item};"),
            items => format!("use {runtime}::{module}::{{{}}};", items.join(", ")),
        };
        text.parse::<TokenStream>().expect("an import is tokens")
    });
    statements.collect()
}

/// What is at hand while one function is emitted.
struct Emitter<'e> {
    model: &'e Model,
    plan: &'e Plan,
    layout: &'e Layout,
    /// What may be applied to one value over and over.
    repeated: &'e BTreeMap<NodeId, u32>,
    module: &'e mut Module,
    owner: Owner,
    node: NodeId,
}

/// The item that the tokens are.
pub(super) fn parse(tokens: &TokenStream) -> syn::Item {
    syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("emitted tokens are not an item: {error}\n{tokens}"))
}
