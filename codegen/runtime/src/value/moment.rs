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

/// Returns the timestamp in UTC of a number of milliseconds since 1970-01-01T00:00:00Z.
///
/// # Errors
///
/// [`InvalidTimestamp::OutOfRange`] if RFC 3339 cannot express the year.
pub fn at(milliseconds: i64) -> Result<Timestamp, InvalidTimestamp> {
    let seconds = milliseconds.div_euclid(1000);
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Days since 0000-03-01, in cycles of 400 years of 146,097 days: the leap day is the last one of a year that begins in March.
    let days = days + 719_468;
    let day = days.rem_euclid(146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year + days.div_euclid(146_097) * 400 + next;
    let small = |number: i64| u8::try_from(number).unwrap_or_default();
    text(&TimestampParts {
        year: u16::try_from(year).map_err(|_| InvalidTimestamp::OutOfRange)?,
        month: small(month),
        day: small(day),
        hour: small(second / 3600),
        minute: small(second / 60 % 60),
        second: small(second % 60),
        nanosecond: u32::try_from(milliseconds.rem_euclid(1000)).unwrap_or_default() * 1_000_000,
        offset_minutes: 0,
    })
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
