//! The items that a crate declares: modules, types with fields and variants, functions, traits, constants, and further paths.

use std::collections::BTreeSet;
use std::sync::Arc;

use proc_macro2::Ident;
use syn::{FnArg, ImplItem, ReceiverKind, TraitItem};

use crate::api::by_owner::ByOwner;
use crate::api::condition::{self, union};
use crate::api::declaration::{self, is_public};
use crate::api::item::{Conditions, Constant, Enum, Fields, Form, Function, Item, Kind, Origin, Struct, Trait};
use crate::api::origin::Origins;
use crate::api::reach::{Named, Reach};
use crate::api::spelling::{self, Speller};
use crate::api::tree::{self, ItemId, ModuleId, Tree};
use crate::render::line::print;
use quote::ToTokens as _;

/// The context for reading the items of a crate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) reach: &'a Reach,
    /// The names of packages in code.
    pub(super) packages: &'a BTreeSet<String>,
    pub(super) origins: &'a Origins,
}

impl<'a> Context<'a> {
    /// Returns the speller of a module.
    pub(super) fn speller(self, module: ModuleId) -> Speller<'a> {
        let Self { tree, reach, packages, .. } = self;
        Speller { tree, reach, packages, module, parameters: BTreeSet::new(), this: None }
    }

    /// Returns the path of an item's definition, by which its origins are known.
    pub(super) fn definition(self, id: ItemId) -> Vec<String> {
        let module = &self.tree.module(id.0).path;
        module.iter().cloned().chain(declaration::ident(&self.tree.item(id).0)).collect()
    }
}

/// Adds the declared items that a program can name.
pub(super) fn add_items(context: Context<'_>, found: &mut ByOwner) {
    for (id, named) in &context.reach.modules {
        let mut paths = named.iter();
        let Some(shortest) = paths.next() else { continue };
        let module = item(&shortest.text, shortest.text.to_string(), Kind::Module, &shortest.conditions);
        found.push(Item { origins: context.origins.of(&context.tree.module(*id).path, &[]), ..module });
        found.extend(paths.map(|further| reexport(further, &shortest.text, &shortest.text)));
    }
    for (id, named) in &context.reach.items {
        let mut paths = named.iter();
        let Some(shortest) = paths.next() else { continue };
        let owner = owner(&context.tree.item(*id).0, shortest);
        found.extend(paths.map(|further| reexport(further, &owner, &shortest.text)));
        Declaration::new(context, *id, shortest).read(found);
    }
    for (named, target) in &context.reach.foreign {
        let target = spelling::foreign(target.clone()).join("::");
        found.push(reexport(named, &module_of(named), &target));
    }
}

/// Returns an item without origins.
pub(super) fn item(owner: &Arc<str>, path: String, kind: Kind, conditions: &Conditions) -> Item {
    let (owner, conditions) = (Arc::clone(owner), Arc::clone(conditions));
    Item { owner, path, kind, conditions, is_deprecated: false, origins: Arc::default() }
}

fn reexport(further: &Named, owner: &Arc<str>, target: &str) -> Item {
    item(owner, further.text.to_string(), Kind::Reexport(target.to_owned()), &further.conditions)
}

/// Returns the module in a path, empty for the root.
fn module_of(named: &Named) -> Arc<str> {
    named.text.rsplit_once("::").map_or("", |(module, _)| module).into()
}

/// Returns the item that a declared item belongs to: types and traits stand for themselves, others belong to their module.
fn owner(declared: &syn::Item, named: &Named) -> Arc<str> {
    match declared {
        syn::Item::Struct(_) | syn::Item::Enum(_) | syn::Item::Union(_) | syn::Item::Trait(_) => {
            Arc::clone(&named.text)
        }
        _ => module_of(named),
    }
}

/// A declared item.
struct Declaration<'a> {
    context: Context<'a>,
    declared: &'a syn::Item,
    owner: Arc<str>,
    path: Arc<str>,
    /// The path of its definition, by which its origins are known.
    definition: Vec<String>,
    conditions: &'a Conditions,
    speller: Speller<'a>,
}

impl<'a> Declaration<'a> {
    fn new(context: Context<'a>, id: ItemId, named: &'a Named) -> Self {
        let (declared, _) = context.tree.item(id);
        let definition = context.definition(id);
        let speller = context.speller(id.0);
        let (owner, path) = (owner(declared, named), Arc::clone(&named.text));
        Self { context, declared, owner, path, definition, conditions: &named.conditions, speller }
    }

    fn read(&self, found: &mut ByOwner) {
        let kind = match self.declared {
            syn::Item::Struct(it) => {
                self.named_fields(&self.path, &it.fields, true, &it.generics, found);
                let generics = self.speller.generics(&it.generics);
                let fields = self.fields(&it.fields, &it.attrs, true, &it.generics);
                Kind::Struct(Struct { generics, fields })
            }
            syn::Item::Enum(it) => {
                it.variants.iter().for_each(|variant| self.variant(variant, &it.generics, found));
                let is_non_exhaustive = condition::has(&it.attrs, "non_exhaustive");
                Kind::Enum(Enum { generics: self.speller.generics(&it.generics), is_non_exhaustive })
            }
            syn::Item::Trait(it) => {
                it.items.iter().for_each(|item| self.trait_item(item, &it.generics, found));
                Kind::Trait(self.trait_(it))
            }
            syn::Item::Type(it) => {
                let speller = self.speller.within(&it.generics);
                Kind::Alias(speller.generics(&it.generics), speller.ty(&it.ty))
            }
            syn::Item::Const(it) => Kind::Constant(Constant { ty: self.speller.ty(&it.ty), has_default: false }),
            syn::Item::Static(it) => Kind::Static(self.speller.ty(&it.ty)),
            syn::Item::Fn(it) => Kind::Function(function(&self.speller, &it.sig)),
            syn::Item::Macro(_) => Kind::Macro,
            // Other items have no path.
            _ => return,
        };
        found.push(self.item(self.path.to_string(), kind, tree::attributes(self.declared), &[]));
    }

    /// Returns an item that belongs to this declaration; `member` leads to it from the definition.
    fn item(&self, path: String, kind: Kind, attributes: &[syn::Attribute], member: &[&Ident]) -> Item {
        let conditions = union(self.conditions, &condition::of(attributes).unwrap_or_default());
        let member: Vec<String> = member.iter().map(ToString::to_string).collect();
        let origins = self.context.origins.of(&self.definition, &member);
        let is_deprecated = condition::has(attributes, "deprecated");
        Item { owner: Arc::clone(&self.owner), path, kind, conditions, is_deprecated, origins }
    }

    fn fields(
        &self,
        fields: &syn::Fields,
        attributes: &[syn::Attribute],
        has_visibility: bool,
        generics: &syn::Generics,
    ) -> Fields {
        let speller = self.speller.within(generics);
        let is_private = |field: &syn::Field| has_visibility && !is_public(&field.vis);
        let has_private = fields.iter().any(is_private);
        let form = match fields {
            _ if has_private && fields.iter().all(is_private) => Form::Named,
            syn::Fields::Named(_) => Form::Named,
            syn::Fields::Unit => Form::Unit,
            syn::Fields::Unnamed(fields) => {
                let ty = |field: &syn::Field| if is_private(field) { "_".to_owned() } else { speller.ty(&field.ty) };
                Form::Tuple(fields.unnamed.iter().map(ty).collect())
            }
        };
        Fields { form, has_private, is_non_exhaustive: condition::has(attributes, "non_exhaustive") }
    }

    /// Adds the fields with names.
    fn named_fields(
        &self,
        path: &str,
        fields: &syn::Fields,
        has_visibility: bool,
        generics: &syn::Generics,
        found: &mut ByOwner,
    ) {
        let speller = self.speller.within(generics);
        for field in fields {
            let Some(ident) = &field.ident else { continue };
            if condition::of(&field.attrs).is_none() || has_visibility && !is_public(&field.vis) {
                continue;
            }
            let kind = Kind::Field(speller.ty(&field.ty));
            found.push(self.item(format!("{path}::{ident}"), kind, &field.attrs, &[ident]));
        }
    }

    fn variant(&self, variant: &syn::Variant, generics: &syn::Generics, found: &mut ByOwner) {
        let path = format!("{}::{}", self.path, variant.ident);
        self.named_fields(&path, &variant.fields, false, generics, found);
        let fields = self.fields(&variant.fields, &variant.attrs, false, generics);
        found.push(self.item(path, Kind::Variant(fields), &variant.attrs, &[&variant.ident]));
    }

    fn trait_(&self, it: &syn::ItemTrait) -> Trait {
        let speller = self.speller.within(&it.generics);
        let (hidden, supertraits): (BTreeSet<String>, BTreeSet<String>) =
            speller.bounds(&it.supertraits).into_iter().partition(|bound| spelling::is_hidden(bound));
        Trait {
            generics: speller.generics(&it.generics),
            supertraits,
            is_sealed: !hidden.is_empty(),
            is_unsafe: it.unsafety.is_some(),
        }
    }

    fn trait_item(&self, item: &TraitItem, generics: &syn::Generics, found: &mut ByOwner) {
        let speller = self.speller.within(generics);
        let (ident, kind, attributes) = match item {
            TraitItem::Const(it) => {
                let constant = Constant { ty: speller.ty(&it.ty), has_default: it.default.is_some() };
                (&it.ident, Kind::Constant(constant), &it.attrs)
            }
            TraitItem::Fn(it) => {
                let function = Function { has_default: it.default.is_some(), ..function(&speller, &it.sig) };
                (&it.sig.ident, Kind::Function(function), &it.attrs)
            }
            TraitItem::Type(it) => {
                let bounds = speller.bounds(&it.bounds).into_iter().collect();
                (&it.ident, Kind::AssociatedType(bounds, it.default.is_some()), &it.attrs)
            }
            _ => return,
        };
        found.push(self.item(format!("{}::{ident}", self.path), kind, attributes, &[ident]));
    }
}

/// Returns the public items of an inherent implementation of the type with this path; `bounds` are those of the implementation.
pub(super) fn inherent(
    speller: &Speller<'_>,
    items: &[ImplItem],
    path: &Arc<str>,
    bounds: &BTreeSet<String>,
    conditions: &Conditions,
    origins: &Arc<[Origin]>,
) -> Vec<Item> {
    let read = |it: &ImplItem| {
        let (ident, kind, attributes) = match it {
            ImplItem::Fn(it) if is_public(&it.vis) => {
                let mut function = function(speller, &it.sig);
                function.generics.bounds.extend(bounds.iter().cloned());
                (&it.sig.ident, Kind::Function(function), &it.attrs)
            }
            ImplItem::Const(it) if is_public(&it.vis) => {
                let constant = Constant { ty: speller.ty(&it.ty), has_default: false };
                (&it.ident, Kind::Constant(constant), &it.attrs)
            }
            _ => return None,
        };
        let conditions = union(conditions, &condition::of(attributes)?);
        let item = item(path, format!("{path}::{ident}"), kind, &conditions);
        Some(Item { is_deprecated: condition::has(attributes, "deprecated"), origins: Arc::clone(origins), ..item })
    };
    items.iter().filter_map(read).collect()
}

/// Reads a signature.
fn function(speller: &Speller<'_>, signature: &syn::Signature) -> Function {
    let speller = speller.within(&signature.generics);
    let mut receiver = None;
    let mut parameters = Vec::new();
    for input in &signature.inputs {
        match input {
            FnArg::Receiver(it) => receiver = Some(self_parameter(&speller, it)),
            FnArg::Typed(it) => {
                let name = match &*it.pat {
                    syn::Pat::Ident(pattern) => pattern.ident.to_string(),
                    _ => "_".to_owned(),
                };
                parameters.push((name, speller.ty(&it.ty)));
            }
        }
    }
    let output = match &signature.output {
        syn::ReturnType::Default => None,
        syn::ReturnType::Type(_, ty) => Some(speller.ty(ty)).filter(|ty| ty != "()"),
    };
    let qualifiers = [
        signature.constness.map(|_| "const".to_owned()),
        signature.asyncness.map(|_| "async".to_owned()),
        matches!(signature.safety, syn::Safety::Unsafe(_)).then(|| "unsafe".to_owned()),
        signature.abi.as_ref().map(|abi| print(abi.to_token_stream())),
    ];
    Function {
        generics: speller.generics(&signature.generics),
        receiver,
        parameters,
        output,
        qualifiers: qualifiers.into_iter().flatten().collect(),
        has_default: false,
    }
}

/// Spells a receiver, without its own `mut`, which callers do not see.
fn self_parameter(speller: &Speller<'_>, receiver: &syn::Receiver) -> String {
    match &receiver.kind {
        ReceiverKind::Reference(_, lifetime, mutability) => {
            let lifetime = lifetime.as_ref().map(|it| format!("{it} ")).unwrap_or_default();
            let mutability = if mutability.is_some() { "mut " } else { "" };
            format!("&{lifetime}{mutability}self")
        }
        ReceiverKind::Typed(_, ty) => format!("self: {}", speller.ty(ty)),
        _ => "self".to_owned(),
    }
}
