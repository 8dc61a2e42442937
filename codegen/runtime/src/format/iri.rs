//! `iri` [RFC 3987 §2.2].

use super::reference::Alphabet;

/// Whether a text is an IRI with its scheme: `https://example.com/ä?ö#ü`.
pub fn is_valid(text: &str) -> bool {
    Alphabet::Iri.is_absolute(text)
}
