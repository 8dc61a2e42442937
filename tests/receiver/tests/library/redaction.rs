//! Nothing that the crate shows contains a secret, a signature or a value: a canary is sent every way, and searched in everything that can
//! be printed.
//!
//! RUSTSEC-2022-0086 and RUSTSEC-2022-0087: secrets in `Debug`. A released crate printed the signature that it expected: an oracle.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::{Debug, Display};
use std::time::{Duration, SystemTime};

use codegen_runtime::receive::hmac_sha256::Key;
use codegen_runtime::receive::mac_encoding::Encoding;
use museahub_webhooks::{
    BodyDigest, ConfigurationError, Contract, Decimal, Delivery, Drift, Envelope, Event, Integer, Message,
    ReceiveError, Receiver, RefusedDelivery, SigningSecret, Timestamp, UnverifiedDelivery, VisitStarted, testing,
};
use receiver::{EVENT, SIGNATURE, body};

/// The secret.
const SECRET: &str = "canary-secret-7f3a";
/// The marker value in a payload, an envelope or a header.
const VALUE: &str = "canary-value-91c4";
/// 2026-06-12T14:05:00.000Z, in seconds since 1970.
const CREATED: u64 = 1_781_273_100;

/// The types that show values because they are the values, which the integrator requests and prints on purpose.
const DATA: &[(&str, &str)] = &[
    ("Decimal", "the text of a member"),
    ("DeliveryEnvelope", "the members of an envelope"),
    ("Envelope", "the members of an envelope"),
    ("Event", "the payload"),
    ("EventName", "the name that was sent"),
    ("VenueAnnounced", "a payload"),
    ("Integer", "the digits of a member"),
    ("Message", "envelope and payload"),
    ("VisitStarted", "a payload"),
    ("PassScannedIn", "a payload"),
    ("PassReimbursed", "a payload"),
    ("PassIssued", "a payload"),
    ("Timestamp", "the text of a member"),
    ("TimestampParts", "what the text of a member says"),
    ("UnknownEvent", "the payload"),
    ("UnknownEventName", "the name that was sent"),
];

/// The public types that are tested below, or have nothing to show.
const SHOWN: &[&str] = &[
    "BodyDigest",
    "ConfigurationError",
    "Contract",
    "DecodeError",
    "Delivery",
    "Drift",
    "DriftKind",
    "HeaderPair", // a trait
    "Invalid",
    "InvalidBodyDigest",
    "InvalidDecimal",
    "InvalidInteger",
    "InvalidTimestamp",
    "JsonError",
    "JsonErrorKind",
    "Payload", // a trait
    "ReceiveError",
    "Receiver",
    "ReceiverBuilder",
    "RefusedDelivery",
    "SignedRequest",
    "SigningSecret",
    "UnverifiedDelivery",
    "Verified",
    "Violation",
    "Violations",
];

fn secret() -> SigningSecret {
    SigningSecret::new(SECRET).expect("it is a secret")
}

fn receiver() -> Receiver {
    Receiver::new(secret())
}

/// Everything of a request with that body that must not be shown, in every spelling.
struct Canary {
    forbidden: Vec<String>,
}

impl Canary {
    fn of(body: &[u8]) -> Self {
        let mac = Key::of_bytes(SECRET.as_bytes()).mac(&[body]).into_bytes();
        let hex = Encoding::Hex.encode(&mac);
        let bytes = |bytes: &[u8]| format!("{bytes:?}").trim_matches(['[', ']']).to_owned();
        let forbidden = vec![
            SECRET.to_owned(),
            VALUE.to_owned(),
            hex.to_uppercase(),
            hex,
            Encoding::Base64.encode(&mac),
            bytes(&mac),
            bytes(SECRET.as_bytes()),
            bytes(VALUE.as_bytes()),
        ];
        Self { forbidden }
    }

    fn look_at(&self, shown: &str) {
        assert!(!shown.is_empty(), "everything says something");
        // As bytes one below the other, `{:#?}` would hide them.
        let joined: String = shown.split_whitespace().collect::<Vec<_>>().join(" ");
        for forbidden in &self.forbidden {
            assert!(!shown.contains(forbidden.as_str()) && !joined.contains(forbidden.as_str()), "{shown}");
        }
    }

    fn debug(&self, it: &impl Debug) {
        self.look_at(&format!("{it:?}"));
        self.look_at(&format!("{it:#?}"));
    }

    fn error(&self, it: &(impl Error + 'static)) {
        self.debug(it);
        let mut next: Option<&(dyn Error + 'static)> = Some(it);
        while let Some(error) = next {
            self.look_at(&format!("{error}"));
            // Printing the whole chain repeats nothing.
            if let Some(source) = error.source() {
                assert!(!error.to_string().contains(&source.to_string()), "{error}");
            }
            self.debug(&error);
            next = error.source();
        }
    }

    fn drift(&self, all: &[Drift]) {
        for drift in all {
            self.debug(drift);
            self.look_at(&drift.to_string());
            self.look_at(&serde_json::to_string(drift).expect("it is text"));
            self.debug(&drift.kind);
        }
    }

    fn digest(&self, digest: BodyDigest) {
        self.debug(&digest);
        self.look_at(&digest.to_string());
    }

    fn refused(&self, error: ReceiveError) {
        self.error(&error);
        self.look_at(error.code());
        self.look_at(error.hint());
        for violation in error.violations().into_iter().flat_map(|all| all.iter()) {
            self.debug(violation);
            self.look_at(&violation.to_string());
            self.look_at(&serde_json::to_string(violation).expect("it is text"));
        }
        if let Some(held) = error.delivery() {
            self.debug(held);
            self.drift(held.drift());
            self.digest(held.body_digest());
        }
        let held: Option<RefusedDelivery> = error.into_delivery();
        self.debug(&held);
    }
}

/// Receives a genuine request with that body and other headers.
fn genuine(receiver: &Receiver, others: &[(&str, &str)], body: &[u8]) -> Result<Delivery, ReceiveError> {
    let signature = testing::sign(&secret(), body);
    receiver.receive(others.iter().copied().chain([(SIGNATURE, signature.as_str())]), body)
}

/// Returns a refused request for each of the documented codes.
fn refusals() -> Vec<(Vec<u8>, ReceiveError)> {
    let mut found = Vec::new();
    let mut add = |body: &[u8], received: Result<Delivery, ReceiveError>| {
        found.push((body.to_vec(), received.expect_err("it is refused")));
    };
    let paid = body("visit.started", &format!(r#"{{"visitId":"{VALUE}","status":"paid"}}"#));
    let whole = paid.as_bytes();

    add(whole, receiver().receive(std::iter::empty::<(&str, &str)>(), whole));
    let malformed = [VALUE.to_owned(), format!("sha256={VALUE}"), format!("v1,{VALUE}"), format!("t=1,v1={VALUE}")];
    for value in malformed {
        add(whole, receiver().receive([(SIGNATURE, value)], whole));
    }
    add(whole, receiver().receive([(SIGNATURE, format!("sha1={VALUE}"))], whole));
    let other = testing::sign(&secret(), b"another body");
    add(whole, receiver().receive([(SIGNATURE, other)], whole));
    let small = Receiver::builder().secret(secret()).max_body_bytes(9).build().expect("a secret");
    add(whole, genuine(&small, &[], whole));

    let demanding = Receiver::builder().secret(secret()).require_event_header(true).build().expect("a secret");
    add(whole, genuine(&demanding, &[], whole));
    add(whole, genuine(&demanding, &[(EVENT, "")], whole));
    let strict = Receiver::builder().secret(secret()).contract(Contract::Strict).build().expect("a secret");
    add(whole, genuine(&strict, &[(EVENT, VALUE)], whole));
    add(whole, genuine(&strict, &[(EVENT, VALUE), (EVENT, "visit.started")], whole));
    let added = body("visit.started", &format!(r#"{{"visitId":"o","status":"{VALUE}","more":"{VALUE}"}}"#));
    add(added.as_bytes(), genuine(&strict, &[], added.as_bytes()));
    let late = Receiver::builder().secret(secret()).max_age(Duration::from_mins(1));
    let late = late.clock(|| SystemTime::UNIX_EPOCH + Duration::from_secs(CREATED + 61)).build().expect("a secret");
    add(whole, genuine(&late, &[], whole));
    let untimely = paid.replace("2026-06-12T14:05:00.000Z", VALUE);
    add(untimely.as_bytes(), genuine(&late, &[], untimely.as_bytes()));

    let bad: Vec<Vec<u8>> = vec![
        [VALUE.as_bytes(), b"\xff"].concat(),
        format!("\"{VALUE}").into_bytes(),
        format!(r#"{{"a":"{VALUE}","a":"{VALUE}"}}"#).into_bytes(),
        format!("{}\"{VALUE}\"", "[".repeat(70)).into_bytes(),
        format!("\"{VALUE}\"").into_bytes(),
        format!(r#"{{"event":["{VALUE}"]}}"#).into_bytes(),
        paid.replace("\"grp_1\"", &format!("[\"{VALUE}\"]")).into_bytes(),
        paid.replace("\"paid\"", &format!("[\"{VALUE}\"]")).into_bytes(),
        paid.replace("visit.started", "pass.issued").into_bytes(),
        body("pass.issued", &format!(r#"{{"visitId":"o","guestsTotal":-1,"paidInEuros":["{VALUE}"]}}"#)).into_bytes(),
    ];
    for body in bad {
        add(&body, genuine(&receiver(), &[], &body));
    }
    let huge = body("pass.issued", &format!(r#"{{"visitId":"{VALUE}","guestsTotal":1e30,"paidInEuros":"1"}}"#));
    add(huge.as_bytes(), genuine(&receiver(), &[], huge.as_bytes()));
    found
}

/// Returns the codes in the first column of the table in the documentation of `ReceiveError`.
fn documented_codes() -> BTreeSet<String> {
    let source = include_str!(concat!(env!("CRATE"), "/src/receive_error.rs"));
    let rows = source.lines().filter_map(|line| line.strip_prefix("/// | `")?.split_once('`'));
    rows.map(|(code, _)| code.to_owned()).collect()
}

#[test]
fn errors_show_no_secret_or_value() {
    let mut codes = BTreeSet::new();
    for (body, error) in refusals() {
        codes.insert(error.code().to_owned());
        Canary::of(&body).refused(error);
    }
    // Only an adapter notices an incomplete body: `tests/endpoint`.
    codes.insert("body-incomplete".to_owned());
    assert_eq!(codes, documented_codes(), "every documented code is provoked");
}

#[test]
fn no_configuration_error_shows_a_secret() {
    let canary = Canary::of(b"");
    let mut all: Vec<ConfigurationError> = Vec::new();
    for wrong in [String::new(), " ".to_owned(), format!(" {SECRET}"), format!("{SECRET}\n"), format!("{SECRET}\0 ")] {
        all.extend(SigningSecret::new(wrong.clone()).err());
        all.extend(wrong.parse::<SigningSecret>().err());
        all.extend(SigningSecret::try_from(wrong.as_str()).err());
        all.extend(SigningSecret::try_from(wrong).err());
    }
    all.extend(SigningSecret::from_env("RECEIVER_TESTS_DO_NOT_SET_THIS").err());
    all.extend(Receiver::with_secrets([]).err());
    assert_eq!(all.len(), 22);
    for error in all {
        canary.error(&error);
        canary.look_at(error.hint());
        canary.refused(ReceiveError::from(error));
    }
}

#[test]
fn receivers_and_deliveries_are_redacted() {
    let text = body("visit.started", &format!(r#"{{"visitId":"{VALUE}","status":"{VALUE}","more":"{VALUE}"}}"#));
    let unknown = body(VALUE, &format!(r#"{{"a":"{VALUE}"}}"#));
    for text in [text, unknown] {
        let body = text.as_bytes();
        let canary = Canary::of(body);
        let receiver = receiver();
        canary.debug(&secret());
        canary.debug(&Some(vec![secret()]));
        canary.debug(&receiver);
        canary.debug(&Receiver::builder().secret(secret()).secrets([secret()]));
        canary.debug(&Contract::Strict);

        let headers = [(SIGNATURE, testing::sign(&secret(), body))];
        canary.debug(&receiver.verify(&headers, body).expect("it is signed"));
        let delivery = receiver.receive(&headers, body).expect("it only adds");
        canary.debug(&delivery);
        canary.drift(delivery.drift());
        canary.digest(delivery.body_digest());
        assert!(!delivery.drift().is_empty());
        let unverified: UnverifiedDelivery = Receiver::parse_unverified(body).expect("it only adds");
        canary.debug(&unverified);
        canary.digest(unverified.body_digest());
        let request = testing::request(&secret(), &delivery.event().name(), body);
        // The name of an unknown event is a header of the request, and so is not shown either.
        canary.debug(&request);
    }
}

#[test]
fn type_errors_show_no_value() {
    let canary = Canary::of(b"");
    let broken = format!(r#"{{"visitId":["{VALUE}"],"status":7,"more":"{VALUE}"}}"#);
    for text in [broken.as_str(), VALUE, &format!("\"{VALUE}"), &format!("{{\"a\":\"{VALUE}\",\"a\":1}}")] {
        let invalid = VisitStarted::validate_slice(text.as_bytes()).expect_err("it is broken");
        canary.error(&invalid);
        let whole = body("visit.started", text);
        let error = Event::from_slice(whole.as_bytes()).expect_err("it is broken");
        assert!(error.source().is_some(), "{error}: what is wrong, and where, is in the source");
        canary.error(&error);
        canary.error(&Message::from_slice(whole.as_bytes()).expect_err("it is broken"));
        canary.error(&Envelope::validate_slice(text.as_bytes()).expect_err("it is broken"));
    }
    let value = serde_json::from_str(&broken).expect("it is JSON");
    let violations = VisitStarted::validate(&value).expect_err("it is broken");
    canary.error(&violations);
    canary.look_at(&serde_json::to_string(&violations).expect("it is text"));
    canary.error(&Timestamp::from(VALUE).unix_seconds().expect_err("it is no time"));
    canary.error(&Decimal::from(VALUE).parts().expect_err("it is no number"));
    let fraction = serde_json::Number::from_f64(0.5).expect("it is finite");
    canary.error(&Integer::try_from(fraction).expect_err("it is no integer"));
}

/// Asserts that a type lacks a trait: the call is ambiguous, and so does not compile, for a type with it.
macro_rules! is_not {
    ($type:ty, $trait:path) => {{
        trait Ambiguous<A> {
            fn look() {}
        }
        impl<T: ?Sized> Ambiguous<()> for T {}
        impl<T: ?Sized + $trait> Ambiguous<u8> for T {}
        <$type as Ambiguous<_>>::look();
    }};
}

#[test]
fn a_secret_cannot_be_displayed_or_serialized() {
    is_not!(SigningSecret, Display);
    is_not!(SigningSecret, serde::Serialize);
    is_not!(SigningSecret, AsRef<[u8]>);
    is_not!(SigningSecret, AsRef<str>);
    is_not!(SigningSecret, std::ops::Deref);
    is_not!(Receiver, Display);
    is_not!(Delivery, Display);
}

/// A type that becomes public is either data, with a reason, or tested with the canary.
#[test]
fn every_public_type_is_accounted_for() {
    let library = include_str!(concat!(env!("CRATE"), "/src/lib.rs"));
    let mut public: BTreeSet<&str> = BTreeSet::from(["SignedRequest"]); // of `testing`, which is public as a module
    for path in library.lines().filter_map(|line| line.strip_prefix("pub use ")) {
        let (_, names) = path.trim_end_matches(';').rsplit_once("::").expect("a path");
        public.extend(names.trim_matches(['{', '}']).split(", "));
    }
    let known: BTreeSet<&str> = SHOWN.iter().copied().chain(DATA.iter().map(|(name, _)| *name)).collect();
    assert_eq!(public, known);
    assert_eq!(known.len(), SHOWN.len() + DATA.len(), "none is in both lists");
}
