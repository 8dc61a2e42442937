//! A date and time, preserved as written, with checked access to its parts.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::super::format::date;
use super::super::format::time::{self, Time};

/// A date and time [RFC 3339] that preserves the text sent.
///
/// A timestamp can hold any string. The text is checked when a part is requested or when it is parsed with `FromStr`.
///
/// Equality compares texts, so a set or a map keeps each text. There is no `Ord`, because the order of texts is not that of moments: use
/// [`cmp_moment`](Self::cmp_moment).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

/// The error of a timestamp without the requested value, or of a date and time that no timestamp can express.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum InvalidTimestamp {
    /// The text is not a date and time [RFC 3339 §5.6], or its day does not exist in the calendar.
    NotTimestamp,
    /// The year or the offset is out of range for the target type.
    OutOfRange,
    /// The target type has no leap seconds, or the leap second is not the last second of a day in UTC.
    LeapSecond,
    /// The fraction has significant digits beyond the ninth, or the offset has seconds.
    Inexact,
}

/// The parts of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct TimestampParts {
    /// 0 to 9999.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 60; a leap second is 60.
    pub second: u8,
    /// The fraction; digits beyond the ninth are dropped.
    pub nanosecond: u32,
    /// Local time minus UTC, in minutes.
    pub offset_minutes: i16,
}

impl Timestamp {
    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the parts of the text.
    ///
    /// # Errors
    ///
    /// [`InvalidTimestamp::NotTimestamp`] if the text is not a date and time, or its day does not exist in the calendar.
    pub fn parts(&self) -> Result<TimestampParts, InvalidTimestamp> {
        parse(self.0.as_bytes()).ok_or(InvalidTimestamp::NotTimestamp)
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z without the fraction. A leap second counts as the second after it.
    ///
    /// # Errors
    ///
    /// As [`parts`](Self::parts).
    pub fn unix_seconds(&self) -> Result<i64, InvalidTimestamp> {
        self.parts().map(|parts| parts.unix_seconds())
    }

    /// Returns the milliseconds since 1970-01-01T00:00:00Z, truncated.
    ///
    /// # Errors
    ///
    /// As [`parts`](Self::parts).
    pub fn unix_milliseconds(&self) -> Result<i64, InvalidTimestamp> {
        let parts = self.parts()?;
        Ok(parts.unix_seconds() * 1000 + i64::from(parts.nanosecond / 1_000_000))
    }

    /// Returns the nanoseconds since 1970-01-01T00:00:00Z, truncated. A leap second counts as the second after it.
    ///
    /// Convert through this number if a leap second or a finer fraction must not be an error.
    ///
    /// # Errors
    ///
    /// As [`parts`](Self::parts).
    pub fn unix_nanoseconds(&self) -> Result<i128, InvalidTimestamp> {
        let parts = self.parts()?;
        Ok(i128::from(parts.unix_seconds()) * 1_000_000_000 + i128::from(parts.nanosecond))
    }

    /// Compares moments to the last digit and across offsets: `14:05:00Z` equals `16:05:00.0+02:00`. A leap second is between the second
    /// before it and the one after it.
    ///
    /// # Errors
    ///
    /// The errors of [`parts`](Self::parts), for either text.
    pub fn cmp_moment(&self, other: &Self) -> Result<Ordering, InvalidTimestamp> {
        let (left, right) = (self.parts()?, other.parts()?);
        // A leap second counts as the second after it, and precedes it.
        let key = |parts: TimestampParts| (parts.unix_seconds(), parts.second != 60);
        Ok(key(left).cmp(&key(right)).then_with(|| self.fraction().cmp(other.fraction())))
    }

    /// Returns the digits of the fraction without trailing zeros; empty if the text is not a date and time.
    pub(super) fn fraction(&self) -> &str {
        let behind_seconds = self.0.get(19..).and_then(|rest| rest.strip_prefix('.')).unwrap_or_default();
        let end = behind_seconds.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(behind_seconds.len());
        behind_seconds[..end].trim_end_matches('0')
    }
}

impl TimestampParts {
    /// Returns the seconds since 1970-01-01T00:00:00Z. A leap second counts as the second after it.
    pub fn unix_seconds(&self) -> i64 {
        let days = days_before_year(i64::from(self.year)) + i64::from(self.day_of_year()) - days_before_year(1970);
        let minutes = (days * 24 + i64::from(self.hour)) * 60 + i64::from(self.minute) - i64::from(self.offset_minutes);
        minutes * 60 + i64::from(self.second)
    }

    /// Returns the days since the first of January.
    fn day_of_year(&self) -> u16 {
        let months = (1..self.month).map(|month| u16::from(date::days_of_month(self.year, month)));
        months.sum::<u16>() + u16::from(self.day) - 1
    }
}

/// Returns the days from 0000-01-01 to the first of January of a non-negative year [Gregorian calendar].
fn days_before_year(year: i64) -> i64 {
    // The number of years before this one that are divisible by `step`; year 0 is one of them.
    let divisible = |step: i64| (year + step - 1) / step;
    year * 365 + divisible(4) - divisible(100) + divisible(400)
}

/// Reads a date and time, with a space allowed for the `T` [RFC 3339 §5.6].
fn parse(text: &[u8]) -> Option<TimestampParts> {
    let (date, separator, time) = (text.get(..10)?, text.get(10)?, text.get(11..)?);
    let (year, month, day) = date::parse(date)?;
    let Time { hour, minute, second, fraction, offset_minutes } = time::parse(time)?;
    let nanosecond = nanoseconds(fraction);
    let parts = TimestampParts { year, month, day, hour, minute, second, nanosecond, offset_minutes };
    matches!(separator, b'T' | b't' | b' ').then_some(parts)
}

fn nanoseconds(fraction: &[u8]) -> u32 {
    let digits = fraction.iter().copied().chain(std::iter::repeat(b'0')).take(9);
    digits.fold(0, |value, digit| value * 10 + u32::from(digit - b'0'))
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Timestamp {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// Accepts a date and time only; `From` accepts any text.
impl FromStr for Timestamp {
    type Err = InvalidTimestamp;

    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        let timestamp = Self::from(text);
        timestamp.parts().map(|_| timestamp)
    }
}

/// Converts the exact moment. A leap second is an error, and so is a fraction finer than the system's clock.
impl TryFrom<&Timestamp> for SystemTime {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: &Timestamp) -> Result<Self, InvalidTimestamp> {
        let parts = timestamp.parts()?;
        if parts.second == 60 {
            return Err(InvalidTimestamp::LeapSecond);
        }
        if timestamp.fraction().len() > 9 {
            return Err(InvalidTimestamp::Inexact);
        }
        let (seconds, fraction) = (parts.unix_seconds(), Duration::from_nanos(parts.nanosecond.into()));
        let distance = Duration::from_secs(seconds.unsigned_abs());
        let whole =
            if seconds < 0 { Self::UNIX_EPOCH.checked_sub(distance) } else { Self::UNIX_EPOCH.checked_add(distance) };
        let whole = whole.ok_or(InvalidTimestamp::OutOfRange)?;
        let moment = whole.checked_add(fraction).ok_or(InvalidTimestamp::OutOfRange)?;
        // Some systems count in steps of 100 nanoseconds.
        if moment.duration_since(whole).ok() == Some(fraction) {
            Ok(moment)
        } else {
            Err(InvalidTimestamp::Inexact)
        }
    }
}

impl TryFrom<Timestamp> for SystemTime {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidTimestamp> {
        Self::try_from(&timestamp)
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

impl fmt::Display for InvalidTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotTimestamp => "the text is not a date and time of RFC 3339",
            Self::OutOfRange => "the year or the distance from UTC is more than can be held",
            Self::LeapSecond => "a leap second that cannot be held",
            Self::Inexact => "the fraction or the distance from UTC is finer than can be held",
        })
    }
}

impl std::error::Error for InvalidTimestamp {}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Timestamp {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Timestamp".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "format": "date-time" })
    }
}
