//! A member's name, prepared for fast comparison.

use super::swar::{self, Ends};

/// A known name.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    pub text: &'static str,
    pub ends: Ends,
    /// The ends of the name in quotes with a colon. If the name needs escapes, no text matches them.
    written: Ends,
    /// The bits of a text's first word that are compared.
    mask: u64,
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
        let (written, mask) = if is_plain {
            (Ends::of_member(bytes), swar::mask(bytes.len() + 3))
        } else {
            (Ends { first: 1, last: 1 }, 0)
        };
        Self { text, ends: Ends::new(bytes), written, mask }
    }

    /// Returns true if the name in quotes with a colon is longer than its two ends together.
    #[inline]
    pub(super) fn is_long(&self) -> bool {
        self.text.len() > 13
    }

    /// Returns the offset after the name in quotes with a colon, if the text has its ends at `start`.
    ///
    /// Most unexpected names differ in the first word, and most expected ones are short: so words are compared one by one.
    #[inline]
    pub(super) fn end_in(&self, text: &[u8], start: usize) -> Option<usize> {
        let first = swar::load(text, start)? & self.mask;
        if first != self.written.first {
            return None;
        }
        let length = self.text.len() + 3;
        let end = start + length;
        if length > 8 && swar::load(text, end - 8)? != self.written.last {
            return None;
        }
        Some(end)
    }

    /// Returns true if the text at `start` has the bytes of the name between its ends.
    #[inline]
    pub(super) fn has_middle(&self, text: &[u8], start: usize) -> bool {
        let name = self.text.as_bytes();
        let mut at = 7;
        while at + 6 < name.len() {
            let from = at.min(name.len() - 8);
            if swar::load(text, start + from) != swar::load(name, from) {
                return false;
            }
            at += 8;
        }
        true
    }
}
