//! `uri` [RFC 3986 §3].

use super::reference::Alphabet;

/// Returns true if a text is a URI with a scheme: `https://example.com/a?b#c`.
pub fn is_valid(text: &str) -> bool {
    Alphabet::Uri.is_absolute(text)
}
