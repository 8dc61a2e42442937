//! Genuine deliveries of the documented vendor, and servers on loopback that receive them.

pub mod endpoint;

use museahub_webhooks::{ReceiveError, Receiver, SigningSecret, testing};

/// The header of the signature.
pub const SIGNATURE: &str = "X-MuseaHub-Signature";
/// The event header.
pub const EVENT: &str = "X-MuseaHub-Event";
/// The secret of the tests.
pub const SECRET: &str = "shhh, a secret of the tests";

/// Creates a secret.
///
/// # Panics
///
/// If the text is not a secret.
pub fn secret(text: &str) -> SigningSecret {
    SigningSecret::new(text).expect("it is a secret")
}

/// Creates a receiver with [`SECRET`].
pub fn receiver() -> Receiver {
    Receiver::new(secret(SECRET))
}

/// Returns the signature header by [`SECRET`].
pub fn signed(body: impl AsRef<[u8]>) -> [(&'static str, String); 1] {
    [(SIGNATURE, testing::sign(&secret(SECRET), body.as_ref()))]
}

/// Returns a body with this event and payload.
pub fn body(event: &str, data: &str) -> String {
    format!(
        r#"{{"id":"evt_1","event":"{event}","created_at":"2026-06-12T14:05:00.000Z","museum_group_id":"grp_1","data":{data}}}"#
    )
}

/// Returns the refusal of a genuine body.
///
/// # Panics
///
/// If it is accepted.
pub fn refused(body: impl AsRef<[u8]>) -> ReceiveError {
    receiver().receive(&signed(&body), body.as_ref()).expect_err("it is refused")
}
