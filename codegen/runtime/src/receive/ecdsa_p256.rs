//! ECDSA on P-256 with SHA-256 [FIPS 186-5], with signatures in DER. The secret of an endpoint is the vendor's public key.

use p256::ecdsa::signature::hazmat::PrehashVerifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use sha2::{Digest as _, Sha256};

use super::algorithm::Algorithm;
use super::mac_encoding::Encoding;
use super::signing_secret::SigningSecret;

/// The bytes before the key in a `SubjectPublicKeyInfo` [RFC 5480 §2].
pub const SPKI: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// A public key.
#[derive(Clone, Debug)]
pub struct Key(Option<VerifyingKey>);

/// Returns true if the bytes are a point of the curve [SEC 1 §2.3.3].
#[must_use]
pub fn is_key(bytes: &[u8]) -> bool {
    VerifyingKey::from_sec1_bytes(bytes).is_ok()
}

impl Algorithm for Key {
    type Code = Signature;

    fn new(secret: &SigningSecret) -> Self {
        Self(VerifyingKey::from_sec1_bytes(secret.key()).ok())
    }

    fn decode(encoding: Encoding, text: &[u8]) -> Option<Signature> {
        Signature::from_der(&encoding.decode_any(text)?).ok()
    }

    fn verify<'c>(&self, message: &[&[u8]], codes: impl Iterator<Item = &'c Signature>) -> bool {
        let Some(key) = &self.0 else { return false };
        let mut hash = Sha256::new();
        for piece in message {
            hash.update(piece);
        }
        let hash = hash.finalize();
        codes.fold(false, |found, code| found | key.verify_prehash(&hash, code).is_ok())
    }
}

/// A private key, which signs for tests as the vendor's own signs deliveries. Equal messages have equal signatures [RFC 6979].
#[cfg(feature = "testing")]
#[derive(Clone)]
pub struct PrivateKey(p256::ecdsa::SigningKey);

#[cfg(feature = "testing")]
impl PrivateKey {
    /// Creates a key; `None` if the bytes are not a private key.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        p256::ecdsa::SigningKey::from_slice(bytes).ok().map(Self)
    }

    /// Returns the public key as the vendor shows it: the secret of a receiver that accepts what this key signs.
    #[must_use]
    pub fn public_key(&self) -> String {
        super::vendor::KEY.show(self.0.verifying_key().to_sec1_point(false).as_bytes())
    }
}

#[cfg(feature = "testing")]
impl super::algorithm::Sign for PrivateKey {
    fn sign(&self, encoding: Encoding, message: &[&[u8]]) -> String {
        use p256::ecdsa::signature::Signer as _;
        let signature: Signature = self.0.sign(&message.concat());
        encoding.encode(signature.to_der().as_bytes())
    }
}

#[cfg(feature = "testing")]
impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}
