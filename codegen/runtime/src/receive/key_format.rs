//! The format in which a vendor shows secrets, as plain data.

use super::mac_encoding::{bytes, Encoding};

/// The format of a secret: literals around an encoded key.
#[derive(Clone, Copy, Debug)]
pub struct KeyFormat {
    /// The literal before the key.
    pub before: &'static str,
    /// The encoding of the key.
    pub coding: Coding,
    /// The literal after the key.
    pub after: &'static str,
    /// The format as the catalogue writes it: `whsec_{base64}`.
    pub written: &'static str,
    /// Returns true if the decoded bytes are a key of the algorithm.
    pub is_key: fn(&[u8]) -> bool,
}

/// The encoding of a key.
#[derive(Clone, Copy, Debug)]
pub enum Coding {
    /// The text itself.
    Text,
    /// Hexadecimal digits or base64.
    Encoded(Encoding),
    /// Base64 of a public key after these bytes, which name its algorithm [RFC 5280 §4.1.2.7].
    Spki(&'static [u8]),
}

impl KeyFormat {
    /// A key that is the text itself.
    pub const TEXT: Self = Self { before: "", coding: Coding::Text, after: "", written: "{text}", is_key: is_any };

    /// Returns true if the secret has the format of a key that is the text itself.
    #[must_use]
    pub fn is_text(&self, secret: &[u8]) -> bool {
        matches!(self.coding, Coding::Text) && self.text_in(secret).is_some_and(|text| !text.is_empty())
    }

    /// Returns the text between the literals.
    fn text_in<'s>(&self, secret: &'s [u8]) -> Option<&'s [u8]> {
        secret.strip_prefix(self.before.as_bytes())?.strip_suffix(self.after.as_bytes())
    }

    /// Returns the bytes in a secret of this format, which may be no key of the algorithm.
    #[must_use]
    pub fn bytes_in(&self, secret: &[u8]) -> Option<Vec<u8>> {
        let text = self.text_in(secret)?;
        let key = match self.coding {
            Coding::Text => text.to_vec(),
            Coding::Encoded(encoding) => bytes(encoding, text)?,
            Coding::Spki(before) => bytes(Encoding::Base64, text)?.strip_prefix(before)?.to_vec(),
        };
        (!key.is_empty()).then_some(key)
    }

    /// Returns the secret with a key, if its format has an encoding.
    #[must_use]
    pub fn show(&self, key: &[u8]) -> String {
        let key = match self.coding {
            Coding::Text => String::from_utf8_lossy(key).into_owned(),
            Coding::Encoded(encoding) => encoding.encode(key),
            Coding::Spki(before) => Encoding::Base64.encode(&[before, key].concat()),
        };
        [self.before, &key, self.after].concat()
    }
}

/// Returns true: any bytes are a key of HMAC.
#[must_use]
pub fn is_any(_: &[u8]) -> bool {
    true
}
