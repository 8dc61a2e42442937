//! Properties of every request: a genuine one is received, one changed bit is refused, nothing panics, and nothing is lost both ways.

use museahub_webhooks::{Event, EventName, ReceiveError, Receiver, SigningSecret, testing};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use receiver::{EVENT, SECRET, SIGNATURE, body, receiver, secret, signed};
use serde_json::Value;

/// Generates valid secrets of any bytes.
fn secrets() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 1..100)
        .prop_filter("white space at the ends is no secret", |bytes| SigningSecret::new(bytes.clone()).is_ok())
}

/// Generates JSON values of up to four levels.
fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(".{0,8}", inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Generates payloads that their schemas accept, or that only add to them.
fn deliveries() -> impl Strategy<Value = (String, Value)> {
    let text = || any::<String>().prop_map(Value::from);
    let whole = || prop_oneof![any::<u64>().prop_map(Value::from), (0..1000_u16).prop_map(Value::from)];
    let time = || Just(Value::from("2026-02-28T23:59:59.5+01:00"));
    let event = |name: &str, members: Vec<(&'static str, BoxedStrategy<Value>)>| {
        let name = name.to_owned();
        let more = proptest::collection::btree_map("x_[a-z]{1,6}", values(), 0..3);
        let (names, all): (Vec<_>, Vec<_>) = members.into_iter().unzip();
        (all, more).prop_map(move |(all, more)| {
            let documented = names.iter().map(|name| (*name).to_owned()).zip(all);
            (name.clone(), Value::Object(documented.chain(more).collect()))
        })
    };
    prop_oneof![
        event(
            "pass.issued",
            vec![("visitId", text().boxed()), ("guestsTotal", whole().boxed()), ("paidInEuros", text().boxed())]
        ),
        event(
            "pass.scanned_in",
            vec![("passCode", text().boxed()), ("venueId", text().boxed()), ("scannedInAt", time().boxed())]
        ),
        event(
            "pass.reimbursed",
            vec![
                ("visitId", text().boxed()),
                ("voucherId", text().boxed()),
                ("centsPaidOut", any::<i64>().prop_map(Value::from).boxed())
            ]
        ),
        event("visit.started", vec![("visitId", text().boxed()), ("status", text().boxed())]),
        event(
            "venue.announced",
            vec![("venueId", text().boxed()), ("venueName", text().boxed()), ("opensAt", time().boxed())]
        ),
        (".{0,20}", values()).prop_map(|(name, data)| (format!("x.{name}"), serde_json::json!({ "any": data }))),
    ]
}

fn code(received: Result<(), ReceiveError>) -> Result<(), &'static str> {
    received.map_err(|error| error.code())
}

fn flip(bytes: &[u8], bit: Index) -> Vec<u8> {
    let bit = bit.index(bytes.len() * 8);
    let mut flipped = bytes.to_vec();
    flipped[bit / 8] ^= 1 << (bit % 8);
    flipped
}

proptest! {
    #[test]
    fn signed_requests_verify(key in secrets(), body in vec(any::<u8>(), 0..2000)) {
        let secret = SigningSecret::new(key).expect("it is one");
        let signature = testing::sign(&secret, &body);
        let receiver = Receiver::new(secret);
        prop_assert!(receiver.verify([(SIGNATURE, &signature)], &body).is_ok());
        prop_assert!(receiver.verify([(SIGNATURE, signature.replace("sha256=", "SHA256=").to_uppercase())], &body).is_err());
    }

    #[test]
    fn any_flipped_bit_is_refused(
        key in secrets(), body in vec(any::<u8>(), 1..500), bit in any::<Index>(),
    ) {
        let secret = SigningSecret::new(key.clone()).expect("it is one");
        let signature = testing::sign(&secret, &body);
        let verify = |key: Vec<u8>, signature: &[u8], body: &[u8]| {
            let Ok(secret) = SigningSecret::new(key) else { return Err("no secret") };
            code(Receiver::new(secret).verify([(SIGNATURE.as_bytes(), signature)], body).map(|_| ()))
        };
        prop_assert_eq!(verify(key.clone(), signature.as_bytes(), &body), Ok(()));
        prop_assert_eq!(verify(key.clone(), signature.as_bytes(), &flip(&body, bit)), Err("signature-mismatch"));
        prop_assert!(verify(flip(&key, bit), signature.as_bytes(), &body).is_err());

        let changed = flip(signature.as_bytes(), bit);
        // The fifth bit of a letter is its case, which hexadecimal digits ignore.
        let is_same_code = changed.starts_with(b"sha256=") && changed.eq_ignore_ascii_case(signature.as_bytes());
        prop_assert_eq!(verify(key, &changed, &body).is_ok(), is_same_code);
    }

    /// Decoding, encoding and decoding gives the same event, and the same value if nothing was added.
    #[test]
    fn decoding_inverts_encoding((name, data) in deliveries()) {
        let text = body("*", &data.to_string());
        let text = text.replacen("\"*\"", &Value::from(name.as_str()).to_string(), 1);
        let delivery = receiver().receive(&signed(&text), text.as_bytes()).expect("it only adds");
        prop_assert_eq!(delivery.raw(), text.as_bytes());
        prop_assert_eq!(delivery.event().name(), EventName::from(name.as_str()));

        let written = delivery.event().data().expect("it is JSON");
        let documented = matches!(delivery.event(), Event::Unknown(_));
        for (member, value) in written.as_object().into_iter().flatten().filter(|_| !documented) {
            prop_assert_eq!(Some(value), data.get(member));
        }
        if documented {
            prop_assert_eq!(&written, &data);
        }
        let again = body("*", &written.to_string()).replacen("\"*\"", &Value::from(name.as_str()).to_string(), 1);
        let second = receiver().receive(&signed(&again), again.as_bytes()).expect("it was written by the type");
        prop_assert_eq!(second.event(), delivery.event());
        prop_assert_eq!(second.event().data().expect("it is JSON"), written);
    }

    /// CVE-2023-50728: an unsigned request ended the process.
    #[test]
    fn arbitrary_headers_and_bytes_never_panic(
        headers in vec((vec(any::<u8>(), 0..40), vec(any::<u8>(), 0..120)), 0..20),
        known in vec((select(vec![SIGNATURE, EVENT, "x-museahub-signature"]), vec(any::<u8>(), 0..120)), 0..20),
        body in vec(any::<u8>(), 0..300),
    ) {
        let known = known.into_iter().map(|(name, value)| (name.as_bytes().to_vec(), value));
        let error = receiver().receive(headers.into_iter().chain(known), &body).expect_err("nobody has signed it");
        prop_assert!(error.is_authentication_failure());
        prop_assert!(error.delivery().is_none());
    }

    /// Texts that begin like a signature, where the grammar decides most.
    #[test]
    fn near_signatures_never_panic_or_verify(
        lines in vec("(sha256=|SHA256=|sha1=|v1,|t=|hmac-|)[ ,=0-9a-fA-Fg+/]{0,70}(, ?sha256=[0-9a-f]{60,68}){0,3}", 0..20),
        body in vec(any::<u8>(), 0..100),
    ) {
        let error = receiver().receive(lines.iter().map(|line| (SIGNATURE, line)), &body).expect_err("it is guessed");
        prop_assert!(error.is_authentication_failure());
        prop_assert!(!error.hint().is_empty());
    }

    #[test]
    fn genuine_bytes_are_never_lost(
        bytes in prop_oneof![
            vec(any::<u8>(), 0..300),
            "[\\[\\]{}\",:0-9a-z\\\\ .eE+-]{0,80}".prop_map(String::into_bytes),
            values().prop_map(|value| value.to_string().into_bytes()),
            values().prop_map(|value| body("visit.started", &value.to_string()).into_bytes()),
            (values(), any::<Index>()).prop_map(|(value, bit)| flip(body("pass.issued", &value.to_string()).as_bytes(), bit)),
        ],
        event in prop_oneof![Just(None), vec(any::<u8>(), 0..30).prop_map(Some), Just(Some(b"visit.started".to_vec()))],
    ) {
        let [(name, signature)] = signed(&bytes);
        let mut headers = vec![(name, signature.into_bytes())];
        headers.extend(event.map(|event| (EVENT, event)));
        match receiver().receive(&headers, &bytes) {
            Ok(delivery) => prop_assert_eq!(delivery.raw(), bytes.as_slice()),
            Err(error) => {
                prop_assert!(!error.is_authentication_failure(), "{:?}", error);
                prop_assert_eq!(error.into_delivery().expect("the signature holds").into_raw(), bytes);
            }
        }
    }

    #[test]
    fn constructors_agree_about_secrets(text in any::<String>()) {
        let all = [SigningSecret::new(text.as_str()), text.parse(), text.as_str().try_into(), text.clone().try_into()];
        let codes: Vec<_> = all.into_iter().map(|built| built.map(|_| ()).map_err(|error| error.code())).collect();
        prop_assert!(codes.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", codes);
        prop_assert_eq!(codes[0].is_ok(), !text.is_empty() && text.trim_matches(|it: char| it.is_whitespace() || it == '\u{feff}') == text);
    }
}

/// The same bytes with another secret: the signature is no function of the body alone.
#[test]
fn two_secrets_sign_differently() {
    let body = body("visit.lost", "1");
    assert_ne!(testing::sign(&secret(SECRET), body.as_bytes()), testing::sign(&secret("other"), body.as_bytes()));
}
