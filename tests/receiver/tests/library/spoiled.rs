//! Every documented example, spoiled in each of seventeen ways: the refusal, its code, and the kept delivery.

use std::time::{Duration, SystemTime};

use museahub_webhooks::testing::{self, SignedRequest};
use museahub_webhooks::{DriftKind, EventName, ReceiveError, Receiver};
use receiver::{EVENT, SECRET, SIGNATURE, receiver, secret, signed};
use serde_json::{Value, json};

/// The fate of a request.
#[derive(Debug, PartialEq)]
enum Fate {
    /// Delivered, with this drift.
    Arrives(Vec<DriftKind>),
    /// Not authenticated.
    Unauthenticated(&'static str),
    /// Genuine and refused; the error holds it.
    Held(&'static str, u16),
    /// Refused unread.
    TooLarge,
}

fn fate_at(receiver: &Receiver, request: &SignedRequest) -> Fate {
    match receiver.receive(&request.headers, &request.body) {
        Ok(delivery) => {
            assert_eq!(delivery.raw(), request.body);
            Fate::Arrives(delivery.drift().iter().map(|drift| drift.kind).collect())
        }
        Err(error) => refused(error, &request.body),
    }
}

fn refused(error: ReceiveError, body: &[u8]) -> Fate {
    let (code, status) = (error.code(), error.http_status());
    assert_eq!(error.is_authentication_failure(), status == 401);
    match (status, error.into_delivery()) {
        (401, None) => Fate::Unauthenticated(code),
        (413, None) => Fate::TooLarge,
        (_, Some(held)) => {
            assert_eq!(held.raw(), body);
            Fate::Held(code, status)
        }
        (_, None) => panic!("{code}: what was signed is lost"),
    }
}

fn fate(request: &SignedRequest) -> Fate {
    fate_at(&receiver(), request)
}

fn examples() -> Vec<(EventName, SignedRequest)> {
    let examples = EventName::ALL.iter().map(|name| {
        let request = testing::example_request(&secret(SECRET), name).expect("every event has an example");
        assert_eq!(fate(&request), Fate::Arrives(vec![]), "{name}");
        (name.clone(), request)
    });
    examples.collect()
}

fn parsed(request: &SignedRequest) -> Value {
    serde_json::from_slice(&request.body).expect("it is JSON")
}

/// Returns the request with another body, signed again with the secret.
fn resigned(request: &SignedRequest, body: impl AsRef<[u8]>) -> SignedRequest {
    let body = body.as_ref().to_vec();
    let [(_, signature)] = signed(&body);
    with_signature(&SignedRequest { body, ..request.clone() }, Some(&signature))
}

/// Returns the request with another signature, or without any.
fn with_signature(request: &SignedRequest, signature: Option<&str>) -> SignedRequest {
    let mut spoiled = request.clone();
    spoiled.headers.retain(|(name, _)| !name.eq_ignore_ascii_case(SIGNATURE));
    spoiled.headers.extend(signature.map(|value| (SIGNATURE.to_owned(), value.to_owned())));
    spoiled
}

/// Returns the members of each object of the envelope and the payload: a pointer to the object, and the name.
fn members(body: &Value) -> Vec<(&'static str, String)> {
    ["", "/data"]
        .into_iter()
        .flat_map(|object| {
            let names = body.pointer(object).and_then(Value::as_object).expect("an object").keys();
            names.map(|name| (object, name.clone())).collect::<Vec<_>>()
        })
        .collect()
}

fn object<'a>(body: &'a mut Value, pointer: &str) -> &'a mut serde_json::Map<String, Value> {
    body.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object")
}

/// Returns the fate for a fault in that object.
fn blamed(object: &str) -> Fate {
    Fate::Held(if object.is_empty() { "envelope-schema" } else { "payload-schema" }, 422)
}

/// Changes each example, which must then have a wrong signature; signed again, it has the expected fate.
fn each_example(mut spoil: impl FnMut(&EventName, &Value) -> Vec<(Value, Fate)>) {
    for (name, request) in examples() {
        for (body, expected) in spoil(&name, &parsed(&request)) {
            let text = body.to_string();
            let unsigned = SignedRequest { body: text.clone().into_bytes(), ..request.clone() };
            assert_eq!(fate(&unsigned), Fate::Unauthenticated("signature-mismatch"), "{text}");
            assert_eq!(fate(&resigned(&request, &text)), expected, "{text}");
        }
    }
}

#[test]
fn a_member_is_removed() {
    each_example(|_, body| {
        let spoil = |(pointer, name): (&'static str, String)| {
            let mut body = body.clone();
            object(&mut body, pointer).remove(&name);
            (body, blamed(pointer))
        };
        members(body).into_iter().map(spoil).collect()
    });
}

#[test]
fn a_member_is_replaced_by_another() {
    each_example(|_, body| {
        let spoil = |(pointer, name): (&'static str, String)| {
            let mut body = body.clone();
            let value = object(&mut body, pointer).remove(&name).expect("it is there");
            object(&mut body, pointer).insert(format!("{name}_"), value);
            (body, blamed(pointer))
        };
        members(body).into_iter().map(spoil).collect()
    });
}

#[test]
fn a_member_has_another_type() {
    each_example(|_, body| {
        let members = members(body).into_iter();
        let others = [Value::Null, json!(true), json!(1.5), json!("text"), json!([1]), json!({ "a": 1 })];
        let spoil = |(pointer, name): (&'static str, String)| {
            let known = body.pointer(pointer).and_then(|object| object.get(&name)).expect("it is there").clone();
            let kind = std::mem::discriminant(&known);
            others
                .clone()
                .into_iter()
                .filter(move |other| std::mem::discriminant(other) != kind || known == json!(2))
                .map({
                    let body = body.clone();
                    move |other| {
                        let mut body = body.clone();
                        object(&mut body, pointer).insert(name.clone(), other);
                        (body, blamed(pointer))
                    }
                })
        };
        members.flat_map(spoil).collect()
    });
}

#[test]
fn an_unknown_member_is_added() {
    each_example(|_, body| {
        let mut outside = body.clone();
        object(&mut outside, "").insert("added".to_owned(), json!({ "a": [null] }));
        let mut inside = body.clone();
        object(&mut inside, "/data").insert("added".to_owned(), json!({ "a": [null] }));
        // The envelope is open, the payloads are closed.
        vec![(outside, Fate::Arrives(vec![])), (inside, Fate::Arrives(vec![DriftKind::NewMember]))]
    });
}

/// An id is not bound to a body: only the owner of the secret can choose it.
#[test]
fn the_id_is_changed() {
    each_example(|_, body| {
        let mut other = body.clone();
        other["id"] = json!("evt_another");
        vec![(other, Fate::Arrives(vec![]))]
    });
}

#[test]
fn the_event_is_changed() {
    for (name, request) in examples() {
        for other in EventName::ALL.iter().filter(|other| **other != name) {
            let mut body = parsed(&request);
            body["event"] = json!(other.as_str());
            let body = body.to_string();
            let unsigned = SignedRequest { body: body.clone().into_bytes(), ..request.clone() };
            assert_eq!(fate(&unsigned), Fate::Unauthenticated("signature-mismatch"));
            // The header still names the old event, and is not consulted.
            assert_eq!(fate(&resigned(&request, &body)), Fate::Held("payload-schema", 422));
            let mut silent = resigned(&request, &body);
            silent.headers.retain(|(header, _)| !header.eq_ignore_ascii_case(EVENT));
            assert_eq!(fate(&silent), Fate::Held("payload-schema", 422), "{name} as {other}");
            // Only the unsigned header is changed.
            let mut misnamed = request.clone();
            misnamed.headers.retain(|(header, _)| !header.eq_ignore_ascii_case(EVENT));
            misnamed.headers.push((EVENT.to_owned(), other.as_str().to_owned()));
            assert_eq!(fate(&misnamed), Fate::Arrives(vec![DriftKind::EventHeaderMismatch]));
        }
    }
}

#[test]
fn the_body_is_truncated() {
    for (_, request) in examples() {
        for length in 0..request.body.len() {
            let short = SignedRequest { body: request.body[..length].to_vec(), ..request.clone() };
            assert_eq!(fate(&short), Fate::Unauthenticated("signature-mismatch"));
            assert_eq!(fate(&resigned(&short, &short.body)), Fate::Held("not-json", 400), "{length}");
        }
    }
}

/// Spoils the text of each example, which is then signed.
fn each_text(spoil: impl Fn(&str) -> Vec<Vec<u8>>, expected: &Fate) {
    for (_, request) in examples() {
        let text = String::from_utf8(request.body.clone()).expect("it is text");
        for body in spoil(&text) {
            let unsigned = SignedRequest { body: body.clone(), ..request.clone() };
            assert_eq!(fate(&unsigned), Fate::Unauthenticated("signature-mismatch"));
            assert_eq!(fate(&resigned(&request, &body)), *expected, "{}", String::from_utf8_lossy(&body));
        }
    }
}

#[test]
fn the_body_is_no_json() {
    let spoil = |text: &str| {
        let replaced = [("{", "["), (":", "="), (",", ";"), ("\"", "'"), ("}", ",}"), ("data\":", "data\":+")];
        let replaced = replaced.map(|(from, to)| text.replacen(from, to, 1));
        let added = ["{}", "//", "\0", "]"].map(|more| format!("{text}{more}"));
        replaced.into_iter().chain(added).map(String::into_bytes).collect()
    };
    each_text(spoil, &Fate::Held("not-json", 400));
}

#[test]
fn the_body_is_no_utf_8() {
    let spoil = |text: &str| {
        let (start, end) = text.split_at(text.find("evt_").expect("an id"));
        [b"\xff".as_slice(), b"\xc3\x28", b"\xe2\x82", b"\xed\xa0\x80"]
            .into_iter()
            .map(|bad| [start.as_bytes(), bad, end.as_bytes()].concat())
            .collect()
    };
    each_text(spoil, &Fate::Held("not-utf8", 400));
}

#[test]
fn a_member_stands_twice() {
    let spoil = |text: &str| {
        ["id", "event", "data", "created_at", "visitId", "venueId"]
            .into_iter()
            .filter_map(|name| text.find(&format!("\"{name}\":")).map(|at| (name, at)))
            .flat_map(|(name, at)| {
                ["null", "\"a\"", "{}"]
                    .map(|value| format!("{}\"{name}\":{value},{}", &text[..at], &text[at..]).into_bytes())
            })
            .collect()
    };
    each_text(spoil, &Fate::Held("duplicate-member", 400));
}

/// The content type is not signed, and the signed body is JSON regardless of it.
#[test]
fn the_content_type_is_another() {
    for (_, request) in examples() {
        for other in
            [None, Some("text/plain"), Some("application/xml"), Some("application/x-www-form-urlencoded"), Some("")]
        {
            let mut spoiled = request.clone();
            spoiled.headers.retain(|(header, _)| !header.eq_ignore_ascii_case("content-type"));
            spoiled.headers.extend(other.map(|value| ("Content-Type".to_owned(), value.to_owned())));
            assert_eq!(fate(&spoiled), Fate::Arrives(vec![]), "{other:?}");
        }
    }
}

/// Octokit, Workos, Sentry, Razorpay: the signature covers bytes, not the value that they represent.
#[test]
fn the_body_is_altered_after_signing() {
    for (_, request) in examples() {
        let text = String::from_utf8(request.body.clone()).expect("it is text");
        let pretty = serde_json::to_string_pretty(&parsed(&request)).expect("it is JSON");
        let mut sorted: Vec<_> = object(&mut parsed(&request), "").clone().into_iter().collect();
        sorted.sort_by(|one, other| other.0.cmp(&one.0));
        let sorted: Vec<String> = sorted.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let same_value = [
            format!("{text}\n"),
            format!(" {text}"),
            pretty,
            format!("{{{}}}", sorted.join(",")),
            text.replace('/', "\\/") + " ",
        ];
        for altered in same_value {
            let altered = SignedRequest { body: altered.into_bytes(), ..request.clone() };
            assert_eq!(fate(&altered), Fate::Unauthenticated("signature-mismatch"));
        }
        for place in 0..request.body.len() {
            let mut altered = request.clone();
            altered.body[place] ^= 1;
            assert_eq!(fate(&altered), Fate::Unauthenticated("signature-mismatch"), "byte {place}");
        }
    }
}

/// 2026-06-12T14:05:00.000Z, in seconds since 1970.
const CREATED: u64 = 1_781_273_100;

#[test]
fn the_request_is_stale() {
    // An hour after the creation of all examples.
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(CREATED + 3600);
    let allowing = |seconds| {
        let builder = Receiver::builder().secret(secret(SECRET)).max_age(Duration::from_secs(seconds));
        builder.clock(move || now).build().expect("there is a secret")
    };
    for (_, request) in examples() {
        assert_eq!(fate_at(&allowing(3600), &request), Fate::Arrives(vec![]));
        assert_eq!(fate_at(&allowing(3599), &request), Fate::Held("too-old", 400));
        assert_eq!(fate(&request), Fate::Arrives(vec![]), "nobody asks unless told to");
    }
}

#[test]
fn the_secret_is_another_one() {
    for (name, request) in examples() {
        for other in
            ["another", "shhh, a secret of the test", "Shhh, a secret of the tests", "shhh, a secret of the tests."]
        {
            let signed = testing::example_request(&secret(other), &name).expect("it has an example");
            assert_eq!(fate(&signed), Fate::Unauthenticated("signature-mismatch"));
            assert_eq!(fate_at(&Receiver::new(secret(other)), &request), Fate::Unauthenticated("signature-mismatch"));
        }
    }
}

#[test]
fn the_signature_is_missing() {
    for (_, request) in examples() {
        assert_eq!(fate(&with_signature(&request, None)), Fate::Unauthenticated("signature-missing"));
        let mut renamed = with_signature(&request, None);
        let [(_, signature)] = signed(&request.body);
        renamed.headers.push(("X-Hub-Signature-256".to_owned(), signature));
        assert_eq!(fate(&renamed), Fate::Unauthenticated("signature-missing"));
    }
}

#[test]
fn the_signature_is_malformed() {
    for (_, request) in examples() {
        let [(_, right)] = signed(&request.body);
        let digits = &right[7..];
        let malformed = [
            String::new(),
            "sha256=".to_owned(),
            digits.to_owned(),
            right.to_uppercase(),
            right[..70].to_owned(),
            format!("{right}0"),
            format!("\"{right}\""),
            format!("sha256: {digits}"),
            format!("sha256={}g", &digits[..63]),
            format!("v1,{digits}"),
        ];
        for value in malformed {
            let fate = fate(&with_signature(&request, Some(&value)));
            assert_eq!(fate, Fate::Unauthenticated("signature-malformed"), "{value}");
        }
        let fate = fate(&with_signature(&request, Some(&format!("sha1={}", &digits[..40]))));
        assert_eq!(fate, Fate::Unauthenticated("signature-algorithm"));
    }
}

#[test]
fn the_body_is_oversize() {
    for (_, request) in examples() {
        let padded = |length: usize| {
            let mut body = request.body.clone();
            body.resize(length, b' ');
            resigned(&request, body)
        };
        assert_eq!(fate(&padded(1 << 20)), Fate::Arrives(vec![]));
        assert_eq!(fate(&padded((1 << 20) + 1)), Fate::TooLarge);
        let unsigned = with_signature(&padded((1 << 20) + 1), None);
        assert_eq!(fate(&unsigned), Fate::TooLarge, "before anything else");
    }
}
