//! Conversions between timestamps and the types of the `time` package.

use codegen_runtime::value::timestamp::InvalidTimestamp;
use codegen_runtime::Timestamp;
use proptest::prelude::*;
use time::{Date, Month, OffsetDateTime, UtcOffset};

fn there(text: &str) -> Result<OffsetDateTime, InvalidTimestamp> {
    OffsetDateTime::try_from(&Timestamp::from(text))
}

fn written(there: OffsetDateTime) -> Result<String, InvalidTimestamp> {
    Timestamp::try_from(there).map(String::from)
}

fn offset(seconds: i32) -> UtcOffset {
    UtcOffset::from_whole_seconds(seconds).expect("an offset")
}

#[test]
fn the_moment_and_its_offset_are_kept() {
    for (text, nanoseconds, offset) in [
        ("1970-01-01T00:00:00Z", 0, 0),
        ("2026-06-12T14:05:00.000Z", 1_781_273_100_000_000_000, 0),
        ("2026-06-12T16:05:00.5+02:00", 1_781_273_100_500_000_000, 7200),
        ("2026-06-12T02:35:00-11:30", 1_781_273_100_000_000_000, -41_400),
        ("1969-12-31T23:59:59.999999999-00:00", -1, 0),
        ("0000-01-01T00:00:00+23:59", -62_167_305_540_000_000_000, 86_340),
        ("9999-12-31T23:59:59.999999999Z", 253_402_300_799_999_999_999, 0),
    ] {
        let there = there(text).expect(text);
        assert_eq!((there.unix_timestamp_nanos(), there.offset().whole_seconds()), (nanoseconds, offset), "{text}");
        // Every converted moment can be brought to UTC.
        assert_eq!(there.to_offset(UtcOffset::UTC), there);
    }
}

#[test]
fn a_leap_second_is_an_error() {
    for text in ["2016-12-31T23:59:60Z", "2016-12-31T15:59:60.5-08:00"] {
        assert_eq!(there(text), Err(InvalidTimestamp::LeapSecond), "{text}");
    }
}

#[test]
fn digits_beyond_nanoseconds_must_be_zero() {
    assert_eq!(there("1970-01-01T00:00:00.1234567891Z"), Err(InvalidTimestamp::Inexact));
    let zeros = there("1970-01-01T00:00:00.123456789000+00:05").expect("nothing is lost");
    assert_eq!(zeros.nanosecond(), 123_456_789);
}

#[test]
fn the_utc_year_10000_is_an_error() {
    for text in ["9999-12-31T23:59:59-00:01", "9999-12-31T00:01:00-23:59"] {
        assert_eq!(there(text), Err(InvalidTimestamp::OutOfRange), "{text}");
    }
    assert!(there("9999-12-31T22:59:59-01:00").is_ok());
}

#[test]
fn other_texts_are_errors() {
    for text in ["", "later", "2026-02-30T00:00:00Z", "2026-06-12T14:05:60Z"] {
        assert_eq!(there(text), Err(InvalidTimestamp::NotTimestamp), "{text}");
    }
}

#[test]
fn inexpressible_moments_are_errors() {
    let before = Date::from_calendar_date(-1, Month::December, 31).expect("a day").midnight().assume_utc();
    assert_eq!(written(before), Err(InvalidTimestamp::OutOfRange));
    assert_eq!(written(OffsetDateTime::UNIX_EPOCH.to_offset(offset(1))), Err(InvalidTimestamp::Inexact));
    for seconds in [24 * 3600, -24 * 3600, 25 * 3600] {
        let there = OffsetDateTime::UNIX_EPOCH.to_offset(offset(seconds));
        assert_eq!(written(there), Err(InvalidTimestamp::OutOfRange), "{seconds}");
    }
    let there = OffsetDateTime::UNIX_EPOCH.to_offset(offset(-(23 * 3600 + 59 * 60)));
    assert_eq!(written(there).as_deref(), Ok("1969-12-31T00:01:00-23:59"));
}

proptest! {
    #[test]
    fn a_moment_survives_both_conversions(
        second in -62_167_132_800_i64..253_402_214_400,
        nanosecond in 0_i128..1_000_000_000,
        minutes in -1439..1440,
    ) {
        let nanoseconds = i128::from(second) * 1_000_000_000 + nanosecond;
        let moment = OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).expect("a moment");
        let there = moment.to_offset(offset(minutes * 60));
        let timestamp = Timestamp::try_from(there).expect("its year is 0 to 9999");
        let read = OffsetDateTime::try_from(&timestamp).expect("it was written");
        prop_assert_eq!((read, read.offset()), (there, there.offset()));
        prop_assert_eq!(timestamp.unix_nanoseconds(), Ok(nanoseconds));
        prop_assert_eq!(OffsetDateTime::try_from(timestamp), Ok(there));
    }
}
