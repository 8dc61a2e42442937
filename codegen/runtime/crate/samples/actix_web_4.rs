{{#beside_body}}
use std::fs::File;
use std::io::Write as _;
{{/beside_body}}
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorRequestTimeout;
use actix_web::middleware::{from_fn, Next};
use actix_web::{rt, web, App, Error, HttpResponse, HttpServer};
use {{library}}::{{{received}}, {{#header_names}}EventName, {{/header_names}}ReceiveError, Receiver{{#beside_body}}, RefusedDelivery{{/beside_body}}};

{{#batch}}
async fn webhooks(received: Result<Batch, ReceiveError>) -> Result<HttpResponse, ReceiveError> {
    let batch = match received {
        Ok(batch) => batch,
        Err(error) => return kept(&error).ok_or(error),
    };
    for delivery in batch {
        let answer = match delivery {
            // Handle `delivery.event()` here. After any answer but success all deliveries of the request are sent again.
            Ok(_delivery) => HttpResponse::Ok().finish(),
            Err(error) => kept(&error).ok_or(error)?,
        };
        if !answer.status().is_success() {
            return Ok(answer);
        }
    }
    Ok(HttpResponse::Ok().finish())
}

// Genuine, but not as documented: keeps it for a person. Not authenticated: `None`, and the answer has the status of the error.
fn kept(error: &ReceiveError) -> Option<HttpResponse> {
    let refused = error.delivery()?;
    let kept = std::fs::write(format!("{}.refused", refused.body_digest()), refused.raw());
    Some(if kept.is_ok() { HttpResponse::Ok().finish() } else { HttpResponse::InternalServerError().finish() })
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
async fn webhooks(received: Result<Delivery, ReceiveError>) -> Result<HttpResponse, ReceiveError> {
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
            return Ok(if kept.is_ok() { HttpResponse::Ok().finish() } else { HttpResponse::InternalServerError().finish() });
        }
    };
    // Handle it here. After any answer but success it is sent again.
    println!("{}", delivery.event().name());
    Ok(HttpResponse::Ok().finish())
}
{{/batch}}

// actix-web itself has no deadline for a body.
async fn in_time(request: ServiceRequest, next: Next<impl MessageBody>) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let answer = rt::time::timeout(Duration::from_secs(30), next.call(request)).await;
    answer.map_err(|_| ErrorRequestTimeout("timeout"))?
}

async fn serve(receiver: Receiver) -> std::io::Result<()> {
    let app = move || {
        let app = App::new().app_data(receiver.clone());
        app.service(web::resource("/webhooks").wrap(from_fn(in_time)).route(web::post().to(webhooks)))
    };
    let server = HttpServer::new(app).client_request_timeout(Duration::from_secs(10)).max_connections(512);
    server.bind(("127.0.0.1", 3000))?.run().await
}
