//! The tokens of JSON and their ends [RFC 8259].
//!
//! These are functions from offset to offset: a token can be read only when the end of the last one is known, so latency counts. An offset
//! that is passed on stays in a register.

use std::num::NonZeroUsize;

use super::skips::Skips;
use super::swar;

/// The offset after a token; `None` for a syntax error.
pub(super) type End = Option<NonZeroUsize>;

/// Returns the offset and the first byte of the next token; the byte is zero at the end of the text.
#[inline]
pub(super) fn next(text: &[u8], at: usize) -> (usize, u8) {
    // Mostly there is no white space, or a single space.
    match text.get(at) {
        Some(byte) if *byte > b' ' => (at, *byte),
        Some(b' ') => match text.get(at + 1) {
            Some(byte) if *byte > b' ' => (at + 1, *byte),
            _ => after_space(text, at + 1),
        },
        _ => after_space(text, at),
    }
}

#[inline(never)]
fn after_space(text: &[u8], at: usize) -> (usize, u8) {
    let mut at = at;
    loop {
        at = swar::after_spaces(text, at);
        match text.get(at) {
            Some(b'\n' | b'\t' | b'\r') => at += 1,
            byte => return (at, byte.copied().unwrap_or_default()),
        }
    }
}

/// Returns the end of `true`, `false` or `null`.
#[inline]
pub(super) fn literal_end(text: &[u8], at: usize, literal: &[u8]) -> End {
    let end = at + literal.len();
    if text.get(at..end)? == literal {
        NonZeroUsize::new(end)
    } else {
        no_literal()
    }
}

/// A function of its own, opaque to the compiler, so that the processor speculates on the literal rather than waits for it.
#[cold]
#[inline(never)]
fn no_literal() -> End {
    NonZeroUsize::new(std::hint::black_box(0))
}

/// Returns the end of the string whose characters start at `at`, and true if it has an escape. Its encoding is not checked if the text is
/// known to be UTF-8.
#[inline]
pub(super) fn string_end(text: &[u8], at: usize, is_utf8: bool) -> Option<(NonZeroUsize, bool)> {
    match swar::plain_string_end(text, at) {
        Ok(end) => Some((end, false)),
        Err(at) => unusual_string_end(text, at, is_utf8),
    }
}

/// Finds the end of a string whose first escape or non-ASCII byte is at an offset.
#[inline(never)]
fn unusual_string_end(text: &[u8], start: usize, is_utf8: bool) -> Option<(NonZeroUsize, bool)> {
    let (mut at, mut is_escaped, mut is_ascii) = (start, false, true);
    loop {
        let (special, is_behind_others) = swar::special_at(text, at)?;
        is_ascii &= !is_behind_others;
        at = match text.get(special)? {
            b'"' => {
                let is_text = is_ascii || is_utf8 || std::str::from_utf8(text.get(start..special)?).is_ok();
                return is_text.then_some((NonZeroUsize::new(special + 1)?, is_escaped));
            }
            b'\\' => match text.get(special + 1)? {
                b'"' | b'\\' | b'/' | b'n' => special + 2,
                _ => escape_end(text, special + 1)?,
            },
            _ => return None,
        };
        is_escaped = true;
    }
}

/// Returns the end of the escape whose backslash is before the offset. Surrogates come in pairs.
pub(super) fn escape_end(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(at + 1),
        b'u' => match code_unit(text, at + 1)? {
            0xd800..=0xdbff => {
                let is_pair =
                    text.get(at + 5..at + 7)? == b"\\u" && (0xdc00..=0xdfff).contains(&code_unit(text, at + 7)?);
                is_pair.then_some(at + 11)
            }
            0xdc00..=0xdfff => None,
            _ => Some(at + 5),
        },
        _ => None,
    }
}

/// Returns the code unit of four hexadecimal digits.
pub(super) fn code_unit(text: &[u8], at: usize) -> Option<u32> {
    let digits = text.get(at..at + 4)?;
    digits.iter().try_fold(0, |unit, digit| Some(unit << 4 | char::from(*digit).to_digit(16)?))
}

/// Returns the end of a value without checking anything but that it nests at most `levels` deep.
pub(super) fn unchecked_end(text: &[u8], start: usize, levels: u32, skips: &mut Skips) -> Option<usize> {
    let rest = text.get(start..)?;
    match rest.first()? {
        b'"' => string_end(text, start + 1, true).map(|(end, _)| end.get()),
        b'{' | b'[' => skips.end(start).or_else(|| unchecked_nested_end(text, start, levels, skips)),
        _ => {
            let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t');
            rest.iter().position(is_end).map(|length| start + length)
        }
    }
}

fn unchecked_nested_end(text: &[u8], start: usize, levels: u32, skips: &mut Skips) -> Option<usize> {
    let (inner, place, mut at) = (levels.checked_sub(1)?, skips.begin(start), start + 1);
    loop {
        let byte = *text.get(at)?;
        at = match byte {
            b'"' => string_end(text, at + 1, true)?.0.get(),
            b'{' | b'[' => unchecked_nested_end(text, at, inner, skips)?,
            b'}' | b']' => {
                if let Some(place) = place {
                    skips.finish(place, at + 1);
                }
                return Some(at + 1);
            }
            _ => at + 1,
        };
    }
}

/// Returns the end of a number, and true if it has neither fraction nor exponent.
#[inline]
pub(super) fn number_end(text: &[u8], at: usize) -> Option<(NonZeroUsize, bool)> {
    if text.get(at) == Some(&b'-') {
        negative_end(text, at + 1)
    } else {
        positive_end(text, at)
    }
}

/// A function of its own, so that the processor speculates on the sign rather than waits for it.
#[inline(never)]
fn negative_end(text: &[u8], at: usize) -> Option<(NonZeroUsize, bool)> {
    positive_end(text, at)
}

#[inline]
fn positive_end(text: &[u8], at: usize) -> Option<(NonZeroUsize, bool)> {
    let end = match text.get(at)? {
        b'0' => at + 1,
        b'1'..=b'9' => digits_end(text, at + 1),
        _ => return None,
    };
    match text.get(end) {
        Some(b'.' | b'e' | b'E') => Some((fraction_and_exponent_end(text, end)?, false)),
        _ => Some((NonZeroUsize::new(end)?, true)),
    }
}

#[inline(never)]
fn fraction_and_exponent_end(text: &[u8], at: usize) -> End {
    let mut end = at;
    if text.get(end) == Some(&b'.') {
        let digits = end + 1;
        end = swar::after_digits(text, digits);
        if end == digits {
            return None;
        }
    }
    if let Some(b'e' | b'E') = text.get(end) {
        let has_sign = matches!(text.get(end + 1), Some(b'+' | b'-'));
        end = some_digits_end(text, end + 1 + usize::from(has_sign))?;
    }
    NonZeroUsize::new(end)
}

/// Returns the end of one digit or more.
fn some_digits_end(text: &[u8], at: usize) -> Option<usize> {
    let end = digits_end(text, at);
    (end > at).then_some(end)
}

#[inline]
fn digits_end(text: &[u8], at: usize) -> usize {
    let mut end = at;
    while text.get(end).is_some_and(u8::is_ascii_digit) {
        end += 1;
    }
    end
}
