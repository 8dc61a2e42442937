//! HMAC-SHA256 [RFC 2104, FIPS 198-1] with a prepared key.

use std::fmt;
use std::hint::black_box;

use hmac::digest::CtOutput;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::signing_secret::SigningSecret;

/// A message authentication code.
pub type Mac = [u8; 32];

/// A key whose blocks are hashed in advance, so that the code of a message costs little more than its hash.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// Prepares a secret as a key.
    #[must_use]
    pub fn new(secret: &SigningSecret) -> Self {
        Self::of_bytes(secret.as_bytes())
    }

    /// Prepares any bytes as a key. Keys of the function itself need not be secrets.
    #[must_use]
    pub fn of_bytes(secret: &[u8]) -> Self {
        Self(prepared(secret))
    }

    /// Computes the code of a message.
    #[must_use]
    pub fn mac(&self, message: &[u8]) -> Mac {
        self.0.clone().chain_update(message).finalize().into_bytes().into()
    }

    /// Returns true if one of the candidates is the code of the message. The duration of the comparison does not depend on the bytes.
    #[must_use]
    pub fn verify(&self, message: &[u8], candidates: &[Mac]) -> bool {
        let expected = self.0.clone().chain_update(message).finalize();
        // Constant time: `CtOutput` compares all bytes, and all candidates are compared, whichever matches.
        candidates.iter().fold(false, |found, candidate| found | (expected == CtOutput::new((*candidate).into())))
    }
}

/// Hashes the blocks of a key.
fn prepared(secret: &[u8]) -> Hmac<Sha256> {
    Hmac::new_from_slice(secret).expect("a key of HMAC has any length")
}

impl Drop for Key {
    fn drop(&mut self) {
        // The prepared state signs as well as the secret does, so it is wiped too.
        self.0 = prepared(&[]);
        black_box(self);
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}
