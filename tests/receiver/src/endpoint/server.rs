//! A server of each framework whose handler only takes deliveries, so that the extractor alone answers refused requests.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorRequestTimeout;
use actix_web::middleware::{Next, from_fn};
use actix_web::{App, Error, HttpResponse, HttpServer, rt, web};
use axum::extract::{DefaultBodyLimit, Request};
use axum::routing::post;
use axum::{RequestExt as _, Router, middleware};
use museahub_webhooks::{Delivery, ReceiveError, Receiver};

/// Describes a delivery in words that show its content.
fn describe(delivery: &Delivery) -> String {
    format!("{} {} {}", delivery.id().unwrap_or_default(), delivery.event().name(), delivery.drift().len())
}

async fn take(delivery: Delivery) -> String {
    describe(&delivery)
}

/// Starts a server of axum, which serves until the process ends.
///
/// # Panics
///
/// If loopback does not work.
pub fn axum(receiver: Receiver) -> SocketAddr {
    serve(Router::new().route("/webhooks", post(take)).with_state(receiver))
}

/// Starts a server of axum with a layer that limits bodies to a number of bytes, as `tower_http`'s does.
///
/// # Panics
///
/// If loopback does not work.
pub fn limited_axum(receiver: Receiver, limit: usize) -> SocketAddr {
    let limited = middleware::map_request(|request: Request| async { request.with_limited_body() });
    let router = Router::new().route("/webhooks", post(take)).with_state(receiver);
    serve(router.layer(limited).layer(DefaultBodyLimit::max(limit)))
}

fn serve(router: Router) -> SocketAddr {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        runtime.expect("the runtime starts").block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback works");
            tell.send(listener.local_addr().expect("it listens")).expect("somebody waits");
            axum::serve(listener, router).await.expect("it serves for ever");
        });
    });
    told.recv().expect("the server starts")
}

/// Starts a server of actix-web, which serves until the process ends, with or without a receiver.
///
/// # Panics
///
/// If loopback does not work.
pub fn actix(receiver: Option<Receiver>) -> SocketAddr {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let app = move || {
                let app = App::new().route("/webhooks", web::post().to(take));
                match &receiver {
                    Some(receiver) => app.app_data(receiver.clone()),
                    None => app,
                }
            };
            let server = HttpServer::new(app).workers(2).disable_signals().bind("127.0.0.1:0").expect("loopback works");
            tell.send(server.addrs()[0]).expect("somebody waits");
            server.run().await.expect("it serves for ever");
        });
    });
    told.recv().expect("the server starts")
}

/// Answers like the README's handler for actix-web, but keeps no refused delivery.
async fn decide(received: Result<Delivery, ReceiveError>) -> Result<HttpResponse, ReceiveError> {
    match received {
        Err(error) if error.delivery().is_none() => Err(error),
        _ => Ok(HttpResponse::Ok().finish()),
    }
}

async fn in_time(
    deadline: web::Data<Duration>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let answer = rt::time::timeout(**deadline, next.call(request)).await;
    answer.map_err(|_| ErrorRequestTimeout("timeout"))?
}

/// Starts the server of the README's sample for actix-web, with one deadline for head and body.
///
/// # Panics
///
/// If loopback does not work.
pub fn documented_actix(receiver: Receiver, deadline: Duration) -> SocketAddr {
    let (tell, told) = mpsc::channel();
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async {
            let app = move || {
                let app = App::new().app_data(receiver.clone()).app_data(web::Data::new(deadline));
                app.service(web::resource("/webhooks").wrap(from_fn(in_time)).route(web::post().to(decide)))
            };
            let server = HttpServer::new(app).client_request_timeout(deadline).max_connections(512);
            let server = server.workers(2).disable_signals().bind("127.0.0.1:0").expect("loopback works");
            tell.send(server.addrs()[0]).expect("somebody waits");
            server.run().await.expect("it serves for ever");
        });
    });
    told.recv().expect("the server starts")
}
