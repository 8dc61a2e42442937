//! Model → types: decided by us, made by typify, refined with syn.
//!
//! [`shape()`] decides what each schema is in Rust, `feed` writes that as a schema for typify, and `refine` makes of typify's structs
//! and enums what is read and used: wire names, documented order, documentation, derives, and serde where its derives would not do.

mod coding;
mod doc;
mod feed;
mod name;
mod refine;
pub mod shape;
mod truth;
mod written;

use std::collections::{BTreeMap, BTreeSet};

pub use shape::{Settings, Shapes, shape};

use crate::model::{Model, SchemaId};

use super::{Fragments, Owner, Paths, layout};
use shape::{Definition, DefinitionId, Kind, Type};

/// Emits the types, each in the file of the documented schema that alone needs it.
///
/// `entries` has the path of a `fn(&serde_json::Value) -> bool` for each schema of [`Shapes::dispatched`].
pub fn emit(model: &Model, shapes: &Shapes, entries: &BTreeMap<SchemaId, syn::Path>, paths: &Paths) -> Fragments {
    let mut truth = truth::Truth::new(model, shapes, paths);
    let refined = refine::refine(&feed::typify(shapes), shapes, model, &mut truth);
    let owners = owners(model, shapes);
    let mut fragments = Fragments::new();
    let mut impls = Fragments::new();
    for (index, definition) in shapes.definitions.iter().enumerate() {
        let id = DefinitionId(index);
        let owner = owners[&id];
        let fragment = fragments.entry(owner).or_default();
        let mut imports = Imports { model, shapes, owners: &owners, paths, owner, uses: &mut fragment.uses };
        imports.definition(definition);
        fragment.items.push(refined[&id].clone());
        let items = &mut impls.entry(owner).or_default().items;
        items.extend(coding::emit(definition, entries));
        items.extend(truth.items(definition));
    }
    for (owner, fragment) in impls {
        fragments.entry(owner).or_default().items.extend(fragment.items);
    }
    fragments
}

/// The file of each definition.
fn owners(model: &Model, shapes: &Shapes) -> BTreeMap<DefinitionId, Owner> {
    let mut owners: BTreeMap<DefinitionId, Owner> = BTreeMap::new();
    for index in 0..model.roots.len() {
        let owner = Owner::Root(index);
        let mut seen = BTreeSet::new();
        let mut open = vec![shapes.roots[index]];
        while let Some(id) = open.pop() {
            if seen.insert(id) {
                let merge = |known: &mut Owner| *known = if *known == owner { owner } else { Owner::Shared };
                owners.entry(id).and_modify(merge).or_insert(owner);
                open.extend(types(shapes.definition(id)).filter_map(Type::definition));
            }
        }
    }
    // A documented schema stands in its own file, also when others refer to it.
    owners.extend(shapes.roots.iter().enumerate().map(|(index, id)| (*id, Owner::Root(index))));
    owners
}

/// The types of a definition's parts.
fn types(definition: &Definition) -> impl Iterator<Item = &Type> {
    let parts: Vec<&Type> = match &definition.kind {
        Kind::Struct(it) => {
            it.members.iter().map(|member| &member.ty).chain(it.rest.iter().map(|(_, ty)| ty)).collect()
        }
        Kind::Union(variants) => variants.iter().map(|variant| &variant.ty).collect(),
        Kind::Newtype(ty) => vec![ty],
        Kind::Enum(_) => Vec::new(),
    };
    parts.into_iter()
}

/// What a file has to import for its types.
struct Imports<'a> {
    model: &'a Model,
    shapes: &'a Shapes,
    owners: &'a BTreeMap<DefinitionId, Owner>,
    paths: &'a Paths,
    owner: Owner,
    uses: &'a mut BTreeSet<String>,
}

impl Imports<'_> {
    fn definition(&mut self, definition: &Definition) {
        self.add("serde::Deserialize");
        self.add("serde::Serialize");
        match &definition.kind {
            Kind::Struct(it) => {
                let reads_specially =
                    it.rest.is_some() || it.members.iter().any(|member| coding::reader(member).is_some());
                if reads_specially {
                    self.runtime("member");
                }
                if it.rest.is_some() {
                    self.add("std::collections::BTreeMap");
                    self.add_all(&["serde::Deserializer", "serde::Serializer", "serde::ser::SerializeMap"]);
                }
            }
            Kind::Enum(_) => self.add_all(&["serde::Deserializer", "serde::Serializer"]),
            Kind::Union(_) => {
                self.add_all(&["serde::Deserializer", "serde::Serializer", "serde_json::Value"]);
            }
            Kind::Newtype(_) => {}
        }
        types(definition).for_each(|ty| self.ty(ty));
    }

    fn ty(&mut self, ty: &Type) {
        match ty {
            Type::Value => self.add("serde_json::Value"),
            Type::Number => self.add("serde_json::Number"),
            Type::Integer => self.runtime("integer::Integer"),
            Type::Timestamp => self.runtime("timestamp::Timestamp"),
            Type::Decimal => self.runtime("decimal::Decimal"),
            Type::Map(member) => {
                self.add("std::collections::BTreeMap");
                self.ty(member);
            }
            Type::Array(inner) | Type::Nullable(inner) => self.ty(inner),
            Type::Named(id) => self.named(*id),
            Type::Null | Type::Boolean | Type::String | Type::Native(_) => {}
        }
    }

    fn named(&mut self, id: DefinitionId) {
        let Some(shared) = &self.paths.shared else {
            return;
        };
        let owner = self.owners[&id];
        let ident = &self.shapes.definition(id).ident;
        match owner {
            _ if owner == self.owner => {}
            Owner::Shared => self.add(&format!("{shared}::{ident}")),
            Owner::Root(index) => {
                let module = layout::module(&self.model.roots[index]);
                self.add(&format!("{module}::{ident}"));
            }
        }
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
