//! What a validator found: every violation, with its place in the instance and in the schema, and never a value.

use std::fmt;

use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::super::text::visible::Visible;

/// One keyword that does not accept the instance or a part of it.
///
/// It serializes as an output unit of JSON Schema's *basic* format [JSON Schema 2020-12 Core §12.4.2].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// Which part of the instance: a JSON Pointer, empty for the whole.
    pub instance_location: String,
    /// Which keyword: a JSON Pointer from the root of the schema, through `$ref` where validation went through it.
    pub keyword_location: String,
    /// The URI of the keyword, when validation went through a reference into a schema that has an absolute URI.
    pub absolute_keyword_location: Option<String>,
    /// The keyword itself: `required`; `false` where the schema is just that.
    pub keyword: String,
    /// What was expected, in words of the schema, and of which type the found value is; never the value.
    pub message: String,
}

/// Place, message and keyword on one line: characters of names that nobody would see are spelled.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instance = if self.instance_location.is_empty() { "the whole value" } else { &self.instance_location };
        write!(f, "{}: {} (#{})", Visible(instance), self.message, Visible(&self.keyword_location))
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

/// All violations of a schema by an instance: one at least.
///
/// It serializes as JSON Schema's *basic* output [JSON Schema 2020-12 Core §12.4.2]:
/// `{"valid": false, "errors": […]}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Why an instance is refused. When nothing was found, the verdict stands: it is the generator's fault that it cannot be explained.
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

    /// `1 place` or `3 places`.
    pub(crate) fn places(&self) -> String {
        counted(self.0.len(), "place")
    }

    /// The violations, in the order in which they were found.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.0.iter()
    }
}

/// `1 place` or `3 places`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

impl fmt::Display for Violations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, violation) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}{violation}")?;
        }
        Ok(())
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
