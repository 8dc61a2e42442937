//! HMAC-SHA256 [RFC 2104, FIPS 198-1] with a prepared key.

use std::fmt;
use std::hint::black_box;

use hmac_sha256::HMAC;
use subtle::ConstantTimeEq as _;

use super::signing_secret::SigningSecret;

/// A message authentication code.
pub type Mac = [u8; 32];

/// A key whose blocks are hashed in advance, so that the code of a message costs little more than its hash.
#[derive(Clone)]
pub struct Key(HMAC);

impl Key {
    /// Prepares a secret as a key.
    #[must_use]
    pub fn new(secret: &SigningSecret) -> Self {
        Self::of_bytes(secret.as_bytes())
    }

    /// Prepares any bytes as a key. Keys of the function itself need not be secrets.
    #[must_use]
    pub fn of_bytes(secret: &[u8]) -> Self {
        Self(HMAC::new(secret))
    }

    /// Computes the code of a message.
    #[must_use]
    pub fn mac(&self, message: &[u8]) -> Mac {
        let mut started = self.0.clone();
        started.update(message);
        started.finalize()
    }

    /// Returns true if one of the candidates is the code of the message. The duration of the comparison does not depend on the bytes.
    #[must_use]
    pub fn verify(&self, message: &[u8], candidates: &[Mac]) -> bool {
        let expected = self.mac(message);
        // Constant time: compares all candidates, whichever matches.
        let found = candidates
            .iter()
            .fold(subtle::Choice::from(0), |found, candidate| found | expected.as_slice().ct_eq(candidate.as_slice()));
        found.into()
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        // The prepared state signs as well as the secret does, so it is wiped too.
        self.0 = HMAC::new([]);
        black_box(self);
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}
