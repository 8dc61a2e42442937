//! Conversions between timestamps and jiff's types.
#![cfg(feature = "jiff-0_2")]

use super::moment;
use super::timestamp::{InvalidTimestamp, Timestamp, TimestampParts};

/// Converts the moment; the offset is lost.
///
/// Errors: a leap second, a fraction finer than a nanosecond, and moments beyond jiff's last (9999-12-30T22:00:00.999999999Z). The
/// conversion is exact or fails.
///
/// ```
/// use codegen_runtime::Timestamp;
///
/// let sold_at = Timestamp::from("2026-06-12T16:05:00.000+02:00");
/// let moment = jiff::Timestamp::try_from(&sold_at)?;
/// assert_eq!(moment.to_string(), "2026-06-12T14:05:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// To round to the nanosecond and to the second after a leap second, use [`unix_nanoseconds`](Timestamp::unix_nanoseconds):
///
/// ```
/// use codegen_runtime::Timestamp;
///
/// let leap_second = Timestamp::from("2016-12-31T23:59:60.1234567891Z");
/// let moment = jiff::Timestamp::from_nanosecond(leap_second.unix_nanoseconds()?)?;
/// assert_eq!(moment.to_string(), "2017-01-01T00:00:00.123456789Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&Timestamp> for jiff::Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: &Timestamp) -> Result<Self, InvalidTimestamp> {
        moment_of(&moment::without_leap_second(timestamp)?)
    }
}

impl TryFrom<Timestamp> for jiff::Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidTimestamp> {
        Self::try_from(&timestamp)
    }
}

/// Converts the moment with its offset as a time zone. `Z` and `-00:00` are UTC.
///
/// The errors are those of the conversion to [`jiff::Timestamp`].
///
/// ```
/// use codegen_runtime::Timestamp;
///
/// let sold_at = Timestamp::from("2026-06-12T16:05:00.000+02:00");
/// let there = jiff::Zoned::try_from(&sold_at)?;
/// assert_eq!(there.hour(), 16);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&Timestamp> for jiff::Zoned {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: &Timestamp) -> Result<Self, InvalidTimestamp> {
        let parts = moment::without_leap_second(timestamp)?;
        let offset = jiff::tz::Offset::from_seconds(i32::from(parts.offset_minutes) * 60);
        let offset = offset.map_err(|_| InvalidTimestamp::OutOfRange)?;
        Ok(moment_of(&parts)?.to_zoned(offset.to_time_zone()))
    }
}

impl TryFrom<Timestamp> for jiff::Zoned {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidTimestamp> {
        Self::try_from(&timestamp)
    }
}

/// Converts the moment in UTC, with as many fractional digits as needed. Years before 0 are an error: RFC 3339 cannot express them.
///
/// RFC 3339 has no time zone names, so convert a `Zoned` by its `timestamp()`.
///
/// ```
/// use codegen_runtime::Timestamp;
///
/// let moment: jiff::Timestamp = "2026-06-12T16:05:00.500+02:00".parse()?;
/// assert_eq!(Timestamp::try_from(moment)?.as_str(), "2026-06-12T14:05:00.5Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<jiff::Timestamp> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(moment: jiff::Timestamp) -> Result<Self, InvalidTimestamp> {
        let utc = jiff::tz::Offset::UTC.to_datetime(moment);
        moment::text(&TimestampParts {
            year: moment::year(i32::from(utc.year()))?,
            month: utc.month().unsigned_abs(),
            day: utc.day().unsigned_abs(),
            hour: utc.hour().unsigned_abs(),
            minute: utc.minute().unsigned_abs(),
            second: utc.second().unsigned_abs(),
            nanosecond: utc.subsec_nanosecond().unsigned_abs(),
            offset_minutes: 0,
        })
    }
}

fn moment_of(parts: &TimestampParts) -> Result<jiff::Timestamp, InvalidTimestamp> {
    let nanosecond = i32::try_from(parts.nanosecond).map_err(|_| InvalidTimestamp::OutOfRange)?;
    jiff::Timestamp::new(parts.unix_seconds(), nanosecond).map_err(|_| InvalidTimestamp::OutOfRange)
}
