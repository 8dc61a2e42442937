//! The settings of a receiver: secrets, limits and contract.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::configuration_error::{ConfigurationError, Kind};
use super::contract::Contract;
use super::hmac_sha256::Key;
use super::signature::Scheme;
use super::signing_secret::SigningSecret;
use super::verifier::{Verifier, MAX_BODY};

/// The settings of a receiver.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The first step of receiving.
    pub verifier: Verifier,
    /// The treatment of drift.
    pub contract: Contract,
    /// True if the event header is required.
    pub requires_event_header: bool,
    /// The maximum age of a delivery.
    pub max_age: Option<Duration>,
    /// The source of the current time.
    pub clock: Clock,
}

/// The source of the current time: the system clock, or a function in tests.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// Creates a clock that calls a function.
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// Returns the current time.
    #[must_use]
    pub fn now(&self) -> SystemTime {
        (self.0)()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::new(SystemTime::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock(…)")
    }
}

impl Settings {
    /// Creates the default settings, without a secret.
    #[must_use]
    pub fn new(scheme: &'static Scheme, event_header: Option<&'static str>) -> Self {
        Self {
            verifier: Verifier { scheme, event_header, keys: Vec::new(), has_quoted_secret: false, max_body: MAX_BODY },
            contract: Contract::default(),
            requires_event_header: false,
            max_age: None,
            clock: Clock::default(),
        }
    }

    /// Adds and prepares a secret.
    pub fn add_secret(&mut self, secret: &SigningSecret) {
        self.verifier.keys.push(Key::new(secret));
        self.verifier.has_quoted_secret |= secret.is_quoted();
    }

    /// Returns the settings if they have a secret.
    ///
    /// # Errors
    ///
    /// If there is no secret: nothing could be verified.
    pub fn checked(self) -> Result<Self, ConfigurationError> {
        if self.verifier.keys.is_empty() {
            return Err(ConfigurationError(Kind::NoSecret));
        }
        Ok(self)
    }
}
