//! Timestamps to and from the types of the `time` package.
#![cfg(feature = "time-0_3")]

use time::{Date, Month, OffsetDateTime, UtcOffset};

use super::moment;
use super::timestamp::{InvalidTimestamp, Timestamp, TimestampParts};

/// 9999-12-31T23:59:59Z
const LAST_SECOND: i64 = 253_402_300_799;

/// The moment that the text says, and the offset that it was written with. `Z` and `-00:00` are UTC.
///
/// A leap second, a fraction finer than a nanosecond, and what is in the year 10000 in UTC are errors: a moment is converted as it
/// is, or not at all.
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
/// Where the nearest nanosecond and the second after a leap second will do, go through
/// [`unix_nanoseconds`](Timestamp::unix_nanoseconds):
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
        // The type would hold it, and then panic when it is brought to UTC.
        if parts.unix_seconds() > LAST_SECOND {
            return Err(InvalidTimestamp::OutOfRange);
        }
        there(&parts).map_err(|_| InvalidTimestamp::OutOfRange)
    }
}

fn there(parts: &TimestampParts) -> Result<OffsetDateTime, time::error::ComponentRange> {
    let day = Date::from_calendar_date(i32::from(parts.year), Month::try_from(parts.month)?, parts.day)?;
    let local = day.with_hms_nano(parts.hour, parts.minute, parts.second, parts.nanosecond)?;
    Ok(local.assume_offset(UtcOffset::from_whole_seconds(i32::from(parts.offset_minutes) * 60)?))
}

/// The moment with its offset, and with as many digits behind the point as it needs.
///
/// Years that are not 0 to 9999, offsets of a day or more and those that are no whole minutes are errors: RFC 3339 cannot write them.
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
