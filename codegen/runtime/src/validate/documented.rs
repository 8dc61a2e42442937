//! The interface between the receiver and a documented type.

use super::super::text::scanner::Reader;
use super::super::text::tree::Tree;
use super::report::{Collect, Stop};

/// A type with its schema's validators.
pub trait Documented {
    /// The location of its schema: `events/order.created.schema.json`.
    const SCHEMA_PATH: &'static str;
    /// The validator on bytes.
    const READER: Reader;

    /// Collects the violations of an instance.
    ///
    /// # Errors
    ///
    /// Never: collecting does not stop.
    fn collect<'v, 't>(instance: &'v Tree<'t>, at: Collect<'v, 't>) -> Result<(), Stop>;
}
