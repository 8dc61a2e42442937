//! The exact moment of a timestamp, from and to which date types of other packages are converted.

use std::fmt::Write as _;

use super::super::format::time::is_leap_second;
use super::timestamp::{InvalidTimestamp, Timestamp, TimestampParts};

/// Returns the parts of a timestamp if [`TimestampParts`] holds them exactly.
///
/// # Errors
///
/// [`InvalidTimestamp::NotTimestamp`] or [`InvalidTimestamp::Inexact`].
pub fn exact(timestamp: &Timestamp) -> Result<TimestampParts, InvalidTimestamp> {
    let parts = timestamp.parts()?;
    // The parts have nine fractional digits.
    if timestamp.fraction().len() > 9 {
        return Err(InvalidTimestamp::Inexact);
    }
    Ok(parts)
}

/// Returns the parts of a timestamp for date types without leap seconds.
///
/// # Errors
///
/// [`InvalidTimestamp::LeapSecond`], otherwise as [`exact`].
pub fn without_leap_second(timestamp: &Timestamp) -> Result<TimestampParts, InvalidTimestamp> {
    let parts = exact(timestamp)?;
    if parts.second == 60 {
        return Err(InvalidTimestamp::LeapSecond);
    }
    Ok(parts)
}

/// Formats a date and time: with `Z` for UTC and as many fractional digits as needed.
///
/// # Errors
///
/// [`InvalidTimestamp::OutOfRange`] if RFC 3339 cannot express the year or the offset, [`InvalidTimestamp::LeapSecond`] if the leap second
/// is not the last second of a day in UTC.
pub fn text(parts: &TimestampParts) -> Result<Timestamp, InvalidTimestamp> {
    let TimestampParts { year, month, day, hour, minute, second, nanosecond, offset_minutes } = *parts;
    if year > 9999 || offset_minutes.unsigned_abs() >= 24 * 60 {
        return Err(InvalidTimestamp::OutOfRange);
    }
    if second == 60 && !is_leap_second(hour, minute, second, offset_minutes) {
        return Err(InvalidTimestamp::LeapSecond);
    }
    let mut text = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if nanosecond > 0 {
        let fraction = format!(".{nanosecond:09}");
        text.push_str(fraction.trim_end_matches('0'));
    }
    if offset_minutes == 0 {
        text.push('Z');
    } else {
        let (sign, minutes) = (if offset_minutes < 0 { '-' } else { '+' }, offset_minutes.unsigned_abs());
        let _ = write!(text, "{sign}{:02}:{:02}", minutes / 60, minutes % 60);
    }
    Ok(Timestamp::from(text))
}

/// Converts an offset from seconds to minutes.
///
/// # Errors
///
/// [`InvalidTimestamp::Inexact`] if the offset has seconds, which RFC 3339 cannot express.
pub fn offset_minutes(seconds: i32) -> Result<i16, InvalidTimestamp> {
    if seconds % 60 != 0 {
        return Err(InvalidTimestamp::Inexact);
    }
    i16::try_from(seconds / 60).map_err(|_| InvalidTimestamp::OutOfRange)
}

/// Returns the year if RFC 3339 can express it.
///
/// # Errors
///
/// [`InvalidTimestamp::OutOfRange`].
pub fn year(year: i32) -> Result<u16, InvalidTimestamp> {
    u16::try_from(year).ok().filter(|year| *year <= 9999).ok_or(InvalidTimestamp::OutOfRange)
}
