//! Values that no schema restricts: only their grammar and duplicate names are checked.

use std::num::NonZeroUsize;

use super::seen_names::SeenNames;
use super::string::Text;
use super::token::{self, End};

/// A text with values that no schema restricts.
pub(super) struct AnyValue<'s, 'a> {
    pub(super) text: &'a [u8],
    /// True if the text is known to be UTF-8.
    pub(super) is_utf8: bool,
    /// The number of arrays and objects that may still be opened.
    pub(super) levels: u32,
    pub(super) names: &'s mut SeenNames,
}

impl AnyValue<'_, '_> {
    /// Returns the end of the value at an offset.
    #[inline]
    pub(super) fn end(&mut self, at: usize) -> End {
        let (at, byte) = token::next(self.text, at);
        match byte {
            b'"' => token::string_end(self.text, at + 1, self.is_utf8).map(|(end, _)| end),
            b'{' => self.object_end(at + 1),
            b'[' => self.array_end(at + 1),
            b't' => token::literal_end(self.text, at, b"true"),
            b'f' => token::literal_end(self.text, at, b"false"),
            b'n' => token::literal_end(self.text, at, b"null"),
            _ => token::number_end(self.text, at).map(|(end, _)| end),
        }
    }

    /// Returns the end of the array whose bracket is before the offset.
    #[inline(never)]
    fn array_end(&mut self, at: usize) -> End {
        let (mut at, byte) = token::next(self.text, at);
        if self.levels == 0 {
            return None;
        }
        if byte == b']' {
            return NonZeroUsize::new(at + 1);
        }
        self.levels -= 1;
        loop {
            let (end, byte) = token::next(self.text, self.end(at)?.get());
            match byte {
                b',' => at = end + 1,
                b']' => {
                    self.levels += 1;
                    return NonZeroUsize::new(end + 1);
                }
                _ => return None,
            }
        }
    }

    /// Returns the end of the object whose brace is before the offset.
    #[inline(never)]
    fn object_end(&mut self, at: usize) -> End {
        let (mut at, byte) = token::next(self.text, at);
        if self.levels == 0 {
            return None;
        }
        if byte == b'}' {
            return NonZeroUsize::new(at + 1);
        }
        self.levels -= 1;
        let mut names = self.names.begin();
        loop {
            let (quote, byte) = token::next(self.text, at);
            if byte != b'"' {
                return None;
            }
            let start = quote + 1;
            let (name, ends, length) = Text::with_ends(self.text, start, self.is_utf8)?;
            let (colon, byte) = token::next(self.text, start + name.raw().len() + 1);
            if byte != b':' {
                return None;
            }
            self.names.record(&mut names, name, ends.hash(length), start, self.text)?;
            let (end, byte) = token::next(self.text, self.end(colon + 1)?.get());
            match byte {
                b',' => at = end + 1,
                b'}' => {
                    self.levels += 1;
                    self.names.forget(names.mark);
                    return NonZeroUsize::new(end + 1);
                }
                _ => return None,
            }
        }
    }
}
