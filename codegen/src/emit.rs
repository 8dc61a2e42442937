//! Model → Rust, one emitter a file; this file holds what they share.

mod automaton;
mod decision;
pub mod events;
pub mod example;
pub mod feature;
mod functions;
pub mod layout;
pub mod manifest;
pub mod module;
pub mod package;
mod patterns;
pub mod payload;
mod readers;
pub mod readme;
pub mod receiver;
pub mod reference;
pub mod runtime;
pub mod selection;
pub mod slice;
pub mod types;
pub mod validators;
pub mod wording;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Model, SchemaId};

/// The file of the generated crate in which an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The file of one documented schema: the index into [`Model::roots`].
    Root(usize),
    /// The types of a document that is no root: the index into [`layout::documents`].
    Document(usize),
    /// What more than one documented schema needs.
    Shared,
}

/// What one emitter has for one file.
#[derive(Clone, Debug, Default)]
pub struct Fragment {
    /// Full paths to import, without `use` and `;`: `crate::runtime::Timestamp`.
    pub uses: BTreeSet<String>,
    /// The items, in the order in which they are to be read.
    pub items: Vec<syn::Item>,
}

impl Fragment {
    /// Puts another fragment behind this one.
    pub fn add(&mut self, other: Self) {
        self.uses.extend(other.uses);
        self.items.extend(other.items);
    }
}

/// What one emitter has for each file.
pub type Fragments = BTreeMap<Owner, Fragment>;

/// How emitted code names what stands elsewhere.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The module that holds the copied runtime: `crate::runtime`.
    pub runtime: String,
    /// Where the items of [`Owner::Shared`] stand: `crate::shared`; `None` when all items stand in one module.
    pub shared: Option<String>,
    /// What the crate is called in code, where it is known: `cleartix_webhooks`.
    pub library: Option<String>,
    /// Whether there is a receiver, which calls the validators by a trait.
    pub has_receiver: bool,
}

/// For each schema of the model, the file that owns what is emitted for it: a root's own file when only that root reaches it.
pub fn owners(model: &Model) -> BTreeMap<SchemaId, Owner> {
    let mut owners = BTreeMap::new();
    for (index, root) in model.roots.iter().enumerate() {
        let mut seen = BTreeSet::new();
        let mut open = vec![root.schema];
        while let Some(id) = open.pop() {
            if !seen.insert(id) {
                continue;
            }
            let owner = Owner::Root(index);
            owners
                .entry(id)
                .and_modify(|known| *known = if *known == owner { owner } else { Owner::Shared })
                .or_insert(owner);
            let assertions = &model.schema(id).assertions;
            open.extend(assertions.iter().flat_map(|it| it.kind.subschemas(it.keyword)).map(|(_, schema)| schema));
        }
    }
    // A documented schema stands in its own file, also when others refer to it.
    owners.extend(model.roots.iter().enumerate().map(|(index, root)| (root.schema, Owner::Root(index))));
    owners
}
