//! A member's name, prepared for fast comparison.

use super::swar::Ends;

/// A known name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub text: &'static str,
    pub ends: Ends,
    /// The ends of the name in quotes with a colon.
    written: Ends,
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
        Self { text, ends: Ends::new(bytes), written: Ends::of_member(bytes), is_plain }
    }

    /// Returns the offset after the name in quotes and a colon in a text, if they begin at `start`.
    #[inline]
    pub(super) fn end_in(&self, text: &[u8], start: usize) -> Option<usize> {
        let length = self.text.len() + 3;
        let end = start + length;
        let found = Ends::within(text, start, length) == Some(self.written)
            && (length <= 16 || text.get(start + 1..end - 2) == Some(self.text.as_bytes()));
        found.then_some(end)
    }
}
