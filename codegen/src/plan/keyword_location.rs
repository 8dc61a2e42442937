//! The way from a node's schema to a keyword inside of it.

use crate::model::Schema;
use crate::source::location::Pointer;

/// The way from a node's schema to a keyword or a subschema, through the references that were merged on it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Trail {
    /// The last reference on the way that leads into a schema with a URI of its own: a JSON Pointer to the reference, and that URI.
    pub via: Option<(String, String)>,
    /// The way from there, or from the node's schema: a JSON Pointer.
    pub pointer: String,
}

impl Trail {
    /// The whole way, as a JSON Pointer.
    pub fn keyword_location(&self) -> String {
        let via = self.via.as_ref().map_or("", |(pointer, _)| pointer.as_str());
        format!("{via}{}", self.pointer)
    }

    /// This way and some more reference tokens.
    #[must_use]
    pub(super) fn join(&self, tokens: &Pointer) -> Self {
        Self { via: self.via.clone(), pointer: format!("{}{tokens}", self.pointer) }
    }

    /// This way and the one into a subschema, be it by reference or not.
    #[must_use]
    pub(super) fn enter(&self, tokens: &Pointer, from: &Schema, to: &Schema, is_reference: bool) -> Self {
        let (from, to_base) = (base(from), base(to));
        // A document without `$id` goes by its file name, which is no URI for the outside.
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
