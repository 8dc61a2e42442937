//! `time`: a `full-time` [RFC 3339 §5.6].

use super::date::two_digits;

const DAY: u32 = 24 * 60;

/// Whether a text is a time of day with an offset: `14:05:00.000Z`. A leap second is one only at the end of a day of UTC.
pub fn is_valid(text: impl AsRef<[u8]>) -> bool {
    let [h0, h1, b':', m0, m1, b':', s0, s1, rest @ ..] = text.as_ref() else { return false };
    let (Some(hour), Some(minute), Some(second)) = (two_digits(*h0, *h1), two_digits(*m0, *m1), two_digits(*s0, *s1))
    else {
        return false;
    };
    let Some(offset) = without_fraction(rest).and_then(minutes_to_utc) else { return false };
    let is_last_minute = (hour * 60 + minute + offset) % DAY == DAY - 1;
    hour < 24 && minute < 60 && (second < 60 || (second == 60 && is_last_minute))
}

/// What follows the fraction of a second; `None` for a point without digits.
fn without_fraction(bytes: &[u8]) -> Option<&[u8]> {
    let [b'.', fraction @ ..] = bytes else { return Some(bytes) };
    let end = fraction.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(fraction.len());
    (end > 0).then(|| &fraction[end..])
}

/// How many minutes an offset is behind UTC, modulo a day.
fn minutes_to_utc(offset: &[u8]) -> Option<u32> {
    let (sign, [h0, h1, b':', m0, m1]) = (match offset {
        [b'Z' | b'z'] => return Some(0),
        [sign @ (b'+' | b'-'), rest @ ..] => Some((*sign, rest)),
        _ => None,
    })?
    else {
        return None;
    };
    let (hours, minutes) = (two_digits(*h0, *h1)?, two_digits(*m0, *m1)?);
    let offset = hours * 60 + minutes;
    (hours < 24 && minutes < 60).then_some(if sign == b'-' { offset } else { DAY - offset })
}
