//! What one emitter hands on for one file, before it is rendered.

use std::collections::{BTreeMap, BTreeSet};

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
