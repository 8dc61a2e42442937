//! HMAC-SHA512.

use sha2::Sha512;

use super::hmac_key;

/// A prepared key.
pub type Key = hmac_key::Key<Sha512>;
