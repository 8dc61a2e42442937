//! The bodies of the fuzz targets of the receiver.

use codegen_runtime::receive::hmac_sha256::Key;
use codegen_runtime::receive::mac_encoding::Encoding;
use codegen_runtime::receive::scheme::{Header, Item, MAX_CANDIDATES, Piece, Placeholder, Scheme};
use codegen_runtime::receive::signature::Candidates;
use museahub_webhooks::{Contract, Receiver, SigningSecret, testing};

use super::Target;

/// The header of the signature.
const SIGNATURE: &str = "X-MuseaHub-Signature";

/// All targets.
pub const TARGETS: [Target; 3] = [("receive", receive), ("verify", verify), ("signature", signature)];

/// The secret that signs.
fn secret() -> SigningSecret {
    SigningSecret::new("a secret of the fuzz targets").expect("it is a secret")
}

/// Returns a receiver with that secret.
fn receiver() -> Receiver {
    Receiver::new(secret())
}

/// Receives a signed body with any content: it is delivered, or the error holds it.
///
/// # Panics
///
/// If it is lost, or the two contracts or the two steps disagree.
pub fn receive(body: &[u8]) {
    let headers = [(SIGNATURE, testing::sign(&secret(), body))];
    let strict = Receiver::builder().secret(secret()).contract(Contract::Strict).build().expect("a secret");
    let strictly = strict.receive(&headers, body);
    let unverified = Receiver::parse_unverified(body);
    match receiver().receive(&headers, body) {
        Ok(delivery) => {
            assert_eq!(delivery.raw(), body);
            assert!(serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok(), "it is JSON");
            assert_eq!(strictly.is_ok(), delivery.drift().is_empty());
            assert_eq!(&unverified.expect("it was read").into_event(), delivery.event());
            if let Err(error) = strictly {
                assert_eq!(error.code(), "drift");
                assert_eq!(error.delivery().and_then(|held| held.event()), Some(delivery.event()));
            }
        }
        Err(error) => {
            assert!(matches!(error.http_status(), 400 | 413 | 422), "{error:?}");
            assert_eq!(error.delivery().expect("the signature holds").raw(), body);
            assert_eq!(strictly.expect_err("strict is not wider").code(), error.code());
            assert_eq!(unverified.expect_err("it was not read").code(), error.code());
        }
    }
}

/// Verifies headers, one per line with a colon, and a body behind an empty line. `@` in a value stands for the right code of that body. The
/// request verifies if and only if a plain reading of the grammar agrees.
///
/// # Panics
///
/// If they disagree.
pub fn verify(input: &[u8]) {
    let end = input.windows(2).position(|two| two == b"\n\n");
    let (head, body) = end.map_or((input, &b""[..]), |end| (&input[..end], &input[end + 2..]));
    let right = testing::sign(&secret(), body).replace("sha256=", "");
    let headers: Vec<(Vec<u8>, Vec<u8>)> = head
        .split(|byte| *byte == b'\n')
        .map(|line| {
            let colon = line.iter().position(|byte| *byte == b':').unwrap_or(line.len());
            let value = line.get(colon + 1..).unwrap_or_default();
            (line[..colon].to_vec(), with_code(value, &right))
        })
        .collect();
    let lines = headers.iter().filter(|(name, _)| trimmed(name).eq_ignore_ascii_case(SIGNATURE.as_bytes()));
    let lines: Vec<&[u8]> = lines.map(|(_, value)| value.as_slice()).collect();
    let expected = holds(&lines, b"sha256=", |code| code.eq_ignore_ascii_case(right.as_bytes()));
    let receiver = receiver();
    let verified = receiver.verify(&headers, body);
    assert_eq!(verified.is_ok(), expected, "{verified:?}");
    if let Err(error) = verified {
        assert_eq!(error.code() == "signature-missing", lines.is_empty());
        assert!(error.is_authentication_failure() && !error.hint().is_empty());
    }
}

/// Checks the grammar of a signature with each encoding and prefix: lines of the header, in which `@` stands for a code.
///
/// # Panics
///
/// If a plain reading disagrees.
pub fn signature(input: &[u8]) {
    static SCHEMES: [Scheme; 5] = [
        of_body(&[Item { before: "sha256=", placeholder: Some(Placeholder::Code), after: "" }], Encoding::Hex),
        of_body(&[Item { before: "", placeholder: Some(Placeholder::Code), after: "" }], Encoding::Hex),
        of_body(&[Item { before: "", placeholder: Some(Placeholder::Code), after: "" }], Encoding::Base64),
        of_body(&[Item { before: "v1,", placeholder: Some(Placeholder::Code), after: "" }], Encoding::Base64),
        of_body(&[Item { before: "hmac:", placeholder: Some(Placeholder::Code), after: "" }], Encoding::Base64),
    ];
    let code = [0xa5; 32];
    for scheme in &SCHEMES {
        let right = scheme.encoding.encode(&code);
        let input = with_code(input, &right);
        let lines: Vec<&[u8]> = input.split(|byte| *byte == b'\n').collect();
        let mut candidates = Candidates::<Key>::new(scheme);
        for line in &lines {
            candidates.add_line(line);
        }
        let found = candidates.values().is_ok() && candidates.codes(0).any(|found| found[..] == code);
        let is_right = |text: &[u8]| match scheme.encoding {
            Encoding::Hex => text.eq_ignore_ascii_case(right.as_bytes()),
            Encoding::Base64 => text == right.as_bytes(),
        };
        assert_eq!(found, holds(&lines, scheme.code().before.as_bytes(), is_right), "{scheme}: {lines:?}");
    }
}

/// Returns a scheme that signs the body alone, in values of one item.
const fn of_body(items: &'static [Item], encoding: Encoding) -> Scheme {
    Scheme {
        algorithm: "HMAC-SHA256",
        header: Header::Names(&["s"]),
        value: "",
        items,
        separator: None,
        list: Some(b','),
        encoding,
        bytes: Some(32),
        signed: &[Piece::Body],
        time: None,
        id: None,
        nonce: None,
    }
}

/// Returns true if the lines contain a signature: a plain reading, which splits at each comma outside the prefix.
fn holds(lines: &[&[u8]], prefix: &[u8], is_right: impl Fn(&[u8]) -> bool) -> bool {
    let mut values: Vec<Vec<u8>> = Vec::new();
    for line in lines {
        let mut rest = trimmed(line);
        loop {
            let start = if rest.starts_with(prefix) { prefix.len() } else { 0 };
            let Some(comma) = rest[start..].iter().position(|byte| *byte == b',') else {
                values.push(trimmed(rest).to_vec());
                break;
            };
            values.push(trimmed(&rest[..start + comma]).to_vec());
            rest = trimmed(&rest[start + comma + 1..]);
        }
    }
    values.len() <= MAX_CANDIDATES && values.iter().any(|value| value.strip_prefix(prefix).is_some_and(&is_right))
}

fn trimmed(text: &[u8]) -> &[u8] {
    let is_blank = |byte: &u8| *byte == b' ' || *byte == b'\t';
    let start = text.iter().take_while(|byte| is_blank(byte)).count();
    let end = text[start..].iter().rev().take_while(|byte| is_blank(byte)).count();
    &text[start..text.len() - end]
}

fn with_code(text: &[u8], code: &str) -> Vec<u8> {
    text.iter().flat_map(|byte| if *byte == b'@' { code.as_bytes().to_vec() } else { vec![*byte] }).collect()
}
