//! `time`: a `full-time` [RFC 3339 §5.6].

use super::date::two_digits;

/// A time of day with its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time<'t> {
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60; a leap second is 60.
    pub second: u8,
    /// The digits of the second's fraction; empty without a point.
    pub fraction: &'t [u8],
    /// Local time minus UTC, in minutes.
    pub offset_minutes: i16,
}

/// Returns true if a text is a time of day with an offset: `14:05:00.000Z`.
pub fn is_valid(text: impl AsRef<[u8]>) -> bool {
    parse(text.as_ref()).is_some()
}

/// Parses a time of day with an offset.
pub fn parse(text: &[u8]) -> Option<Time<'_>> {
    let [h0, h1, b':', m0, m1, b':', s0, s1, rest @ ..] = text else { return None };
    let (hour, minute, second) = (two_digits(*h0, *h1)?, two_digits(*m0, *m1)?, two_digits(*s0, *s1)?);
    let (fraction, offset) = split_fraction(rest)?;
    let offset_minutes = offset_minutes(offset)?;
    let is_second = second < 60 || is_leap_second(hour, minute, second, offset_minutes);
    let is_time = hour < 24 && minute < 60 && is_second;
    is_time.then_some(Time { hour, minute, second, fraction, offset_minutes })
}

/// Returns true if a second is a leap second: the 61st of the last minute of a day in UTC.
pub fn is_leap_second(hour: u8, minute: u8, second: u8, offset_minutes: i16) -> bool {
    let utc = i16::from(hour) * 60 + i16::from(minute) - offset_minutes;
    second == 60 && utc.rem_euclid(24 * 60) == 24 * 60 - 1
}

/// Splits a fraction's digits from the rest; returns `None` for a point without digits.
fn split_fraction(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let [b'.', rest @ ..] = text else { return Some((&[], text)) };
    let end = rest.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(rest.len());
    (end > 0).then(|| rest.split_at(end))
}

/// Parses an offset: local time minus UTC, in minutes.
fn offset_minutes(text: &[u8]) -> Option<i16> {
    let (sign, digits) = match text {
        [b'Z' | b'z'] => return Some(0),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let [h0, h1, b':', m0, m1] = digits else { return None };
    let (hours, minutes) = (two_digits(*h0, *h1)?, two_digits(*m0, *m1)?);
    (hours < 24 && minutes < 60).then(|| sign * (i16::from(hours) * 60 + i16::from(minutes)))
}
