//! The SHA-256 of a body: what tells a delivery that is repeated from another one of the same id.

use std::fmt;

use hmac_sha256::Hash;

use super::mac_encoding::to_hex;

/// The SHA-256 of a body. It writes itself as 64 hexadecimal digits.
///
/// Store it beside the delivery's id, where there is one. The same id with the same digest is a repetition; the same id with another digest
/// is not: two different things were signed under one name, and a person should know. It is never the key itself, because two events may
/// have the same body.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyDigest([u8; 32]);

impl BodyDigest {
    /// The digest of a body.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self(Hash::hash(body))
    }

    /// The digest as bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for BodyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&to_hex(&self.0))
    }
}

impl fmt::Debug for BodyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BodyDigest({self})")
    }
}
