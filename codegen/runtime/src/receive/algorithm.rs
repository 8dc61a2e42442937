//! The interface of signature algorithms. Each algorithm is a module, and a crate contains the module of its vendor.

use std::fmt::Debug;

use super::mac_encoding::Encoding;
use super::signing_secret::SigningSecret;

/// A key of an algorithm, prepared for many messages.
pub trait Algorithm: Clone + Debug + Send + Sync + 'static {
    /// A decoded signature.
    type Code: Debug;

    /// Prepares a key.
    fn new(secret: &SigningSecret) -> Self;

    /// Decodes a signature from a header.
    fn decode(encoding: Encoding, text: &[u8]) -> Option<Self::Code>;

    /// Returns true if one of the codes is the code of the message, which is the concatenation of its pieces. The duration does not depend
    /// on the bytes of a secret.
    fn verify<'c>(&self, message: &[&[u8]], codes: impl Iterator<Item = &'c Self::Code>) -> bool
    where
        Self::Code: 'c;
}

/// A key that signs.
pub trait Sign {
    /// Returns the signature of a message as a header has it.
    fn sign(&self, encoding: Encoding, message: &[&[u8]]) -> String;
}
