//! Bodies and answers for the `actix-web` 4 extractor: reads a body up to the limit and answers refusals.
#![cfg(feature = "actix-web-4")]

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::http::StatusCode;
use actix_web::{web, FromRequest as _, HttpRequest, HttpResponse};

use super::answer;
use super::refusal::Refusal;

/// Reads a body of at most `limit` bytes. A larger body is read no further than the limit, and not at all if its length is declared. No
/// other limit of the server applies.
///
/// # Errors
///
/// If the body is larger or incomplete.
pub async fn read(request: &HttpRequest, mut payload: Payload, limit: usize) -> Result<web::Bytes, Refusal> {
    let declared = request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(Refusal::of_large_body(Some(limit)));
    }
    let body = web::Payload::from_request(request, &mut payload).await.map_err(|_| Refusal::of_incomplete_body())?;
    match body.to_bytes_limited(limit).await {
        // Some versions report a closed connection as the end of the body.
        Ok(Ok(body)) if declared.is_some_and(|length| length != body.len() as u64) => {
            Err(Refusal::of_incomplete_body())
        }
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(Refusal::of_incomplete_body()),
        Err(_) => Err(Refusal::of_large_body(Some(limit))),
    }
}

/// Returns a status that the receiver gives, which is always valid.
#[must_use]
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Returns the answer to a refused request.
#[must_use]
pub fn answer(status_code: u16, code: &str) -> HttpResponse {
    with(status_code, answer::CONTENT_TYPE, answer::body(code))
}

/// Returns an answer with a body of a media type.
#[must_use]
pub fn with(status_code: u16, content_type: &'static str, body: String) -> HttpResponse {
    HttpResponse::build(status(status_code)).content_type(content_type).body(body)
}
