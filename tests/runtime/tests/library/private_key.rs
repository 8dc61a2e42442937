//! Private keys for tests: published signatures, and what is no key.

use codegen_runtime::receive::algorithm::{Algorithm as _, Sign};
use codegen_runtime::receive::mac_encoding::{bytes, Encoding};
use codegen_runtime::receive::{ecdsa_p256, ed25519};

fn of_hex<const N: usize>(text: &str) -> [u8; N] {
    bytes(Encoding::Hex, text.as_bytes()).and_then(|bytes| bytes.try_into().ok()).expect("digits")
}

/// [RFC 8032 §7.1], the second test.
#[test]
fn ed25519_signs_as_published() {
    let key = of_hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    let key = ed25519::PrivateKey::from_bytes(&key).expect("a key");
    let expected = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
                    085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
    assert_eq!(key.sign(Encoding::Hex, &[b"", b"\x72"]), expected);
    assert_eq!(format!("{key:?}"), "PrivateKey(…)");
    assert!(ed25519::Key::decode(Encoding::Hex, expected.as_bytes()).is_some());
}

/// [RFC 6979 §A.2.5], with SHA-256 and the message `sample`.
#[test]
fn ecdsa_signs_as_published() {
    let key = of_hex("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
    let key = ecdsa_p256::PrivateKey::from_bytes(&key).expect("a key");
    let expected = "3046022100efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716\
                    022100f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8";
    assert_eq!(key.sign(Encoding::Hex, &[b"sam", b"ple"]), expected);
    assert_eq!(format!("{key:?}"), "PrivateKey(…)");
    assert!(ecdsa_p256::Key::decode(Encoding::Hex, expected.as_bytes()).is_some());
}

#[test]
fn other_numbers_are_no_keys() {
    for bytes in [[0; 32], [0xff; 32]] {
        assert!(ecdsa_p256::PrivateKey::from_bytes(&bytes).is_none());
    }
}
