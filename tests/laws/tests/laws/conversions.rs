//! The documented dates and amounts as types of other packages, and back.

use chrono::{DateTime, FixedOffset, Utc};
use museahub_webhooks::{
    Decimal, Envelope, InvalidDecimal, InvalidTimestamp, PassIssued, PassScannedIn, Timestamp, VenueAnnounced,
};
use time::OffsetDateTime;

/// Returns the dates of the documented examples.
fn documented() -> Vec<Timestamp> {
    let envelopes = Envelope::EXAMPLES.iter().map(|text| {
        let envelope: Envelope = serde_json::from_str(text).expect("an example is valid");
        envelope.created_at
    });
    let announced: VenueAnnounced = serde_json::from_str(VenueAnnounced::EXAMPLES[0]).expect("an example is valid");
    let scanned_in: PassScannedIn = serde_json::from_str(PassScannedIn::EXAMPLES[0]).expect("an example is valid");
    envelopes.chain([announced.opens_at, scanned_in.scanned_in_at]).collect()
}

#[test]
fn documented_dates_agree_in_every_package() {
    let dates = documented();
    assert_eq!(dates.len(), 3);
    for date in &dates {
        let expected = date.unix_nanoseconds().expect("it is a date and time");
        let jiff = jiff::Timestamp::try_from(date).expect("jiff holds it");
        let chrono = DateTime::<Utc>::try_from(date).expect("chrono holds it");
        let there = DateTime::<FixedOffset>::try_from(date).expect("chrono holds it");
        let time = OffsetDateTime::try_from(date).expect("time holds it");
        assert_eq!(jiff.as_nanosecond(), expected);
        assert_eq!(jiff::Zoned::try_from(date).expect("jiff holds it").timestamp(), jiff);
        assert_eq!(chrono.timestamp_nanos_opt().map(i128::from), Some(expected));
        assert_eq!(there, chrono);
        assert_eq!(time.unix_timestamp_nanos(), expected);

        let written = [
            Timestamp::try_from(jiff),
            Timestamp::try_from(chrono),
            Timestamp::try_from(there),
            Timestamp::try_from(time),
        ];
        for back in written {
            assert_eq!(back.expect("it is in 0 to 9999").unix_nanoseconds(), Ok(expected));
        }
    }
}

#[test]
fn the_documented_amount_keeps_its_digits() {
    let issued: PassIssued = serde_json::from_str(PassIssued::EXAMPLES[0]).expect("an example is valid");
    let amount = rust_decimal::Decimal::try_from(&issued.paid_in_euros).expect("it has room");
    assert_eq!(amount.to_string(), issued.paid_in_euros.as_str());
    assert_eq!(Decimal::from(amount), issued.paid_in_euros);
}

/// Values that a vendor may send without documenting them.
#[test]
fn inexact_conversions_are_errors_with_reasons() {
    let reasons = [
        ("2016-12-31T23:59:60Z", InvalidTimestamp::LeapSecond),
        ("2026-06-12T14:05:00.0000000001Z", InvalidTimestamp::Inexact),
        ("9999-12-31T23:59:59-01:00", InvalidTimestamp::OutOfRange),
        ("yesterday", InvalidTimestamp::NotTimestamp),
    ];
    for (text, reason) in reasons {
        let date = Timestamp::from(text);
        assert_eq!(jiff::Timestamp::try_from(&date), Err(reason), "{text}");
        assert_eq!(OffsetDateTime::try_from(&date), Err(reason), "{text}");
        assert!(!reason.to_string().contains(text));
    }
    let finer = Decimal::from("0.00000000000000000000000000001");
    assert_eq!(rust_decimal::Decimal::try_from(&finer), Err(InvalidDecimal::Inexact));
}
