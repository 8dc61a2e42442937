//! A receiver in actix-web, which keeps every delivery, handles it once, and ends what it has begun when it is stopped.
//!
//! `cargo run --example serve_actix -- [ADDRESS] [DATABASE]`

mod endpoint;

use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use actix_web::http::StatusCode;
use actix_web::{web, App, HttpResponse, HttpServer};
use vendor_webhooks::{Delivery, ReceiveError};

use endpoint::inbox::{Answer, Inbox};
use endpoint::{Endpoint, Problem};

/// `Result`, because what is genuine is to be kept also when something else is wrong with it; a handler that takes `Delivery` leaves
/// errors to the extractor.
async fn webhooks(inbox: web::Data<Mutex<Inbox>>, received: Result<Delivery, ReceiveError>) -> HttpResponse {
    // SQLite blocks, so it has threads of its own.
    let taken = web::block(move || {
        let mut inbox = inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.take(received, endpoint::handle)
    });
    let Answer { status, body } = taken.await.unwrap_or_else(|_| Answer::error(500, "handler"));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    HttpResponse::build(status).content_type("application/json").body(body)
}

async fn serve() -> Result<(), Problem> {
    let Endpoint { address, receiver, inbox } = Endpoint::from_environment()?;
    let inbox = web::Data::new(Mutex::new(inbox));
    let app = move || {
        // The extractor of deliveries asks the application for the receiver.
        let app = App::new().app_data(receiver.clone()).app_data(inbox.clone());
        app.route(endpoint::PATH, web::post().to(webhooks))
    };
    let server = HttpServer::new(app).bind(address).map_err(|error| Problem::listening(address, &error))?;
    Endpoint::announce(server.addrs().first().copied().unwrap_or(address));
    // It stops by itself at ctrl-c and at a request to terminate, and ends what it has begun.
    server.run().await.map_err(|error| Problem::listening(address, &error))
}

#[actix_web::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
