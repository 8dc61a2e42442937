//! HMAC [RFC 2104, FIPS 198-1] with a prepared key, over any hash.

use std::fmt;
use std::hint::black_box;

use hmac::digest::{CtOutput, Output};
use hmac::{EagerHash, Hmac, KeyInit as _, Mac as _};

use super::algorithm::{Algorithm, Sign};
use super::mac_encoding::Encoding;
use super::signing_secret::SigningSecret;

/// A key whose blocks are hashed in advance, so that the code of a message costs little more than its hash.
#[derive(Clone)]
pub struct Key<D: EagerHash>(Hmac<D>);

impl<D: EagerHash + Clone> Key<D> {
    /// Prepares any bytes as a key, not only those of a signing secret.
    #[must_use]
    pub fn of_bytes(secret: &[u8]) -> Self {
        Self(prepared(secret))
    }

    /// Computes the code of a message.
    #[must_use]
    pub fn mac(&self, message: &[&[u8]]) -> CtOutput<Hmac<D>> {
        let mut started = self.0.clone();
        for piece in message {
            started.update(piece);
        }
        started.finalize()
    }
}

impl<D: EagerHash + Clone + Send + Sync + 'static> Algorithm for Key<D>
where
    Hmac<D>: Send + Sync,
{
    type Code = Output<Hmac<D>>;

    fn new(secret: &SigningSecret) -> Self {
        Self::of_bytes(secret.key())
    }

    fn decode(encoding: Encoding, text: &[u8]) -> Option<Self::Code> {
        let mut code = Output::<Hmac<D>>::default();
        encoding.decode(text, &mut code)?;
        Some(code)
    }

    fn verify<'c>(&self, message: &[&[u8]], codes: impl Iterator<Item = &'c Self::Code>) -> bool {
        let expected = self.mac(message);
        // Constant time: `CtOutput` compares all bytes, and all codes are compared, whichever matches.
        codes.fold(false, |found, code| found | (expected == CtOutput::from(code)))
    }
}

impl<D: EagerHash + Clone + Send + Sync + 'static> Sign for Key<D>
where
    Hmac<D>: Send + Sync,
{
    fn sign(&self, encoding: Encoding, message: &[&[u8]]) -> String {
        encoding.encode(&self.mac(message).into_bytes())
    }
}

/// Hashes the blocks of a key.
fn prepared<D: EagerHash>(secret: &[u8]) -> Hmac<D> {
    Hmac::new_from_slice(secret).expect("a key of HMAC has any length")
}

impl<D: EagerHash> Drop for Key<D> {
    fn drop(&mut self) {
        // Whoever has the prepared state can sign, so it is wiped like the secret.
        self.0 = prepared(&[]);
        black_box(self);
    }
}

impl<D: EagerHash> fmt::Debug for Key<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}
