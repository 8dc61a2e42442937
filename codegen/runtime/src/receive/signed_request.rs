//! Signed requests as the vendor would send them, for tests of a receiver.
#![cfg(feature = "testing")]

use std::fmt;

use super::hmac_sha256::Key;
use super::signature::Scheme;
use super::signing_secret::SigningSecret;

/// Returns the value of the signature header for a body.
#[must_use]
pub fn sign(scheme: &Scheme, secret: &SigningSecret, body: &[u8]) -> String {
    scheme.write(&Key::new(secret).mac(body))
}

/// A signed request as it would arrive.
#[derive(Clone)]
pub struct SignedRequest {
    /// Names and values of the headers, including the signature.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Signs a body; `event` is the name and value of the event header.
#[must_use]
pub fn request(scheme: &Scheme, secret: &SigningSecret, event: Option<(&str, &str)>, body: Vec<u8>) -> SignedRequest {
    let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    headers.push((scheme.header.to_owned(), sign(scheme, secret, &body)));
    headers.extend(event.map(|(header, name)| (header.to_owned(), name.to_owned())));
    SignedRequest { headers, body }
}

impl fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.headers.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("SignedRequest").field("headers", &names).field("bytes", &self.body.len()).finish()
    }
}
