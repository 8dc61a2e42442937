//! An extractor that refuses a request answers with a code alone, and reports the reason to `tracing`.

use std::net::SocketAddr;

use receiver::endpoint::request::{Request, body};
use receiver::endpoint::{client, receiver, server};

use crate::listener::{Report, heard};

/// Returns the one report of a request.
fn told(address: SocketAddr, request: &Request) -> Report {
    let mut reports = heard(|| drop(client::exchange(address, &request.to_bytes()).expect("it answers")));
    let report = reports.pop().expect("it is reported");
    assert!(reports.is_empty(), "{reports:?}");
    report
}

#[test]
fn extractors_tell_why_they_refuse() {
    for address in [server::axum(receiver()), server::actix(Some(receiver()))] {
        let Report { line, hint } = told(address, &Request::genuine("evt_1").without("X-MuseaHub-Signature"));
        assert!(line.contains(r#"code="signature-missing""#) && hint.is_some(), "{line}");
        let broken = body("evt_1", "visit.started", r#"{"visitId":1,"status":"paid"}"#);
        let Report { line, .. } = told(address, &Request::signed(broken));
        assert!(line.contains(r#"code="payload-schema""#) && line.contains("/visitId: expected a string"), "{line}");
        let Report { line, hint } = told(address, &Request::signed(" ".repeat((1 << 20) + 1)));
        assert!(line.contains(r#"code="body-too-large""#) && hint.is_some(), "{line}");
        let Report { line, .. } = told(address, &Request::genuine("evt_1").with("X-MuseaHub-Event", "Visit.Started"));
        assert!(line.contains(r#"places="event-header-mismatch at /event""#), "{line}");
    }
    let Report { line, hint } = told(server::actix(None), &Request::genuine("evt_1"));
    assert!(line.contains(r#"code="no-receiver""#), "{line}");
    assert!(hint.as_deref().is_some_and(|hint| hint.contains("App::new()")), "{hint:?}");
}
