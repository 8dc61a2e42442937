//! What the extractor for `axum` 0.8 stands on: a body of limited size, and the answer to what is refused.
#![cfg(feature = "axum-0_8")]

use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody as _};
use axum::http::{header, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::answer;
use super::refusal::Refusal;

/// Reads a whole body that has no more than `limit` bytes; of a larger one no more than the limit is read, and nothing when its length is
/// declared. No other limit of the server applies.
///
/// # Errors
///
/// If the body is larger, or does not arrive as a whole.
pub async fn read(mut body: Body, limit: usize) -> Result<Vec<u8>, Refusal> {
    if body.size_hint().lower() > limit as u64 {
        return Err(Refusal::of_large_body(limit));
    }
    let mut read = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|_| Refusal::of_incomplete_body())?;
        // Trailers are not signed.
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit - read.len() {
            return Err(Refusal::of_large_body(limit));
        }
        read.extend_from_slice(&data);
    }
    Ok(read)
}

/// The answer to what is refused.
#[must_use]
pub fn answer(status: u16, code: &str) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, answer::CONTENT_TYPE)], answer::body(code)).into_response()
}
