//! Genuine bodies: unambiguous JSON of at most 64 levels, within the maximum age.

use std::error::Error as _;
use std::time::{Duration, Instant, SystemTime};

use museahub_webhooks::{Contract, DriftKind, Event, EventName, PassReimbursed, Receiver};
use proptest::prelude::*;
use receiver::{SECRET, body, receiver, refused, secret, signed};

const PAID: &str = r#"{"visitId":"o","status":"paid"}"#;

/// Returns the code of the error for a payload of an undocumented event.
fn code_of_unknown(data: &str) -> Result<(), &'static str> {
    let body = body("visit.lost", &format!(r#"{{"in":{data}}}"#));
    receiver().receive(&signed(&body), body.as_bytes()).map(|_| ()).map_err(|error| error.code())
}

/// Asserts that an error keeps the signed bytes; returns its code and status.
fn held(body: &[u8]) -> (&'static str, u16) {
    let error = refused(body);
    assert_eq!(error.delivery().expect("the signature holds").raw(), body);
    assert!(!error.is_authentication_failure());
    (error.code(), error.http_status())
}

/// Returns nested arrays.
fn nested(levels: usize) -> String {
    format!("{}0{}", "[".repeat(levels), "]".repeat(levels))
}

#[test]
fn a_body_must_be_utf_8() {
    let whole = body("visit.started", PAID);
    let unread = whole.replace(r#""museum_group_id""#, r#""note":"*","museum_group_id""#);
    let unknown = body("visit.lost", r#"{"note":"*"}"#);
    for text in [unread.as_str(), &unknown, &body("visit.started", r#"{"visitId":"*","status":"paid"}"#)] {
        for bad in [b"\xff".as_slice(), b"\xc3", b"\xed\xa0\x80", b"\xc0\xaf", b"\xf5\x80\x80\x80", b"\xe2\x82"] {
            let (start, end) = text.split_once('*').expect("there is a mark");
            let bytes = [start.as_bytes(), bad, end.as_bytes()].concat();
            assert_eq!(held(&bytes), ("not-utf8", 400), "{bad:?} in {text}");
        }
    }
    assert_eq!(held(&[b"\xef\xbb\xbf", whole.as_bytes()].concat()), ("not-json", 400), "a byte order mark");
    assert_eq!(held(&[whole.as_bytes(), b"\xff"].concat()), ("not-utf8", 400), "behind the value");
}

#[test]
fn a_lone_surrogate_is_refused_anywhere() {
    let bad = [r"\ud800", r"\udc00", r"\ud800\ud800", r"\ud800x", r"\udbff\u0041", r"\uDFFF\uD800"];
    for bad in bad {
        let places = [
            body("visit.started", &format!(r#"{{"visitId":"{bad}","status":"paid"}}"#)),
            body("visit.started", &format!(r#"{{"visitId":"o","status":"paid","more":"{bad}"}}"#)),
            body("visit.lost", &format!(r#"["{bad}"]"#)),
            body("visit.lost", &format!(r#"{{"{bad}":1}}"#)),
            body("visit.started", PAID).replace("grp_1", bad),
        ];
        for place in places {
            assert_eq!(held(place.as_bytes()), ("not-json", 400), "{place}");
        }
    }
    assert_eq!(code_of_unknown(r#""\ud83d\ude00""#), Ok(()), "a pair is a character");
}

#[test]
fn a_duplicate_member_is_refused_anywhere() {
    let twice = [
        body("visit.started", r#"{"visitId":"o","status":"paid","visitId":"o"}"#),
        body("visit.started", r#"{"visitId":"o","status":"paid","status":"paid"}"#),
        body("visit.started", r#"{"visitId":"o","status":"paid","more":{"a":1,"a":1}}"#),
        body("visit.started", "{\"visitId\":\"o\",\"status\":\"paid\",\"\\u0076isitId\":\"o\"}"),
        body("visit.lost", r#"{"a":[{"b":{"c":1,"d":2,"c":1}}]}"#),
        body("visit.started", PAID).replace(r#""data""#, r#""id":"evt_2","data""#),
        body("visit.started", PAID).replace(r#""data""#, r#""event":"pass.issued","data""#),
        body("visit.started", PAID).replace(r#""data""#, r#""data":{},"data""#),
        body("visit.started", PAID).replace(r#""data""#, r#""note":{"x":{},"x":{}},"data""#),
    ];
    for body in &twice {
        assert_eq!(held(body.as_bytes()), ("duplicate-member", 400), "{body}");
    }
    let deep = format!("{}{}{}", r#"{"a":"#.repeat(60), r#"{"b":1,"b":1}"#, "}".repeat(60));
    assert_eq!(code_of_unknown(&deep), Err("duplicate-member"));
    assert_eq!(code_of_unknown(r#"[{"a":1},{"a":1},{"A":1,"a":{"a":1}}]"#), Ok(()), "in other objects");
}

#[test]
fn at_most_64_levels_are_read() {
    // The body's own object is the first level, the payload the second.
    assert_eq!(code_of_unknown(&nested(62)), Ok(()));
    assert_eq!(code_of_unknown(&nested(63)), Err("nested-too-deeply"));
    let more =
        |levels| body("visit.started", &format!(r#"{{"visitId":"o","status":"paid","more":{}}}"#, nested(levels)));
    let body = more(62);
    let delivery = receiver().receive(&signed(&body), body.as_bytes()).expect("64 levels");
    assert_eq!(delivery.drift().len(), 1);
    assert_eq!(held(more(63).as_bytes()), ("nested-too-deeply", 400));
}

/// RUSTSEC-2024-0012: nesting that overflowed the stack.
#[test]
fn five_million_levels_fail_at_once() {
    let receiver =
        Receiver::builder().secret(secret(SECRET)).max_body_bytes(1 << 27).build().expect("there is a secret");
    let level = [("[", "]"), (r#"{"a":"#, "}"), (r#"[{"a":"#, "}]")];
    for (open, close) in level {
        let levels = 5_000_000;
        let deep = open.repeat(levels);
        let closed = format!("{deep}0{}", close.repeat(levels));
        for data in [deep.as_str(), &closed] {
            for body in [data.to_owned(), body("visit.lost", data), body("visit.started", data)] {
                let headers = signed(&body);
                let start = Instant::now();
                let error = receiver.receive(&headers, body.as_bytes()).expect_err("it is too deep");
                assert_eq!((error.code(), error.http_status()), ("nested-too-deeply", 400));
                assert_eq!(error.delivery().expect("the signature holds").raw(), body.as_bytes());
                assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
            }
        }
    }
}

/// Observed elsewhere: serde's derives read an array as an object, and refuse `2.0` as an integer.
#[test]
fn the_validator_decides_over_serde() {
    let arrays = [
        (r#"["evt_1","visit.started","2026-06-12T14:05:00.000Z","grp_1",{}]"#.to_owned(), "envelope-schema"),
        (body("visit.started", r#"["o","paid"]"#), "envelope-schema"),
    ];
    for (body, code) in &arrays {
        assert_eq!(held(body.as_bytes()), (*code, 422), "{body}");
    }
    let body = body("pass.issued", r#"{"visitId":"o","guestsTotal":2.0,"paidInEuros":"50.00"}"#);
    let delivery = receiver().receive(&signed(&body), body.as_bytes()).expect("2.0 is an integer");
    let Event::PassIssued(issued) = delivery.event() else { panic!("{:?}", delivery.event().name()) };
    assert_eq!(issued.guests_total, 2);
}

/// The schema has no maximum; the catalogue requests a native integer. A count that does not fit is genuine, and kept.
#[test]
fn a_count_beyond_its_type_is_held() {
    let issued = |count: &str, more: &str| {
        body("pass.issued", &format!(r#"{{"visitId":"o","guestsTotal":{count},"paidInEuros":"50.00"{more}}}"#))
    };
    let reimbursed = |amount: &str| {
        body("pass.reimbursed", &format!(r#"{{"visitId":"o","voucherId":"r","centsPaidOut":{amount}}}"#))
    };
    let receive =
        |body: &str| receiver().receive(&signed(body), body.as_bytes()).map(|_| ()).map_err(|error| error.code());
    for fits in
        [issued("18446744073709551615", ""), reimbursed("9223372036854775807"), reimbursed("-9223372036854775808")]
    {
        assert_eq!(receive(&fits), Ok(()), "{fits}");
    }
    for huge in ["18446744073709551616", "1e30", "1e400"] {
        assert_eq!(held(issued(huge, "").as_bytes()), ("unrepresentable", 422), "{huge}");
        assert_eq!(
            held(issued(huge, r#","gift":1"#).as_bytes()),
            ("unrepresentable", 422),
            "{huge}, and a member is new"
        );
        assert_eq!(held(reimbursed(huge).as_bytes()), ("unrepresentable", 422), "{huge}");
    }
    let source = |body: &str| refused(body).source().map(ToString::to_string);
    let place = |member: &str| Some(format!("/{member}: the type cannot hold the value"));
    assert_eq!(source(&issued("1e30", r#","gift":[1]"#)), place("guestsTotal"));
    assert_eq!(source(&reimbursed("1e30")), place("centsPaidOut"));
    let alone = PassReimbursed::from_slice(br#"{"visitId":"o","voucherId":"r","centsPaidOut":1e30}"#);
    assert_eq!(alone.map_err(|error| error.to_string()).err(), place("centsPaidOut"));
    assert_eq!(held(issued("-1", "").as_bytes()), ("payload-schema", 422), "the schema says more than the type");
}

/// JSON has numbers that `serde_json` cannot hold, unless a feature keeps their digits. Unread ones cost nothing: the raw body is kept.
#[test]
fn an_unrepresentable_number_keeps_the_delivery() {
    for huge in ["1e400", "-1e400", "1.5e+999"] {
        let unread = body("visit.started", &format!(r#"{{"visitId":"o","status":"paid","more":[{huge}]}}"#));
        let beside = body("visit.started", PAID).replacen('{', &format!(r#"{{"more":{huge},"#), 1);
        for body in [unread, beside] {
            let delivery = receiver().receive(&signed(&body), body.as_bytes()).expect("nobody reads the number");
            assert_eq!(delivery.raw(), body.as_bytes());
        }
        let value = body("visit.lost", &format!(r#"{{"in":[{huge}]}}"#));
        // With `arbitrary_precision`, which any package may enable, there is no such number.
        if serde_json::from_str::<serde_json::Value>(huge).is_ok() {
            assert_eq!(code_of_unknown(huge), Ok(()));
        } else {
            assert_eq!(held(value.as_bytes()), ("unrepresentable", 422), "{huge}");
        }
    }
}

#[test]
fn every_syntax_error_has_a_hint() {
    let deep = nested(70);
    let twice = r#"{"a":1,"a":1}"#;
    for (body, expected) in [
        (&b"\xff"[..], "JSON is UTF-8"),
        (twice.as_bytes(), "which of the two"),
        (deep.as_bytes(), "64 levels"),
        (b"{", "ask the vendor"),
    ] {
        let hint = refused(body).hint();
        assert!(hint.contains(expected), "{hint}");
    }
}

#[test]
fn malformed_json_is_refused_with_its_place() {
    let whole = body("visit.started", PAID);
    for length in 0..whole.len() {
        assert_eq!(held(&whole.as_bytes()[..length]), ("not-json", 400), "{length} bytes");
    }
    for bad in ["{} {}", "nul", "{'a':1}", "[1,]", "01", "NaN", "\"\u{1}\"", "{\"a\":1,}", "// no\n{}"] {
        assert_eq!(held(bad.as_bytes()), ("not-json", 400), "{bad}");
    }
    for odd in ["null", "0", "\"visit.started\"", "[]", "{}"] {
        assert_eq!(held(odd.as_bytes()), ("envelope-schema", 422), "{odd}");
    }
}

/// The kinds of drift with their places, for the receiver that accepts and the one that does not.
#[test]
fn the_contract_decides_about_drift() {
    let strict = Receiver::builder().secret(secret(SECRET)).contract(Contract::Strict).build().expect("a secret");
    let cases = [
        ("visit.started", r#"{"visitId":"o","status":"paid","gift":1}"#, &[(DriftKind::NewMember, "/data/gift")][..]),
        ("visit.started", r#"{"visitId":"o","status":"held"}"#, &[(DriftKind::NewEnumValue, "/data/status")]),
        ("visit.lost", r#"{"a":7}"#, &[(DriftKind::NewEvent, "/event")]),
        (
            "visit.started",
            r#"{"visitId":"o","status":"held","gift":{"a/b~":1},"x/y~":null}"#,
            &[
                (DriftKind::NewMember, "/data/gift"),
                (DriftKind::NewMember, "/data/x~1y~0"),
                (DriftKind::NewEnumValue, "/data/status"),
            ],
        ),
        (
            "pass.issued",
            r#"{"visitId":"o","guestsTotal":1,"paidInEuros":"0","":[]}"#,
            &[(DriftKind::NewMember, "/data/")],
        ),
    ];
    for (event, data, expected) in cases {
        let body = body(event, data);
        let delivery = receiver().receive(&signed(&body), body.as_bytes()).expect("it only adds");
        let found = |drift: &[museahub_webhooks::Drift]| {
            let mut found: Vec<_> = drift.iter().map(|it| (it.kind, it.instance_location.clone())).collect();
            found.sort();
            found
        };
        let expected: Vec<_> = expected.iter().map(|(kind, place)| (*kind, (*place).to_owned())).collect();
        assert_eq!(found(delivery.drift()), expected, "{body}");
        assert_eq!(delivery.event().name(), EventName::from(event));

        let error = strict.receive(&signed(&body), body.as_bytes()).expect_err("it adds");
        assert_eq!((error.code(), error.http_status()), ("drift", 422));
        let held = error.into_delivery().expect("the signature holds");
        assert_eq!((held.id(), held.raw(), found(held.drift())), (Some("evt_1"), body.as_bytes(), expected));
        assert_eq!(held.event(), Some(delivery.event()));
        assert_eq!(held.into_raw(), body.as_bytes());
    }
}

#[test]
fn an_error_counts_its_places() {
    let said = |event, data| {
        let error = refused(body(event, data));
        let source = std::error::Error::source(&error).map(ToString::to_string);
        (error.to_string(), source.unwrap_or_default())
    };
    assert_eq!(
        said("pass.issued", r#"{"visitId":"o","guestsTotal":2.5,"paidInEuros":"1"}"#),
        (
            "the payload breaks its schema, in 1 place".to_owned(),
            "/guestsTotal: expected an integer, found a number with a fraction (#/properties/guestsTotal/type)"
                .to_owned()
        )
    );
    assert_eq!(said("visit.started", "{}").0, "the payload breaks its schema, in 2 places");
    let strict = Receiver::builder().secret(secret(SECRET)).contract(Contract::Strict).build().expect("a secret");
    let differs = |data| {
        let body = body("visit.started", data);
        strict.receive(&signed(&body), body.as_bytes()).expect_err("it adds").to_string()
    };
    assert_eq!(
        differs(r#"{"visitId":"o","status":"paid","a":1}"#),
        "the delivery differs from the documentation, in 1 place"
    );
    assert_eq!(
        differs(r#"{"visitId":"o","status":"paid","a":1,"b":2}"#),
        "the delivery differs from the documentation, in 2 places"
    );
}

/// An addition beside a violation is a violation; nothing of it is lost.
#[test]
fn drift_beside_a_violation_is_an_error() {
    for data in
        [r#"{"visitId":1,"status":"paid","gift":1}"#, r#"{"status":"held"}"#, r#"{"visitId":"o","status":null}"#]
    {
        let body = body("visit.started", data);
        assert_eq!(held(body.as_bytes()), ("payload-schema", 422), "{data}");
    }
}

/// The types could hold these numbers, so only the violation makes the difference.
#[test]
fn a_representable_violation_is_never_drift() {
    let data = [
        r#"{"visitId":"o","guestsTotal":-1,"paidInEuros":"1"}"#,
        r#"{"visitId":"o","guestsTotal":-1,"paidInEuros":"1","gift":1}"#,
        r#"{"gift":1,"visitId":"o","guestsTotal":-1,"paidInEuros":"1"}"#,
        r#"{"a":1,"b":2,"visitId":"o","guestsTotal":-1,"paidInEuros":"1","c":3}"#,
    ];
    for data in data {
        let body = body("pass.issued", data);
        let error = refused(&body);
        assert_eq!((error.code(), error.http_status()), ("payload-schema", 422), "{data}");
        let keywords: Vec<&str> = error.violations().expect("a schema").iter().map(|it| it.keyword.as_str()).collect();
        assert!(keywords.contains(&"minimum"), "{keywords:?}");
        let held = error.delivery().expect("the signature holds");
        assert_eq!((held.raw(), held.drift().len()), (body.as_bytes(), 0));
    }
    let untimely = body("pass.issued", data[0]).replace("2026-06-12T14:05:00.000Z", "yesterday");
    let error = refused(&untimely);
    assert_eq!((error.code(), error.delivery().map(|held| held.drift().len())), ("payload-schema", Some(1)));
}

/// Creates a receiver with that maximum age, at that time in milliseconds since 1970.
fn aged(max_age: Duration, now: i64) -> Receiver {
    let away = Duration::from_millis(now.unsigned_abs());
    let epoch = SystemTime::UNIX_EPOCH;
    let now = if now < 0 { epoch.checked_sub(away) } else { epoch.checked_add(away) }.expect("the clock has room");
    Receiver::builder().secret(secret(SECRET)).max_age(max_age).clock(move || now).build().expect("a secret")
}

/// 2026-06-12T14:05:00.000Z, in milliseconds since 1970.
const CREATED: i64 = 1_781_273_100_000;

#[test]
fn the_maximum_age_is_exact() {
    let body = body("visit.started", PAID);
    let code = |max_age, now| {
        let error = aged(Duration::from_millis(max_age), now).receive(&signed(&body), body.as_bytes()).err()?;
        assert_eq!(error.delivery().and_then(|held| held.id()), Some("evt_1"));
        Some((error.code(), error.http_status()))
    };
    assert_eq!(code(5_000, CREATED), None);
    assert_eq!(code(5_000, CREATED + 5_000), None);
    assert_eq!(code(5_000, CREATED + 5_001), Some(("too-old", 400)));
    assert_eq!(code(0, CREATED), None);
    assert_eq!(code(0, CREATED + 1), Some(("too-old", 400)));
    assert_eq!(code(0, CREATED - 86_400_000), None, "clocks differ");
    assert_eq!(code(u64::MAX, i64::MAX), None);
    assert!(receiver().receive(&signed(&body), body.as_bytes()).is_ok(), "nobody asks unless told to");
}

#[test]
fn a_malformed_time_has_no_age() {
    for time in ["yesterday", "2026-06-12", "2026-13-12T14:05:00Z", "1781273100", ""] {
        let body = body("visit.started", PAID).replace("2026-06-12T14:05:00.000Z", time);
        let error = aged(Duration::MAX, CREATED).receive(&signed(&body), body.as_bytes()).expect_err("it is no time");
        assert_eq!((error.code(), error.http_status()), ("age-unknown", 422), "{time}");
        assert_eq!(error.delivery().and_then(|held| held.id()), Some("evt_1"));
    }
}

proptest! {
    /// Elsewhere the absolute difference to an attacker's number panicked, or wrapped around to a small age.
    #[test]
    fn no_clock_and_no_age_overflow(
        now in prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), CREATED - 10..CREATED + 10_000],
        max_age in prop_oneof![any::<u64>(), Just(u64::MAX), Just(0), 0..10_000_u64],
    ) {
        let body = body("visit.started", PAID);
        let received = aged(Duration::from_millis(max_age), now).receive(&signed(&body), body.as_bytes());
        // Computed in a type that holds every difference.
        let is_too_old = i128::from(now) - i128::from(CREATED) > i128::from(max_age);
        prop_assert_eq!(received.map(|_| ()).map_err(|error| error.code()), if is_too_old { Err("too-old") } else { Ok(()) });
    }

    /// All times that a vendor can write, against all clocks.
    #[test]
    fn no_time_that_is_written_overflows(
        year in 0..10_000_u32, month in 1..=12_u32, day in 1..=28_u32, hour in 0..24_u32, offset in -1439..1440_i32,
        now in any::<i64>(), max_age in any::<u64>(),
    ) {
        let sign = if offset < 0 { '-' } else { '+' };
        let (hours, minutes) = (offset.abs() / 60, offset.abs() % 60);
        let time = format!("{year:04}-{month:02}-{day:02}T{hour:02}:00:00{sign}{hours:02}:{minutes:02}");
        let body = body("visit.started", PAID).replace("2026-06-12T14:05:00.000Z", &time);
        let received = aged(Duration::from_millis(max_age), now).receive(&signed(&body), body.as_bytes());
        let code = received.map(|_| ()).map_err(|error| error.code());
        prop_assert!(matches!(code, Ok(()) | Err("too-old")), "{:?} for {}", code, time);
    }
}
