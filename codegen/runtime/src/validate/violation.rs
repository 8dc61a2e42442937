//! Violations with their locations in instance and schema, never with a value.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::super::text::visible::{Excerpt, Visible};

/// A keyword that rejects the instance or a part of it.
///
/// It serializes as an output unit of JSON Schema's *basic* format [JSON Schema 2020-12 Core §12.4.2].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The JSON Pointer to the rejected part of the instance; empty for the whole.
    pub instance_location: String,
    /// The JSON Pointer from the root of the schema to the keyword, through every `$ref` on the way.
    pub keyword_location: String,
    /// The URI of the keyword, if validation went through a reference into a schema with an absolute URI.
    pub absolute_keyword_location: Option<String>,
    /// The keyword: `required`; `false` for the schema `false`.
    pub keyword: String,
    /// The expectation in words of the schema, and the type of the found value; never the value.
    pub message: String,
}

/// Writes place, message and keyword on one line, with invisible characters escaped. A place of more than 256 characters is cut.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instance = if self.instance_location.is_empty() { "the whole value" } else { &self.instance_location };
        write!(f, "{}: {} (#{})", Excerpt(instance), self.message, Visible(&self.keyword_location))
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let length = 3 + usize::from(self.absolute_keyword_location.is_some());
        let mut unit = serializer.serialize_struct("Violation", length)?;
        unit.serialize_field("keywordLocation", &self.keyword_location)?;
        if let Some(absolute) = &self.absolute_keyword_location {
            unit.serialize_field("absoluteKeywordLocation", absolute)?;
        }
        unit.serialize_field("instanceLocation", &self.instance_location)?;
        unit.serialize_field("error", &self.message)?;
        unit.end()
    }
}

/// All violations of a schema by an instance; at least one.
///
/// `Display` and `Debug` list the first 16 of them and count the others, so that a message in a log stays short whatever was sent.
/// [`iter`](Self::iter) and serde have them all.
///
/// It serializes as JSON Schema's *basic* output [JSON Schema 2020-12 Core §12.4.2]:
/// `{"valid": false, "errors": […]}`.
#[derive(Clone, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Wraps the violations of a rejected instance. If none were collected, which is a fault of the generator, the verdict stands.
    pub(super) fn of_refused(mut found: Vec<Violation>) -> Self {
        debug_assert!(!found.is_empty(), "the instance is refused, and no keyword refuses it");
        if found.is_empty() {
            found.push(Violation {
                instance_location: String::new(),
                keyword_location: String::new(),
                absolute_keyword_location: None,
                keyword: String::new(),
                message: "this is not what the schema asks for".to_owned(),
            });
        }
        Self(found)
    }

    /// Returns `1 place` or `3 places`.
    pub(crate) fn places(&self) -> String {
        counted(self.0.len(), "place")
    }

    /// Returns the violations in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

/// Returns `1 place` or `3 places`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// The maximum number of places in a message.
pub(super) const MAX_LISTED: usize = 16;

/// Writes the first of `count` places, and the number of the others.
pub(super) fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, places: &[T], count: usize) -> fmt::Result {
    for (index, place) in places.iter().take(MAX_LISTED).enumerate() {
        let separator = if index == 0 { "" } else { "; " };
        write!(f, "{separator}{place}")?;
    }
    match count.saturating_sub(MAX_LISTED) {
        0 => Ok(()),
        more => write!(f, "; and {more} more"),
    }
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        list(f, &self.0, self.0.len())
    }
}

impl fmt::Debug for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Violations({self})")
    }
}

impl std::error::Error for Violations {}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Serialize for Violations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut output = serializer.serialize_struct("Violations", 2)?;
        output.serialize_field("valid", &false)?;
        output.serialize_field("errors", &self.0)?;
        output.end()
    }
}
