//! Bodies and answers for the `axum` 0.8 extractor: reads a body up to the limit and answers refusals.
#![cfg(feature = "axum-0_8")]

use std::error::Error as _;
use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody as _};
use axum::http::{header, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::answer;
use super::refusal::Refusal;

/// Reads a body of at most `limit` bytes. A larger body is read no further than the limit, and not at all if its length is declared. axum's
/// default limit does not apply.
///
/// # Errors
///
/// If the body is larger or incomplete.
pub async fn read(mut body: Body, limit: usize) -> Result<Vec<u8>, Refusal> {
    if body.size_hint().lower() > limit as u64 {
        return Err(Refusal::of_large_body(Some(limit)));
    }
    let mut read = Vec::new();
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let frame = frame.map_err(|error| refusal(&error))?;
        // Trailers are not signed.
        let Ok(data) = frame.into_data() else { continue };
        if data.len() > limit - read.len() {
            return Err(Refusal::of_large_body(Some(limit)));
        }
        read.extend_from_slice(&data);
    }
    Ok(read)
}

/// Returns the refusal of a body that cannot be read: a layer of the server has a smaller limit, or the body ended early.
#[cold]
fn refusal(error: &axum::Error) -> Refusal {
    // The type belongs to `http_body_util`, which is not a dependency, so the error is recognized by its name.
    let mut causes = std::iter::successors(error.source(), |cause| (*cause).source());
    if causes.any(|cause| format!("{cause:?}") == "LengthLimitError") {
        Refusal::of_large_body(None)
    } else {
        Refusal::of_incomplete_body()
    }
}

/// Returns the answer to a refused request.
#[must_use]
pub fn answer(status: u16, code: &str) -> Response {
    with(status, answer::CONTENT_TYPE, answer::body(code))
}

/// Returns an answer with a body of a media type.
#[must_use]
pub fn with(status: u16, content_type: &'static str, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, content_type)], body).into_response()
}
