//! Model → types: chosen here, made by typify, refined with syn.
//!
//! [`shape()`] decides the Rust type of each schema, `typify::input` writes it as a schema for typify, and `typify::output` refines
//! typify's structs and enums: wire names, documented order, documentation, derives, and serde implementations where derives do not
//! suffice.

mod accessor;
mod doc;
pub(crate) mod holds;
pub(super) mod json_schema;
mod name;
mod rename;
mod serde_impl;
pub mod shape;
pub mod typify;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use doc::said_deprecated;
pub(crate) use json_schema::standalone;
pub use shape::{Settings, Shapes, shape};

use quote::format_ident;
use syn::parse_quote;

use crate::model::{Model, SchemaId};

use crate::emit::layout;
use crate::emit::macros::{OPEN_ARRAY, OPEN_ENUM, OPEN_STRUCT, OPEN_UNION};
use crate::emit::validate::checks::CHECKS;
use crate::render::fragment::{Fragments, Owner, Paths};
use shape::{Definition, DefinitionId, Kind, Test, Type};

/// Emits the types, each in the file of the only documented schema that uses it, or in a shared one.
///
/// `entries` has the path of a `fn(&serde_json::Value) -> bool` for each schema of [`Shapes::dispatched`].
pub fn emit(model: &Model, shapes: &Shapes, entries: &BTreeMap<SchemaId, syn::Path>, paths: &Paths) -> Fragments {
    let documents = layout::documents(model);
    let modules = shapes.definitions.iter().map(|it| module(model, &documents, paths, it.home)).collect();
    let mut json_schemas = json_schema::JsonSchemas::new(model, shapes, paths, modules);
    let mut refined = typify::output::refine(&typify::input::typify(shapes), shapes, model, &mut json_schemas);
    let accessors = shapes.definitions.iter().map(|definition| match &definition.kind {
        Kind::Union(variants) => accessor::of(shapes, variants, &refined),
        Kind::Struct(_) | Kind::Sequence(_) | Kind::Enum(_) | Kind::Newtype(_) => Vec::new(),
    });
    let accessors: Vec<_> = accessors.collect();
    let mut fragments = Fragments::new();
    let mut impls = Fragments::new();
    for ((index, definition), accessors) in shapes.definitions.iter().enumerate().zip(accessors) {
        let id = DefinitionId(index);
        let owner = definition.home;
        let fragment = fragments.entry(owner).or_default();
        let mut imports = Imports { model, shapes, documents: &documents, paths, owner, uses: &mut fragment.uses };
        imports.definition(definition);
        for accessor in &accessors {
            imports.ty(accessor.ty);
        }
        fragment.items.push(refined.remove(&id).expect("typify makes an item of each definition"));
        fragment.items.extend(accessor::emit(&definition.ident, &accessors));
        if let Some((document, shared)) = &definition.shared {
            let export = export(definition, shared, model);
            fragments.entry(Owner::Document(*document)).or_default().items.push(export);
        }
        let items = &mut impls.entry(owner).or_default().items;
        items.extend(serde_impl::emit(definition, entries, json_schemas.derives(definition)));
        json_schemas.implement(id);
    }
    for (owner, mut fragment) in impls {
        fragment.items.extend(json_schemas.module(owner));
        fragments.entry(owner).or_default().items.extend(fragment.items);
    }
    fragments
}

/// Returns the module of a file from the crate; empty if all items are in one module.
fn module(model: &Model, documents: &[String], paths: &Paths, owner: Owner) -> String {
    match (&paths.shared, owner) {
        (None, _) => String::new(),
        (Some(shared), Owner::Shared) => shared.clone(),
        (Some(shared), Owner::Document(index)) => format!("{shared}::{}", documents[index]),
        (Some(_), Owner::Root(index)) => layout::module(&model.roots[index]),
    }
}

/// Re-exports the type of an entry under its name among the documents that others refer to.
fn export(definition: &Definition, shared: &str, model: &Model) -> syn::Item {
    let Owner::Root(root) = definition.home else { unreachable!("others stand there themselves") };
    let module: syn::Path = syn::parse_str(&layout::module(&model.roots[root])).expect("it is the path of a module");
    let (ident, shared) = (format_ident!("{}", definition.ident), format_ident!("{shared}"));
    if ident == shared {
        parse_quote!(pub use #module::#ident;)
    } else {
        parse_quote!(pub use #module::#ident as #shared;)
    }
}

/// The imports of a file for its types.
struct Imports<'a> {
    model: &'a Model,
    shapes: &'a Shapes,
    /// The modules of documents other than roots.
    documents: &'a [String],
    paths: &'a Paths,
    owner: Owner,
    uses: &'a mut BTreeSet<String>,
}

impl Imports<'_> {
    fn definition(&mut self, definition: &Definition) {
        if let Kind::Enum(_) = definition.kind {
            self.add(&self.paths.macro_of(OPEN_ENUM));
            return;
        }
        if serde_impl::derives(&definition.kind) {
            self.add_all(&["serde::Deserialize", "serde::Serialize"]);
        }
        match &definition.kind {
            Kind::Struct(it) => {
                let reads_specially =
                    it.rest.is_some() || it.members.iter().any(|member| serde_impl::reader(member).is_some());
                if reads_specially {
                    self.runtime("value::serde_member");
                }
                if let Some((_, rest)) = &it.rest {
                    self.add("std::collections::BTreeMap");
                    self.ty(rest);
                    self.add(&self.paths.macro_of(OPEN_STRUCT));
                }
            }
            Kind::Sequence(_) => {
                self.runtime("value::serde_element");
                self.add(&self.paths.macro_of(OPEN_ARRAY));
            }
            Kind::Union(variants) => {
                self.add("serde_json::Value");
                self.add(&self.paths.macro_of(OPEN_UNION));
                let is_validated = variants.iter().any(|variant| matches!(variant.test, Test::Validators(_)));
                if is_validated && self.paths.shared.is_some() {
                    self.add(&format!("crate::{CHECKS}"));
                }
            }
            Kind::Enum(_) | Kind::Newtype(_) => {}
        }
        definition.kind.types().for_each(|ty| self.ty(ty));
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Value => self.add("serde_json::Value"),
            Type::Number => self.add("serde_json::Number"),
            Type::Integer => self.runtime("value::integer::Integer"),
            Type::Timestamp => self.runtime("value::timestamp::Timestamp"),
            Type::Decimal => self.runtime("value::decimal::Decimal"),
            Type::Map(member) => {
                self.add("std::collections::BTreeMap");
                self.ty(member);
            }
            Type::Array(inner) | Type::Nullable(inner) => self.ty(inner),
            Type::Tuple(elements) => elements.iter().for_each(|element| self.ty(element)),
            Type::Named(id) => self.named(*id),
            Type::Null | Type::Boolean | Type::String | Type::Native(_) => {}
        }
    }

    fn named(&mut self, id: DefinitionId) {
        let Some(shared) = &self.paths.shared else {
            return;
        };
        let Definition { ident, alias, home, .. } = self.shapes.definition(id);
        let module = match *home {
            owner if owner == self.owner && ident == alias => return,
            owner if owner == self.owner => "self".to_owned(),
            Owner::Root(index) => layout::module(&self.model.roots[index]),
            Owner::Document(index) => format!("{shared}::{}", self.documents[index]),
            Owner::Shared => shared.clone(),
        };
        let renamed = if ident == alias { String::new() } else { format!(" as {alias}") };
        self.add(&format!("{module}::{ident}{renamed}"));
    }

    fn runtime(&mut self, path: &str) {
        self.add(&format!("{}::{path}", self.paths.runtime));
    }

    fn add_all(&mut self, paths: &[&str]) {
        for path in paths {
            self.add(path);
        }
    }

    fn add(&mut self, path: &str) {
        self.uses.insert(path.to_owned());
    }
}
