//! Receivers on loopback: what serves, and what speaks to it.

pub mod client;
pub mod load;
pub mod program;
pub mod request;
pub mod server;

use std::time::{Duration, SystemTime};

use cleartix_webhooks::{Receiver, SigningSecret};

/// The secret of the tests.
pub const SECRET: &str = "a secret of the endpoints";

/// A secret.
///
/// # Panics
///
/// If it is none.
pub fn secret(text: &str) -> SigningSecret {
    SigningSecret::new(text).expect("it is a secret")
}

/// When the tests take place: ten minutes after [`request::CREATED_AT`].
pub fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_mins(29_687_895)
}

/// A receiver that knows [`SECRET`], and refuses what is older than a day.
///
/// # Panics
///
/// Never: it has a secret.
pub fn receiver() -> Receiver {
    let builder = Receiver::builder().secret(secret(SECRET)).max_age(Duration::from_hours(24)).clock(now);
    builder.build().expect("there is a secret")
}
