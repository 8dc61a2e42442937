//! The official test suite, the documented schemas, the corpus and random schemas, through compiled validators.

mod differential;
mod output;
mod verdicts;

use codegen_runtime::validate::invalid::Invalid;
use codegen_runtime::validate::violation::Violations;
use serde_json::Value;

use generated::COMPILED;

/// A generated validator.
struct Compiled {
    /// The name of the group.
    name: &'static str,
    /// The validator that stops at the first violation.
    is_valid: fn(&Value) -> bool,
    /// The validator that collects all violations.
    validate: fn(&Value) -> Result<(), Violations>,
    /// The validator on bytes.
    is_valid_slice: fn(&[u8]) -> bool,
    /// The validator on bytes that collects all violations.
    validate_slice: fn(&[u8]) -> Result<(), Invalid>,
    /// The reader of valid bytes.
    from_slice: fn(&[u8]) -> Result<Value, Invalid>,
}

/// The modules of the build script, which are for the compiler alone: clippy is for hand-written code.
#[deny(warnings)]
#[allow(clippy::all, clippy::pedantic)]
#[allow(dead_code, unreachable_pub)] // a module in the crate of a vendor is public
mod generated {
    use super::Compiled;

    include!(concat!(env!("OUT_DIR"), "/suite.rs"));
}
