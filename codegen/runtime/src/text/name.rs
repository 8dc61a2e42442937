//! A member's name, prepared for fast comparison.

use super::swar::Ends;

/// A known name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub text: &'static str,
    pub ends: Ends,
    /// True if the JSON text is the name in quotes, without escapes.
    pub is_plain: bool,
}

impl Name {
    pub(super) const fn new(text: &'static str) -> Self {
        let bytes = text.as_bytes();
        let mut is_plain = true;
        let mut index = 0;
        while index < bytes.len() {
            is_plain &= bytes[index] >= 0x20 && bytes[index] != b'"' && bytes[index] != b'\\';
            index += 1;
        }
        Self { text, ends: Ends::new(bytes), is_plain }
    }
}
