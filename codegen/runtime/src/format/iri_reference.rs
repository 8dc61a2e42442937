//! `iri-reference` [RFC 3987 §2.2].

use super::reference::Alphabet;

/// Returns true if a text is an absolute or relative IRI: `../ä?ö#ü`.
pub fn is_valid(text: &str) -> bool {
    Alphabet::Iri.is_reference(text)
}
