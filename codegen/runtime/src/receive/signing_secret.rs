//! The secret shared by a vendor and an endpoint.

use std::fmt;
use std::hint::black_box;

use super::configuration_error::{ConfigurationError, Kind};

/// An endpoint's signing secret, exactly as the vendor shows it.
///
/// Its bytes are the key: nothing is trimmed, stripped or decoded. It is not empty and neither begins nor ends with white space. It is
/// never shown, and wiped when dropped.
#[derive(Clone)]
pub struct SigningSecret(Vec<u8>);

impl SigningSecret {
    /// Creates a secret.
    ///
    /// # Errors
    ///
    /// If the secret is empty, or begins or ends with white space. Such white space comes from the transport, not from the vendor.
    pub fn new(secret: impl Into<Vec<u8>>) -> Result<Self, ConfigurationError> {
        let secret = Self(secret.into());
        match secret.end_space() {
            _ if secret.0.is_empty() => Err(ConfigurationError(Kind::SecretEmpty)),
            Space::All => Err(ConfigurationError(Kind::SecretBlank)),
            Space::AtEnds => Err(ConfigurationError(Kind::SecretWhiteSpace)),
            Space::None => Ok(secret),
        }
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

    /// Finds Unicode white space and byte order marks at the ends.
    fn end_space(&self) -> Space {
        let is_space = |letter: char| letter.is_whitespace() || letter == '\u{feff}';
        let text = String::from_utf8_lossy(&self.0);
        match text.trim_matches(is_space).len() {
            0 => Space::All,
            length if length < text.len() => Space::AtEnds,
            _ => Space::None,
        }
    }

    /// Returns true if the secret begins and ends with a quotation mark, which is part of it but probably by mistake.
    pub(super) fn is_quoted(&self) -> bool {
        let text = String::from_utf8_lossy(&self.0);
        let mut letters = text.chars();
        let ends = letters.next().zip(letters.next_back());
        matches!(
            ends,
            Some(('"', '"') | ('\'', '\'') | ('`', '`') | ('“', '”') | ('‘', '’') | ('„', '“' | '”') | ('«', '»'))
        )
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

/// The white space at the ends of a secret.
enum Space {
    None,
    AtEnds,
    All,
}

impl Drop for SigningSecret {
    fn drop(&mut self) {
        self.0.fill(0);
        // Keeps the compiler from removing the wipe of bytes that are not read again.
        black_box(self.0.as_mut_slice());
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
