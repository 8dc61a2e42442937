//! What the feature `tracing-0_1` tells: codes, counts, ids of verified deliveries and names of documented events, and nothing else.

use std::fmt::{Debug, Write as _};
use std::sync::{Arc, Mutex};

use cleartix_webhooks::{Contract, Receiver};
use receiver::{EVENT, SECRET, SIGNATURE, body, receiver, secret, signed};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Level, Metadata, Subscriber};

/// Keeps what it is told, as `LEVEL message name=value …` with names in their order.
#[derive(Clone, Default)]
struct Listener(Arc<Mutex<Vec<String>>>);

impl Subscriber for Listener {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line(event.metadata().level().to_string());
        event.record(&mut line);
        self.0.lock().expect("nobody panicked").push(line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        write!(self.0, " {}={value:?}", field.name()).expect("a String takes everything");
    }
}

/// What is told while something is done.
fn told(work: impl FnOnce()) -> Vec<String> {
    let listener = Listener::default();
    tracing::subscriber::with_default(listener.clone(), work);
    let told = listener.0.lock().expect("nobody panicked");
    told.clone()
}

#[test]
fn ids_and_codes_are_told() {
    let paid = body("order.created", r#"{"orderId":"private","status":"paid"}"#);
    let added = body("order.created", r#"{"orderId":"private","status":"private","private":"private"}"#);
    let unknown = body("private.event", r#"{"private":"private"}"#);
    let broken = body("order.created", r#"{"orderId":["private"]}"#);
    let receive = |body: &str| drop(receiver().receive(&signed(body), body.as_bytes()));

    assert_eq!(
        told(|| receive(&paid)),
        [r#"DEBUG message=delivery accepted id="evt_1" event="order.created" secret_index=0 drift=0"#]
    );
    assert_eq!(
        told(|| receive(&added)),
        [r#"DEBUG message=delivery accepted id="evt_1" event="order.created" secret_index=0 drift=2"#]
    );
    assert_eq!(
        told(|| receive(&unknown)),
        [r#"DEBUG message=delivery accepted id="evt_1" event="unknown" secret_index=0 drift=1"#]
    );
    assert_eq!(
        told(|| receive(&broken)),
        [r#"WARN message=delivery refused code="payload-schema" http_status=422 id="evt_1""#]
    );
    assert_eq!(
        told(|| receive("private")),
        [r#"WARN message=delivery refused code="not-json" http_status=400"#],
        "what cannot be read has no id"
    );
    let strict = Receiver::builder().secret(secret(SECRET)).contract(Contract::Strict).build().expect("a secret");
    assert_eq!(
        told(|| drop(strict.receive(&signed(&added), added.as_bytes()))),
        [r#"WARN message=delivery refused code="drift" http_status=422 id="evt_1""#]
    );
}

/// An id in a body that nobody has signed is anybody's text.
#[test]
fn nothing_of_an_unverified_request_is_told() {
    let paid = body("order.created", r#"{"orderId":"private","status":"paid"}"#);
    let refuse = |value: &str| drop(receiver().receive([(SIGNATURE, value), (EVENT, "private")], paid.as_bytes()));
    let mismatch = format!("sha256={}", "ab".repeat(32));
    let refused = |code: &str| [format!("WARN message=delivery refused code={code:?} http_status=401")];
    assert_eq!(told(|| refuse("private")), refused("signature-malformed"));
    assert_eq!(told(|| refuse(&mismatch)), refused("signature-mismatch"));
    assert_eq!(told(|| drop(receiver().verify([("a", "b")], b"private"))), refused("signature-missing"));
}

#[test]
fn verifying_alone_tells_nothing_until_it_is_decoded() {
    let paid = body("order.created", r#"{"orderId":"private","status":"paid"}"#);
    let (receiver, headers) = (receiver(), signed(&paid));
    assert!(told(|| drop(receiver.verify(&headers, paid.as_bytes()))).is_empty());
    let told = told(|| drop(receiver.verify(&headers, paid.as_bytes()).map(cleartix_webhooks::Verified::decode)));
    assert!(matches!(told.as_slice(), [line] if line.starts_with(Level::DEBUG.as_str())), "{told:?}");
}
