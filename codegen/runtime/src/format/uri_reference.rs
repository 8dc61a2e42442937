//! `uri-reference` [RFC 3986 §4.1].

use super::reference::Alphabet;

/// Whether a text is a URI, or relative to one: `../a?b#c`.
pub fn is_valid(text: &str) -> bool {
    Alphabet::Uri.is_reference(text)
}
