//! Receivers on loopback: servers and clients.

pub mod client;
pub mod load;
pub mod program;
pub mod request;
pub mod server;

use std::time::{Duration, SystemTime};

use museahub_webhooks::{Receiver, SigningSecret};

/// The secret of the tests.
pub const SECRET: &str = "a secret of the endpoints";

/// Creates a secret.
///
/// # Panics
///
/// If the text is not a secret.
pub fn secret(text: &str) -> SigningSecret {
    SigningSecret::new(text).expect("it is a secret")
}

/// Returns the time of the tests: ten minutes after [`request::CREATED_AT`].
pub fn now() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_mins(29_687_895)
}

/// Creates a receiver with [`SECRET`], which refuses deliveries older than a day.
///
/// # Panics
///
/// Never: it has a secret.
pub fn receiver() -> Receiver {
    let builder = Receiver::builder().secret(secret(SECRET)).max_age(Duration::from_hours(24)).clock(now);
    builder.build().expect("there is a secret")
}
