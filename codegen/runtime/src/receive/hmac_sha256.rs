//! HMAC-SHA256.

use sha2::Sha256;

use super::hmac_key;

/// A prepared key.
pub type Key = hmac_key::Key<Sha256>;
