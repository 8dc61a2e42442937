use axum::{http::StatusCode, routing::post, Router};
use {{library}}::{Delivery, ReceiveError, Receiver};

async fn webhooks(received: Result<Delivery, ReceiveError>) -> Result<StatusCode, ReceiveError> {
    let delivery = match received {
        Ok(delivery) => delivery,
        Err(error) => {
            // Not authenticated: answer with the status of the error.
            let Some(refused) = error.delivery() else { return Err(error) };
            // Genuine, but not as documented: keep it for a person. After success it is not sent again.
            let kept = std::fs::write(format!("{}.refused", refused.body_digest()), refused.raw());
            return Ok(if kept.is_ok() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR });
        }
    };
    // Handle `delivery.event()` here. After any answer but success it is sent again.
    Ok(StatusCode::OK)
}

// The state is the receiver, or provides it by `FromRef`.
fn router(receiver: Receiver) -> Router {
    Router::new().route("/webhooks", post(webhooks)).with_state(receiver)
}
