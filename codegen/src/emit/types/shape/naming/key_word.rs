//! The decided words of keys.

use std::collections::BTreeMap;

use crate::source::location::Pointer;

/// A place in a document, or in a copy of it for a root.
pub(super) type Place<'m> = (Option<usize>, &'m str, Pointer);

/// The words of keys by place.
pub(super) type Words<'m> = BTreeMap<Place<'m>, Word>;

/// The word of a key.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// The words before which the names around it stand.
    pub(super) text: String,
    /// The name of the key's type, if its word is that of something else in the file.
    pub(super) ident: Option<String>,
}
