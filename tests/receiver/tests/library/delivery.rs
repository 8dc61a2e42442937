//! The receiver of the documented catalogue, through the generated crate.

use std::collections::BTreeSet;
use std::error::Error;

use museahub_webhooks::events::visit_started::VisitStartedStatus;
use museahub_webhooks::{
    Contract, Delivery, DriftKind, Event, EventName, ReceiveError, Receiver, UnverifiedDelivery, testing,
};
use proptest::prelude::*;
use receiver::{SECRET, body, receiver, refused, secret, signed};
use serde_json::json;
use sha2::{Digest as _, Sha256};

const PAID: &str = r#"{"visitId":"o","status":"paid"}"#;

#[test]
fn every_documented_example_is_delivered() {
    let receiver = receiver();
    let requests = testing::example_requests(&secret(SECRET));
    assert_eq!(requests.len(), EventName::ALL.len());
    let mut ids = BTreeSet::new();
    for (request, name) in requests.iter().zip(EventName::ALL) {
        let delivery = receiver.receive(&request.headers, &request.body).expect("it is genuine");
        assert_eq!(delivery.event().name(), *name);
        let id = delivery.id().expect("it is documented").to_owned();
        assert!(ids.insert(id.clone()), "another body has this id: {id}");
        assert_eq!(delivery.envelope().event, name.as_str());
        assert_eq!(delivery.raw(), request.body);
        assert!(delivery.drift().is_empty());
        assert_eq!(delivery.secret_index(), 0);
        assert_eq!(delivery.body_digest().as_bytes(), &<[u8; 32]>::from(Sha256::digest(&request.body)));
        assert_eq!(delivery.into_raw(), request.body);
    }
    assert!(ids.contains("evt_3f9a2b7c1d4e5f60"), "the first event has the id of the envelope's example");
}

#[test]
fn additions_are_delivered_with_drift() {
    let cases = [
        (
            "visit.started",
            r#"{"visitId":"o","status":"paid","gift":{"a":[1]}}"#,
            DriftKind::NewMember,
            "/data/gift",
            "/additionalProperties",
        ),
        (
            "visit.started",
            r#"{"visitId":"o","status":"disputed"}"#,
            DriftKind::NewEnumValue,
            "/data/status",
            "/properties/status/enum",
        ),
        ("visit.lost", r#"{"a":[1,{"b":null}]}"#, DriftKind::NewEvent, "/event", ""),
    ];
    for (event, data, kind, pointer, keyword) in cases {
        let body = body(event, data);
        let delivery = receiver().receive(&signed(&body), body.as_bytes()).expect("it only adds");
        let [drift] = delivery.drift() else { panic!("{:?}", delivery.drift()) };
        assert_eq!((drift.kind, drift.instance_location.as_str()), (kind, pointer));
        let schema = (kind != DriftKind::NewEvent).then(|| format!("events/visit.started.schema.json#{keyword}"));
        assert_eq!(drift.schema_location, schema);
        let mut json = json!({ "kind": kind.code(), "instanceLocation": pointer });
        json.as_object_mut()
            .expect("an object")
            .extend(schema.map(|schema| ("schemaLocation".to_owned(), json!(schema))));
        assert_eq!(serde_json::to_value(drift).expect("it is text"), json);
        assert_eq!(delivery.event().name().as_str(), event);

        let strict = Receiver::builder().secret(secret(SECRET)).contract(Contract::Strict).build().expect("a secret");
        let error = strict.receive(&signed(&body), body.as_bytes()).expect_err("nothing is added");
        assert_eq!((error.code(), error.http_status()), ("drift", 422));
        assert_eq!(error.source().map(ToString::to_string), Some(delivery.drift()[0].to_string()));
        let held = error.delivery().expect("the signature holds");
        assert_eq!(held.raw(), body.as_bytes());
        assert_eq!((held.id(), held.event().map(Event::name)), (Some("evt_1"), Some(EventName::from(event))));
        assert_eq!(held.drift(), delivery.drift());
    }
}

#[test]
fn violations_hold_the_delivery() {
    for data in [r#"{"visitId":"o"}"#, r#"{"visitId":1,"status":"paid"}"#, r#"{"visitId":"o","status":5}"#, "{}"] {
        let body = body("visit.started", data);
        let error = refused(&body);
        assert_eq!((error.code(), error.http_status()), ("payload-schema", 422), "{data}");
        assert!(error.violations().is_some());
        let held = error.into_delivery().expect("the signature holds");
        assert_eq!((held.id(), held.raw(), held.secret_index()), (Some("evt_1"), body.as_bytes(), 0));
        assert_eq!(held.body_digest().as_bytes(), &<[u8; 32]>::from(Sha256::digest(&body)));
        assert_eq!(held.envelope().map(|envelope| envelope.museum_group_id.as_str()), Some("grp_1"));
    }
}

/// Receives a documented body with these lines of the event header.
fn with_header(receiver: &Receiver, lines: &[&[u8]]) -> Result<Delivery, ReceiveError> {
    let body = body("visit.started", PAID);
    let [(name, signature)] = signed(&body);
    let lines = lines.iter().map(|line| ("x-museahub-event", *line));
    receiver.receive(lines.chain([(name, signature.as_bytes())]), body.as_bytes())
}

fn strict() -> Receiver {
    Receiver::builder().secret(secret(SECRET)).contract(Contract::Strict).build().expect("there is a secret")
}

#[test]
fn header_lines_that_agree_are_no_drift() {
    let same: [&[&[u8]]; 14] = [
        &[],
        &[b"visit.started"],
        &[b" visit.started\t"],
        &[b"visit.started", b"visit.started"],
        &[b"visit.started, visit.started"],
        &[b"visit.started,visit.started", b"visit.started"],
        &[b",visit.started,"],
        &[b"visit.started , ,\t, visit.started"],
        &[b"", b"visit.started"],
        &[b"visit.started", b" , "],
        &[b"\"visit.started\""],
        &[b"\"visit.started\" , visit.started"],
        &[b"visit.started, \"visit\\.started\""],
        &[b"visit.started,\"visit.started\",visit.started"],
    ];
    for lines in same {
        let delivery = with_header(&strict(), lines).expect("the header says the same");
        assert!(delivery.drift().is_empty(), "{lines:?}");
    }
}

/// The body is signed, the header is not: the delivery is decoded by the name in the body.
#[test]
fn a_header_that_differs_costs_no_delivery() {
    let other: [&[&[u8]]; 22] = [
        &[b"pass.issued"],
        &[b"Visit.Started"],
        &[b"VISIT.STARTED"],
        &[b"visit.starte"],
        &[b"visit.started2"],
        &[b"visit"],
        &[b"visit.started.visit.started"],
        &[b"visit.started visit.started"],
        &[b"visit.started;q=1"],
        &[b""],
        &[b" , "],
        &[b"\"\""],
        &[b"\"visit.started"],
        &[b"visit.started\""],
        &[b"\"visit.started\"x"],
        &[b"\"visit.started, visit.started\""],
        &[b"visit.started\0"],
        &[b"visit.started", b"pass.issued"],
        &[b"pass.issued, visit.started"],
        &[b"visit.started, Visit.Started"],
        &[b"visit.lost"],
        &[b"\xff\xfe"],
    ];
    for lines in other {
        let delivery = with_header(&receiver(), lines).expect("the body decides");
        assert!(matches!(delivery.event(), Event::VisitStarted(_)), "{lines:?}");
        let [drift] = delivery.drift() else { panic!("{lines:?}: {:?}", delivery.drift()) };
        assert_eq!((drift.kind.code(), drift.instance_location.as_str()), ("event-header-mismatch", "/event"));
        assert_eq!((drift.kind, &drift.schema_location), (DriftKind::EventHeaderMismatch, &None));

        let error = with_header(&strict(), lines).expect_err("it differs");
        assert_eq!((error.code(), error.http_status()), ("drift", 422), "{lines:?}");
        let held = error.into_delivery().expect("the signature holds");
        assert_eq!((held.id(), held.event()), (Some("evt_1"), Some(delivery.event())));
        assert_eq!(held.drift(), delivery.drift());
    }
}

#[test]
fn a_required_header_must_name_something() {
    let demanding =
        Receiver::builder().secret(secret(SECRET)).require_event_header(true).build().expect("there is a secret");
    for (lines, code) in [
        (&[][..], "event-header-missing"),
        (&[b"".as_slice()], "event-header-malformed"),
        (&[b" ,"], "event-header-malformed"),
    ] {
        let error = with_header(&demanding, lines).expect_err("nothing is named");
        assert_eq!((error.code(), error.http_status()), (code, 400), "{lines:?}");
        assert_eq!(error.delivery().and_then(|held| held.id()), Some("evt_1"));
    }
    assert!(with_header(&demanding, &[b"visit.started"]).is_ok());
    let delivery = with_header(&demanding, &[b"pass.issued"]).expect("what it says costs no delivery");
    assert_eq!(delivery.drift().len(), 1);
}

/// The schema accepts an empty id, which identifies nothing: as a key it would make the second delivery a repetition.
#[test]
fn an_empty_id_identifies_nothing() {
    let received = |body: &str| receiver().receive(signed(body), body.as_bytes());
    let body = body("visit.started", PAID);
    for (id, expected) in [("evt_1", Some("evt_1")), (" ", Some(" ")), ("", None)] {
        let body = body.replace("\"evt_1\"", &format!("\"{id}\""));
        let delivery = received(&body).expect("it is documented");
        assert_eq!((delivery.id(), delivery.drift().len()), (expected, 0));
        assert_eq!(Receiver::parse_unverified(body.as_bytes()).expect("it is documented").id(), expected);
        let error = received(&body.replace("\"paid\"", "7")).expect_err("no string");
        assert_eq!(error.delivery().expect("it is genuine").id(), expected);
    }
}

proptest! {
    /// No header changes the decoded event.
    #[test]
    fn the_signed_body_decides_over_headers(
        lines in proptest::collection::vec(
            prop_oneof![
                proptest::collection::vec(any::<u8>(), 0..12),
                "[ \t,\"\\\\]{0,4}(visit.started|Visit.started|visit|pass.issued)?[ \t,\"]{0,4}(visit.started)?".prop_map(String::into_bytes),
            ],
            0..4,
        ),
    ) {
        let lines: Vec<&[u8]> = lines.iter().map(Vec::as_slice).collect();
        let delivery = with_header(&receiver(), &lines).expect("the body is documented");
        prop_assert!(matches!(delivery.event(), Event::VisitStarted(_)));
        prop_assert!(delivery.drift().iter().all(|drift| drift.kind == DriftKind::EventHeaderMismatch));
        prop_assert_eq!(with_header(&strict(), &lines).is_ok(), delivery.drift().is_empty());
        // A comma joins lines without changing their meaning.
        if lines.iter().all(|line| !line.contains(&b'"')) {
            let joined = lines.join(b", ".as_slice());
            let joined = if lines.is_empty() { vec![] } else { vec![joined.as_slice()] };
            let at_once = with_header(&receiver(), &joined).expect("the body is documented");
            prop_assert_eq!(at_once.drift(), delivery.drift());
        }
    }
}

/// Published examples of vendors contain times in the format of databases.
#[test]
fn a_format_violation_alone_is_drift() {
    let times = ["2018-04-25 20:42:10", "2018-04-25T20:42:10", "2018-04-25", "1524688930", "yesterday", "", "é"];
    for time in times {
        let body = body("visit.started", PAID).replace("2026-06-12T14:05:00.000Z", time);
        let delivery = receiver().receive(&signed(&body), body.as_bytes()).expect("the type holds every text");
        assert_eq!(delivery.envelope().created_at.as_str(), time);
        let [drift] = delivery.drift() else { panic!("{:?}", delivery.drift()) };
        assert_eq!(
            (drift.kind, drift.kind.code(), drift.instance_location.as_str()),
            (DriftKind::FormatMismatch, "format-mismatch", "/created_at")
        );
        let schema = drift.schema_location.as_deref();
        assert_eq!(schema, Some("envelope.schema.json#/properties/created_at/format"));

        let error = strict().receive(&signed(&body), body.as_bytes()).expect_err("it differs");
        assert_eq!((error.code(), error.http_status()), ("drift", 422));
        let held = error.into_delivery().expect("the signature holds");
        assert_eq!((held.id(), held.raw(), held.drift()), (Some("evt_1"), body.as_bytes(), delivery.drift()));
    }
    let numeric = body("visit.started", PAID).replace("\"2026-06-12T14:05:00.000Z\"", "1524688930");
    assert_eq!(refused(&numeric).code(), "envelope-schema", "another type is more than another format");
}

#[test]
fn a_refused_delivery_knows_its_secret() {
    let receiver = Receiver::with_secrets([secret("old"), secret(SECRET)]).expect("there are secrets");
    for body in [body("visit.started", "{}"), "{".to_owned(), body("visit.started", PAID).replace("data", "date")] {
        let error = receiver.receive(&signed(&body), body.as_bytes()).expect_err("it is broken");
        assert_eq!(error.into_delivery().map(|held| held.secret_index()), Some(1), "{body}");
    }
    let strictly = Receiver::builder().secrets([secret("old"), secret(SECRET)]).contract(Contract::Strict);
    let body = body("visit.lost", "{}");
    let error = strictly.build().expect("secrets").receive(&signed(&body), body.as_bytes()).expect_err("it is new");
    assert_eq!(error.into_delivery().map(|held| held.secret_index()), Some(1));
}

/// The envelope is kept if it can be decoded, even if it violates its schema.
#[test]
fn an_envelope_error_keeps_a_readable_envelope() {
    let readable = body("visit.started", r#"["o","paid"]"#);
    let error = refused(&readable);
    assert_eq!(error.code(), "envelope-schema");
    let held = error.into_delivery().expect("the signature holds");
    assert_eq!(held.id(), Some("evt_1"));
    let envelope = held.envelope().expect("all its members can be read");
    assert_eq!((envelope.event.as_str(), envelope.museum_group_id.as_str()), ("visit.started", "grp_1"));
    assert!(held.event().is_none());

    let unreadable = body("visit.started", PAID).replace("\"grp_1\"", "7");
    let held = refused(&unreadable).into_delivery().expect("the signature holds");
    assert_eq!((held.id(), held.envelope().is_none(), held.raw()), (Some("evt_1"), true, unreadable.as_bytes()));
}

/// Returns the id and the event's name that an error holds.
fn legible(body: &str) -> (Option<String>, Option<EventName>) {
    let held = refused(body).into_delivery().expect("the signature holds");
    assert_eq!(held.raw(), body.as_bytes());
    assert!(!format!("{held:?}").contains("visit.lost"), "a sender's name is not shown");
    (held.id().map(str::to_owned), held.event_name().cloned())
}

#[test]
fn a_refused_body_names_itself() {
    let whole = body("visit.started", PAID);
    let (id, name) = (Some("evt_1".to_owned()), Some(EventName::VisitStarted));
    let lost = Some(EventName::from("visit.lost"));
    let cases = [
        (body("visit.started", "{}"), id.clone(), name.clone()),
        (body("visit.started", "7"), id.clone(), name.clone()),
        (body("visit.lost", PAID).replace("\"grp_1\"", "7"), id.clone(), lost),
        (whole.replace("museum_group_id", "group"), id.clone(), name.clone()),
        (whole.replace("\"data\"", "\"date\""), id.clone(), name.clone()),
        (whole.replace("\"evt_1\"", "7"), Some("7".to_owned()), name.clone()),
        (whole.replace("\"evt_1\"", "{}"), None, name.clone()),
        (whole.replace("\"id\"", "\"key\""), None, name.clone()),
        (whole.replace("\"visit.started\"", "null"), id.clone(), None),
        (whole.replace("\"event\"", "\"kind\""), id, None),
        ("[]".to_owned(), None, None),
    ];
    for (body, id, name) in cases {
        assert_eq!(legible(&body), (id, name), "{body}");
    }
}

/// Of two ids, readers take either.
#[test]
fn ambiguous_bodies_name_nothing() {
    let whole = body("visit.started", PAID);
    let cut = whole.len() - 1;
    for body in [whole.replace("\"data\"", "\"id\":\"evt_2\",\"data\""), whole[..cut].to_owned(), whole + "}"] {
        assert_eq!(legible(&body), (None, None), "{body}");
    }
}

#[test]
fn unverified_bodies_have_another_type() {
    let body = body("visit.started", r#"{"visitId":"o","status":"paid"}"#);
    let unverified: UnverifiedDelivery = Receiver::parse_unverified(body.as_bytes()).expect("it is documented");
    assert_eq!((unverified.id(), unverified.raw()), (Some("evt_1"), body.as_bytes()));
    assert_eq!(unverified.envelope().museum_group_id, "grp_1");
    assert_eq!(unverified.body_digest().as_bytes(), &<[u8; 32]>::from(Sha256::digest(&body)));
    assert!(matches!(unverified.event(), Event::VisitStarted(visit) if visit.visit_id == "o"));
    assert!(unverified.drift().is_empty());
    let Event::VisitStarted(visit) = unverified.into_event() else { panic!("it is documented") };
    assert_eq!(visit.visit_id, "o");
    let added = body.replace(r#""data":{"#, r#""data":{"gift":1,"#);
    assert_eq!(Receiver::parse_unverified(added.as_bytes()).map(|delivery| delivery.drift().len()).ok(), Some(1));
    let faulty = [("{", "not-json"), ("{}", "envelope-schema"), (&body.replace(":\"o\"", ":1"), "payload-schema")];
    for (body, code) in faulty {
        let error = Receiver::parse_unverified(body.as_bytes()).expect_err(code);
        assert_eq!(error.code(), code);
        assert!(error.delivery().is_none(), "nothing was verified");
        assert!(!error.hint().contains("signature") && !error.hint().contains("vendor"), "{}", error.hint());
    }
}

/// A signed body of a megabyte has a hundred thousand faults, or one at a place of its own length.
#[test]
fn messages_stay_short() {
    let members = (0..60_000).map(|index| format!("\"\u{a0}m{index}\":1,")).collect::<Vec<_>>().concat();
    let long = "\u{a0}".repeat(200_000);
    let bodies = [
        body("visit.started", &format!("{{{members}\"visitId\":1}}")),
        body("visit.started", &format!("{{\"{long}\":1}}")),
        body("visit.started", &format!("{{{members}\"visitId\":\"o\",\"status\":\"paid\"}}")),
    ];
    for body in bodies {
        let error = strict().receive(&signed(&body), body.as_bytes()).expect_err("it differs");
        let held = error.delivery().expect("the signature holds");
        let source = error.source().map(|source| format!("{source} {source:?} {source:#?}")).unwrap_or_default();
        let shown = format!("{error} {error:?} {error:#?} {held:?}") + &source;
        assert!(shown.len() < 100_000, "{}: {} bytes of {}", error.code(), shown.len(), body.len());
    }
}

#[test]
fn an_enum_of_strings_is_text() {
    let known = VisitStartedStatus::from("paid");
    assert_eq!(known, VisitStartedStatus::Paid);
    for text in ["paid", "Paid", "", "disputed"] {
        let status = VisitStartedStatus::from(text);
        assert_eq!((status.as_ref(), status.to_string().as_str()), (text, text));
        assert_eq!((Ok(&status), &VisitStartedStatus::from(text.to_owned())), (text.parse().as_ref(), &status));
        assert_eq!(status == VisitStartedStatus::Unknown(text.to_owned()), text != "paid");
    }
}
