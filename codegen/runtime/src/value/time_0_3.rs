//! Conversions between timestamps and the types of the `time` package.
#![cfg(feature = "time-0_3")]

use time::{Date, Month, OffsetDateTime, UtcOffset};

use super::moment;
use super::timestamp::{InvalidTimestamp, Timestamp, TimestampParts};

/// 9999-12-31T23:59:59Z
const LAST_SECOND: i64 = 253_402_300_799;

/// Converts the moment and its offset. `Z` and `-00:00` are UTC.
///
/// Errors: a leap second, a fraction finer than a nanosecond, and moments in the year 10000 in UTC. The conversion is exact or fails.
///
/// ```
/// use codegen_runtime::Timestamp;
/// use time::OffsetDateTime;
///
/// let sold_at = Timestamp::from("2026-06-12T16:05:00.000+02:00");
/// let there = OffsetDateTime::try_from(&sold_at)?;
/// assert_eq!((there.hour(), there.unix_timestamp()), (16, 1_781_273_100));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// To round to the nanosecond and to the second after a leap second, use [`unix_nanoseconds`](Timestamp::unix_nanoseconds):
///
/// ```
/// use codegen_runtime::Timestamp;
/// use time::OffsetDateTime;
///
/// let leap_second = Timestamp::from("2016-12-31T23:59:60Z");
/// let moment = OffsetDateTime::from_unix_timestamp_nanos(leap_second.unix_nanoseconds()?)?;
/// assert_eq!((moment.year(), moment.second()), (2017, 0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<&Timestamp> for OffsetDateTime {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: &Timestamp) -> Result<Self, InvalidTimestamp> {
        let parts = moment::without_leap_second(timestamp)?;
        // The type would hold it and then panic when converted to UTC.
        if parts.unix_seconds() > LAST_SECOND {
            return Err(InvalidTimestamp::OutOfRange);
        }
        there(&parts).map_err(|_| InvalidTimestamp::OutOfRange)
    }
}

impl TryFrom<Timestamp> for OffsetDateTime {
    type Error = InvalidTimestamp;

    fn try_from(timestamp: Timestamp) -> Result<Self, InvalidTimestamp> {
        Self::try_from(&timestamp)
    }
}

fn there(parts: &TimestampParts) -> Result<OffsetDateTime, time::error::ComponentRange> {
    let day = Date::from_calendar_date(i32::from(parts.year), Month::try_from(parts.month)?, parts.day)?;
    let local = day.with_hms_nano(parts.hour, parts.minute, parts.second, parts.nanosecond)?;
    Ok(local.assume_offset(UtcOffset::from_whole_seconds(i32::from(parts.offset_minutes) * 60)?))
}

/// Converts the moment and its offset, with as many fractional digits as needed.
///
/// Errors: years outside 0 to 9999, offsets of a day or more, and offsets with seconds, which RFC 3339 cannot express.
///
/// ```
/// use codegen_runtime::Timestamp;
/// use time::{Duration, OffsetDateTime};
///
/// let moment = OffsetDateTime::UNIX_EPOCH + Duration::milliseconds(500);
/// assert_eq!(Timestamp::try_from(moment)?.as_str(), "1970-01-01T00:00:00.5Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl TryFrom<OffsetDateTime> for Timestamp {
    type Error = InvalidTimestamp;

    fn try_from(there: OffsetDateTime) -> Result<Self, InvalidTimestamp> {
        moment::text(&TimestampParts {
            year: moment::year(there.year())?,
            month: u8::from(there.month()),
            day: there.day(),
            hour: there.hour(),
            minute: there.minute(),
            second: there.second(),
            nanosecond: there.nanosecond(),
            offset_minutes: moment::offset_minutes(there.offset().whole_seconds())?,
        })
    }
}
