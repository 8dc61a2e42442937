//! The items of a type with a documented schema: the schema, its examples and its validators.

use serde::de::DeserializeOwned;
use serde_json::Value;

pub use super::super::text::plain::Plain;
pub use super::super::text::scanner::Reader;
pub use super::super::text::tree::Tree;
pub use super::invalid::Invalid;
pub use super::report::{Collect, Stop};
pub use super::violation::Violations;
use super::{invalid, report};

/// A type with the validators of its schema, implemented by `documented!`.
pub trait Documented {
    /// The path of its schema: `events/order.created.schema.json`.
    const SCHEMA_PATH: &'static str;
    /// Reads a value and decides whether the schema accepts it.
    const READER: Reader;
    /// The same schema for reading and filling at once, if it is plain.
    const PLAIN: Option<&'static Plain> = None;

    /// Collects the violations of an instance.
    ///
    /// # Errors
    ///
    /// Never: collecting does not stop.
    fn collect<'v, 't>(instance: &'v Tree<'t>, at: Collect<'v, 't>) -> Result<(), Stop>;
}

/// Validates a value.
///
/// # Errors
///
/// All violations, if `is_valid` refuses the value.
#[inline]
pub fn validate<D: Documented>(value: &Value, is_valid: fn(&Value) -> bool) -> Result<(), Violations> {
    report::validate(value, is_valid, D::collect)
}

/// Decides whether bytes are valid.
#[inline]
#[must_use]
pub fn is_valid_slice<D: Documented>(input: &[u8]) -> bool {
    invalid::is_valid(input, D::READER)
}

/// Validates bytes.
///
/// # Errors
///
/// The syntax error, or all violations.
#[inline]
pub fn validate_slice<D: Documented>(input: &[u8]) -> Result<(), Invalid> {
    invalid::validate(input, D::READER, D::collect)
}

/// Decodes valid bytes.
///
/// # Errors
///
/// The errors of [`validate_slice`], and if the type cannot hold the value.
#[inline]
pub fn from_slice<D: Documented + DeserializeOwned>(input: &[u8]) -> Result<D, Invalid> {
    invalid::decode(input, D::READER, D::collect)
}

/// Gives a type its schema, its examples and its validators; `checks` is the module of the validators.
///
/// The caller imports this macro and, as `documented`, its module.
#[macro_export] // for modules whose runtime is this crate
#[allow(unused_macros)] // generated code calls it
macro_rules! documented {
    (
        $type:ident $(in $library:ident)?;
        schema = $schema:expr;
        examples = [$($first:expr $(, $other:expr)* $(,)?)?];
        checks = $($checks:ident)::+;
    ) => {
        impl $type {
            /// The documented JSON Schema.
            pub const SCHEMA: &'static str = $schema;

            /// The documented examples, as JSON.
            pub const EXAMPLES: &'static [&'static str] = &[$($first $(, $other)*)?];

            $(
                /// Returns the first documented example.
                #[must_use]
                pub fn example() -> Self {
                    Self::from_slice($first.as_bytes()).expect("gen has checked every example against its schema")
                }
            )?

            /// Returns whether the documented schema accepts a value.
            ///
            /// Stops at the first violation; [`validate`](Self::validate) returns them all. Both give the same verdict.
            #[must_use]
            pub fn is_valid(value: &serde_json::Value) -> bool {
                $($checks)::+::is_valid(value)
            }

            /// Validates a value against the documented schema and returns every violation.
            ///
            /// # Errors
            ///
            /// All violations, each with its location in the value and in the schema, and without any part of the value.
            pub fn validate(value: &serde_json::Value) -> Result<(), documented::Violations> {
                documented::validate::<Self>(value, $($checks)::+::is_valid)
            }

            /// Returns whether bytes are JSON [RFC 8259] that the documented schema accepts.
            ///
            /// Decides in one pass, without building a tree. Numbers of any size are compared exactly. An object with two
            /// members of one name and nesting beyond 128 levels are refused. [`validate_slice`](Self::validate_slice)
            /// returns the reason; both give the same verdict.
            #[must_use]
            pub fn is_valid_slice(input: &[u8]) -> bool {
                documented::is_valid_slice::<Self>(input)
            }

            /// Validates JSON bytes against the documented schema and returns every violation.
            ///
            /// # Errors
            ///
            /// The first place at which the bytes are not JSON, or else all violations, as [`validate`](Self::validate)
            /// returns them.
            $(
                ///
                /// # Examples
                ///
                /// ```
                #[doc = concat!("use ", stringify!($library), "::{Invalid, ", stringify!($type), "};")]
                ///
                #[doc = concat!("match ", stringify!($type), "::validate_slice(b\"[1, 2\") {")]
                ///     Ok(()) => println!("valid"),
                ///     Err(Invalid::NotJson(error)) => println!("no JSON at byte {}: {error}", error.offset),
                ///     Err(Invalid::Schema(violations)) => println!("{violations}"),
                ///     Err(other) => println!("{other}"),
                /// }
                /// ```
            )?
            pub fn validate_slice(input: &[u8]) -> Result<(), documented::Invalid> {
                documented::validate_slice::<Self>(input)
            }

            /// Validates JSON bytes against the documented schema and decodes them.
            ///
            /// The verdict is that of [`validate_slice`](Self::validate_slice), unlike that of `serde_json::from_slice`, which does
            /// not know the schema.
            ///
            /// # Errors
            ///
            /// The errors of [`validate_slice`](Self::validate_slice), or [`Invalid::Unrepresentable`](documented::Invalid).
            pub fn from_slice(input: &[u8]) -> Result<Self, documented::Invalid> {
                documented::from_slice::<Self>(input)
            }
        }

        impl documented::Documented for $type {
            const SCHEMA_PATH: &'static str = $($checks)::+::SCHEMA_PATH;
            const READER: documented::Reader = $($checks)::+::on_bytes;
            const PLAIN: Option<&'static documented::Plain> = $($checks)::+::PLAIN;

            fn collect<'v, 't>(
                instance: &'v documented::Tree<'t>,
                at: documented::Collect<'v, 't>,
            ) -> Result<(), documented::Stop> {
                $($checks)::+::on_value(instance, at)
            }
        }
    };
}
#[allow(unused_imports)] // generated code imports it
pub(crate) use documented;
