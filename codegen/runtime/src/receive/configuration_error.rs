//! Errors of a receiver's configuration, without any of its values.

use std::fmt;

use super::vendor;

/// An error in the configuration of a receiver.
///
/// It never holds the secret and is safe to log.
#[derive(Clone, PartialEq, Eq)]
pub struct ConfigurationError(pub(super) Kind);

#[derive(Clone, PartialEq, Eq)]
pub(super) enum Kind {
    SecretEmpty,
    SecretBlank,
    SecretWhiteSpace,
    SecretFormat(&'static str),
    SecretNoKey(&'static str),
    SecretUnsendable,
    VariableMissing(String),
    VariableNotUnicode(String),
    NoSecret,
    NoReceiver,
    NoUrl,
    InVariable(String, Box<Kind>),
}

impl ConfigurationError {
    /// Returns the same error with the environment variable from which the secret was read.
    pub(super) fn in_variable(self, variable: &str) -> Self {
        Self(Kind::InVariable(variable.to_owned(), Box::new(self.0)))
    }

    /// Returns a code for logs and metrics: `secret-empty`, `secret-blank`, `secret-white-space`, `secret-not-set`, `secret-not-unicode`,
    /// `no-secret` or `no-receiver`. Where the vendor's secrets have a form, it may also be `secret-format`, `secret-no-key` or
    /// `secret-unsendable`, and where the address is signed, `no-url`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.code()
    }

    /// Returns the status to answer with if the receiver is built per request: 500, because the sender is not at fault.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        500
    }

    /// Returns advice for the operator.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        self.0.hint()
    }
}

impl Kind {
    fn code(&self) -> &'static str {
        match self {
            Self::SecretEmpty => "secret-empty",
            Self::SecretBlank => "secret-blank",
            Self::SecretWhiteSpace => "secret-white-space",
            Self::SecretFormat(_) => "secret-format",
            Self::SecretNoKey(_) => "secret-no-key",
            Self::SecretUnsendable => "secret-unsendable",
            Self::VariableMissing(_) => "secret-not-set",
            Self::VariableNotUnicode(_) => "secret-not-unicode",
            Self::NoSecret => "no-secret",
            Self::NoReceiver => "no-receiver",
            Self::NoUrl => "no-url",
            Self::InVariable(_, kind) => kind.code(),
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::VariableMissing(_) if vendor::IS_PUBLIC_KEY => {
                "set the variable to the public key of the endpoint, as the vendor shows it; without one anybody could send a request"
            }
            Self::VariableMissing(_) => {
                "set the variable to the endpoint's signing secret, as the vendor shows it; without one anybody could send a request"
            }
            Self::SecretEmpty | Self::SecretBlank if vendor::IS_PUBLIC_KEY => {
                "copy the public key of the endpoint from the vendor; without one anybody could send a request"
            }
            Self::SecretEmpty | Self::SecretBlank => {
                "copy the endpoint's signing secret from the vendor; without one anybody could send a request"
            }
            Self::SecretWhiteSpace => {
                "remove it: secrets are used as they are, and a line break at the end of a file or a blank beside a value is the usual cause"
            }
            Self::SecretFormat(_) => {
                "give the secret or public key as the vendor shows it, with everything before the key: this crate decodes it; a secret of another \
                 kind, or of another endpoint, has another form"
            }
            Self::SecretNoKey(_) => {
                "give the vendor's public key whole and unchanged: the text can be decoded, but one that was cut off, or belongs to another algorithm, is \
                 no key; Ed25519 has keys of 32 bytes, ECDSA P-256 of 33 or 65"
            }
            Self::SecretUnsendable => {
                "give the secret alone, in one line and as the vendor sends it: a header has no line breaks or other control characters, and at \
                 most 4096 bytes of a secret"
            }
            Self::VariableNotUnicode(_) => "read the bytes in another way and give them to `SigningSecret::new`",
            Self::NoSecret => "give one signing secret or more; two while a secret is being rotated",
            Self::NoReceiver => "give the application one: `App::new().app_data(receiver.clone())`",
            Self::NoUrl => "give the address that the vendor sends to, as it is registered there: it is signed",
            Self::InVariable(_, kind) => kind.hint(),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SecretEmpty => f.write_str("the signing secret is empty"),
            Self::SecretBlank => f.write_str("the signing secret is nothing but white space"),
            Self::SecretWhiteSpace => f.write_str("the signing secret begins or ends with white space"),
            Self::SecretFormat(written) => write!(f, "the signing secret has not the form `{written}`"),
            Self::SecretNoKey(written) => {
                write!(f, "the signing secret has the form `{written}`, but its bytes are no key of this algorithm")
            }
            Self::SecretUnsendable => f.write_str("no header can carry the signing secret"),
            Self::VariableMissing(variable) => write!(f, "the environment has no variable `{variable}`"),
            Self::VariableNotUnicode(variable) => {
                write!(f, "the variable `{variable}` of the environment is not Unicode")
            }
            Self::NoSecret => f.write_str("there is no signing secret"),
            Self::NoUrl => f.write_str("the receiver has no address"),
            Self::NoReceiver => f.write_str("the application has no receiver"),
            Self::InVariable(variable, kind) => write!(f, "in the variable `{variable}` of the environment: {kind}"),
        }
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ConfigurationError({}: {})", self.code(), self.0)
    }
}

impl std::error::Error for ConfigurationError {}
