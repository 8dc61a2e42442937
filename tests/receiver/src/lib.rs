//! Genuine deliveries of the documented vendor, and servers on loopback that receive them.

pub mod endpoint;

use cleartix_webhooks::{ReceiveError, Receiver, SigningSecret, testing};

/// The header of the signature.
pub const SIGNATURE: &str = "X-ClearTix-Signature";
/// The header that repeats the event's name.
pub const EVENT: &str = "X-ClearTix-Event";
/// The secret of the tests.
pub const SECRET: &str = "shhh, a secret of the tests";

/// A secret.
///
/// # Panics
///
/// If it is none.
pub fn secret(text: &str) -> SigningSecret {
    SigningSecret::new(text).expect("it is a secret")
}

/// A receiver that knows [`SECRET`].
pub fn receiver() -> Receiver {
    Receiver::new(secret(SECRET))
}

/// The header of the signature by [`SECRET`].
pub fn signed(body: impl AsRef<[u8]>) -> [(&'static str, String); 1] {
    [(SIGNATURE, testing::sign(&secret(SECRET), body.as_ref()))]
}

/// A body with this event and payload.
pub fn body(event: &str, data: &str) -> String {
    format!(
        r#"{{"id":"evt_1","event":"{event}","created_at":"2026-06-12T14:05:00.000Z","organization_id":"org_1","data":{data}}}"#
    )
}

/// Why a genuine body is refused.
///
/// # Panics
///
/// If it is accepted.
pub fn refused(body: impl AsRef<[u8]>) -> ReceiveError {
    receiver().receive(&signed(&body), body.as_ref()).expect_err("it is refused")
}
