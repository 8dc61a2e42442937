//! The functions of nodes: the file that contains each, and its name there.
//!
//! Both validators of a file are in one module below `checks`, so a function's name ends with its kind: `ticket_count_on_value`,
//! `ticket_count_on_bytes`. Those of a documented schema itself are `on_value` and `on_bytes`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use heck::ToSnakeCase as _;
use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::parse::Parse;

use crate::emit::wording::code;
use crate::ident::last_segment;
use crate::model::{Model, Root, Schema};
use crate::plan::{NodeId, Plan};
use crate::reach::reached;
use crate::render::fragment::{Owner, Paths};

/// The representation of instances for a validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    /// A value behind the traits of the runtime.
    OnValue,
    /// The bytes of a JSON text.
    OnBytes,
}

impl Face {
    /// Returns the name of a documented schema's function, which is the suffix of every other name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::OnValue => "on_value",
            Self::OnBytes => "on_bytes",
        }
    }
}

/// The file and the name of each node's function.
pub(crate) struct Layout {
    face: Face,
    owners: Vec<Owner>,
    /// The names without suffixes; empty for a documented schema itself.
    stems: Vec<String>,
    /// The names, as text: identifiers do not leave their thread.
    idents: Vec<String>,
    /// The functions of each file by name.
    by_ident: BTreeMap<(Owner, String), NodeId>,
}

impl Layout {
    pub(super) fn owner(&self, node: NodeId) -> Owner {
        self.owners[node.0]
    }

    pub(super) fn ident(&self, node: NodeId) -> Ident {
        format_ident!("{}", self.idents[node.0])
    }

    /// Returns the name of a function, which is also that of its import.
    pub(super) fn name(&self, node: NodeId) -> &str {
        &self.idents[node.0]
    }

    /// Returns the function for a value that returns a `bool`.
    pub(super) fn entry_ident(&self, node: NodeId) -> Ident {
        named(&self.stems[node.0], "is_valid")
    }

    /// Returns the functions that tokens in a file of `owner` name: its own and the shared ones.
    pub(super) fn named_in(&self, owner: Owner, tokens: &impl ToTokens) -> BTreeSet<NodeId> {
        let node = |name: String| {
            let own = self.by_ident.get(&(owner, name.clone()));
            own.or_else(|| self.by_ident.get(&(Owner::Shared, name))).copied()
        };
        names(tokens).into_iter().filter_map(node).collect()
    }

    /// Returns the visibility of a function: other files call the entries of documented schemas and types, and shared functions are visible
    /// in all files below them.
    pub(super) fn visibility(is_entry: bool) -> TokenStream {
        if is_entry { quote!(pub(crate)) } else { quote!() }
    }

    /// Returns the import of a root's function from the shared file, by which it is called as in any other file.
    pub(super) fn entry_of_shared(&self, node: NodeId) -> Vec<TokenStream> {
        let (ident, name) = (self.ident(node), format_ident!("{}", self.face.name()));
        match self.face {
            Face::OnValue => {
                let entry = self.entry_ident(node);
                vec![quote!(#entry as is_valid), quote!(#ident as #name)]
            }
            Face::OnBytes => vec![quote!(#ident as #name)],
        }
    }
}

fn named(stem: &str, end: &str) -> Ident {
    if stem.is_empty() { format_ident!("{end}") } else { format_ident!("{stem}_{end}") }
}

/// Returns the documentation of a function: the place of its schema.
pub(super) fn place(model: &Model, plan: &Plan, node: NodeId) -> String {
    let schema = model.schema(plan.node(node).schema);
    let place = format!("{}#{}", schema.place.source.path(), schema.pointer());
    format!(" {}", code(&place))
}

/// Decides the layout of all functions.
pub(super) fn layout(face: Face, model: &Model, plan: &Plan, paths: &Paths) -> Layout {
    let owners = owners(model, plan, paths.shared.is_some());
    let entry = |index: usize| model.roots.get(index).and_then(|root| plan.entries.get(&root.schema)).copied();
    let mut taken: BTreeMap<Owner, BTreeSet<String>> = BTreeMap::new();
    let mut stems = vec![String::new(); plan.nodes.len()];
    let wish = |node: NodeId| {
        let owner = owners[node.0];
        let root = match owner {
            Owner::Root(index) if entry(index) == Some(node) => return None,
            Owner::Root(index) => model.roots.get(index),
            Owner::Document(_) | Owner::Shared => None,
        };
        let schema = model.schema(plan.node(node).schema);
        let whole: fn(&str) -> &str = |key| key;
        Some((node, owner, [last_segment, whole].map(|of_key| stem(model, root, schema, of_key))))
    };
    // Shared functions are imported, so the names of a file's own functions are chosen last.
    let (shared, own): (Vec<NodeId>, Vec<NodeId>) = plan.ids().partition(|node| owners[node.0] == Owner::Shared);
    for nodes in [shared, own] {
        let mut wishes: Vec<_> = nodes.into_iter().filter_map(wish).collect();
        // A shortened name gives way to a whole one.
        wishes.sort_by_key(|(.., [short, whole])| short != whole);
        for (node, owner, [short, whole]) in wishes {
            let numbered = (2..).map(|number| format!("{short}_{number}"));
            let mut names = [short.clone(), whole].into_iter().chain(numbered);
            let is_shared = |name: &String| taken.get(&Owner::Shared).is_some_and(|taken| taken.contains(name));
            let is_own = |name: &String| taken.get(&owner).is_some_and(|taken| taken.contains(name));
            let free = names.find(|name| !is_shared(name) && !is_own(name)).expect("there is no end of names");
            taken.entry(owner).or_default().insert(free.clone());
            stems[node.0] = free;
        }
    }
    let idents: Vec<String> = stems.iter().map(|stem| named(stem, face.name()).to_string()).collect();
    let by_ident = plan.ids().map(|node| ((owners[node.0], idents[node.0].clone()), node)).collect();
    Layout { face, owners, stems, idents, by_ident }
}

/// Assigns a node to the file of the only root that reaches it, or to the shared file.
fn owners(model: &Model, plan: &Plan, has_shared: bool) -> Vec<Owner> {
    let by_schema = model.roots_of_schemas();
    let mut roots: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); plan.nodes.len()];
    let mut entries: BTreeMap<usize, Vec<NodeId>> = BTreeMap::new();
    for (schema, node) in &plan.entries {
        for root in by_schema.get(schema).into_iter().flatten() {
            entries.entry(*root).or_default().push(*node);
        }
    }
    for (root, nodes) in entries {
        for node in reached(nodes, |node| plan.applied(node)) {
            roots[node.0].insert(root);
        }
    }
    let owner = |roots: &BTreeSet<usize>| match roots.first() {
        Some(root) if roots.len() == 1 || !has_shared => Owner::Root(*root),
        None if !has_shared => Owner::Root(0),
        _ => Owner::Shared,
    };
    roots.iter().map(owner).collect()
}

/// Returns a name after the place of the schema: `ticket_sold_order_id`; in the file of that documented schema `order_id`.
///
/// `of_key` shortens the key of a definition, which may be a URL.
fn stem(model: &Model, owner: Option<&Root>, schema: &Schema, of_key: fn(&str) -> &str) -> String {
    let document = &schema.place.source;
    let is_of = |root: &&Root| Arc::ptr_eq(&root.document.source, document);
    let file = || document.path().rsplit('/').next().unwrap_or_default().split('.').next().unwrap_or_default();
    let prefix = match model.roots.iter().find(is_of) {
        Some(_) if owner.is_some_and(|owner| is_of(&owner)) => String::new(),
        Some(root) => root.module.clone(),
        None => file().to_owned(),
    };
    let tokens: Vec<String> = schema.pointer().tokens().collect();
    let words = std::iter::once(prefix).chain(words(&tokens, of_key));
    let stem = words.map(|word| snake(&word)).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    match stem.as_str() {
        "" => "schema".to_owned(),
        stem if stem.starts_with(|first: char| first.is_ascii_digit()) => format!("schema_{stem}"),
        stem => stem.to_owned(),
    }
}

/// Returns the significant words of a pointer.
fn words(tokens: &[String], of_key: fn(&str) -> &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = tokens;
    while let [keyword, behind @ ..] = rest {
        let (word, length) = match (keyword.as_str(), behind) {
            ("properties", [wire_name, ..]) => (wire_name.clone(), 2),
            ("$defs" | "definitions", [key, ..]) => (of_key(key).to_owned(), 2),
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

/// Returns all identifiers in some tokens.
pub(super) fn names(tokens: &impl ToTokens) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    add_names(tokens, &mut names);
    names
}

/// Adds all identifiers in some tokens.
pub(super) fn add_names(tokens: &impl ToTokens, names: &mut BTreeSet<String>) {
    fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => _ = names.insert(ident.to_string()),
                TokenTree::Group(group) => collect(group.stream(), names),
                TokenTree::Punct(_) | TokenTree::Literal(_) => {}
            }
        }
    }
    collect(tokens.to_token_stream(), names);
}

/// Emits a bit mask: a short one in binary, a long one in hexadecimal, with groups of four digits.
pub(super) fn bits(mask: u64, count: usize) -> TokenStream {
    if count <= 1 {
        let mask = Literal::u64_unsuffixed(mask);
        return quote!(#mask);
    }
    let (prefix, digits) = if count <= 8 { ("0b", format!("{mask:0count$b}")) } else { ("0x", format!("{mask:x}")) };
    let groups = digits.as_bytes().rchunks(4).rev().map(|group| String::from_utf8_lossy(group).into_owned());
    let groups: Vec<String> = groups.collect();
    format!("{prefix}{}", groups.join("_")).parse().expect("a number is a token")
}

/// Returns true if an identifier occurs in the tokens.
pub(super) fn is_used(tokens: &impl ToTokens, ident: &str) -> bool {
    tokens.to_token_stream().into_iter().any(|token| match token {
        TokenTree::Ident(found) => found == ident,
        TokenTree::Group(group) => is_used(&group.stream(), ident),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// Parses emitted tokens.
///
/// # Panics
///
/// If they are not Rust, which is a fault of the generator; the message shows them.
pub(super) fn parse<T: Parse>(tokens: TokenStream) -> T {
    syn::parse2(tokens).unwrap_or_else(|error| panic!("emitted tokens are not a function: {error}"))
}
