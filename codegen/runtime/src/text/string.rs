//! Strings of a JSON text, read in place: escapes are decoded on demand only.

use std::borrow::Cow;

use super::swar::{self, Ends};
use super::token;

/// The content of a checked JSON string.
#[derive(Clone, Copy, Debug)]
pub struct Text<'a> {
    /// UTF-8.
    raw: &'a [u8],
    /// Not zero if it has a backslash. A `bool` would be copied with its padding, in pieces that the processor has to wait for.
    escapes: usize,
}

impl<'a> Text<'a> {
    /// Wraps a checked string; `is_escaped` is true if it has a backslash.
    #[inline]
    pub(super) fn new(raw: &'a [u8], is_escaped: bool) -> Self {
        Self { raw, escapes: usize::from(is_escaped) }
    }

    /// Reads the string whose characters start at an offset; returns the ends and the length of its decoded content as well.
    #[allow(clippy::inline_always)] // a string that is returned through memory takes twice the time
    #[inline(always)]
    pub(super) fn with_ends(text: &'a [u8], at: usize, is_utf8: bool) -> Option<(Self, Ends, usize)> {
        match swar::short_string(text, at) {
            Ok((ends, length)) => Some((Self::new(text.get(at..at + length)?, false), ends, length)),
            Err(plain) => {
                let (end, is_escaped) = token::string_end(text, plain, is_utf8)?;
                let read = Self::new(text.get(at..end.get() - 1)?, is_escaped);
                let (ends, length) = read.ends_in(text);
                Some((read, ends, length))
            }
        }
    }

    /// Returns the bytes as written, without quotes.
    #[inline]
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Returns the content if it is written without escapes.
    #[inline]
    pub fn plain(&self) -> Option<&'a [u8]> {
        (self.escapes == 0).then_some(self.raw)
    }

    /// Decodes the content.
    #[inline]
    pub fn decode(&self) -> Cow<'a, str> {
        if self.escapes != 0 {
            Cow::Owned(String::from_utf8(self.decoded()).unwrap_or_default())
        } else {
            Cow::Borrowed(self.text())
        }
    }

    /// Decodes the content to bytes.
    #[inline]
    pub fn bytes(&self) -> Cow<'a, [u8]> {
        match self.plain() {
            Some(plain) => Cow::Borrowed(plain),
            None => Cow::Owned(self.decoded()),
        }
    }

    /// Copies the content, with its escapes decoded.
    fn decoded(&self) -> Vec<u8> {
        let mut decoded = Vec::with_capacity(self.raw.len());
        let mut rest = self.raw;
        while let Some(backslash) = swar::first_backslash(rest) {
            let (plain, escape) = rest.split_at(backslash);
            decoded.extend_from_slice(plain);
            let short = escape.get(1).copied().and_then(short_escape);
            let (character, length) = short.map_or_else(|| long_escape(escape), |short| (short, 2));
            decoded.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            rest = escape.get(length..).unwrap_or_default();
        }
        decoded.extend_from_slice(rest);
        decoded
    }

    /// Returns the offset in the text that contains the string.
    #[inline]
    pub(super) fn start_in(&self, text: &[u8]) -> usize {
        self.raw.as_ptr() as usize - text.as_ptr() as usize
    }

    /// Returns the ends and the length of the decoded content; `text` contains the string.
    #[inline]
    pub(super) fn ends_in(&self, text: &[u8]) -> (Ends, usize) {
        let ends =
            self.plain().and_then(|plain| Some((Ends::within(text, self.start_in(text), plain.len())?, plain.len())));
        ends.unwrap_or_else(|| self.decoded_ends())
    }

    /// Returns the ends and the length of the decoded content.
    #[cold]
    fn decoded_ends(&self) -> (Ends, usize) {
        let bytes = self.bytes();
        (Ends::new(&bytes), bytes.len())
    }

    /// Returns true if the content equals a text.
    #[inline]
    pub fn is(&self, expected: &str) -> bool {
        if self.escapes != 0 {
            self.raw.len() >= expected.len() && self.chars().eq(expected.chars())
        } else {
            self.raw == expected.as_bytes()
        }
    }

    /// Returns true if the content equals one of a few texts.
    #[inline]
    pub fn is_any<const N: usize>(&self, expected: [&str; N]) -> bool {
        expected.into_iter().any(|expected| self.is(expected))
    }

    /// Returns the code points of the content.
    pub fn chars(&self) -> Chars<'a> {
        Chars { rest: self.text().chars() }
    }

    fn text(&self) -> &'a str {
        std::str::from_utf8(self.raw).unwrap_or_default()
    }

    /// Returns true if the content has at least this many code points, decided by the number of bytes if possible.
    #[inline]
    pub fn has_at_least(&self, code_points: u64) -> bool {
        let bytes = self.raw.len() as u64;
        // A code point takes one to four bytes, or up to twelve as a pair of escapes.
        let most = if self.escapes != 0 { 12 } else { 4 };
        bytes >= code_points && (bytes / most >= code_points || self.count() >= code_points)
    }

    /// Returns true if the content has at most this many code points, decided by the number of bytes if possible.
    #[inline]
    pub fn has_at_most(&self, code_points: u64) -> bool {
        let bytes = self.raw.len() as u64;
        let most = if self.escapes != 0 { 12 } else { 4 };
        bytes <= code_points || (bytes.div_ceil(most) <= code_points && self.count() <= code_points)
    }

    fn count(&self) -> u64 {
        if self.escapes != 0 {
            return self.chars().count() as u64;
        }
        // Each code point has exactly one byte that is not a continuation byte.
        self.raw.iter().filter(|byte| **byte & 0xc0 != 0x80).count() as u64
    }
}

/// The code points of a string with its escapes decoded.
#[derive(Clone, Debug)]
pub struct Chars<'a> {
    rest: std::str::Chars<'a>,
}

impl Iterator for Chars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self.rest.next()? {
            '\\' => Some(self.escape()),
            plain => Some(plain),
        }
    }
}

/// Returns the character of an escape by the byte after its backslash, unless that begins digits.
#[inline]
pub(super) fn short_escape(byte: u8) -> Option<char> {
    Some(match byte {
        b'"' | b'\\' | b'/' => char::from(byte),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        _ => return None,
    })
}

/// Returns the character of the escape with digits at the start of a text, whose grammar was checked, and the escape's length.
fn long_escape(text: &[u8]) -> (char, usize) {
    // A surrogate comes with its second half.
    let length = token::escape_end(text, 1).unwrap_or(text.len());
    let escape = text.get(..length).and_then(|escape| std::str::from_utf8(escape).ok()).unwrap_or_default();
    (unescape(escape), length)
}

/// Returns the character of an escape whose grammar was checked, with its backslash.
pub(super) fn unescape(escape: &str) -> char {
    Chars { rest: escape.chars() }.next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

impl Chars<'_> {
    /// Decodes the escape after a backslash, whose grammar was checked.
    fn escape(&mut self) -> char {
        match self.rest.next() {
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => self.code_unit_escape(),
            Some(same) => same,
            None => char::REPLACEMENT_CHARACTER,
        }
    }

    fn code_unit_escape(&mut self) -> char {
        let first = self.code_unit();
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER);
        }
        self.rest.next();
        self.rest.next();
        let second = self.code_unit();
        let code_point = 0x1_0000 + ((first - 0xd800) << 10) + (second.wrapping_sub(0xdc00) & 0x3ff);
        char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER)
    }

    fn code_unit(&mut self) -> u32 {
        let digits = self.rest.by_ref().take(4);
        digits.fold(0, |unit, digit| unit << 4 | digit.to_digit(16).unwrap_or_default())
    }
}
