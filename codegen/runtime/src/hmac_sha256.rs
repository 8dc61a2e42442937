//! HMAC-SHA256 [RFC 2104, FIPS 198-1] with a key that is prepared once.

use std::fmt;
use std::hint::black_box;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::signing_secret::SigningSecret;

/// How many bytes the hash function takes at once.
const BLOCK: usize = 64;

/// A message authentication code.
pub type Mac = [u8; 32];

/// A key, its two blocks hashed already, so that a message costs no more than itself.
#[derive(Clone)]
pub struct Key {
    inner: Sha256,
    outer: Sha256,
}

impl Key {
    /// Prepares the bytes of a secret as a key.
    #[must_use]
    pub fn new(secret: &SigningSecret) -> Self {
        Self::of_bytes(secret.as_bytes())
    }

    /// Prepares any bytes as a key: the function itself, which knows keys that are no secrets.
    #[must_use]
    pub fn of_bytes(secret: &[u8]) -> Self {
        let mut block = [0_u8; BLOCK];
        if secret.len() > BLOCK {
            block[..32].copy_from_slice(&Sha256::digest(secret));
        } else {
            block[..secret.len()].copy_from_slice(secret);
        }
        let key = Self { inner: started(&mut block, 0x36), outer: started(&mut block, 0x5c) };
        block.fill(0);
        black_box(&mut block);
        key
    }

    /// The code of a message.
    #[must_use]
    pub fn mac(&self, message: &[u8]) -> Mac {
        let mut inner = self.inner.clone();
        inner.update(message);
        let mut outer = self.outer.clone();
        outer.update(inner.finalize());
        outer.finalize().into()
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

/// The hash function behind its first block: the key with each byte changed by `pad`. The block is as it was afterwards.
fn started(block: &mut [u8; BLOCK], pad: u8) -> Sha256 {
    let change = |block: &mut [u8; BLOCK]| {
        for byte in block {
            *byte ^= pad;
        }
    };
    change(block);
    let mut hash = Sha256::new();
    hash.update(block.as_slice());
    change(block);
    hash
}

impl Drop for Key {
    fn drop(&mut self) {
        // The states are as good as the secret for those who want to sign.
        self.inner = Sha256::new();
        self.outer = Sha256::new();
        black_box(self);
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}
