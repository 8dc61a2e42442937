//! The parts of a timestamp, which keeps its text.

use std::cmp::Ordering;
use std::time::{Duration, SystemTime};

use codegen_runtime::{InvalidTimestamp, Timestamp};

fn milliseconds(text: &str) -> Option<i64> {
    Timestamp::from(text).unix_milliseconds().ok()
}

#[test]
fn moments_are_counted_from_the_epoch() {
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2026-06-12T14:05:00.000Z", 1_781_273_100_000),
        ("2026-06-12T16:05:00+02:00", 1_781_273_100_000),
        ("1969-12-31T23:59:59.9Z", -100),
        ("2000-02-29t12:00:00z", 951_825_600_000),
        ("0000-01-01T00:00:00Z", -62_167_219_200_000),
        ("9999-12-31T23:59:59.999999999Z", 253_402_300_799_999),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000),
        ("2016-12-31T15:59:60-08:00", 1_483_228_800_000),
    ] {
        assert_eq!(milliseconds(text), Some(expected), "{text}");
    }
}

#[test]
fn other_texts_have_no_moment() {
    for text in [
        "",
        "2026-06-12",
        "2026-06-12T14:05:00",
        "2026-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-00-01T00:00:00Z",
        "2026-01-00T00:00:00Z",
        "2026-01-01T24:00:00Z",
        "2026-01-01T00:60:00Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00.Z",
        "2026-01-01T00:00:00+2:00",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00Zx",
        "2026-01-01T00:00:0\u{661}Z",
    ] {
        assert_eq!(milliseconds(text), None, "{text}");
    }
}

#[test]
fn parts_are_those_of_the_text() {
    let parts = Timestamp::from("2026-06-12T14:05:09.1234567891-11:30").parts().expect("it is a date and time");
    assert_eq!((parts.year, parts.month, parts.day), (2026, 6, 12));
    assert_eq!((parts.hour, parts.minute, parts.second), (14, 5, 9));
    assert_eq!((parts.nanosecond, parts.offset_minutes), (123_456_789, -690));
}

#[test]
fn any_string_survives_unchanged() {
    for text in [r#""2026-06-12T14:05:00.000Z""#, r#""later""#] {
        let timestamp: Timestamp = serde_json::from_str(text).expect("any string is taken");
        assert_eq!(serde_json::to_string(&timestamp).expect("it is a string"), text);
    }
}

#[test]
fn nanoseconds_are_truncated() {
    for (text, expected) in [
        ("1970-01-01T00:00:00.1234567899Z", 123_456_789),
        ("2016-12-31T23:59:60.5Z", 1_483_228_800_500_000_000),
        ("0000-01-01T00:00:00+23:59", -62_167_305_540_000_000_000),
        ("9999-12-31T23:59:59.999999999-23:59", 253_402_387_139_999_999_999),
    ] {
        assert_eq!(Timestamp::from(text).unix_nanoseconds(), Ok(expected), "{text}");
    }
}

#[test]
fn moments_are_compared_to_the_last_digit() {
    // Ascending; the texts in a line are one moment.
    let moments: &[&[&str]] = &[
        &["0000-01-01T00:00:00Z"],
        &["2016-12-31T23:59:59.9999999999Z"],
        &["2016-12-31T23:59:60Z", "2016-12-31T15:59:60.00-08:00"],
        &["2016-12-31T23:59:60.9Z"],
        &["2017-01-01T00:00:00Z"],
        &["2026-06-12T14:05:00Z", "2026-06-12T14:05:00.000Z", "2026-06-12t16:05:00+02:00", "2026-06-12 14:05:00-00:00"],
        &["2026-06-12T14:05:00.0000000001Z"],
        &["2026-06-12T14:05:00.4999999999999Z"],
        &["2026-06-12T14:05:00.500Z", "2026-06-12T12:05:00.5-02:00"],
        &["2026-06-12T14:05:01Z"],
    ];
    for (left_rank, left) in moments.iter().enumerate() {
        for (right_rank, right) in moments.iter().enumerate() {
            for (left, right) in left.iter().flat_map(|left| right.iter().map(move |right| (*left, *right))) {
                let compared = Timestamp::from(left).cmp_moment(&Timestamp::from(right));
                assert_eq!(compared, Ok(left_rank.cmp(&right_rank)), "{left} {right}");
            }
        }
    }
}

#[test]
fn other_texts_have_no_order() {
    let (moment, none) = (Timestamp::from("2026-06-12T14:05:00Z"), Timestamp::from("later"));
    assert_eq!(moment.cmp_moment(&moment), Ok(Ordering::Equal));
    assert_eq!(moment.cmp_moment(&none), Err(InvalidTimestamp::NotTimestamp));
    assert_eq!(none.cmp_moment(&moment), Err(InvalidTimestamp::NotTimestamp));
}

#[test]
fn only_a_date_and_time_is_parsed() {
    let text = "2026-06-12T14:05:00.500+02:00";
    assert_eq!(text.parse(), Ok(Timestamp::from(text)));
    for text in ["", "later", "2026-02-29T00:00:00Z", "2026-06-12"] {
        assert_eq!(text.parse::<Timestamp>(), Err(InvalidTimestamp::NotTimestamp), "{text}");
    }
}

#[test]
fn system_time_is_exact_or_an_error() {
    let convert = |text: &str| SystemTime::try_from(Timestamp::from(text));
    let (epoch, half) = (SystemTime::UNIX_EPOCH, Duration::from_millis(500));
    assert_eq!(convert("1970-01-01T00:00:00.500Z"), Ok(epoch + half));
    assert_eq!(convert("1969-12-31T23:59:59.500Z"), Ok(epoch - half));
    assert_eq!(convert("1970-01-01T02:00:01.5000000000+02:00"), Ok(epoch + Duration::from_millis(1500)));
    assert_eq!(convert("2016-12-31T23:59:60Z"), Err(InvalidTimestamp::LeapSecond));
    assert_eq!(convert("1970-01-01T00:00:00.1234567891Z"), Err(InvalidTimestamp::Inexact));
    assert_eq!(convert("later"), Err(InvalidTimestamp::NotTimestamp));
}
