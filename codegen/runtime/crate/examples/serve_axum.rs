//! A receiver in axum, which keeps every delivery, handles it once, and ends what it has begun when it is stopped.
//!
//! `cargo run --example serve_axum -- [ADDRESS] [DATABASE]`

mod endpoint;

use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{FromRef, State};
use axum::http::{header, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::Router;
use tokio::net::TcpListener;
use vendor_webhooks::{Delivery, ReceiveError, Receiver};

use endpoint::inbox::{Answer, Inbox};
use endpoint::{Endpoint, Problem};

/// The state of the router. The extractor of deliveries asks it for the receiver.
#[derive(Clone)]
struct App {
    receiver: Receiver,
    inbox: Arc<Mutex<Inbox>>,
}

impl FromRef<App> for Receiver {
    fn from_ref(app: &App) -> Self {
        app.receiver.clone()
    }
}

/// `Result`, because what is genuine is to be kept also when something else is wrong with it; a handler that takes `Delivery` leaves
/// errors to the extractor.
async fn webhooks(State(app): State<App>, received: Result<Delivery, ReceiveError>) -> Response {
    // SQLite blocks, so it has threads of its own.
    let taken = tokio::task::spawn_blocking(move || {
        let mut inbox = app.inbox.lock().unwrap_or_else(PoisonError::into_inner);
        inbox.take(received, endpoint::handle)
    });
    let Answer { status, body } = taken.await.unwrap_or_else(|_| Answer::error(500, "handler"));
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

async fn serve() -> Result<(), Problem> {
    let Endpoint { address, receiver, inbox } = Endpoint::from_environment()?;
    let app = App { receiver, inbox: Arc::new(Mutex::new(inbox)) };
    let router = Router::new().route(endpoint::PATH, post(webhooks)).with_state(app);
    let listener = TcpListener::bind(address).await.map_err(|error| Problem::listening(address, &error))?;
    Endpoint::announce(listener.local_addr().unwrap_or(address));
    let served = axum::serve(listener, router).with_graceful_shutdown(stopped()).await;
    served.map_err(|error| Problem::listening(address, &error))
}

/// Waits until somebody stops the server. What has begun by then is answered, nothing new begins.
async fn stopped() {
    let interrupted = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<Option<()>>();
    tokio::select! {
        () = interrupted => {}
        _ = terminated => {}
    }
    println!("stopping: what has begun is ended");
}

#[tokio::main]
async fn main() -> ExitCode {
    match serve().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
