//! SWAR (SIMD within a register): examines eight bytes of a text at a time.

use std::num::NonZeroUsize;

/// Eight bytes of value one.
const ONES: u64 = u64::MAX / 0xff;

/// The highest bit of each of eight bytes.
const HIGH: u64 = ONES << 7;

/// Returns the offset after the quote that ends the string at `at`; otherwise that of the backslash, control character or non-ASCII byte
/// that comes first, or of the end of the text.
///
/// Each string starts where the last one ends, so latency counts: offsets stay in registers, and the first bytes, which are all of most
/// strings, take the shortest path.
#[inline(never)]
pub(crate) fn plain_string_end(text: &[u8], at: usize) -> Result<NonZeroUsize, usize> {
    let mut at = at;
    for _ in 0..2 {
        let Some(word) = load(text, at) else { return short_string_end(text, at) };
        let marks = (specials(word) | word) & HIGH;
        if marks != 0 {
            return end_at_quote(text, at + marks.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    long_string_end(text, at)
}

#[inline(never)]
fn long_string_end(text: &[u8], at: usize) -> Result<NonZeroUsize, usize> {
    let (start, mut at) = (at, at);
    // The compiler examines all sixteen at once.
    while let (Some(low), Some(high)) = (load(text, at), load(text, at + 8)) {
        let (low, high) = ((specials(low) | low) & HIGH, (specials(high) | high) & HIGH);
        if low | high != 0 {
            at += if low == 0 { high.trailing_zeros() as usize / 8 + 8 } else { low.trailing_zeros() as usize / 8 };
            return end_at_quote(text, at);
        }
        at += 16;
        if at == start + PLAIN {
            at += PLAIN * plain_chunks(text.get(at..).unwrap_or_default());
        }
    }
    short_string_end(text, at)
}

/// The number of bytes of a long string that are examined at once.
const PLAIN: usize = 64;

/// Returns the number of chunks at the start of a text that have neither a quote, a backslash or a control character nor a non-ASCII byte.
#[inline]
fn plain_chunks(text: &[u8]) -> usize {
    // Without an early exit the compiler vectorizes the inner loop. As `i8`, non-ASCII bytes and control characters are less than a space.
    // Flipping bit 1 turns a quote into a space, the next value.
    let ends = |byte: u8| u8::from(i8::from_ne_bytes([byte ^ 2]) < 0x21) | u8::from(byte == b'\\');
    let is_plain = |chunk: &&[u8]| chunk.iter().fold(0, |found, byte| found | ends(*byte)) == 0;
    text.chunks_exact(PLAIN).take_while(is_plain).count()
}

/// Finds the end of a string byte by byte, as fewer than 16 are left.
#[inline(never)]
fn short_string_end(text: &[u8], at: usize) -> Result<NonZeroUsize, usize> {
    let rest = text.get(at..).unwrap_or_default();
    let before = rest.iter().position(|byte| is_special(*byte) || !byte.is_ascii());
    end_at_quote(text, at + before.unwrap_or(rest.len()))
}

#[inline]
fn end_at_quote(text: &[u8], at: usize) -> Result<NonZeroUsize, usize> {
    match NonZeroUsize::new(at + 1) {
        Some(end) if text.get(at) == Some(&b'"') => Ok(end),
        _ => no_plain_string(at),
    }
}

/// A function of its own, so that the processor speculates past it before it knows that the string is plain.
#[cold]
#[inline(never)]
fn no_plain_string(at: usize) -> Result<NonZeroUsize, usize> {
    Err(at)
}

/// Returns the ends and the length of the string at `at`, if it is plain ASCII and ends within sixteen bytes; otherwise an offset up to
/// which it is plain ASCII.
#[inline]
pub(crate) fn short_string(text: &[u8], at: usize) -> Result<(Ends, usize), usize> {
    let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk) else { return Err(at) };
    let both = u128::from_le_bytes(*chunk);
    #[allow(clippy::cast_possible_truncation)] // the upper half comes next
    let (low, high) = (both as u64, (both >> 64) as u64);
    let marks = (specials(low) | low) & HIGH;
    if marks != 0 {
        let first = low & ((marks ^ (marks - 1)) >> 8);
        let length = marks.trailing_zeros() as usize / 8;
        return if is_quote(low, marks) { Ok((Ends { first, last: first }, length)) } else { Err(at) };
    }
    let marks = (specials(high) | high) & HIGH;
    if marks == 0 {
        return Err(at + 16);
    }
    let length = marks.trailing_zeros() as usize / 8 + 8;
    #[allow(clippy::cast_possible_truncation)] // the last eight bytes remain
    let last = (both >> (length % 8 * 8)) as u64;
    if is_quote(high, marks) {
        Ok((Ends { first: low, last }, length))
    } else {
        Err(at)
    }
}

/// Returns true if the byte of the first mark is a quote.
#[inline]
fn is_quote(word: u64, marks: u64) -> bool {
    (word >> (marks.trailing_zeros() & 0x38)) & 0xff == u64::from(b'"')
}

/// Returns the offset of the first quote, backslash or control character from `at`, and true if a non-ASCII byte comes before it.
#[inline]
pub(crate) fn special_at(text: &[u8], at: usize) -> Option<(usize, bool)> {
    let (mut at, mut passed) = (at, 0);
    while let Some(word) = load(text, at) {
        let marks = specials(word) & !word & HIGH;
        if marks != 0 {
            passed |= word & (marks & marks.wrapping_neg()).wrapping_sub(1);
            return Some((at + marks.trailing_zeros() as usize / 8, passed & HIGH != 0));
        }
        passed |= word;
        at += 8;
    }
    let rest = text.get(at..)?;
    let before = rest.iter().position(|byte| is_special(*byte))?;
    Some((at + before, passed & HIGH != 0 || !rest[..before].is_ascii()))
}

/// Returns the offset of the first backslash.
#[inline]
pub(crate) fn first_backslash(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(word) = load(text, at) {
        let others = word ^ (ONES * u64::from(b'\\'));
        let marks = others.wrapping_sub(ONES) & !others & HIGH;
        if marks != 0 {
            return Some(at + marks.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let before = text.get(at..)?.iter().position(|byte| *byte == b'\\')?;
    Some(at + before)
}

/// Sets the highest bit of the first byte that is a quote, a backslash or a control character. The bits of later bytes and of non-ASCII
/// bytes may be wrong.
#[inline]
fn specials(word: u64) -> u64 {
    // Flipping bit 1 turns a quote into a space, which directly follows the control characters.
    let quote_or_control = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslash = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    quote_or_control | backslash
}

/// Returns true if a text begins with a short one. A call of `memcmp` takes longer.
#[inline]
pub(crate) fn starts_with(text: &[u8], short: &[u8]) -> bool {
    text.len() >= short.len() && text.iter().zip(short).all(|(byte, expected)| byte == expected)
}

#[inline]
fn is_special(byte: u8) -> bool {
    matches!(byte, b'"' | b'\\' | 0..=0x1f)
}

/// Returns the offset after the digits at `at`.
#[inline]
pub(crate) fn after_digits(text: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(word) = load(text, at) {
        // A digit becomes at most nine, and nine plus the addend stays below the highest bit.
        let value = word ^ (ONES * u64::from(b'0'));
        let others = (value.wrapping_add(ONES * 0x76) | value) & HIGH;
        if others != 0 {
            return at + others.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while text.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}

/// Returns the offset after the spaces at `at`.
#[inline]
pub(crate) fn after_spaces(text: &[u8], at: usize) -> usize {
    let mut at = at;
    while let Some(word) = load(text, at) {
        let other = word ^ (ONES * u64::from(b' '));
        if other != 0 {
            return at + other.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while text.get(at) == Some(&b' ') {
        at += 1;
    }
    at
}

/// The first and the last eight bytes of a name. For a shorter name both are all its bytes.
///
/// Two names of the same length of at most sixteen bytes are equal if their ends are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Ends {
    pub first: u64,
    pub last: u64,
}

impl Ends {
    /// Returns the ends of a name.
    pub(crate) const fn new(name: &[u8]) -> Self {
        let from = name.len().saturating_sub(8);
        Self { first: up_to_eight(name, 0), last: up_to_eight(name, from) }
    }

    /// Returns the ends of a name in quotes with a colon.
    pub(crate) const fn of_member(name: &[u8]) -> Self {
        let length = name.len() + 3;
        let (mut first, mut last, mut index) = (0, 0, 0);
        while index < length {
            let byte = match index {
                0 => b'"',
                _ if index <= name.len() => name[index - 1],
                _ if index == name.len() + 1 => b'"',
                _ => b':',
            };
            // The bytes are shifted in from above, so that the last eight remain.
            last = last >> 8 | (byte as u64) << 56;
            if index < 8 {
                first |= (byte as u64) << (index * 8);
            }
            index += 1;
        }
        Self { first, last: if length < 8 { first } else { last } }
    }

    /// Returns the ends of the name at `start`; `None` if a short name is too close to the end of the text.
    #[inline]
    pub(crate) fn within(text: &[u8], start: usize, length: usize) -> Option<Self> {
        let mask = mask(length);
        let last = if length < 8 { start } else { start + length - 8 };
        Some(Self { first: load(text, start)? & mask, last: load(text, last)? & mask })
    }

    /// Returns a hash of the name; its highest bits differ most between names.
    #[inline]
    pub(crate) const fn hash(self, length: usize) -> u64 {
        (self.first ^ self.last.rotate_left(23) ^ length as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

/// Returns the bits of the first word that a text of some length covers.
#[inline]
pub(crate) const fn mask(length: usize) -> u64 {
    if length < 8 {
        (1 << (length * 8)) - 1
    } else {
        u64::MAX
    }
}

/// Loads the eight bytes at an offset.
#[inline]
pub(crate) fn load(text: &[u8], at: usize) -> Option<u64> {
    text.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

const fn up_to_eight(name: &[u8], from: usize) -> u64 {
    let (mut word, mut index) = (0, from);
    while index < name.len() && index < from + 8 {
        word |= (name[index] as u64) << ((index - from) * 8);
        index += 1;
    }
    word
}
