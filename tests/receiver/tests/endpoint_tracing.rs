//! An extractor that refuses a request answers with a code alone, and reports the reason to `tracing`.

use std::fmt::{Debug, Write as _};
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use receiver::endpoint::request::Request;
use receiver::endpoint::{client, receiver, server};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};

/// The events of the crate from any thread: servers have their own.
static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

struct Listener;

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("a String takes everything");
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "museahub_webhooks"
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        assert!(event.metadata().level() <= &Level::DEBUG);
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        TOLD.lock().unwrap_or_else(PoisonError::into_inner).push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Returns the one event of a request.
fn told(address: SocketAddr, request: &Request) -> String {
    client::exchange(address, &request.to_bytes()).expect("it answers");
    let told = std::mem::take(&mut *TOLD.lock().unwrap_or_else(PoisonError::into_inner));
    let [line] = told.as_slice() else { panic!("{told:?}") };
    line.clone()
}

/// One test, because the subscriber is global.
#[test]
fn extractors_tell_why_they_refuse() {
    tracing::subscriber::set_global_default(Listener).expect("nobody listens yet");
    for address in [server::axum(receiver()), server::actix(Some(receiver()))] {
        let line = told(address, &Request::genuine("evt_1").without("X-MuseaHub-Signature"));
        assert!(line.contains(r#"code="signature-missing""#) && line.contains("hint="), "{line}");
        let broken = receiver::endpoint::request::body("evt_1", "visit.started", r#"{"visitId":1,"status":"paid"}"#);
        let line = told(address, &Request::signed(broken));
        assert!(line.contains(r#"code="payload-schema""#) && line.contains("/visitId: expected a string"), "{line}");
        let line = told(address, &Request::signed(" ".repeat((1 << 20) + 1)));
        assert!(line.contains(r#"code="body-too-large""#) && line.contains("hint="), "{line}");
        let line = told(address, &Request::genuine("evt_1").with("X-MuseaHub-Event", "Visit.Started"));
        assert!(line.contains(r#"places="event-header-mismatch at /event""#), "{line}");
    }
    let line = told(server::actix(None), &Request::genuine("evt_1"));
    assert!(line.contains(r#"code="no-receiver""#) && line.contains("App::new()"), "{line}");
}
