//! HMAC-SHA256 [RFC 2104, FIPS 198-1] with a key that is prepared once.

use std::fmt;
use std::hint::black_box;

use hmac_sha256::HMAC;
use subtle::ConstantTimeEq as _;

use super::signing_secret::SigningSecret;

/// A message authentication code.
pub type Mac = [u8; 32];

/// A key that has been taken in already, so that a message costs little more than itself.
#[derive(Clone)]
pub struct Key(HMAC);

impl Key {
    /// Prepares the bytes of a secret as a key.
    #[must_use]
    pub fn new(secret: &SigningSecret) -> Self {
        Self::of_bytes(secret.as_bytes())
    }

    /// Prepares any bytes as a key: the function itself, which knows keys that are no secrets.
    #[must_use]
    pub fn of_bytes(secret: &[u8]) -> Self {
        Self(HMAC::new(secret))
    }

    /// The code of a message.
    #[must_use]
    pub fn mac(&self, message: &[u8]) -> Mac {
        let mut started = self.0.clone();
        started.update(message);
        started.finalize()
    }

    /// Whether one of the codes is the message's. How long a comparison takes says nothing about the bytes.
    #[must_use]
    pub fn verify(&self, message: &[u8], candidates: &[Mac]) -> bool {
        let expected = self.mac(message);
        // No shortcut: all candidates are compared, whichever matches.
        let found = candidates
            .iter()
            .fold(subtle::Choice::from(0), |found, candidate| found | expected.as_slice().ct_eq(candidate.as_slice()));
        found.into()
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        // What was taken in is as good as the secret for those who want to sign.
        self.0 = HMAC::new([]);
        black_box(self);
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}
