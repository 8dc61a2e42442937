//! A header that carries the shared secret itself: nothing is signed.

use std::fmt;

use super::algorithm::{Algorithm, Sign};
use super::hmac_sha256;
use super::mac_encoding::Encoding;
use super::signing_secret::SigningSecret;

/// The maximum number of bytes of a secret in a header.
const MAX_BYTES: usize = 4096;

/// A shared secret.
#[derive(Clone)]
pub struct Key {
    mac: hmac_sha256::Key,
    secret: SigningSecret,
}

/// Returns true if a header can carry the secret: its value has neither line breaks nor other control characters [RFC 9110 §5.5].
#[must_use]
pub fn is_key(secret: &[u8]) -> bool {
    let is_sent = |byte: &u8| *byte == b'\t' || !byte.is_ascii_control();
    secret.len() <= MAX_BYTES && secret.iter().all(is_sent)
}

impl Algorithm for Key {
    type Code = Box<[u8]>;

    fn new(secret: &SigningSecret) -> Self {
        Self { mac: hmac_sha256::Key::of_bytes(secret.key()), secret: secret.clone() }
    }

    fn decode(_: Encoding, text: &[u8]) -> Option<Box<[u8]>> {
        (!text.is_empty() && text.len() <= MAX_BYTES).then(|| text.into())
    }

    /// Compares the HMACs of both secrets, so that the duration depends neither on the bytes of the expected one nor on its length.
    fn verify<'c>(&self, _: &[&[u8]], codes: impl Iterator<Item = &'c Box<[u8]>>) -> bool {
        let expected = self.mac.mac(&[self.secret.key()]);
        codes.fold(false, |found, code| found | (expected == self.mac.mac(&[code])))
    }
}

impl Sign for Key {
    fn sign(&self, _: Encoding, _: &[&[u8]]) -> String {
        String::from_utf8_lossy(self.secret.key()).into_owned()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}
