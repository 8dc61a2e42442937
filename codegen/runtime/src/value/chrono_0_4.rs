//! Conversions between timestamps and chrono's types.
#![cfg(feature = "chrono-0_4")]

use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, TimeZone as _, Timelike as _, Utc};

use super::moment;
use super::timestamp::{InvalidTimestamp, Timestamp, TimestampParts};

/// chrono represents a leap second as a fraction of one second or more.
const SECOND: u32 = 1_000_000_000;

/// Converts the moment and its offset. `Z` and `-00:00` are the offset 0.
///
/// Leap seconds are kept. A fraction finer than a nanosecond is an error: the conversion is exact or fails.
///
/// ```
/// use chrono::{DateTime, FixedOffset, Timelike};
/// use codegen_runtime::Timestamp;
///
/// let sold_at = Timestamp::from("2026-06-12T16:05:00.000+02:00");
/// let there = DateTime::<FixedOffset>::try_from(&sold_at)?;
/// assert_eq!((there.hour(), there.timestamp()), (16, 1_781_273_100));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// To round to the nanosecond, use [`parts`](Timestamp::parts) or [`unix_nanoseconds`](Timestamp::unix_nanoseconds).
impl TryFrom<&Timestamp> for DateTime<FixedOffset> {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: &Timestamp) -> Result<Self, InvalidTimestamp> {
        let parts = moment::exact(timestamp)?;
        let (second, nanosecond) = match parts.second {
            60 => (59, parts.nanosecond + SECOND),
            second => (second, parts.nanosecond),
        };
        let day = NaiveDate::from_ymd_opt(i32::from(parts.year), u32::from(parts.month), u32::from(parts.day));
        let local = day.and_then(|day| {
            day.and_hms_nano_opt(u32::from(parts.hour), u32::from(parts.minute), u32::from(second), nanosecond)
        });
        let offset = FixedOffset::east_opt(i32::from(parts.offset_minutes) * 60);
        let there = local.zip(offset).and_then(|(local, offset)| offset.from_local_datetime(&local).single());
        there.ok_or(InvalidTimestamp::OutOfRange)
    }
}

impl TryFrom<Timestamp> for DateTime<FixedOffset> {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidTimestamp> {
        Self::try_from(&timestamp)
    }
}

/// Converts the moment; the offset is lost.
///
/// The errors are those of the conversion to `DateTime<FixedOffset>`.
///
/// ```
/// use chrono::{DateTime, Utc};
/// use codegen_runtime::Timestamp;
///
/// let sold_at = Timestamp::from("2026-06-12T16:05:00.000+02:00");
/// let moment = DateTime::<Utc>::try_from(&sold_at)?;
/// assert_eq!(moment.to_string(), "2026-06-12 14:05:00 UTC");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&Timestamp> for DateTime<Utc> {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: &Timestamp) -> Result<Self, InvalidTimestamp> {
        DateTime::<FixedOffset>::try_from(timestamp).map(Self::from)
    }
}

impl TryFrom<Timestamp> for DateTime<Utc> {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidTimestamp> {
        Self::try_from(&timestamp)
    }
}

/// Converts the moment and its offset, with as many fractional digits as needed.
///
/// Errors: years outside 0 to 9999 and offsets with seconds, which RFC 3339 cannot express; leap seconds that are not the last second of a
/// day in UTC, which chrono allows in any minute.
///
/// ```
/// use chrono::DateTime;
/// use codegen_runtime::Timestamp;
///
/// let there = DateTime::parse_from_rfc3339("2026-06-12T16:05:00.500+02:00")?;
/// assert_eq!(Timestamp::try_from(there)?.as_str(), "2026-06-12T16:05:00.5+02:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<DateTime<FixedOffset>> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(there: DateTime<FixedOffset>) -> Result<Self, InvalidTimestamp> {
        let offset_minutes = moment::offset_minutes(there.offset().local_minus_utc())?;
        // Checked first: near chrono's limits there may be no local time.
        let utc = there.naive_utc();
        if !(-1..=10_000).contains(&utc.year()) {
            return Err(InvalidTimestamp::OutOfRange);
        }
        let local = there.naive_local();
        let (second, nanosecond) = match (local.second(), local.nanosecond()) {
            (59, nanosecond) if nanosecond >= SECOND => (60, nanosecond - SECOND),
            (_, nanosecond) if nanosecond >= SECOND => return Err(InvalidTimestamp::LeapSecond),
            kept => kept,
        };
        let small = |number: u32| u8::try_from(number).map_err(|_| InvalidTimestamp::OutOfRange);
        moment::text(&TimestampParts {
            year: moment::year(local.year())?,
            month: small(local.month())?,
            day: small(local.day())?,
            hour: small(local.hour())?,
            minute: small(local.minute())?,
            second: small(second)?,
            nanosecond,
            offset_minutes,
        })
    }
}

/// Converts the moment in UTC, as for a `DateTime<FixedOffset>`.
///
/// ```
/// use chrono::{DateTime, Utc};
/// use codegen_runtime::Timestamp;
///
/// assert_eq!(Timestamp::try_from(DateTime::<Utc>::UNIX_EPOCH)?.as_str(), "1970-01-01T00:00:00Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<DateTime<Utc>> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(moment: DateTime<Utc>) -> Result<Self, InvalidTimestamp> {
        Self::try_from(DateTime::<FixedOffset>::from(moment))
    }
}
