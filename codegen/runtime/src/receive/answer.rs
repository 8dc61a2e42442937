//! What a request is answered with that is not accepted: the kind of error, and nothing of the request.

/// The media type of [`body`].
pub const CONTENT_TYPE: &str = "application/json";

/// The body of the answer: `{"error":"signature-missing"}`. Codes are words with hyphens, so nothing has to be escaped.
#[must_use]
pub fn body(code: &str) -> String {
    format!("{{\"error\":\"{code}\"}}\n")
}
