{{#nameless}}
//! Receiving: from a request to a delivery. A request does not name its event, so each event has its own endpoint.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path, Request};
use axum::http::StatusCode;
use axum::RequestExt as _;
use {{library}}::{Delivery, EventName, ReceiveError, Receiver};

use crate::answer::Refusal;

/// The path of the endpoints. The name of an event may have slashes.
pub(crate) const ROUTE: &str = "/webhooks/{*event}";

/// Reads the body of a request, up to the receiver's limit, and verifies it.
pub(crate) async fn receive(receiver: &Receiver, mut request: Request) -> Result<Delivery, Refusal> {
    DefaultBodyLimit::max(receiver.max_body_bytes()).apply(&mut request);
    let name = request.extract_parts::<Path<String>>().await.map_or_else(|_| String::new(), |Path(name)| name);
    let event = EventName::from(name.as_str());
    if matches!(event, EventName::Unknown(_)) {
        let reason = "not-found: no documented event has this path".to_owned();
        return Err(Refusal::unread(StatusCode::NOT_FOUND, "not-found", reason));
    }
    let headers = request.headers().clone();
    let body = Bytes::from_request(request, &()).await.map_err(|unread| match unread.status() {
        StatusCode::PAYLOAD_TOO_LARGE => ReceiveError::body_too_large(),
        _ => ReceiveError::body_incomplete(),
    })?;
    Ok(receiver.receive(&headers, &body, &event)?)
}
{{/nameless}}
{{^nameless}}
//! Receiving: from a request to a delivery, with the extractor of the feature `axum-0_8`.

use axum::extract::{FromRequest as _, Request};
use {{library}}::{{{received}}, Receiver};

use crate::answer::Refusal;

/// The path of the endpoint.
pub(crate) const ROUTE: &str = "/webhooks";

/// Reads the body of a request, up to the receiver's limit, and verifies it.
pub(crate) async fn receive(receiver: &Receiver, request: Request) -> Result<{{received}}, Refusal> {
    Ok({{received}}::from_request(request, receiver).await?)
}
{{/nameless}}
