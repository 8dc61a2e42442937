//! The answer to a request, and the reason why it is not accepted.

use axum::body::Body;
use axum::http::{header, StatusCode};
use axum::response::{IntoResponse, Response};
use {{library}}::{ReceiveError, RefusedDelivery};

/// The reason why a request is not accepted.
pub(crate) struct Refusal {
    pub(crate) answer: Answer,
    /// The reason for the log.
    pub(crate) reason: String,
    /// The delivery, if it is genuine nevertheless.
    pub(crate) delivery: Option<RefusedDelivery>,
}

/// A status, a media type and a body: a line of JSON with nothing of the request{{#handshakes}}, or the answer to a handshake{{/handshakes}}.
pub(crate) struct Answer(StatusCode, &'static str, String);

impl From<ReceiveError> for Refusal {
    fn from(error: ReceiveError) -> Self {
        let code = error.code();
        let reason = format!("{code}: {error}; {}", error.hint());
        let status = StatusCode::from_u16(error.http_status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
{{#handshakes}}
        if error.is_handshake() {
            let answer = Answer(status, error.content_type(), error.answer());
            return Self { answer, reason, delivery: None };
        }
{{/handshakes}}
        match error.into_delivery() {
            None => Self::unread(status, code, reason),
            delivery => {
                let answer = Answer::delivery(&format!("\"kept\",\"error\":\"{code}\""));
                Self { answer, reason, delivery }
            }
        }
    }
}

impl Refusal {
    /// Refuses a request whose sender is not authenticated.
    pub(crate) fn unread(status: StatusCode, code: &str, reason: String) -> Self {
        Self { answer: Answer::error(status, code), reason, delivery: None }
    }
}

impl Answer {
    pub(crate) fn error(status: StatusCode, code: &str) -> Self {
        Self::json(status, format!("{{\"error\":\"{code}\"}}\n"))
    }

{{#batch}}
    pub(crate) fn deliveries(count: usize) -> Self {
        Self::json(StatusCode::OK, format!("{{\"deliveries\":{count}}}\n"))
    }

{{/batch}}
    pub(crate) fn delivery(what: &str) -> Self {
        Self::json(StatusCode::OK, format!("{{\"delivery\":{what}}}\n"))
    }

    fn json(status: StatusCode, line: String) -> Self {
        Self(status, "application/json", line)
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        (self.0, [(header::CONTENT_TYPE, self.1)], Body::from(self.2)).into_response()
    }
}
