//! The output of an emitter for one file, before rendering.

use std::collections::{BTreeMap, BTreeSet};

/// The file of the generated crate that contains an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The file of one documented schema: the index into [`Model::roots`](crate::model::Model::roots).
    Root(usize),
    /// The types of a document that is not a root: the index into `emit::layout::documents`.
    Document(usize),
    /// Items that several documented schemas need.
    Shared,
}

/// The output of an emitter for one file.
#[derive(Clone, Debug, Default)]
pub struct Fragment {
    /// Full paths to import, without `use` and `;`: `crate::runtime::Timestamp`.
    pub uses: BTreeSet<String>,
    /// The items in reading order.
    pub items: Vec<syn::Item>,
}

impl Fragment {
    /// Appends another fragment.
    pub fn add(&mut self, other: Self) {
        self.uses.extend(other.uses);
        self.items.extend(other.items);
    }
}

/// The output of an emitter for all files.
pub type Fragments = BTreeMap<Owner, Fragment>;

/// The paths in emitted code.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The module with the copied runtime: `crate::runtime`.
    pub runtime: String,
    /// The module with the items of [`Owner::Shared`]: `crate::shared`; `None` if all items are in one module.
    pub shared: Option<String>,
    /// The crate's name in code, if known: `cleartix_webhooks`.
    pub library: Option<String>,
}

impl Paths {
    /// Returns the path of a macro that a module of the runtime defines. Another crate exports its macros at its root.
    pub fn macro_of(&self, (module, name): (&str, &str)) -> String {
        match self.runtime.split("::").next() {
            Some(package) if !["crate", "self", "super"].contains(&package) => format!("{package}::{name}"),
            _ => format!("{}::{module}::{name}", self.runtime),
        }
    }
}

/// Returns a path as seen from a nested module.
pub(crate) fn from_inside(path: &str) -> String {
    match path.split_once("::") {
        Some(("self", rest)) => format!("super::{rest}"),
        Some(("super", _)) => format!("super::{path}"),
        _ => path.to_owned(),
    }
}
