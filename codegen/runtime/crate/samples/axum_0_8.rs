{{#beside_body}}
use std::fs::File;
use std::io::Write as _;

{{/beside_body}}
use axum::{http::StatusCode, routing::post, Router};
use {{library}}::{{{received}}, {{#header_names}}EventName, {{/header_names}}ReceiveError, Receiver{{#beside_body}}, RefusedDelivery{{/beside_body}}};

{{#batch}}
async fn webhooks(received: Result<Batch, ReceiveError>) -> Result<StatusCode, ReceiveError> {
    let batch = match received {
        Ok(batch) => batch,
        Err(error) => return kept(&error).ok_or(error),
    };
    for delivery in batch {
        let status = match delivery {
            // Handle `delivery.event()` here. After any answer but success all deliveries of the request are sent again.
            Ok(_delivery) => StatusCode::OK,
            Err(error) => kept(&error).ok_or(error)?,
        };
        if !status.is_success() {
            return Ok(status);
        }
    }
    Ok(StatusCode::OK)
}

// Genuine, but not as documented: keeps it for a person. Not authenticated: `None`, and the answer has the status of the error.
fn kept(error: &ReceiveError) -> Option<StatusCode> {
    let refused = error.delivery()?;
    let kept = std::fs::write(format!("{}.refused", refused.body_digest()), refused.raw());
    Some(if kept.is_ok() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR })
}
{{/batch}}
{{^batch}}
{{#beside_body}}
// Keeps the body of a genuine delivery for a person, behind a line with what the body does not have.
fn keep(refused: &RefusedDelivery) -> std::io::Result<()> {
    let beside = format!("{{beside_format}}\n", {{beside_refused}});
    let mut file = File::options().append(true).create(true).open(format!("{}.refused", refused.body_digest()))?;
    file.write_all(&[beside.as_bytes(), refused.raw(), b"\n"].concat())
}

{{/beside_body}}
async fn webhooks(received: Result<Delivery, ReceiveError>) -> Result<StatusCode, ReceiveError> {
    let delivery = match received {
        Ok(delivery) => delivery,
        Err(error) => {
            // Not authenticated: answer with the status of the error.
            let Some(refused) = error.delivery() else { return Err(error) };
            // Genuine, but not as documented: keep it for a person. After success it is not sent again.
{{#beside_body}}
            let kept = keep(refused);
{{/beside_body}}
{{^beside_body}}
            let kept = std::fs::write(format!("{}.refused", refused.body_digest()), refused.raw());
{{/beside_body}}
            return Ok(if kept.is_ok() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR });
        }
    };
    // Handle it here. After any answer but success it is sent again.
    println!("{}", delivery.event().name());
    Ok(StatusCode::OK)
}
{{/batch}}

// The state is the receiver, or provides it by `FromRef`.
fn router(receiver: Receiver) -> Router {
    Router::new().route("/webhooks", post(webhooks)).with_state(receiver)
}
