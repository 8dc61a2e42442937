//! The texts of a folder.

use std::collections::BTreeMap;

/// Texts by relative path, with `/` on every platform.
pub type Files = BTreeMap<String, String>;
