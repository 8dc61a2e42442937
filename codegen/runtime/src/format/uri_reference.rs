//! `uri-reference` [RFC 3986 §4.1].

use super::reference::Alphabet;

/// Returns true if a text is an absolute or relative URI: `../a?b#c`.
pub fn is_valid(text: &str) -> bool {
    Alphabet::Uri.is_reference(text)
}
