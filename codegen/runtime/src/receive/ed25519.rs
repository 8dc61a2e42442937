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

/// A private key, which signs for tests as the vendor's own signs deliveries. Equal messages have equal signatures.
#[cfg(feature = "testing")]
#[derive(Clone)]
pub struct PrivateKey(ed25519_dalek::SigningKey);

#[cfg(feature = "testing")]
impl PrivateKey {
    /// Creates a key. All 32 bytes are a private key, so the result is never `None`.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        Some(Self(ed25519_dalek::SigningKey::from_bytes(bytes)))
    }

    /// Returns the public key as the vendor shows it: the secret of a receiver that accepts what this key signs.
    #[must_use]
    pub fn public_key(&self) -> String {
        super::vendor::KEY.show(self.0.verifying_key().as_bytes())
    }
}

#[cfg(feature = "testing")]
impl super::algorithm::Sign for PrivateKey {
    fn sign(&self, encoding: Encoding, message: &[&[u8]]) -> String {
        use ed25519_dalek::Signer as _;
        encoding.encode(&self.0.sign(&message.concat()).to_bytes())
    }
}

#[cfg(feature = "testing")]
impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}
