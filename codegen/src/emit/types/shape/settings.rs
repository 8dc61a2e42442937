//! The settings of types.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::RefinedType;
use crate::model::SchemaId;

/// What the catalogue and the crate have to say about the types.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Whether each document has a module of its own, as in a crate; otherwise all types stand in one module.
    pub is_crate: bool,
    /// Names that types must not have, because the crate has them already.
    pub reserved: BTreeSet<String>,
    /// The roots whose types drop members that no schema names.
    pub dropping: BTreeSet<usize>,
    /// What the strings and integers of some schemas are.
    pub refinements: BTreeMap<SchemaId, RefinedType>,
}
