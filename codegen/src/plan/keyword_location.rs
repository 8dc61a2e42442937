//! Keyword locations relative to a node's schema.

use crate::model::Schema;
use crate::source::location::Pointer;

/// The path from a node's schema to a keyword or a subschema, through merged references.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trail {
    /// The last reference on the path into a schema with a URI of its own: the JSON Pointer to the reference, and that URI.
    pub via: Option<(String, String)>,
    /// The JSON Pointer from there, or from the node's schema.
    pub pointer: String,
}

impl Trail {
    /// Returns the whole path as a JSON Pointer.
    pub fn keyword_location(&self) -> String {
        let via = self.via.as_ref().map_or("", |(pointer, _)| pointer.as_str());
        format!("{via}{}", self.pointer)
    }

    /// Appends reference tokens.
    #[must_use]
    pub(super) fn join(&self, tokens: &Pointer) -> Self {
        Self { via: self.via.clone(), pointer: format!("{}{tokens}", self.pointer) }
    }

    /// Appends the path into a subschema, by reference or not.
    #[must_use]
    pub(super) fn enter(&self, tokens: &Pointer, from: &Schema, to: &Schema, is_reference: bool) -> Self {
        let (from, to_base) = (base(from), base(to));
        // A document without `$id` has its file name as base, which is not a public URI.
        let has_new_base = if is_reference { !(is_file(from) && is_file(to_base)) } else { from != to_base };
        if has_new_base {
            let pointer = format!("{}{tokens}", self.keyword_location());
            Self { via: Some((pointer, to.uri.clone())), pointer: String::new() }
        } else {
            self.join(tokens)
        }
    }
}

fn base(schema: &Schema) -> &str {
    schema.uri.split('#').next().unwrap_or_default()
}

fn is_file(base: &str) -> bool {
    base.starts_with("file:///")
}
