//! Which file owns the function of a node, and what it is called.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heck::{ToShoutySnakeCase as _, ToSnakeCase as _};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::{Module, Pattern};
use crate::emit::{Owner, Paths};
use crate::model::{Model, Schema, SchemaId};
use crate::plan::{NodeId, Plan};

/// Names that emitted code gives to its variables: a function of that name could not be called.
const VARIABLES: [&str; 14] = [
    "value", "at", "members", "elements", "index", "name", "text", "number", "flag", "seen", "accepted", "is_known",
    "tag", "found",
];

/// Where the functions stand.
pub(super) struct Layout {
    /// The path of the runtime.
    pub(super) runtime: String,
    shared: Option<String>,
    owners: Vec<Owner>,
    idents: Vec<Ident>,
}

impl Layout {
    pub(super) fn owner(&self, node: NodeId) -> Owner {
        self.owners[node.0]
    }

    pub(super) fn ident(&self, node: NodeId) -> &Ident {
        &self.idents[node.0]
    }

    /// The function, as another function in a file of `owner` names it.
    pub(super) fn path(&self, node: NodeId, owner: Owner) -> TokenStream {
        let ident = self.ident(node);
        if self.owner(node) == owner {
            return quote!(#ident);
        }
        let module = self.module(node);
        quote!(#module::#ident)
    }

    /// The function, and the one that only answers yes or no, as an item beside the module `validator` in a file of `owner` names
    /// them.
    pub(super) fn paths_from_outside(&self, node: NodeId, owner: Owner) -> (TokenStream, TokenStream) {
        let module = if self.owner(node) == owner { quote!(validator) } else { self.module(node) };
        let (ident, entry) = (self.ident(node), self.entry_ident(node));
        (quote!(#module::#ident), quote!(#module::#entry))
    }

    fn entry_ident(&self, node: NodeId) -> Ident {
        format_ident!("is_{}", self.ident(node))
    }

    /// Emits a function that only answers yes or no, and gives its path.
    pub(super) fn entry(&self, node: NodeId, module: &mut Module) -> syn::Path {
        let (ident, entry) = (self.ident(node), self.entry_ident(node));
        let owner = self.owner(node);
        module.import("report::Quick");
        let visibility = if owner == Owner::Shared { quote!(pub(crate)) } else { quote!(pub(super)) };
        let function = quote! {
            #visibility fn #entry(value: &Value) -> bool {
                #ident(value, Quick).is_ok()
            }
        };
        module.entries.insert(node, function);
        let path = match owner {
            Owner::Root(_) => quote!(validator::#entry),
            Owner::Shared => {
                let module = self.module(node);
                quote!(#module::#entry)
            }
        };
        syn::parse2(path).expect("it is a path")
    }

    fn module(&self, node: NodeId) -> TokenStream {
        let shared = match self.owner(node) {
            Owner::Shared => self.shared.as_deref().unwrap_or("super"),
            Owner::Root(_) => unreachable!("what more than one file calls is shared"),
        };
        format!("{shared}::validator").parse().expect("a path is tokens")
    }
}

/// Decides where everything stands.
pub(super) fn layout(model: &Model, plan: &Plan, paths: &Paths) -> Layout {
    let owners = owners(model, plan, paths.shared.is_some());
    let mut taken: BTreeSet<(Owner, String)> = BTreeSet::new();
    let idents = plan.ids().map(|node| {
        let stem = stem(model, model.schema(plan.node(node).schema));
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        let mut names = std::iter::once(stem.clone()).chain(numbered);
        let mut is_free = |name: &String| {
            // Each function may have another one beside it that only answers yes or no.
            let beside = (owners[node.0], format!("is_{name}"));
            !taken.contains(&beside) && taken.insert((owners[node.0], name.clone())) && taken.insert(beside)
        };
        let free = names.find(&mut is_free).expect("there is no end of names");
        format_ident!("{free}")
    });
    let idents = idents.collect();
    Layout { runtime: paths.runtime.clone(), shared: paths.shared.clone(), owners, idents }
}

/// A node belongs to the file of a root when only that root reaches it.
fn owners(model: &Model, plan: &Plan, has_shared: bool) -> Vec<Owner> {
    let by_schema = roots(model);
    let mut roots: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); plan.nodes.len()];
    for (schema, node) in &plan.entries {
        for root in by_schema.get(schema).into_iter().flatten() {
            reach(plan, *node, *root, &mut roots);
        }
    }
    let owner = |roots: &BTreeSet<usize>| match roots.first() {
        Some(root) if roots.len() == 1 || !has_shared => Owner::Root(*root),
        None if !has_shared => Owner::Root(0),
        _ => Owner::Shared,
    };
    roots.iter().map(owner).collect()
}

fn reach(plan: &Plan, node: NodeId, root: usize, roots: &mut [BTreeSet<usize>]) {
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if roots[node.0].insert(root) {
            open.extend(plan.node(node).checks.edges().iter().map(|edge| edge.node));
        }
    }
}

/// The roots that reach each schema.
fn roots(model: &Model) -> BTreeMap<SchemaId, Vec<usize>> {
    let mut roots: BTreeMap<SchemaId, Vec<usize>> = BTreeMap::new();
    for (index, root) in model.roots.iter().enumerate() {
        let mut seen = BTreeSet::new();
        let mut open = vec![root.schema];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                roots.entry(id).or_default().push(index);
                let assertions = &model.schema(id).assertions;
                open.extend(assertions.iter().flat_map(|it| it.kind.subschemas(it.keyword)).map(|(_, schema)| schema));
            }
        }
    }
    roots
}

/// What a function is called after where its schema stands: `ticket_sold_order_id`.
fn stem(model: &Model, schema: &Schema) -> String {
    let document = &schema.place.source;
    let root = model.roots.iter().find(|root| Arc::ptr_eq(&root.document.source, document));
    let file = || document.path().rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default();
    let prefix = root.map_or_else(|| file().to_owned(), |root| root.module.clone());
    let tokens: Vec<String> = schema.pointer().tokens().collect();
    let words = std::iter::once(prefix).chain(words(&tokens));
    let stem = words.map(|word| snake(&word)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    let is_reserved = VARIABLES.contains(&stem.as_str()) || syn::parse_str::<Ident>(&stem).is_err();
    match stem.as_str() {
        "" => "schema".to_owned(),
        stem if stem.starts_with(|first: char| first.is_ascii_digit()) => format!("schema_{stem}"),
        stem if is_reserved => format!("{stem}_schema"),
        stem => stem.to_owned(),
    }
}

/// The words of a pointer that tell something.
fn words(tokens: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = tokens;
    while let [keyword, behind @ ..] = rest {
        let (word, length) = match (keyword.as_str(), behind) {
            ("properties" | "$defs" | "definitions", [wire_name, ..]) => (wire_name.clone(), 2),
            ("dependentSchemas" | "dependencies", [wire_name, ..]) => (format!("with_{wire_name}"), 2),
            ("patternProperties", [_, ..]) => ("matching".to_owned(), 2),
            ("items", [index, ..]) if is_index(index) => (format!("item_{index}"), 2),
            ("prefixItems", [index, ..]) => (format!("item_{index}"), 2),
            ("items" | "additionalItems", _) => ("item".to_owned(), 1),
            ("additionalProperties", _) => ("other".to_owned(), 1),
            ("propertyNames", _) => ("name".to_owned(), 1),
            (keyword, [index, ..]) if is_index(index) => (format!("{keyword}_{index}"), 2),
            (keyword, _) => (keyword.to_owned(), 1),
        };
        words.push(word);
        rest = &rest[length..];
    }
    words
}

fn is_index(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit())
}

fn snake(word: &str) -> String {
    let ascii: String = word.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { ' ' }).collect();
    ascii.to_snake_case()
}

/// The name of a pattern that a function uses.
pub(super) fn pattern_ident(function: &Ident, patterns: &BTreeMap<String, Pattern>) -> Ident {
    let stem = format!("{}_PATTERN", function.to_string().to_shouty_snake_case());
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    let mut names = std::iter::once(stem.clone()).chain(numbered);
    let free = names.find(|name| patterns.values().all(|taken| taken.ident != name)).expect("there is no end of names");
    format_ident!("{free}")
}
