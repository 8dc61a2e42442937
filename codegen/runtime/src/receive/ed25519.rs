//! Ed25519 [RFC 8032]. The secret of an endpoint is the vendor's public key.

use ed25519_dalek::{Signature, VerifyingKey};

use super::algorithm::Algorithm;
use super::mac_encoding::Encoding;
use super::signing_secret::SigningSecret;

/// The bytes before the key in a `SubjectPublicKeyInfo` [RFC 8410 §4].
pub const SPKI: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// A public key.
#[derive(Clone, Debug)]
pub struct Key(Option<VerifyingKey>);

/// Returns true if the bytes are a public key under which one signature belongs to one message.
#[must_use]
pub fn is_key(bytes: &[u8]) -> bool {
    read(bytes).is_some()
}

fn read(bytes: &[u8]) -> Option<VerifyingKey> {
    let key = VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?;
    (!key.is_weak()).then_some(key)
}

impl Algorithm for Key {
    type Code = Signature;

    fn new(secret: &SigningSecret) -> Self {
        Self(read(secret.key()))
    }

    fn decode(encoding: Encoding, text: &[u8]) -> Option<Signature> {
        let mut bytes = [0; Signature::BYTE_SIZE];
        encoding.decode(text, &mut bytes)?;
        Some(Signature::from_bytes(&bytes))
    }

    fn verify<'c>(&self, message: &[&[u8]], codes: impl Iterator<Item = &'c Signature>) -> bool {
        let Some(key) = &self.0 else { return false };
        let message = message.concat();
        codes.fold(false, |found, code| found | key.verify_strict(&message, code).is_ok())
    }
}
