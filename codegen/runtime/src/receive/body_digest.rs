//! The SHA-256 of a body, which distinguishes a repeated delivery from another delivery with the same id.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use super::mac_encoding::{to_hex, Encoding};

/// The SHA-256 of a body, displayed as 64 hexadecimal digits, which `FromStr` reads.
///
/// Store it beside the delivery's id, if there is one. The same id with the same digest is a repeated delivery. The same id with another
/// digest is an alarm for a person: the vendor has signed two bodies under one id. Never use the digest as the key: two events may have the
/// same body.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyDigest([u8; 32]);

impl BodyDigest {
    /// Computes the digest of a body.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self(Sha256::digest(body).into())
    }

    /// Returns the digest as bytes.
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

/// Restores a stored digest.
impl From<[u8; 32]> for BodyDigest {
    fn from(digest: [u8; 32]) -> Self {
        Self(digest)
    }
}

/// Reads 64 hexadecimal digits of either case.
impl FromStr for BodyDigest {
    type Err = InvalidBodyDigest;

    fn from_str(text: &str) -> Result<Self, InvalidBodyDigest> {
        let mut digest = [0; 32];
        Encoding::Hex.decode(text.as_bytes(), &mut digest).map(|()| Self(digest)).ok_or(InvalidBodyDigest)
    }
}

/// The error of a text that is not a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidBodyDigest;

impl fmt::Display for InvalidBodyDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text is not 64 hexadecimal digits")
    }
}

impl std::error::Error for InvalidBodyDigest {}
