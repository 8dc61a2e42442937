//! Conversions to the types of `http` 1. Its `&HeaderMap` needs none.
#![cfg(feature = "http-1")]

use http::StatusCode;
#[cfg(feature = "testing")]
use http::{HeaderName, HeaderValue, Method, Request};

#[cfg(feature = "testing")]
use super::signed_request::SignedRequest;

/// Returns a status that the receiver gives, which is always valid.
#[must_use]
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Makes a `POST` to `/` with the headers of the request. A name or value that `http` does not accept is an error.
#[cfg(feature = "testing")]
impl TryFrom<SignedRequest> for Request<Vec<u8>> {
    type Error = http::Error;

    fn try_from(signed: SignedRequest) -> Result<Self, http::Error> {
        let mut request = Request::new(signed.body);
        *request.method_mut() = Method::POST;
        for (name, value) in signed.headers {
            request.headers_mut().append(HeaderName::try_from(name)?, HeaderValue::try_from(value)?);
        }
        Ok(request)
    }
}
