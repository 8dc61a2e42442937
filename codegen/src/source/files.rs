//! The texts of a folder.

use std::collections::BTreeMap;

/// Texts by their paths, which are relative and have `/` on every platform.
pub type Files = BTreeMap<String, String>;
