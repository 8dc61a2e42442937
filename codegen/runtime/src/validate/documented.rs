//! What the receiver knows of a type that a schema documents.

use super::super::text::scanner::Reader;
use super::super::text::tree::Tree;
use super::report::{Collect, Stop};

/// A type with its schema's validators, as the receiver calls them.
pub trait Documented {
    /// Where its schema stands: `events/order.created.schema.json`.
    const SCHEMA_PATH: &'static str;
    /// Reads a value, and decides about it.
    const READER: Reader;

    /// Collects what is wrong with an instance.
    ///
    /// # Errors
    ///
    /// Never: collecting goes on to the end.
    fn collect<'v, 't>(instance: &'v Tree<'t>, at: Collect<'v, 't>) -> Result<(), Stop>;
}
