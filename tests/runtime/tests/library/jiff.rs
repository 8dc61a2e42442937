//! Conversions between timestamps and jiff's types.

use codegen_runtime::value::timestamp::InvalidTimestamp;
use codegen_runtime::Timestamp;
use proptest::prelude::*;

fn moment(text: &str) -> Result<jiff::Timestamp, InvalidTimestamp> {
    jiff::Timestamp::try_from(&Timestamp::from(text))
}

fn zoned(text: &str) -> Result<jiff::Zoned, InvalidTimestamp> {
    jiff::Zoned::try_from(&Timestamp::from(text))
}

fn written(moment: jiff::Timestamp) -> Result<String, InvalidTimestamp> {
    Timestamp::try_from(moment).map(String::from)
}

#[test]
fn the_moment_is_exact() {
    for (text, nanoseconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-06-12T14:05:00.000Z", 1_781_273_100_000_000_000),
        ("2026-06-12T16:05:00+02:00", 1_781_273_100_000_000_000),
        ("2026-06-12t14:05:00z", 1_781_273_100_000_000_000),
        ("1969-12-31T23:59:59.999999999Z", -1),
        ("1969-12-31T23:59:58.5-00:00", -1_500_000_000),
        ("0000-01-01T00:00:00+23:59", -62_167_305_540_000_000_000),
    ] {
        assert_eq!(moment(text).map(jiff::Timestamp::as_nanosecond), Ok(nanoseconds), "{text}");
        assert_eq!(zoned(text).map(|zoned| zoned.timestamp().as_nanosecond()), Ok(nanoseconds), "{text}");
    }
}

#[test]
fn the_offset_is_the_zone() {
    for (text, seconds, hour) in [
        ("2026-06-12T16:05:00+02:00", 7200, 16),
        ("2026-06-12T02:35:00-11:30", -41_400, 2),
        ("2026-06-12T14:05:00Z", 0, 14),
        ("2026-06-12T14:05:00-00:00", 0, 14),
        ("2026-06-12T14:05:00-23:59", -86_340, 14),
    ] {
        let zoned = zoned(text).expect(text);
        assert_eq!((zoned.offset().seconds(), zoned.hour()), (seconds, hour), "{text}");
    }
}

#[test]
fn a_leap_second_is_an_error() {
    for text in ["2016-12-31T23:59:60Z", "2016-12-31T15:59:60.5-08:00"] {
        assert_eq!(moment(text), Err(InvalidTimestamp::LeapSecond), "{text}");
        assert_eq!(zoned(text), Err(InvalidTimestamp::LeapSecond), "{text}");
    }
}

#[test]
fn digits_beyond_nanoseconds_must_be_zero() {
    assert_eq!(moment("1970-01-01T00:00:00.1234567891Z"), Err(InvalidTimestamp::Inexact));
    assert_eq!(zoned("1970-01-01T00:00:00.0000000000001+02:00"), Err(InvalidTimestamp::Inexact));
    let zeros = moment("1970-01-01T00:00:00.123456789000Z");
    assert_eq!(zeros.map(jiff::Timestamp::as_nanosecond), Ok(123_456_789));
    // The tenth digit behind the point belongs to the offset.
    assert!(moment("1970-01-01T00:00:00.1234+02:05").is_ok());
}

#[test]
fn moments_beyond_the_range_are_errors() {
    assert_eq!(moment("9999-12-30T22:00:00.999999999Z"), Ok(jiff::Timestamp::MAX));
    assert_eq!(moment("9999-12-30T22:00:01Z"), Err(InvalidTimestamp::OutOfRange));
    assert_eq!(zoned("9999-12-31T23:59:59-23:59"), Err(InvalidTimestamp::OutOfRange));
    assert!(zoned("9999-12-31T21:58:59+23:59").is_ok());
}

#[test]
fn other_texts_are_errors() {
    for text in ["", "later", "2026-02-30T00:00:00Z", "2026-06-12T14:05:00"] {
        assert_eq!(moment(text), Err(InvalidTimestamp::NotTimestamp), "{text}");
        assert_eq!(zoned(text), Err(InvalidTimestamp::NotTimestamp), "{text}");
    }
}

#[test]
fn a_moment_is_written_in_utc() {
    for (nanoseconds, text) in [
        (0, "1970-01-01T00:00:00Z"),
        (1_781_273_100_500_000_000, "2026-06-12T14:05:00.5Z"),
        (-1, "1969-12-31T23:59:59.999999999Z"),
        (-62_167_219_200_000_000_000, "0000-01-01T00:00:00Z"),
    ] {
        let moment = jiff::Timestamp::from_nanosecond(nanoseconds).expect("jiff holds it");
        assert_eq!(written(moment).as_deref(), Ok(text));
    }
    assert_eq!(written(jiff::Timestamp::MAX).as_deref(), Ok("9999-12-30T22:00:00.999999999Z"));
}

#[test]
fn a_year_before_0_cannot_be_written() {
    let moment = jiff::Timestamp::from_nanosecond(-62_167_219_200_000_000_001).expect("jiff holds it");
    assert_eq!(written(moment), Err(InvalidTimestamp::OutOfRange));
    assert_eq!(written(jiff::Timestamp::MIN), Err(InvalidTimestamp::OutOfRange));
}

proptest! {
    #[test]
    fn a_moment_survives_both_conversions(second in jiff::Timestamp::MIN.as_second() + 1..jiff::Timestamp::MAX.as_second(), nanosecond in 0..1_000_000_000) {
        let moment = jiff::Timestamp::new(second, nanosecond).expect("it is in range");
        match Timestamp::try_from(moment) {
            Ok(timestamp) => {
                prop_assert_eq!(jiff::Timestamp::try_from(&timestamp), Ok(moment));
                prop_assert_eq!(timestamp.as_str().parse::<jiff::Timestamp>().ok(), Some(moment));
                prop_assert_eq!(timestamp.unix_nanoseconds(), Ok(moment.as_nanosecond()));
                prop_assert_eq!(jiff::Zoned::try_from(timestamp.clone()).map(|there| there.timestamp()), Ok(moment));
                prop_assert_eq!(jiff::Timestamp::try_from(timestamp), Ok(moment));
            }
            Err(error) => prop_assert!(error == InvalidTimestamp::OutOfRange && second < -62_167_219_200),
        }
    }

    /// jiff, another reader of RFC 3339, agrees on what both accept.
    #[test]
    fn jiff_agrees(text in r"[0-9]{4}-(0[1-9]|1[012])-([0-2][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,9})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])") {
        let expected = text.parse::<jiff::Timestamp>().ok();
        prop_assert_eq!(moment(&text).ok(), expected, "{}", text);
    }
}
