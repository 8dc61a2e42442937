//! The settings of a receiver: secrets, limits and contract.

use std::time::Duration;

use super::algorithm::Algorithm;
use super::clock::Clock;
use super::configuration_error::{ConfigurationError, Kind};
use super::contract::Contract;
use super::scheme::{Piece, Scheme};
use super::signing_secret::SigningSecret;
use super::verifier::{Verifier, MAX_BODY};

/// The settings of a receiver.
#[derive(Clone, Debug)]
pub struct Settings<A> {
    /// The first step of receiving.
    pub verifier: Verifier<A>,
    /// The treatment of drift.
    pub contract: Contract,
    /// True if the event header is required.
    pub requires_event_header: bool,
    /// The maximum age of a delivery.
    pub max_age: Option<Duration>,
}

impl<A: Algorithm> Settings<A> {
    /// Creates the default settings, without a secret.
    #[must_use]
    pub fn new(scheme: &'static Scheme, event_header: Option<&'static str>) -> Self {
        Self {
            verifier: Verifier {
                scheme,
                event_header,
                id_header: None,
                keys: Vec::new(),
                has_quoted_secret: false,
                max_body: MAX_BODY,
                url: String::new(),
                tolerance: scheme.time.and_then(|time| time.tolerance).map(|it| Duration::from_secs(it.into())),
                clock: Clock::default(),
            },
            contract: Contract::default(),
            requires_event_header: false,
            max_age: None,
        }
    }

    /// Sets the header that identifies a delivery.
    #[must_use]
    pub fn identified_by(mut self, header: &'static str) -> Self {
        self.verifier.id_header = Some(header);
        self
    }

    /// Adds and prepares a secret.
    pub fn add_secret(&mut self, secret: &SigningSecret) {
        self.verifier.keys.push(A::new(secret));
        self.verifier.has_quoted_secret |= secret.is_quoted;
    }

    /// Returns the settings if they are complete.
    ///
    /// # Errors
    ///
    /// If there is no secret, or no address although the scheme signs it: no request could be verified.
    pub fn checked(self) -> Result<Self, ConfigurationError> {
        if self.verifier.keys.is_empty() {
            return Err(ConfigurationError(Kind::NoSecret));
        }
        if self.verifier.url.is_empty() && self.verifier.scheme.signed.contains(&Piece::Url) {
            return Err(ConfigurationError(Kind::NoUrl));
        }
        Ok(self)
    }
}
