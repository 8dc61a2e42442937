//! What the extractor for `actix-web` 4 stands on: a body of limited size, and the answer to what is refused.
#![cfg(feature = "actix-web-4")]

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::http::StatusCode;
use actix_web::{web, FromRequest as _, HttpRequest, HttpResponse};

use super::answer;
use super::refusal::Refusal;

/// Reads a whole body that has no more than `limit` bytes; of a larger one no more than the limit is read, and nothing when its length is
/// declared. No other limit of the server applies.
///
/// # Errors
///
/// If the body is larger, or does not arrive as a whole.
pub async fn read(request: &HttpRequest, mut payload: Payload, limit: usize) -> Result<web::Bytes, Refusal> {
    let declared = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(Refusal::of_large_body(limit));
    }
    let body = web::Payload::from_request(request, &mut payload).await.map_err(|_| Refusal::of_incomplete_body())?;
    match body.to_bytes_limited(limit).await {
        // Some versions take the end of a connection for the end of the body.
        Ok(Ok(body)) if declared.is_some_and(|length| length != body.len() as u64) => {
            Err(Refusal::of_incomplete_body())
        }
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(Refusal::of_incomplete_body()),
        Err(_) => Err(Refusal::of_large_body(limit)),
    }
}

/// A status that the receiver gives, which always is one.
#[must_use]
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// The answer to what is refused.
#[must_use]
pub fn answer(status_code: u16, code: &str) -> HttpResponse {
    HttpResponse::build(status(status_code)).content_type(answer::CONTENT_TYPE).body(answer::body(code))
}
