//! The error of reading a validated text.

use std::fmt;

use serde::de;

use super::visible::Excerpt;

/// The result of reading a value.
pub type Result<T> = std::result::Result<T, Unrepresentable>;

/// The error of a value that the type cannot hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unrepresentable;

/// Drops the message, which may contain a value.
impl de::Error for Unrepresentable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl fmt::Display for Unrepresentable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the type cannot hold the value")
    }
}

impl std::error::Error for Unrepresentable {}

/// The place of a value that the type cannot hold, or of the innermost value around it that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnrepresentableAt {
    /// The JSON Pointer to the value; empty for the whole.
    pub instance_location: String,
}

impl UnrepresentableAt {
    /// Writes the error of a place.
    pub(crate) fn write(instance_location: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = if instance_location.is_empty() { "the whole value" } else { instance_location };
        write!(f, "{}: {Unrepresentable}", Excerpt(place))
    }
}

impl fmt::Display for UnrepresentableAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Self::write(&self.instance_location, f)
    }
}

impl std::error::Error for UnrepresentableAt {}
