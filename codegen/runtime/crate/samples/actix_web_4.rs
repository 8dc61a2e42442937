use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorRequestTimeout;
use actix_web::middleware::{from_fn, Next};
use actix_web::{rt, web, App, Error, HttpResponse, HttpServer};
use {{library}}::{Delivery, ReceiveError, Receiver};

async fn webhooks(received: Result<Delivery, ReceiveError>) -> Result<HttpResponse, ReceiveError> {
    let delivery = match received {
        Ok(delivery) => delivery,
        Err(error) => {
            // Not authenticated: answer with the status of the error.
            let Some(refused) = error.delivery() else { return Err(error) };
            // Genuine, but not as documented: keep it for a person. After success it is not sent again.
            let kept = std::fs::write(format!("{}.refused", refused.body_digest()), refused.raw());
            return Ok(if kept.is_ok() { HttpResponse::Ok().finish() } else { HttpResponse::InternalServerError().finish() });
        }
    };
    // Handle `delivery.event()` here. After any answer but success it is sent again.
    Ok(HttpResponse::Ok().finish())
}

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
