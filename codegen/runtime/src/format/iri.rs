//! `iri` [RFC 3987 §2.2].

use super::reference::Alphabet;

/// Returns true if a text is an IRI with a scheme: `https://example.com/ä?ö#ü`.
pub fn is_valid(text: &str) -> bool {
    Alphabet::Iri.is_absolute(text)
}
