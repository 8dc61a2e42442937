//! Conversions between timestamps and chrono's types.

use chrono::{DateTime, FixedOffset, NaiveDate, TimeZone as _, Timelike as _, Utc};
use codegen_runtime::value::timestamp::InvalidTimestamp;
use codegen_runtime::Timestamp;
use proptest::prelude::*;

fn there(text: &str) -> Result<DateTime<FixedOffset>, InvalidTimestamp> {
    DateTime::try_from(&Timestamp::from(text))
}

fn moment(text: &str) -> Result<DateTime<Utc>, InvalidTimestamp> {
    DateTime::try_from(&Timestamp::from(text))
}

fn written(there: DateTime<FixedOffset>) -> Result<String, InvalidTimestamp> {
    Timestamp::try_from(there).map(String::from)
}

fn in_utc(year: i32, hour: u32, second: u32, nanosecond: u32) -> DateTime<Utc> {
    let day = NaiveDate::from_ymd_opt(year, 12, 31).expect("a day");
    Utc.from_utc_datetime(&day.and_hms_nano_opt(hour, 59, second, nanosecond).expect("a time"))
}

#[test]
fn the_moment_and_its_offset_are_kept() {
    for (text, second, nanosecond, offset) in [
        ("1970-01-01T00:00:00Z", 0, 0, 0),
        ("2026-06-12T14:05:00.000Z", 1_781_273_100, 0, 0),
        ("2026-06-12T16:05:00.5+02:00", 1_781_273_100, 500_000_000, 7200),
        ("2026-06-12T02:35:00-11:30", 1_781_273_100, 0, -41_400),
        ("1969-12-31T23:59:59.999999999-00:00", -1, 999_999_999, 0),
        ("0000-01-01T00:00:00+23:59", -62_167_305_540, 0, 86_340),
        ("9999-12-31T23:59:59-23:59", 253_402_387_139, 0, -86_340),
    ] {
        let there = there(text).expect(text);
        let parts = (there.timestamp(), there.timestamp_subsec_nanos(), there.offset().local_minus_utc());
        assert_eq!(parts, (second, nanosecond, offset), "{text}");
        assert_eq!(moment(text), Ok(there.with_timezone(&Utc)), "{text}");
    }
}

#[test]
fn a_leap_second_is_kept() {
    for (text, hour) in [("2016-12-31T23:59:60.25Z", 23), ("2016-12-31T15:59:60.25-08:00", 15)] {
        let leap_second = there(text).expect(text);
        assert_eq!((leap_second.hour(), leap_second.second(), leap_second.nanosecond()), (hour, 59, 1_250_000_000));
        assert_eq!(written(leap_second).as_deref(), Ok(text));
    }
    assert_eq!(moment("2016-12-31T23:59:60Z"), Ok(in_utc(2016, 23, 59, 1_000_000_000)));
}

#[test]
fn leap_seconds_only_end_utc_days() {
    let in_the_afternoon = in_utc(2016, 14, 59, 1_000_000_000);
    assert_eq!(Timestamp::try_from(in_the_afternoon), Err(InvalidTimestamp::LeapSecond));
    let in_a_minute = in_utc(2016, 23, 30, 0).with_nanosecond(1_500_000_000).expect("chrono takes it");
    assert_eq!(Timestamp::try_from(in_a_minute), Err(InvalidTimestamp::LeapSecond));
}

#[test]
fn digits_beyond_nanoseconds_must_be_zero() {
    assert_eq!(there("1970-01-01T00:00:00.1234567891Z"), Err(InvalidTimestamp::Inexact));
    assert_eq!(moment("2016-12-31T23:59:60.0000000001Z"), Err(InvalidTimestamp::Inexact));
    let zeros = there("1970-01-01T00:00:00.123456789000+00:05").expect("nothing is lost");
    assert_eq!(zeros.nanosecond(), 123_456_789);
}

#[test]
fn other_texts_are_errors() {
    for text in ["", "later", "2026-02-30T00:00:00Z", "2026-06-12T14:05:60Z"] {
        assert_eq!(there(text), Err(InvalidTimestamp::NotTimestamp), "{text}");
        assert_eq!(moment(text), Err(InvalidTimestamp::NotTimestamp), "{text}");
    }
}

#[test]
fn years_need_four_digits() {
    for year in [-1, 10_000, -200_000, 200_000] {
        assert_eq!(Timestamp::try_from(in_utc(year, 0, 0, 0)), Err(InvalidTimestamp::OutOfRange), "{year}");
    }
    for moment in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        assert_eq!(Timestamp::try_from(moment), Err(InvalidTimestamp::OutOfRange));
        for seconds in [-86_340, 86_340] {
            let offset = FixedOffset::east_opt(seconds).expect("less than a day");
            assert_eq!(written(moment.with_timezone(&offset)), Err(InvalidTimestamp::OutOfRange));
        }
    }
    let new_year = Utc.with_ymd_and_hms(10_000, 1, 1, 0, 0, 0).single().expect("a moment");
    let west = FixedOffset::east_opt(-3600).expect("less than a day");
    assert_eq!(written(new_year.with_timezone(&west)).as_deref(), Ok("9999-12-31T23:00:00-01:00"));
}

#[test]
fn an_offset_with_seconds_is_an_error() {
    let offset = FixedOffset::east_opt(3 * 3600 + 1).expect("less than a day");
    let there = DateTime::<Utc>::UNIX_EPOCH.with_timezone(&offset);
    assert_eq!(written(there), Err(InvalidTimestamp::Inexact));
}

proptest! {
    #[test]
    fn a_moment_survives_both_conversions(
        second in -62_167_219_200_i64..253_402_300_800,
        nanosecond in 0_u32..1_000_000_000,
        minutes in -1439..1440,
    ) {
        let offset = FixedOffset::east_opt(minutes * 60).expect("less than a day");
        let there = Utc.timestamp_opt(second, nanosecond).single().expect("a moment").with_timezone(&offset);
        match Timestamp::try_from(there) {
            Ok(timestamp) => {
                let read = DateTime::<FixedOffset>::try_from(&timestamp).expect("it was written");
                prop_assert_eq!((read, read.offset()), (there, there.offset()));
                prop_assert_eq!(DateTime::parse_from_rfc3339(timestamp.as_str()), Ok(there));
                let nanoseconds = i128::from(second) * 1_000_000_000 + i128::from(nanosecond);
                prop_assert_eq!(timestamp.unix_nanoseconds(), Ok(nanoseconds));
                prop_assert_eq!(DateTime::<Utc>::try_from(timestamp.clone()), Ok(there.to_utc()));
                prop_assert_eq!(DateTime::<FixedOffset>::try_from(timestamp), Ok(there));
            }
            Err(error) => {
                let day = 86_400;
                let is_at_an_end = second < -62_167_219_200 + day || second >= 253_402_300_800 - day;
                prop_assert!(error == InvalidTimestamp::OutOfRange && is_at_an_end);
            }
        }
    }

    /// chrono, another reader of RFC 3339, agrees.
    #[test]
    fn chrono_agrees(text in r"[0-9]{4}-(0[1-9]|1[012])-([0-2][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])") {
        let expected = DateTime::parse_from_rfc3339(&text).ok();
        prop_assert_eq!(there(&text).ok().map(|there| (there, *there.offset())), expected.map(|there| (there, *there.offset())), "{}", text);
    }
}
