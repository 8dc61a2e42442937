//! The authentication of requests: every way to lack a valid signature.

use museahub_webhooks::{EventName, ReceiveError, Receiver, testing};
use receiver::{SECRET, SIGNATURE, body, receiver, secret, signed};

fn paid() -> String {
    body("visit.started", r#"{"visitId":"o","status":"paid"}"#)
}

/// Returns the code of the error, which is an authentication failure.
fn unauthenticated(error: &ReceiveError) -> &'static str {
    assert_eq!(error.http_status(), 401, "{error:?}");
    assert!(error.is_authentication_failure());
    assert!(error.delivery().is_none(), "nothing was verified");
    error.code()
}

fn with(lines: &[&str], body: &str) -> Result<usize, &'static str> {
    let headers: Vec<(&str, &str)> = lines.iter().map(|line| (SIGNATURE, *line)).collect();
    let receiver = receiver();
    match receiver.verify(&headers, body.as_bytes()) {
        Ok(verified) => Ok(verified.secret_index()),
        Err(error) => Err(unauthenticated(&error)),
    }
}

#[test]
fn a_missing_signature_is_refused() {
    assert_eq!(with(&[], &paid()), Err("signature-missing"));
    let none = std::iter::empty::<(&str, &str)>();
    let error = receiver().receive(none, b"not even JSON").expect_err("nobody has signed it");
    assert_eq!(unauthenticated(&error), "signature-missing");
}

/// RUSTSEC-2024-0010: a comparison that stops at the shorter input.
#[test]
fn signatures_of_other_lengths_are_refused() {
    let [(_, whole)] = signed(paid());
    assert_eq!(with(&[&whole], &paid()), Ok(0));
    for length in 0..whole.len() {
        assert_eq!(with(&[&whole[..length]], &paid()), Err("signature-malformed"), "{length}");
    }
    for over_long in [whole.clone() + "0", whole.clone() + &whole[7..], whole.clone() + "\0"] {
        assert_eq!(with(&[&over_long], &paid()), Err("signature-malformed"), "{over_long}");
    }
}

#[test]
fn malformed_signatures_are_refused() {
    let [(_, whole)] = signed(paid());
    assert_eq!(with(&[&whole[7..]], &paid()), Err("signature-malformed"));
    let (head, tail) = whole.split_at(20);
    for garbage in ["-", " ", ":", "g", "é"] {
        assert_eq!(with(&[&format!("{head}{garbage}{tail}")], &paid()), Err("signature-malformed"), "{garbage}");
        assert_eq!(
            with(&[&format!("{head}{garbage}{}", &tail[1..])], &paid()),
            Err("signature-malformed"),
            "{garbage}"
        );
    }
}

#[test]
fn every_other_code_is_refused() {
    let [(_, whole)] = signed(paid());
    for place in 7..whole.len() {
        let digit = if whole.as_bytes()[place] == b'0' { "1" } else { "0" };
        let other = format!("{}{digit}{}", &whole[..place], &whole[place + 1..]);
        assert_eq!(with(&[&other], &paid()), Err("signature-mismatch"), "digit {place}");
    }
}

/// Observed elsewhere: only the first line was read.
#[test]
fn signature_lines_and_lists_are_read() {
    let [(_, right)] = signed(paid());
    let wrong = testing::sign(&secret("another"), paid().as_bytes());
    assert_eq!(with(&[&wrong, &right], &paid()), Ok(0));
    assert_eq!(with(&[&right, &wrong], &paid()), Ok(0));
    assert_eq!(with(&["sha1=0", &wrong, &right], &paid()), Ok(0));
    assert_eq!(with(&[&format!("{wrong}, {right}")], &paid()), Ok(0));
    assert_eq!(with(&[&wrong, &wrong], &paid()), Err("signature-mismatch"));
    // A proxy may repeat a line.
    assert_eq!(with(&[&right, &right], &paid()), Ok(0));
    assert_eq!(with(&[&format!("{right},{right}"), &right, &right], &paid()), Ok(0));
}

#[test]
fn at_most_sixteen_signatures_are_examined() {
    let [(_, right)] = signed(paid());
    let wrong = testing::sign(&secret("another"), paid().as_bytes());
    let mut lines = vec![wrong.as_str(); 15];
    lines.push(&right);
    assert_eq!(with(&lines, &paid()), Ok(0));
    lines.insert(0, &wrong);
    assert_eq!(with(&lines, &paid()), Err("signature-malformed"));
}

#[test]
fn another_algorithm_is_never_a_downgrade() {
    for other in ["sha1=", "md5=", "sha512="] {
        let value = format!("{other}{}", "ab".repeat(32));
        assert_eq!(with(&[&value], &paid()), Err("signature-algorithm"), "{other}");
    }
}

#[test]
fn signatures_of_other_schemes_get_hints() {
    let hint = |value: &str| {
        let error = receiver().verify([(SIGNATURE, value)], paid().as_bytes()).map(|_| ()).expect_err("another scheme");
        assert_eq!(unauthenticated(&error), "signature-malformed");
        error.hint()
    };
    let code = "tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=";
    assert!(hint(&format!("v1,{code}")).contains("Standard Webhooks"));
    assert!(hint(&format!("sha256={code}")).contains("looks like base64"));
    assert!(hint(code).contains("looks like base64"));
}

/// A dotenv file read without a shell keeps its quotation marks.
#[test]
fn a_quoted_secret_gets_a_hint() {
    let mismatch = |receiver: &Receiver| {
        let error = receiver.verify(&signed(paid()), paid().as_bytes()).map(|_| ()).expect_err("another secret");
        assert_eq!(unauthenticated(&error), "signature-mismatch");
        error.hint().contains("quotation mark")
    };
    for (open, close) in [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('«', '»')] {
        let quoted = secret(&format!("{open}{SECRET}{close}"));
        assert!(mismatch(&Receiver::new(quoted.clone())), "{open}{close}");
        assert!(mismatch(&Receiver::with_secrets([quoted.clone(), secret("b")]).expect("secrets")));
        assert!(mismatch(&Receiver::with_secrets([quoted.clone(), secret("b"), quoted]).expect("secrets")));
    }
    for plain in ["\"", "'a", "a'", "\"a'", "a\"b", "it's"] {
        assert!(!mismatch(&Receiver::new(secret(plain))), "{plain}");
    }
    let quoted = secret("\"in quotation marks\"");
    let body = paid();
    let signature = testing::sign(&quoted, body.as_bytes());
    let delivery = Receiver::new(quoted).receive([(SIGNATURE, signature)], body.as_bytes());
    assert!(delivery.is_ok(), "a secret is used as it is");
}

#[test]
fn a_compressed_body_gets_a_hint() {
    let body = paid();
    let coded = |name: &'static str, value: &'static str, body: &[u8], signed_body: &[u8]| {
        let signature = testing::sign(&secret(SECRET), signed_body);
        receiver().receive([(SIGNATURE, signature.as_str()), (name, value)], body)
    };
    // Compressed after signing, or decompressed before verification.
    for value in ["gzip", "br", "zstd", "deflate", "identity, GZIP"] {
        let error = coded("Content-Encoding", value, b"\x01\x02", body.as_bytes()).expect_err("other bytes");
        assert_eq!(unauthenticated(&error), "signature-mismatch");
        assert!(error.hint().contains("Content-Encoding"), "{value}: {}", error.hint());
        let error = coded("content-encoding", value, body.as_bytes(), b"\x01\x02").expect_err("other bytes");
        assert!(error.hint().contains("Content-Encoding"), "{value}: {}", error.hint());
        assert!(coded("Content-Encoding", value, body.as_bytes(), body.as_bytes()).is_ok(), "what is signed is signed");
    }
    for begins in [&b"\x1f\x8b\x08\0"[..], b"\x28\xb5\x2f\xfd\0", b"\x78\x9c\0"] {
        let error = coded("X-Other", "", begins, body.as_bytes()).expect_err("other bytes");
        assert!(error.hint().contains("compressed"), "{begins:?}: {}", error.hint());
        let error = coded("Content-Encoding", "gzip", begins, body.as_bytes()).expect_err("both say so");
        assert!(error.hint().contains("compressed"), "{begins:?}: {}", error.hint());
        // Signed in compressed form: genuine, but not JSON.
        let error = coded("X-Other", "", begins, begins).expect_err("it is no JSON");
        assert_eq!(error.http_status(), 400);
        assert!(error.hint().contains("decompress") && error.hint().contains("parse_unverified"), "{}", error.hint());
        assert_eq!(error.delivery().map(museahub_webhooks::RefusedDelivery::raw), Some(begins));
    }
    let error = coded("Content-Encoding", "br", b"\x0b\x02\x80", b"\x0b\x02\x80").expect_err("it is no JSON");
    assert!(error.hint().contains("decompress"), "{}", error.hint());
    for plain in ["", "identity", " Identity ,"] {
        let error = coded("Content-Encoding", plain, b"{}", body.as_bytes()).expect_err("other bytes");
        assert!(error.hint().contains("usual causes"), "{plain}: {}", error.hint());
    }
}

#[test]
fn signature_errors_describe_the_expectation() {
    let message = |value: &str| {
        let headers = [(SIGNATURE, value)].into_iter().filter(|(_, value)| !value.is_empty());
        receiver().verify(headers, paid().as_bytes()).map(|_| ()).expect_err("it is none").to_string()
    };
    let header = "the header `X-MuseaHub-Signature`";
    assert_eq!(message(""), "the request has no header `X-MuseaHub-Signature`");
    assert_eq!(message("abc"), format!("{header} has no signature that is `sha256=` and 64 hexadecimal digits"));
    assert_eq!(message("sha1=abc"), format!("{header} has a signature by another algorithm than HMAC-SHA256"));
    assert_eq!(message(&",".repeat(20)), format!("{header} has too many items"));
    let other = testing::sign(&secret("another"), b"");
    assert_eq!(message(&other), "no signature in the header `X-MuseaHub-Signature` fits this body and a known secret");
}

#[test]
fn header_names_have_any_case_and_type() {
    let body = paid();
    let [(_, signature)] = signed(&body);
    let receiver = receiver();
    for name in ["x-museahub-signature", "X-MUSEAHUB-SIGNATURE", "X-MuseaHub-Signature"] {
        assert!(receiver.verify([(name, &signature)], body.as_bytes()).is_ok());
        assert!(receiver.verify(&[(name.to_owned(), signature.clone())], body.as_bytes()).is_ok());
        assert!(receiver.verify(vec![(name.as_bytes(), signature.as_bytes())], body.as_bytes()).is_ok());
        let map = std::collections::HashMap::from([(name, signature.as_str())]);
        assert!(receiver.verify(&map, body.as_bytes()).is_ok());
    }
}

#[test]
fn any_secret_may_sign() {
    let receiver =
        Receiver::with_secrets([secret("old"), secret(SECRET), secret("new")]).expect("there are three secrets");
    for (index, text) in ["old", SECRET, "new"].into_iter().enumerate() {
        let request = testing::example_request(&secret(text), &EventName::PassIssued).expect("it is documented");
        let verified = receiver.verify(&request.headers, &request.body).expect("it is signed");
        assert_eq!((verified.secret_index(), verified.body()), (index, request.body.as_slice()));
        let delivery = receiver.receive(&request.headers, &request.body).expect("it is genuine");
        assert_eq!(delivery.secret_index(), index);
    }
    let request = testing::example_request(&secret("none"), &EventName::PassIssued).expect("it is documented");
    let error = receiver.receive(&request.headers, &request.body).expect_err("nobody knows that secret");
    assert_eq!(unauthenticated(&error), "signature-mismatch");
    assert!(error.hint().contains("another endpoint"), "{}", error.hint());
}

/// A released crate accepted an empty key, so that a forged request verified.
#[test]
fn a_receiver_needs_a_secret() {
    let code = |built: Result<Receiver, museahub_webhooks::ConfigurationError>| built.err().map(|error| error.code());
    assert_eq!(code(Receiver::with_secrets([])), Some("no-secret"));
    assert_eq!(code(Receiver::builder().build()), Some("no-secret"));
    let error = ReceiveError::from(Receiver::builder().build().expect_err("there is no secret"));
    assert_eq!((error.code(), error.http_status(), error.is_authentication_failure()), ("no-secret", 500, false));
}

/// Another framework's body is read by the program.
#[test]
fn unread_bodies_have_errors() {
    let errors = [
        (ReceiveError::body_too_large(), "body-too-large", 413),
        (ReceiveError::body_incomplete(), "body-incomplete", 400),
    ];
    for (error, code, status) in errors {
        assert_eq!((error.code(), error.http_status()), (code, status));
        assert!(error.delivery().is_none() && !error.is_authentication_failure());
        assert!(!error.to_string().is_empty() && !error.hint().is_empty());
    }
}

#[test]
fn the_body_limit_comes_first() {
    let receiver = receiver();
    let body = vec![b' '; (1 << 20) + 1];
    let error = receiver.verify(&signed(&body), &body).map(|_| ()).expect_err("it is too large");
    assert_eq!((error.code(), error.http_status()), ("body-too-large", 413));
    let body = &body[1..];
    assert!(receiver.verify(&signed(body), body).is_ok());
    let small = Receiver::builder().secret(secret(SECRET)).max_body_bytes(9).build().expect("there is a secret");
    assert!(small.verify(&signed("123456789"), b"123456789").is_ok());
    assert_eq!((small.max_body_bytes(), receiver.max_body_bytes()), (9, 1 << 20));
    assert_eq!(
        small.verify(&signed("1234567890"), b"1234567890").err().map(|error| error.code()),
        Some("body-too-large")
    );
}

#[test]
fn nothing_is_parsed_before_the_signature_holds() {
    let deep = vec![b'['; 100_000];
    for body in [b"\xff\xfe".as_slice(), b"{", b"", &deep] {
        let error = receiver().receive([(SIGNATURE, "sha256=")], body).expect_err("it is not signed");
        assert_eq!(unauthenticated(&error), "signature-malformed");
        let error = receiver().receive(&signed("another body"), body).expect_err("another body is signed");
        assert_eq!(unauthenticated(&error), "signature-mismatch");
    }
}
