//! Requests and statuses as the types of `http` 1. Its `&HeaderMap` are headers as they stand.
#![cfg(feature = "http-1")]

use http::StatusCode;
#[cfg(feature = "testing")]
use http::{HeaderName, HeaderValue, Method, Request};

#[cfg(feature = "testing")]
use super::signed_request::SignedRequest;

/// A status that the receiver gives, which always is one.
#[must_use]
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A `POST` to `/`. The headers are those of the request; a name or a value that `http` does not take is an error.
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
