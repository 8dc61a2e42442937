//! A delivery is the same however its body is written or handed over.

use museahub_webhooks::{Envelope, Event, VisitStarted};
use receiver::{body, receiver, refused, signed};
use serde_json::Value;

const PAID: &str = r#"{"visitId":"o","status":"paid"}"#;

/// Returns all orders of some members.
fn orders(members: &[String]) -> Vec<Vec<String>> {
    if members.is_empty() {
        return vec![Vec::new()];
    }
    let first = |index: usize| {
        let mut rest = members.to_vec();
        let first = rest.remove(index);
        orders(&rest).into_iter().map(move |rest| [vec![first.clone()], rest].concat())
    };
    (0..members.len()).flat_map(first).collect()
}

/// Returns the body with its members in all orders, among them those with the payload before the event.
fn bodies(text: &str) -> impl Iterator<Item = String> {
    let body: Value = serde_json::from_str(text).expect("a body is JSON");
    let members = body.as_object().expect("a body is an object").iter();
    let members: Vec<String> = members.map(|(name, value)| format!("\"{name}\" : {value}")).collect();
    orders(&members).into_iter().map(|members| format!(" {{ {} }} ", members.join("\n,")))
}

#[test]
fn members_of_the_body_have_any_order() {
    let usual = body("visit.started", PAID);
    let expected = receiver().receive(&signed(&usual), usual.as_bytes()).expect("it is genuine");
    for text in bodies(&usual) {
        let delivery = receiver().receive(&signed(&text), text.as_bytes()).expect(&text);
        assert_eq!((delivery.event(), delivery.envelope()), (expected.event(), expected.envelope()), "{text}");
        assert!(delivery.drift().is_empty(), "{text}: {:?}", delivery.drift());
    }
}

#[test]
fn another_order_changes_no_verdict() {
    for (event, data) in [
        ("visit.started", r#"{"visitId":"o","status":"paid","more":1}"#),
        ("visit.started", r#"{"visitId":7,"status":"paid"}"#),
        ("visit.lost", r#"{"data":{"event":1}}"#),
    ] {
        let outcome = |text: &String| match receiver().receive(&signed(text), text.as_bytes()) {
            Ok(delivery) => Ok((delivery.event().clone(), delivery.drift().to_vec())),
            Err(error) => Err((error.code(), error.delivery().map(|delivery| delivery.raw() == text.as_bytes()))),
        };
        let expected = outcome(&body(event, data));
        for text in bodies(&body(event, data)) {
            assert_eq!(outcome(&text), expected, "{text}");
        }
    }
}

#[test]
fn members_with_escaped_names_are_found() {
    let usual = body("visit.started", PAID);
    let text = usual.replace("\"data\"", r#""d\u0061ta""#).replace("\"event\"", r#""\u0065vent""#);
    assert_ne!(text, usual);
    let delivery = receiver().receive(&signed(&text), text.as_bytes()).expect("names are compared as texts");
    assert!(matches!(delivery.event(), Event::VisitStarted(started) if started.visit_id == "o"));
}

/// Returns true if a body is as documented, by the validators alone.
fn is_documented(text: &[u8]) -> bool {
    Envelope::is_valid_slice(text)
        && serde_json::from_slice(text)
            .is_ok_and(|body: Value| body["event"] == "visit.started" && VisitStarted::is_valid(&body["data"]))
}

#[test]
fn receiving_agrees_with_validators_on_spoiled_bytes() {
    for usual in [body("visit.started", PAID), body("visit.started", r#"{ "status" : "p\u0061id", "visitId" : "ö" }"#)]
    {
        assert!(is_documented(usual.as_bytes()), "{usual}");
        let spoil = |at: usize| {
            let with = |by: &[u8]| [&usual.as_bytes()[..at], by, &usual.as_bytes()[at + 1..]].concat();
            let replaced =
                [&b"\""[..], b"\\", b"{", b"}", b",", b":", b" ", b"1", b"\x80", b"", b"\\u0064", b"\n", b"\"a\":1,"];
            replaced.map(with)
        };
        for text in (0..usual.len()).flat_map(spoil) {
            let shown = String::from_utf8_lossy(&text);
            let received = receiver().receive(&signed(&text), &text);
            let event = received.ok().filter(|it| it.drift().is_empty()).map(|it| it.event().clone());
            let expected = is_documented(&text).then(|| Event::from_slice(&text).expect(&shown));
            assert_eq!(event, expected, "{shown}");
        }
    }
}

#[test]
fn an_owned_body_is_not_copied() {
    let text = body("visit.started", PAID);
    let (headers, bytes) = (signed(&text), text.clone().into_bytes());
    let at = bytes.as_ptr();
    let delivery = receiver().receive_owned(&headers, bytes).expect("it is genuine");
    assert_eq!((delivery.raw().as_ptr(), delivery.raw()), (at, text.as_bytes()));

    let broken = body("visit.started", "{}");
    let (headers, bytes) = (signed(&broken), broken.clone().into_bytes());
    let at = bytes.as_ptr();
    let error = receiver().receive_owned(&headers, bytes).expect_err("it violates the schema");
    assert_eq!(error.code(), refused(broken.as_bytes()).code());
    let raw = error.into_delivery().expect("the signature holds").into_raw();
    assert_eq!((raw.as_ptr(), raw.as_slice()), (at, broken.as_bytes()));
}
