//! Reports of the receiver, without a connection.

use museahub_webhooks::{Contract, Receiver};
use receiver::{EVENT, SECRET, SIGNATURE, body, receiver, secret, signed};
use tracing::Level;

use crate::listener::heard;

/// Returns the lines of the reports during some work.
fn told(work: impl FnOnce()) -> Vec<String> {
    heard(work).into_iter().map(|report| report.line).collect()
}

#[test]
fn ids_codes_and_places_are_reported() {
    let paid = body("visit.started", r#"{"visitId":"private","status":"paid"}"#);
    let added = body("visit.started", r#"{"visitId":"private","status":"private","new":"private"}"#);
    let unknown = body("private.event", r#"{"private":"private"}"#);
    let broken = body("visit.started", r#"{"visitId":["private"]}"#);
    let receive = |body: &str| drop(receiver().receive(&signed(body), body.as_bytes()));

    assert_eq!(
        told(|| receive(&paid)),
        [r#"DEBUG message=delivery accepted id="evt_1" event="visit.started" secret_index=0"#]
    );
    let places = "new-member at /data/new (events/visit.started.schema.json#/additionalProperties); \
                  new-enum-value at /data/status (events/visit.started.schema.json#/properties/status/enum)";
    assert_eq!(
        told(|| receive(&added)),
        [format!(
            "INFO message=delivery accepted, with drift id=\"evt_1\" event=\"visit.started\" secret_index=0 drift=2 places={places:?}"
        )]
    );
    assert_eq!(
        told(|| receive(&unknown)),
        [
            r#"INFO message=delivery accepted, with drift id="evt_1" event="unknown" secret_index=0 drift=1 places="new-event at /event""#
        ]
    );
    assert_eq!(
        told(|| receive(&broken)),
        [concat!(
            r#"WARN message=delivery refused: the payload breaks its schema, in 2 places code="payload-schema" http_status=422 id="evt_1" "#,
            r#"places="/visitId: expected a string, found an array (#/properties/visitId/type); : the member `status` is missing (#/required)""#
        )
        .replace("; :", "; the whole value:")]
    );
    assert_eq!(
        told(|| receive("private")),
        [concat!(
            r#"WARN message=delivery refused: the body is not JSON that is accepted code="not-json" http_status=400 "#,
            r#"places="line 1, column 1: a value is expected""#
        )],
        "what cannot be read has no id"
    );
    let strict = Receiver::builder().secret(secret(SECRET)).contract(Contract::Strict).build().expect("a secret");
    assert_eq!(
        told(|| drop(strict.receive(&signed(&added), added.as_bytes()))),
        [format!(
            "WARN message=delivery refused: the delivery differs from the documentation, in 2 places code=\"drift\" http_status=422 \
             id=\"evt_1\" places={places:?}"
        )]
    );
}

/// Member names are the sender's: they end no line, forge no entry, and stay short.
#[test]
fn places_are_few_short_and_escaped() {
    let names = ["a\\nWARN forged", "\\u202e", &"x".repeat(10_000), "d", "e", "f"];
    let members: Vec<String> = names.iter().map(|name| format!("\"{name}\":1")).collect();
    let added = body("visit.started", &format!(r#"{{"visitId":"o","status":"paid",{}}}"#, members.join(",")));
    let told = told(|| drop(receiver().receive(&signed(&added), added.as_bytes())));
    let [line] = told.as_slice() else { panic!("{told:?}") };
    assert!(line.len() < 1_000, "{}", line.len());
    assert!(!line.contains(['\n', '\u{202e}']), "{line}");
    assert!(line.contains("drift=6") && line.contains("; and 3 more"), "{line}");
}

#[test]
fn a_refusal_tells_its_hint() {
    let body = body("visit.started", "{}");
    let (broken, other) = (signed(&body), [(SIGNATURE, "v1,abc".to_owned())]);
    for (headers, expected) in [(&broken, "keep the delivery"), (&other, "Standard Webhooks")] {
        let reports = heard(|| drop(receiver().receive(headers, body.as_bytes())));
        let hints: Vec<String> = reports.into_iter().filter_map(|report| report.hint).collect();
        assert!(matches!(hints.as_slice(), [hint] if hint.contains(expected)), "{hints:?}");
    }
}

/// An id in an unsigned body may be anyone's text.
#[test]
fn unverified_requests_are_not_reported() {
    let paid = body("visit.started", r#"{"visitId":"private","status":"paid"}"#);
    let refuse = |value: &str| drop(receiver().receive([(SIGNATURE, value), (EVENT, "private")], paid.as_bytes()));
    let mismatch = format!("sha256={}", "ab".repeat(32));
    let refused = |told: Vec<String>, code: &str| {
        let [line] = told.as_slice() else { panic!("{told:?}") };
        assert!(line.ends_with(&format!("code={code:?} http_status=401")), "{line}");
        assert!(!line.contains("private"), "{line}");
    };
    refused(told(|| refuse("private")), "signature-malformed");
    refused(told(|| refuse(&mismatch)), "signature-mismatch");
    refused(told(|| drop(receiver().verify([("a", "b")], b"private"))), "signature-missing");
}

#[test]
fn verifying_alone_reports_nothing() {
    let paid = body("visit.started", r#"{"visitId":"private","status":"paid"}"#);
    let (receiver, headers) = (receiver(), signed(&paid));
    assert!(told(|| drop(receiver.verify(&headers, paid.as_bytes()))).is_empty());
    let told = told(|| drop(receiver.verify(&headers, paid.as_bytes()).map(museahub_webhooks::Verified::decode)));
    assert!(matches!(told.as_slice(), [line] if line.starts_with(Level::DEBUG.as_str())), "{told:?}");
}
