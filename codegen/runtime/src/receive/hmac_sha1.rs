//! HMAC-SHA1.

use sha1::Sha1;

use super::hmac_key;

/// A prepared key.
pub type Key = hmac_key::Key<Sha1>;
