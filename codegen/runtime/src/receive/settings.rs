//! What a receiver is told: its secrets, its limits, how closely deliveries must follow the documentation.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use super::configuration_error::ConfigurationError;
use super::contract::Contract;
use super::hmac_sha256::Key;
use super::signature::Scheme;
use super::signing_secret::SigningSecret;
use super::verifier::{Verifier, MAX_BODY};

/// What a receiver works by.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The first step.
    pub verifier: Verifier,
    /// The treatment of drift.
    pub contract: Contract,
    /// Whether the header that repeats the event's name must be there.
    pub requires_event_header: bool,
    /// How old a delivery may be.
    pub max_age: Option<Duration>,
    /// Where the time comes from.
    pub clock: Clock,
}

/// Where the time comes from: the system's clock, unless a test says otherwise.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> SystemTime + Send + Sync>);

impl Clock {
    /// A clock that says what the function does.
    pub fn new(now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time.
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
    /// What holds unless it is said otherwise, without a secret yet.
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

    /// Prepares one more secret.
    pub fn add_secret(&mut self, secret: &SigningSecret) {
        self.verifier.keys.push(Key::new(secret));
        self.verifier.has_quoted_secret |= secret.is_quoted();
    }

    /// The settings, when there is a secret among them.
    ///
    /// # Errors
    ///
    /// If there is none: nothing could ever be verified.
    pub fn checked(self) -> Result<Self, ConfigurationError> {
        if self.verifier.keys.is_empty() {
            return Err(ConfigurationError::no_secret());
        }
        Ok(self)
    }
}
