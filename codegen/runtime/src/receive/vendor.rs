//! The facts about a vendor that hand-written code needs by name. `gen` writes this module for each crate; this file has the defaults.

use super::key_format::KeyFormat;

/// The format of the vendor's secrets.
pub const KEY: KeyFormat = KeyFormat::TEXT;

/// True if the secret of an endpoint is a public key.
pub const IS_PUBLIC_KEY: bool = false;
