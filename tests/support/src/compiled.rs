//! A generated validator of a schema without types.

use codegen_runtime::text::scanner::Reader;
use codegen_runtime::validate::additions::Collector;
use codegen_runtime::validate::invalid::Invalid;
use codegen_runtime::validate::violation::Violations;
use serde_json::Value;

/// A generated validator of a schema without types.
#[derive(Debug)]
pub struct Compiled {
    /// The name of the schema.
    pub name: &'static str,
    /// The validator that stops at the first violation.
    pub is_valid: fn(&Value) -> bool,
    /// The validator that collects all violations.
    pub validate: fn(&Value) -> Result<(), Violations>,
    /// The validator on bytes.
    pub is_valid_slice: fn(&[u8]) -> bool,
    /// The validator on bytes that collects all violations.
    pub validate_slice: fn(&[u8]) -> Result<(), Invalid>,
    /// The reader of valid bytes.
    pub from_slice: fn(&[u8]) -> Result<Value, Invalid>,
    /// The validator on bytes as a part of a reader.
    pub reader: Reader,
    /// The validator that collects violations, as a part of another one.
    pub collector: Collector,
}

/// Returns the validator of the schema of a name.
///
/// # Panics
///
/// If there is no such schema.
pub fn named<'c>(compiled: &'c [Compiled], name: &str) -> &'c Compiled {
    compiled.iter().find(|compiled| compiled.name == name).unwrap_or_else(|| panic!("there is no schema {name}"))
}
