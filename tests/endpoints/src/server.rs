//! A server of each framework whose handler does nothing but take deliveries, so that the extractor alone answers for what it refuses.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;

use actix_web::{web, App, HttpServer};
use axum::routing::post;
use axum::Router;
use cleartix_webhooks::{Delivery, Receiver};

/// Says what the delivery is, in words that tell whether it arrived as it was sent.
fn describe(delivery: &Delivery) -> String {
    format!("{} {} {}", delivery.id(), delivery.event().name(), delivery.drift().len())
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
    let router = Router::new().route("/webhooks", post(take)).with_state(receiver);
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

/// Starts a server of actix-web, which serves until the process ends. It has no receiver if it is given none.
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
