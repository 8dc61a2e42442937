//! Which file owns the function of a node, and what it is called.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heck::ToSnakeCase as _;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};

use crate::emit::wording::code;
use crate::model::{Model, Schema, SchemaId};
use crate::plan::{NodeId, Plan};
use crate::render::fragment::{Owner, Paths};

/// Names that emitted code gives to its variables, some of them with a number behind: a function of that name could not be called.
const VARIABLES: [&str; 30] = [
    "contained",
    "accepted",
    "at",
    "element",
    "elements",
    "end",
    "flag",
    "found",
    "index",
    "is_contained",
    "is_known",
    "is_matched",
    "length",
    "members",
    "more",
    "name",
    "number",
    "own",
    "read",
    "scanner",
    "seen",
    "start",
    "stop",
    "tag",
    "text",
    "tree",
    "unread",
    "value",
    "values",
    "word",
];

/// The modules in which the functions of all nodes stand: one in each file, all of the same name.
pub(super) struct Layout {
    /// The name of the modules: `validator`.
    module: &'static str,
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

    /// The function that only answers yes or no.
    pub(super) fn entry_ident(&self, node: NodeId) -> Ident {
        format_ident!("is_{}", self.ident(node))
    }

    /// The function, as another function in a file of `owner` names it.
    pub(super) fn path(&self, node: NodeId, owner: Owner) -> TokenStream {
        let ident = self.ident(node);
        if self.owner(node) == owner {
            return quote!(#ident);
        }
        let module = self.shared_module();
        quote!(#module::#ident)
    }

    /// The module of a node's function, as an item beside the modules of a file of `owner` names it.
    pub(super) fn module_from_outside(&self, node: NodeId, owner: Owner) -> TokenStream {
        if self.owner(node) == owner {
            return self.module().to_token_stream();
        }
        self.shared_module()
    }

    /// The module of a node's function, as the items beside it name it, and when all share it, as every file does.
    pub(super) fn module_from_anywhere(&self, node: NodeId) -> TokenStream {
        match self.owner(node) {
            Owner::Root(_) | Owner::Document(_) => self.module().to_token_stream(),
            Owner::Shared => self.shared_module(),
        }
    }

    /// The module, as the items beside it name it.
    pub(super) fn module(&self) -> Ident {
        format_ident!("{}", self.module)
    }

    /// The module of what more than one file calls.
    pub(super) fn shared_module(&self) -> TokenStream {
        let shared = self.shared.as_deref().unwrap_or("super");
        format!("{shared}::{}", self.module).parse().expect("a path is tokens")
    }

    /// The declaration of the module in the file of an owner.
    pub(super) fn visibility(owner: Owner) -> TokenStream {
        match owner {
            Owner::Root(_) | Owner::Document(_) => quote!(),
            Owner::Shared => quote!(pub(crate)),
        }
    }

    /// The visibility of a function, which other files call, or items beside its module, or none but its own module.
    pub(super) fn visibility_of(&self, node: NodeId, is_entry: bool) -> TokenStream {
        match self.owner(node) {
            Owner::Shared => quote!(pub(crate)),
            Owner::Root(_) if is_entry => quote!(pub(super)),
            Owner::Root(_) | Owner::Document(_) => quote!(),
        }
    }
}

/// A path as a module one level further in names the same.
pub(super) fn from_inside(path: &str) -> String {
    if let Some(rest) = path.strip_prefix("self::") {
        format!("super::{rest}")
    } else if path.starts_with("super::") {
        format!("super::{path}")
    } else {
        path.to_owned()
    }
}

/// What a function's documentation says: where its schema stands.
pub(super) fn place(model: &Model, plan: &Plan, node: NodeId) -> String {
    let schema = model.schema(plan.node(node).schema);
    let place = format!("{}#{}", schema.place.source.path(), schema.pointer());
    format!(" {}", code(&place))
}

/// Decides where everything stands.
pub(super) fn layout(module: &'static str, model: &Model, plan: &Plan, paths: &Paths) -> Layout {
    let owners = owners(model, plan, paths.shared.is_some());
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let idents = plan.ids().map(|node| {
        let stem = stem(model, model.schema(plan.node(node).schema));
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        let mut names = std::iter::once(stem.clone()).chain(numbered);
        // Each function may have another one beside it that only answers yes or no.
        let mut is_free = |name: &String| {
            !taken.contains(&format!("is_{name}")) && taken.insert(name.clone()) && taken.insert(format!("is_{name}"))
        };
        let free = names.find(&mut is_free).expect("there is no end of names");
        format_ident!("{free}")
    });
    let idents = idents.collect();
    Layout { module, shared: paths.shared.clone(), owners, idents }
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
    let base = stem.trim_end_matches(|last: char| last.is_ascii_digit()).trim_end_matches('_');
    let is_variable = VARIABLES.contains(&stem.as_str()) || VARIABLES.contains(&base);
    let is_reserved = is_variable || syn::parse_str::<Ident>(&stem).is_err();
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

/// All identifiers in some tokens.
pub(super) fn names(tokens: &impl ToTokens) -> BTreeSet<String> {
    fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => _ = names.insert(ident.to_string()),
                TokenTree::Group(group) => collect(group.stream(), names),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    let mut names = BTreeSet::new();
    collect(tokens.to_token_stream(), &mut names);
    names
}
