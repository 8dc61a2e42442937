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
    /// The face that stops at the first violation.
    is_valid: fn(&Value) -> bool,
    /// The face that collects all violations.
    validate: fn(&Value) -> Result<(), Violations>,
    /// The face that decides from bytes.
    is_valid_slice: fn(&[u8]) -> bool,
    /// The face that collects from bytes all that is wrong.
    validate_slice: fn(&[u8]) -> Result<(), Invalid>,
}

/// The modules that the build script wrote, which are only compiled: clippy is for code that people write.
#[cfg(not(clippy))]
#[deny(warnings)]
#[allow(dead_code, unreachable_pub)] // a module in the crate of a vendor is public
mod generated {
    use super::Compiled;

    include!(concat!(env!("OUT_DIR"), "/suite.rs"));
}

#[cfg(clippy)]
mod generated {
    pub(crate) const COMPILED: &[super::Compiled] = &[];
}
