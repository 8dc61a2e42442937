//! Implementations: the methods of types, and the traits that are implemented or derived.

use std::collections::BTreeMap;
use std::sync::Arc;

use syn::{GenericParam, ImplItem, ItemImpl, Type};

use crate::api::by_owner::ByOwner;
use crate::api::condition::{self, union};
use crate::api::declared::{Context, inherent, item};
use crate::api::item::{Conditions, GenericParameter, Implementation, Item, Kind, Origin};
use crate::api::resolve::Found;
use crate::api::spelling::{self, Speller};
use crate::api::tree::{ItemId, ModuleId};

/// Adds the items of all implementations that concern what a program can name.
pub(super) fn add_items(context: Context<'_>, found: &mut ByOwner) {
    for (index, module) in context.tree.modules.iter().enumerate() {
        let id = ModuleId(index);
        for (at, (declared, conditions)) in module.items.iter().enumerate() {
            let all = union(&module.conditions, conditions);
            match &**declared {
                syn::Item::Impl(it) => found.extend(implementation(context, id, it, &all)),
                syn::Item::Struct(syn::ItemStruct { attrs, generics, .. })
                | syn::Item::Enum(syn::ItemEnum { attrs, generics, .. }) => {
                    found.extend(derived(context, ItemId(id, at), attrs, generics));
                }
                _ => {}
            }
        }
    }
}

fn implementation(context: Context<'_>, module: ModuleId, it: &ItemImpl, conditions: &Conditions) -> Vec<Item> {
    let speller = context.speller(module).within(&it.generics);
    match &it.trait_ {
        None => {
            let Some((path, origins)) = named(context, &speller, &it.self_ty) else { return Vec::new() };
            let speller = speller.of(&it.self_ty);
            let generics = speller.generics(&it.generics);
            inherent(&speller, &it.items, &path, &generics.bounds, conditions, &origins)
        }
        Some((of, _)) => of_trait(context, speller, it, of, conditions).into_iter().collect(),
    }
}

fn of_trait(
    context: Context<'_>,
    speller: Speller<'_>,
    it: &ItemImpl,
    of: &syn::Path,
    conditions: &Conditions,
) -> Option<Item> {
    let types = arguments(of).chain([&*it.self_ty]);
    let own: Vec<_> = types.filter_map(|ty| named(context, &speller, ty)).collect();
    // Most implementations of the runtime are for types that no program can name, and are not spelled.
    let of_trait = if own.is_empty() { Some(trait_path(context, &speller, of)?) } else { None };
    let speller = speller.of(&it.self_ty);
    let types = it.items.iter().filter_map(|item| match item {
        ImplItem::Type(item) => Some((item.ident.to_string(), speller.within(&item.generics).ty(&item.ty))),
        _ => None,
    });
    let implementation = Implementation {
        generics: speller.generics(&it.generics),
        of: speller.path(of),
        by: speller.ty(&it.self_ty),
        types: types.collect(),
    };
    listed(implementation, &own, of_trait, conditions)
}

/// Returns an implementation as an item of its type, else of a type in the arguments of the trait, else of the trait.
///
/// An implementation that names an item which no program can name is not listed.
fn listed(
    implementation: Implementation,
    types: &[(Arc<str>, Arc<[Origin]>)],
    of_trait: Option<Arc<str>>,
    conditions: &Conditions,
) -> Option<Item> {
    let Implementation { generics, of, by, types: _ } = &implementation;
    let is_hidden = |text: &String| spelling::is_hidden(text);
    if is_hidden(of) || is_hidden(by) || generics.bounds.iter().any(is_hidden) {
        return None;
    }
    // The implementing type is last.
    let owner = types.last().map(|(path, _)| Arc::clone(path)).or(of_trait)?;
    let origins = types.iter().map(|(_, origins)| origins).find(|origins| !origins.is_empty()).cloned();
    let path = format!("{of} for {by}");
    let item = item(&owner, path, Kind::Implementation(implementation), conditions);
    Some(Item { origins: origins.unwrap_or_default(), ..item })
}

/// Returns the traits that a type derives.
fn derived(context: Context<'_>, id: ItemId, attributes: &[syn::Attribute], generics: &syn::Generics) -> Vec<Item> {
    let Some(named) = context.reach.shortest(id) else { return Vec::new() };
    let speller = context.speller(id.0).within(generics);
    let origins = context.origins.of(&context.definition(id), &[]);
    let by = by(&speller.local(id), generics);
    let derived = condition::derives(attributes).into_iter().filter_map(|(path, own)| {
        let of = trait_of(&speller, &path);
        let mut header = speller.generics(generics);
        for parameter in &generics.params {
            if let GenericParam::Type(parameter) = parameter {
                header.bounds.insert(format!("{}: {of}", parameter.ident));
            }
        }
        header.parameters.iter_mut().for_each(|parameter| parameter.default = None);
        let of = if of == "serde::Deserialize" {
            header.parameters.insert(0, GenericParameter { name: "'de".to_owned(), default: None });
            format!("{of}<'de>")
        } else {
            of
        };
        let implementation = Implementation { generics: header, of, by: by.clone(), types: BTreeMap::new() };
        let conditions = union(&named.conditions, &own);
        listed(implementation, &[(Arc::clone(&named.text), Arc::clone(&origins))], None, &conditions)
    });
    derived.collect()
}

/// Returns the trait of a derive macro: it has the macro's path, except for those of the standard library.
fn trait_of(speller: &Speller<'_>, path: &syn::Path) -> String {
    let name = path.get_ident().map(ToString::to_string).unwrap_or_default();
    // A type may be imported with the name of a macro.
    match name.as_str() {
        "Clone" | "Copy" | "Default" | "Eq" | "Ord" | "PartialEq" | "PartialOrd" => name,
        "Debug" => "std::fmt::Debug".to_owned(),
        "Hash" => "std::hash::Hash".to_owned(),
        _ => speller.path(path),
    }
}

/// Spells a type with its own parameters.
fn by(path: &[String], generics: &syn::Generics) -> String {
    let names = generics.params.iter().map(|parameter| match parameter {
        GenericParam::Lifetime(it) => it.lifetime.to_string(),
        GenericParam::Type(it) => it.ident.to_string(),
        GenericParam::Const(it) => it.ident.to_string(),
    });
    let names: Vec<String> = names.collect();
    let arguments = if names.is_empty() { String::new() } else { format!("<{}>", names.join(", ")) };
    path.join("::") + &arguments
}

/// Returns the shortest path and the origins of the type of the crate that a type is, or refers to.
fn named(context: Context<'_>, speller: &Speller<'_>, ty: &Type) -> Option<(Arc<str>, Arc<[Origin]>)> {
    match ty {
        Type::Path(path) if path.qself.is_none() => {
            let Some(Found::Item(id)) = speller.meaning(&path.path) else {
                return arguments(&path.path).find_map(|argument| named(context, speller, argument));
            };
            Some((Arc::clone(&context.reach.shortest(id)?.text), context.origins.of(&context.definition(id), &[])))
        }
        Type::Reference(reference) => named(context, speller, &reference.elem),
        _ => None,
    }
}

fn trait_path(context: Context<'_>, speller: &Speller<'_>, path: &syn::Path) -> Option<Arc<str>> {
    match speller.meaning(path)? {
        Found::Item(id) => Some(Arc::clone(&context.reach.shortest(id)?.text)),
        Found::Module(_) | Found::Foreign(_) => None,
    }
}

/// Returns the types in the arguments of a path.
fn arguments(path: &syn::Path) -> impl Iterator<Item = &Type> {
    let lists = path.segments.iter().filter_map(|segment| match &segment.arguments {
        syn::PathArguments::AngleBracketed(list) => Some(&list.args),
        _ => None,
    });
    lists.flatten().filter_map(|argument| match argument {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}
