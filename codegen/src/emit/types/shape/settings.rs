//! The settings of types.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::RefinedType;
use crate::model::SchemaId;

/// The settings of types from the catalogue and the crate.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// True if each document has a module of its own, as in a crate; otherwise all types are in one module.
    pub is_crate: bool,
    /// Names reserved by the crate.
    pub reserved: BTreeSet<String>,
    /// The roots whose types drop members that no schema names.
    pub dropping: BTreeSet<usize>,
    /// The refinements of strings and integers.
    pub refinements: BTreeMap<SchemaId, RefinedType>,
}
