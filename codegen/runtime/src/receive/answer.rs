//! The answer to a refused request: the code of the error and nothing of the request.

/// The media type of [`body`].
pub const CONTENT_TYPE: &str = "application/json";

/// Returns the body of the answer: `{"error":"signature-missing"}`. Codes are hyphenated words and need no escapes.
#[must_use]
pub fn body(code: &str) -> String {
    format!("{{\"error\":\"{code}\"}}\n")
}
