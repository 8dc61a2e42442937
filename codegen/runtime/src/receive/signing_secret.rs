//! The secret shared by a vendor and an endpoint.

use std::fmt;
use std::hint::black_box;

use super::configuration_error::{ConfigurationError, Kind};
use super::key_format::KeyFormat;
use super::vendor;

/// An endpoint's signing secret, exactly as the vendor shows it.
///
/// It is not empty and neither begins nor ends with white space: nothing is trimmed. It is never shown, and wiped when dropped.
#[derive(Clone)]
pub struct SigningSecret {
    /// The decoded key.
    key: Vec<u8>,
    /// True if the secret begins and ends with a quotation mark. The marks are part of the key, but probably by mistake.
    pub(super) is_quoted: bool,
}

impl SigningSecret {
    /// Creates a secret.
    ///
    /// # Errors
    ///
    /// If the secret is empty, begins or ends with white space, or has another form than the vendor's secrets. Such white space comes from
    /// the transport, not from the vendor. If a header carries the secret itself, line breaks and other control characters are errors, too.
    pub fn new(secret: impl Into<Vec<u8>>) -> Result<Self, ConfigurationError> {
        read(&vendor::KEY, secret.into())
    }

    /// Reads the secret from an environment variable.
    ///
    /// # Errors
    ///
    /// If the variable is missing or not Unicode, or its value is invalid as for [`SigningSecret::new`].
    pub fn from_env(variable: &str) -> Result<Self, ConfigurationError> {
        let error = |kind: fn(String) -> Kind| ConfigurationError(kind(variable.to_owned()));
        let value = std::env::var_os(variable).ok_or_else(|| error(Kind::VariableMissing))?;
        let text = value.into_string().map_err(|_| error(Kind::VariableNotUnicode))?;
        Self::new(text).map_err(|error| error.in_variable(variable))
    }

    /// Returns the decoded key.
    pub(super) fn key(&self) -> &[u8] {
        &self.key
    }
}

/// Reads a secret of any format.
///
/// # Errors
///
/// As [`SigningSecret::new`].
pub fn read(format: &KeyFormat, secret: Vec<u8>) -> Result<SigningSecret, ConfigurationError> {
    // `SigningSecret` wipes the text when it is dropped, even if the format is wrong.
    let shown = SigningSecret { is_quoted: is_quoted(&secret), key: secret };
    let kind = match end_space(&shown.key) {
        _ if shown.key.is_empty() => Kind::SecretEmpty,
        Space::All => Kind::SecretBlank,
        Space::AtEnds => Kind::SecretWhiteSpace,
        Space::None => match format.bytes_in(&shown.key) {
            Some(key) => {
                let secret = SigningSecret { key, is_quoted: shown.is_quoted };
                if (format.is_key)(&secret.key) {
                    return Ok(secret);
                }
                if format.is_text(&shown.key) {
                    Kind::SecretUnsendable
                } else {
                    Kind::SecretNoKey(format.written)
                }
            }
            None => Kind::SecretFormat(format.written),
        },
    };
    Err(ConfigurationError(kind))
}

/// Finds Unicode white space and byte order marks at the ends.
fn end_space(secret: &[u8]) -> Space {
    let is_space = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
    let text = String::from_utf8_lossy(secret);
    match text.trim_matches(is_space).len() {
        0 => Space::All,
        length if length < text.len() => Space::AtEnds,
        _ => Space::None,
    }
}

/// Returns true if the secret begins and ends with a quotation mark.
fn is_quoted(secret: &[u8]) -> bool {
    let text = String::from_utf8_lossy(secret);
    let mut letters = text.chars();
    let ends = letters.next().zip(letters.next_back());
    matches!(
        ends,
        Some(('"', '"') | ('\'', '\'') | ('`', '`') | ('“', '”') | ('‘', '’') | ('„', '“' | '”') | ('«', '»'))
    )
}

/// The white space at the ends of a secret.
enum Space {
    None,
    AtEnds,
    All,
}

impl Drop for SigningSecret {
    fn drop(&mut self) {
        self.key.fill(0);
        // Keeps the compiler from removing the wipe of bytes that are not read again.
        black_box(self.key.as_mut_slice());
    }
}

impl fmt::Debug for SigningSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningSecret(…)")
    }
}

impl std::str::FromStr for SigningSecret {
    type Err = ConfigurationError;

    fn from_str(secret: &str) -> Result<Self, ConfigurationError> {
        Self::new(secret)
    }
}

impl TryFrom<&str> for SigningSecret {
    type Error = ConfigurationError;

    fn try_from(secret: &str) -> Result<Self, ConfigurationError> {
        Self::new(secret)
    }
}

impl TryFrom<String> for SigningSecret {
    type Error = ConfigurationError;

    fn try_from(secret: String) -> Result<Self, ConfigurationError> {
        Self::new(secret)
    }
}
