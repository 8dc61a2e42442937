//! Spells types, bounds and generic parameters by the shortest path of each name, so that a private module may move.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::rc::Rc;

use proc_macro2::Span;
use quote::ToTokens as _;
use syn::visit_mut::{self, VisitMut};
use syn::{
    GenericArgument, GenericParam, Ident, Item, Path, PathArguments, PathSegment, Type, TypeParamBound, WherePredicate,
};

use crate::api::declaration;
use crate::api::item::{GenericParameter, Generics};
use crate::api::reach::{Reach, Spelled};
use crate::api::resolve::Found;
use crate::api::tree::{ItemId, ModuleId, Tree};
use crate::render::line::print;

/// The modules of the standard library with the names that programs need not import.
const PRELUDE: [(&str, &[&str]); 13] = [
    ("std::borrow", &["ToOwned"]),
    ("std::boxed", &["Box"]),
    ("std::clone", &["Clone"]),
    ("std::cmp", &["Eq", "Ord", "PartialEq", "PartialOrd"]),
    ("std::convert", &["AsMut", "AsRef", "From", "Into", "TryFrom", "TryInto"]),
    ("std::default", &["Default"]),
    ("std::iter", &["DoubleEndedIterator", "ExactSizeIterator", "Extend", "FromIterator", "IntoIterator", "Iterator"]),
    ("std::marker", &["Copy", "Send", "Sized", "Sync", "Unpin"]),
    ("std::ops", &["Drop", "Fn", "FnMut", "FnOnce"]),
    ("std::option", &["Option"]),
    ("std::result", &["Result"]),
    ("std::string", &["String", "ToString"]),
    ("std::vec", &["Vec"]),
];

/// Items of other packages that have several paths: another one, and the path that is spelled.
const SYNONYMS: [(&str, &str); 2] =
    [("serde::de::Deserialize", "serde::Deserialize"), ("serde::ser::Serialize", "serde::Serialize")];

/// The first segment of the path of an item that no program can name.
const HIDDEN: &str = "_";

/// Returns true if a spelled type or bound names an item that no program can name.
pub(super) fn is_hidden(text: &str) -> bool {
    let is_start = |at: usize| !text[..at].ends_with(|it: char| it.is_alphanumeric() || it == '_');
    text.match_indices("_::").any(|(at, _)| is_start(at))
}

/// Spells types and paths that are written in one module.
#[derive(Clone, Debug)]
pub(super) struct Speller<'a> {
    pub(super) tree: &'a Tree<'a>,
    pub(super) reach: &'a Reach,
    /// The names of packages: a path of the crate that begins with one is spelled with `crate::`.
    pub(super) packages: &'a BTreeSet<String>,
    /// The module of the spelled tokens.
    pub(super) module: ModuleId,
    /// The generic parameters in scope.
    pub(super) parameters: BTreeSet<String>,
    /// The type that `Self` means, as it is written. Without one, `Self` stays.
    pub(super) this: Option<Rc<Type>>,
}

impl Speller<'_> {
    /// Returns a speller with more generic parameters in scope.
    pub(super) fn within(&self, generics: &syn::Generics) -> Self {
        let names = generics.params.iter().filter_map(|parameter| match parameter {
            GenericParam::Type(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Const(parameter) => Some(parameter.ident.to_string()),
            GenericParam::Lifetime(_) => None,
        });
        let mut speller = self.clone();
        speller.parameters.extend(names);
        speller
    }

    /// Returns a speller of an implementation for a type.
    pub(super) fn of(mut self, ty: &Type) -> Self {
        self.this = Some(Rc::new(ty.clone()));
        self
    }

    /// Returns a type with the shortest paths.
    pub(super) fn short(&self, ty: &Type) -> Type {
        let mut ty = ty.clone();
        Replacing { speller: self }.visit_type_mut(&mut ty);
        ty
    }

    /// Spells a type.
    pub(super) fn ty(&self, ty: &Type) -> String {
        let mut text = String::new();
        if self.write(ty, &mut text) { text } else { print(self.short(ty).to_token_stream()) }
    }

    /// Spells the path of a trait.
    pub(super) fn path(&self, path: &Path) -> String {
        let mut text = String::new();
        if self.write_path(path, false, &mut text) {
            return text;
        }
        let mut path = path.clone();
        Replacing { speller: self }.visit_path_mut(&mut path);
        print(path.to_token_stream())
    }

    /// Writes a type as [`print`] does, without tokens; returns false for rare forms of types.
    fn write(&self, ty: &Type, text: &mut String) -> bool {
        match ty {
            Type::Path(it) if it.qself.is_none() => match &self.this {
                Some(this) if it.path.is_ident("Self") => self.without_this().write(this, text),
                _ => self.write_path(&it.path, true, text),
            },
            Type::Reference(it) => {
                text.push('&');
                if let Some(lifetime) = &it.lifetime {
                    let _ = write!(text, "{lifetime} ");
                }
                text.push_str(if it.mutability.is_some() { "mut " } else { "" });
                self.write(&it.elem, text)
            }
            Type::Slice(it) => {
                text.push('[');
                let is_written = self.write(&it.elem, text);
                text.push(']');
                is_written
            }
            Type::Tuple(it) if it.elems.is_empty() => {
                text.push_str("()");
                true
            }
            _ => false,
        }
    }

    /// Writes a path with arguments at its end alone.
    fn write_path(&self, path: &Path, is_type: bool, text: &mut String) -> bool {
        let mut segments = path.segments.iter().rev();
        let Some(last) = segments.next().filter(|_| segments.all(|segment| segment.arguments.is_none())) else {
            return false;
        };
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let name = names.join("::");
        let is_free = names.first().is_some_and(|first| first == "Self" || self.parameters.contains(first));
        if is_free && path.leading_colon.is_none() {
            text.push_str(&name);
        } else {
            let Spelled { text: spelled, is_hidden_alias } =
                self.reach
                    .spelled(self.module, &name, path.leading_colon.is_some(), || self.spelled(path, name.clone()));
            if is_hidden_alias && is_type {
                return false;
            }
            text.push_str(&spelled);
        }
        let arguments = match &last.arguments {
            PathArguments::None => return true,
            PathArguments::AngleBracketed(it) if it.colon2_token.is_none() => &it.args,
            _ => return false,
        };
        text.push('<');
        for (index, argument) in arguments.iter().enumerate() {
            text.push_str(if index > 0 { ", " } else { "" });
            let is_written = match argument {
                GenericArgument::Type(ty) => self.write(ty, text),
                GenericArgument::Lifetime(lifetime) => write!(text, "{lifetime}").is_ok(),
                _ => false,
            };
            if !is_written {
                return false;
            }
        }
        text.push('>');
        true
    }

    /// Spells a path without its arguments. A path without a meaning stays as it is written.
    fn spelled(&self, path: &Path, name: String) -> Spelled {
        let text = match self.meaning(path) {
            Some(Found::Item(id)) => self.local(id).join("::"),
            Some(Found::Foreign(path)) => foreign(path).join("::"),
            Some(Found::Module(_)) | None => name,
        };
        Spelled { text: text.into(), is_hidden_alias: self.hidden_alias(path).is_some() }
    }

    fn without_this(&self) -> Self {
        let Self { tree, reach, packages, module, parameters, this: _ } = self;
        Self { tree, reach, packages, module: *module, parameters: parameters.clone(), this: None }
    }

    /// Spells bounds.
    pub(super) fn bounds<'b>(&self, bounds: impl IntoIterator<Item = &'b TypeParamBound>) -> Vec<String> {
        let bound = |bound: &TypeParamBound| {
            let mut bound = bound.clone();
            Replacing { speller: self }.visit_type_param_bound_mut(&mut bound);
            print(bound.to_token_stream())
        };
        bounds.into_iter().map(bound).collect()
    }

    /// Spells generic parameters, whose bounds may stand after them or in a `where` clause.
    pub(super) fn generics(&self, generics: &syn::Generics) -> Generics {
        let mut found = Generics::default();
        for parameter in &generics.params {
            let (name, default) = match parameter {
                GenericParam::Lifetime(it) => {
                    let bounds = it.bounds.iter().map(|bound| format!("{}: {bound}", it.lifetime));
                    found.bounds.extend(bounds);
                    (it.lifetime.to_string(), None)
                }
                GenericParam::Type(it) => {
                    let bounds = self.bounds(&it.bounds).into_iter().map(|bound| format!("{}: {bound}", it.ident));
                    found.bounds.extend(bounds);
                    (it.ident.to_string(), it.default.as_ref().map(|(_, default)| self.ty(default)))
                }
                GenericParam::Const(it) => {
                    let default = it.default.as_ref().map(|(_, default)| print(default.to_token_stream()));
                    (format!("const {}: {}", it.ident, self.ty(&it.ty)), default)
                }
            };
            found.parameters.push(GenericParameter { name, default });
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            found.bounds.extend(self.predicate(predicate));
        }
        found
    }

    fn predicate(&self, predicate: &WherePredicate) -> Vec<String> {
        match predicate {
            WherePredicate::Lifetime(it) => it.bounds.iter().map(|bound| format!("{}: {bound}", it.lifetime)).collect(),
            WherePredicate::Type(it) => {
                let lifetimes = it.lifetimes.as_ref().map(|it| print(it.to_token_stream()) + " ").unwrap_or_default();
                let bounded = self.ty(&it.bounded_ty);
                self.bounds(&it.bounds).into_iter().map(|bound| format!("{lifetimes}{bounded}: {bound}")).collect()
            }
            other => vec![print(other.to_token_stream())],
        }
    }

    /// Returns what a path means where a type or trait is expected.
    pub(super) fn meaning(&self, path: &Path) -> Option<Found> {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if path.leading_colon.is_some() {
            return Some(Found::Foreign(names));
        }
        if names.first().is_some_and(|first| first == "Self" || self.parameters.contains(first)) {
            return None;
        }
        let is_named = |found: &Found| match found {
            Found::Item(id) => !matches!(*self.tree.item(*id).0, Item::Fn(_) | Item::Macro(_)),
            Found::Foreign(_) => true,
            Found::Module(_) => false,
        };
        self.reach.meanings(self.tree, self.module, &names).into_iter().find(is_named)
    }

    /// Returns the shortest path of an item of the crate; an item that cannot be named is `_::Name`.
    pub(super) fn local(&self, id: ItemId) -> Vec<String> {
        let Some(named) = self.reach.shortest(id) else {
            let ident = declaration::ident(&self.tree.item(id).0).unwrap_or_default();
            return vec![HIDDEN.to_owned(), ident];
        };
        let path = named.path.clone();
        let first = path.first().map(String::as_str).unwrap_or_default();
        let is_taken = first.len() == 1
            || self.packages.contains(first)
            || first == "std"
            || PRELUDE.iter().any(|(_, names)| names.contains(&first));
        if is_taken { ["crate".to_owned()].into_iter().chain(path).collect() } else { path }
    }

    /// Returns the alias that a path means, if no program can name it, with its module.
    fn hidden_alias(&self, path: &Path) -> Option<(ModuleId, &Type)> {
        let Some(Found::Item(id)) = self.meaning(path) else { return None };
        match &*self.tree.item(id).0 {
            Item::Type(alias) if self.reach.shortest(id).is_none() && alias.generics.params.is_empty() => {
                Some((id.0, &alias.ty))
            }
            _ => None,
        }
    }
}

/// Returns the spelled path of another package's item.
pub(super) fn foreign(path: Vec<String>) -> Vec<String> {
    let mut path = path;
    if matches!(path.first().map(String::as_str), Some("core" | "alloc")) && path.len() > 1 {
        "std".clone_into(&mut path[0]);
    }
    let text = path.join("::");
    if let Some((_, spelled)) = SYNONYMS.iter().find(|(written, _)| *written == text) {
        return spelled.split("::").map(str::to_owned).collect();
    }
    let Some((before, name)) = text.rsplit_once("::") else { return path };
    let is_prelude = PRELUDE.iter().any(|(module, names)| before == *module && names.contains(&name));
    if is_prelude { vec![name.to_owned()] } else { path }
}

/// Replaces each path by the shortest.
struct Replacing<'a> {
    speller: &'a Speller<'a>,
}

impl Replacing<'_> {
    /// Replaces the first `count` segments.
    fn replace(&self, path: &mut Path, count: usize) {
        let mut named = path.clone();
        named.segments = path.segments.iter().take(count).cloned().collect();
        let spelled = match self.speller.meaning(&named) {
            Some(Found::Item(id)) => self.speller.local(id),
            Some(Found::Foreign(path)) => foreign(path),
            Some(Found::Module(_)) | None => return,
        };
        let arguments = named.segments.last().map_or(PathArguments::None, |last| last.arguments.clone());
        let rest = path.segments.iter().skip(count).cloned();
        let mut segments: Vec<PathSegment> = spelled.iter().map(|name| PathSegment::from(name_of(name))).collect();
        if let Some(last) = segments.last_mut() {
            last.arguments = arguments;
        }
        path.leading_colon = None;
        path.segments = segments.into_iter().chain(rest).collect();
    }
}

fn name_of(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

impl VisitMut for Replacing<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty
            && path.qself.is_none()
        {
            if let (true, Some(this)) = (path.path.is_ident("Self"), &self.speller.this) {
                *ty = self.speller.without_this().short(this);
                return;
            }
            if let Some((module, alias)) = self.speller.hidden_alias(&path.path) {
                *ty = Speller { module, ..self.speller.clone() }.short(alias);
                return;
            }
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_type_path_mut(&mut self, path: &mut syn::TypePath) {
        let Some(qualified) = &mut path.qself else {
            return self.visit_path_mut(&mut path.path);
        };
        self.visit_qself_mut(qualified);
        let position = qualified.position;
        path.path.segments.iter_mut().for_each(|segment| self.visit_path_segment_mut(segment));
        if position > 0 {
            let count = path.path.segments.len() - position;
            self.replace(&mut path.path, position);
            qualified.position = path.path.segments.len() - count;
        }
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        self.replace(path, path.segments.len());
    }
}
