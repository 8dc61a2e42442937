//! The server: deadlines and limits for slow senders, and the path from a request to its answer.

use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::HttpBody as _;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::routing::post;
use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{service_fn, Service as _};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use rusqlite::Transaction;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use {{library}}::{{{#batch}}Batch, {{/batch}}Delivery, {{^named_in_body}}EventName, {{/named_in_body}}Receiver};

use crate::answer::{Answer, Refusal};
use crate::inbox::{self, Arrival, Inbox};
use crate::log::Log;
use crate::receive::{receive, ROUTE};
use crate::room::Room;

/// The maximum number of connections that have not yet sent a request's head.
const HEADS: usize = 512;

/// The maximum size of a head in bytes.
const HEAD: usize = 16 << 10;

/// The maximum size in bytes of all bodies that are not yet in the inbox.
const BODIES: usize = 32 << 20;

/// The state for answering requests.
pub(crate) struct App {
    receiver: Receiver,
    /// One delivery at a time; waiting ones use no thread.
    inbox: Arc<tokio::sync::Mutex<Inbox>>,
    bodies: Room,
    log: Log,
    timeout: Duration,
}

impl App {
    pub(crate) fn new(receiver: Receiver, inbox: Inbox, log: Log, timeout: Duration) -> Self {
        Self { receiver, inbox: Arc::new(tokio::sync::Mutex::new(inbox)), bodies: Room::new(BODIES), log, timeout }
    }
}

/// Serves until `stopped` resolves, then finishes open requests. `axum::serve` has no deadline for a request's head.
pub(crate) async fn serve(listener: TcpListener, app: App, stopped: impl Future<Output = ()>) {
    let heads = Room::new(HEADS);
    let mut http = http1::Builder::new();
    // One request per connection, so that none is idle.
    http.timer(TokioTimer::new()).header_read_timeout(app.timeout).max_buf_size(HEAD).keep_alive(false);
    let router = TowerToHyperService::new(Router::new().route(ROUTE, post(webhooks)).with_state(Arc::new(app)));
    let mut connections = JoinSet::new();
    let mut stopped = pin!(stopped);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stopped => break,
        };
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = accepted else {
            // The system is out of file descriptors or memory.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let (place, lost) = heads.enter(1);
        let (place, router) = (Mutex::new(Some(place)), router.clone());
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            drop(place.lock().unwrap_or_else(PoisonError::into_inner).take());
            router.call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        connections.spawn(async move {
            tokio::select! {
                // The sender has closed the connection.
                _ = connection => {}
                () = lost => {}
            }
        });
    }
    drop(listener);
    heads.clear();
    while connections.join_next().await.is_some() {}
}

/// Answers a request to [`ROUTE`].
async fn webhooks(State(app): State<Arc<App>>, request: Request) -> Answer {
    let limit = app.receiver.max_body_bytes();
    let length = request.body().size_hint().upper().and_then(|length| usize::try_from(length).ok());
    // A small body takes room as well, for the request around it.
    let (place, lost) = app.bodies.enter(length.map_or(limit, |length| length.clamp(1 << 10, limit)));
    let begun = tokio::select! {
        begun = begin(&app, request) => begun,
        () = lost => Err(Answer::error(StatusCode::SERVICE_UNAVAILABLE, "busy")),
    };
    let (received, mut inbox) = match begun {
        Ok(begun) => begun,
        Err(answer) => return answer,
    };
    drop(place);
    let log = app.log.clone();
    // SQLite blocks, so it runs on a thread of its own. From here on nothing interrupts the work: no deadline, no closed connection, no
    // log.
    let ended = tokio::task::spawn_blocking(move || match received {
{{#batch}}
        Ok(batch) => inbox.transact(|transaction| all_arrived(transaction, batch, &log)),
{{/batch}}
{{^batch}}
        Ok(delivery) => inbox.transact(|transaction| arrived(transaction, &delivery, &log)),
{{/batch}}
        Err(refusal) => inbox.transact(|transaction| refused(transaction, refusal, &log)),
    });
    match ended.await {
        Ok(Ok(answer)) => answer,
        // Nothing was kept. Without an acknowledgement the delivery is sent again.
        Ok(Err(error)) => {
            app.log.line(format_args!("the database does not work: {error}"));
            Answer::error(StatusCode::INTERNAL_SERVER_ERROR, "database")
        }
        Err(error) => {
            app.log.line(format_args!("the handler does not work: {error}"));
            Answer::error(StatusCode::INTERNAL_SERVER_ERROR, "handler")
        }
    }
}

type Guard = tokio::sync::OwnedMutexGuard<Inbox>;

/// Reads and verifies a request, and waits for the inbox if there is something to keep. Otherwise the answer is the error.
async fn begin(app: &App, request: Request) -> Result<(Result<{{received}}, Refusal>, Guard), Answer> {
    let received = match tokio::time::timeout(app.timeout, receive(&app.receiver, request)).await {
        Ok(Err(Refusal { answer, reason, delivery: None })) => {
            app.log.line(reason);
            return Err(answer);
        }
        Ok(received) => received,
        Err(_) => return Err(Answer::error(StatusCode::REQUEST_TIMEOUT, "timeout")),
    };
    Ok((received, Arc::clone(&app.inbox).lock_owned().await))
}

{{#batch}}
/// Keeps and handles each delivery of a request. One that is refused is kept, and costs no other.
fn all_arrived(transaction: &Transaction<'_>, batch: Batch, log: &Log) -> rusqlite::Result<Answer> {
    let count = batch.len();
    for delivery in batch {
        match delivery {
            Ok(delivery) => arrived(transaction, &delivery, log)?,
            Err(error) => refused(transaction, error.into(), log)?,
        };
    }
    Ok(Answer::deliveries(count))
}

{{/batch}}
/// Keeps and handles a delivery.
fn arrived(transaction: &Transaction<'_>, delivery: &Delivery, log: &Log) -> rusqlite::Result<Answer> {
    let (id, event) = (crate::id(delivery), delivery.event().name());
    let arrival = inbox::take(transaction, delivery, id, crate::handle)?;
    let id = id.unwrap_or("without an id");
    match arrival {
        Arrival::New => log.line(format_args!("{id}: {event}, handled")),
        Arrival::Repeated => log.line(format_args!("{id}: {event}, known already")),
        Arrival::Alarm => log.line(format_args!("{id}: ALARM, this id was known with another body; both are kept")),
    }
    if let drift @ [_, ..] = delivery.drift() {
        let places: Vec<String> = drift.iter().take(3).map(ToString::to_string).collect();
        log.line(format_args!("{id}: not documented yet, {} in all: {}", drift.len(), places.join("; ")));
    }
    Ok(Answer::delivery(match arrival {
        Arrival::New => "\"handled\"",
        Arrival::Repeated => "\"repeated\"",
        Arrival::Alarm => "\"kept\"",
    }))
}

/// Keeps a genuine but refused body. It is acknowledged, so that it is not sent again; a person looks at it.
fn refused(transaction: &Transaction<'_>, refusal: Refusal, log: &Log) -> rusqlite::Result<Answer> {
    let Refusal { answer, reason, delivery } = refusal;
    let Some(delivery) = delivery else { return Ok(answer) };
{{^beside_body}}
    inbox::keep(transaction, delivery.raw(), &delivery.body_digest().to_string(), &reason)?;
{{/beside_body}}
{{#beside_body}}
{{#header_id}}
    let id = delivery.id().unwrap_or_default();
{{/header_id}}
{{^named_in_body}}
    let event = delivery.event_name().map_or("", EventName::as_str);
{{/named_in_body}}
    let digest = delivery.body_digest().to_string();
    inbox::keep(transaction, {{#header_id}}id, {{/header_id}}{{^named_in_body}}event, {{/named_in_body}}delivery.raw(), &digest, &reason)?;
{{/beside_body}}
    log.line(reason);
    log.line("  the signature holds, so it is kept, and answered with success");
    Ok(answer)
}
