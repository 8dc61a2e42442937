//! The official test suite, through compiled validators: the build script generates a module for each of its schemas.

use codegen_runtime::validate::invalid::Invalid;
use codegen_runtime::validate::violation::Violations;
use serde_json::Value;

pub mod group;

/// A generated validator.
pub struct Compiled {
    /// The name of the group.
    pub name: &'static str,
    /// The face that stops at the first violation.
    pub is_valid: fn(&Value) -> bool,
    /// The face that collects all violations.
    pub validate: fn(&Value) -> Result<(), Violations>,
    /// The face that decides from bytes.
    pub is_valid_slice: fn(&[u8]) -> bool,
    /// The face that collects from bytes all that is wrong.
    pub validate_slice: fn(&[u8]) -> Result<(), Invalid>,
}

pub use generated::COMPILED;

/// The modules that the build script wrote, which are only compiled: clippy and rustdoc are for code that people write.
#[cfg(not(any(clippy, doc)))]
#[deny(warnings)]
#[allow(unreachable_pub)] // a module in the crate of a vendor is public
mod generated {
    use super::Compiled;

    include!(concat!(env!("OUT_DIR"), "/suite.rs"));
}

#[cfg(any(clippy, doc))]
mod generated {
    pub const COMPILED: &[super::Compiled] = &[];
}
