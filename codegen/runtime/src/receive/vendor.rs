//! The facts about a vendor that hand-written code needs by name. `gen` writes this module into each crate; here stand the defaults.

use super::key_format::KeyFormat;

/// The format of the vendor's secrets.
pub const KEY: KeyFormat = KeyFormat::TEXT;
