//! A receiver in axum with a database: it keeps and handles each delivery, and finishes open requests before it stops.
//!
//! `cargo run --example serve -- [ADDRESS] [DATABASE]`

mod answer;
mod inbox;
mod log;
mod receive;
mod room;
mod server;

use std::fmt::Display;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;
use tokio::net::TcpListener;
use {{library}}::{Delivery, Event, Receiver, SigningSecret};

use inbox::Inbox;
use log::Log;
use server::App;

/// The environment variable of the signing secret.
const SECRET: &str = "{{secret}}";

/// The command that sets it.
const TRIAL: &str = {{trial}};

const HELP: &str = "\
Receives deliveries, keeps them in a database and handles them.

cargo run --example serve -- [ADDRESS] [DATABASE] [--timeout SECONDS]

  ADDRESS              listens here; 127.0.0.1:3000 unless given
  DATABASE             a file of SQLite, made if there is none; in the folder for temporary files unless given
  --timeout SECONDS    closes what has not sent its head, or its body, after so long, from 1 to 3600; 10 unless given
  -h, --help           prints this
";

/// The command line.
struct Options {
    address: SocketAddr,
    database: PathBuf,
    timeout: Duration,
}

/// Returns the id that identifies repeated deliveries. A delivery without one is handled each time: a digest of the body would drop a second
/// event with the same content.
#[allow(clippy::unnecessary_wraps)] // other vendors' deliveries have no id, or only some of them
fn id({{^no_id}}delivery{{/no_id}}{{#no_id}}_{{/no_id}}: &Delivery) -> Option<&str> {
{{#id}}
    Some(delivery.id())
{{/id}}
{{#optional_id}}
    delivery.id()
{{/optional_id}}
{{#no_id}}
    None
{{/no_id}}
}

/// Handles a delivery. Writes through `transaction` are committed together with the delivery's row, or not at all. This example counts it.
fn handle(delivery: &Delivery, transaction: &rusqlite::Transaction<'_>) -> rusqlite::Result<()> {
    let event = match delivery.event() {
        Event::{{event}}(_) => {{event_literal}},
        Event::Unknown(_) => "an event that is newer than this crate",
        _ => "another event",
    };
    let count =
        "INSERT INTO handled (event, times) VALUES ($1, 1) ON CONFLICT (event) DO UPDATE SET times = handled.times + 1";
    transaction.execute(count, [event]).map(|_| ())
}

fn main() -> ExitCode {
    // `println!` and `eprintln!` panic on a closed pipe.
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            let _ = writeln!(io::stderr(), "error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let Some(options) = Options::read(lexopt::Parser::from_env())? else {
        let _ = writeln!(io::stdout(), "{HELP}\nThe signing secret is in the environment: {SECRET}.");
        return Ok(());
    };
    let secret = SigningSecret::from_env(SECRET).map_err(|error| format!("{error}: {}\n  {TRIAL}", error.hint()))?;
    let inbox = Inbox::open(&options.database).map_err(|error| {
        let database = options.database.display();
        format!("{database} cannot be the database: {error}\n  give another file behind the address")
    })?;
    let log = Log::start();
    let app = App::new(Receiver::new(secret{{signed_url}}), inbox, log.clone(), options.timeout);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let served = runtime.map_err(|error| format!("the runtime does not start: {error}"))?.block_on(async {
        let listener = TcpListener::bind(options.address).await.map_err(|error| listening(options.address, &error))?;
        let address = listener.local_addr().unwrap_or(options.address);
        log.line(format_args!("deliveries are kept in {}", options.database.display()));
        log.line(format_args!("listening at http://{address}{}; end it with ctrl-c", receive::ROUTE));
        server::serve(listener, app, stopped(&log)).await;
        Ok(())
    });
    log.end();
    served
}

/// Waits for a signal to stop the server.
async fn stopped(log: &Log) {
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
    log.line("stopping: what has begun is answered");
}

impl Options {
    /// Reads the command line; returns `None` if it asks for help.
    fn read(mut parser: lexopt::Parser) -> Result<Option<Self>, String> {
        let (mut address, mut database, mut timeout) = (None, None, Duration::from_secs(10));
        while let Some(argument) = parser.next().map_err(usage)? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("timeout") => {
                    let seconds: u64 = parser.value().and_then(|value| value.parse()).map_err(usage)?;
                    if !(1..=3600).contains(&seconds) {
                        return Err(usage("--timeout takes a number from 1 to 3600"));
                    }
                    timeout = Duration::from_secs(seconds);
                }
                Value(value) if address.is_none() => {
                    let text = value.to_string_lossy();
                    address = Some(text.parse().map_err(|_| {
                        format!("`{text}` is no address and port: give one as 127.0.0.1:3000, or none for just that")
                    })?);
                }
                Value(value) if database.is_none() => database = Some(PathBuf::from(value)),
                other => return Err(usage(other.unexpected())),
            }
        }
        Ok(Some(Self {
            address: address.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 3000))),
            database: database.unwrap_or_else(|| std::env::temp_dir().join("{{package}}-inbox.sqlite")),
            timeout,
        }))
    }
}

/// Describes the usage, after a mistake.
fn usage(mistake: impl Display) -> String {
    format!("{mistake}\n  `cargo run --example serve -- --help` says more")
}

/// Explains why the server cannot listen at an address.
fn listening(address: SocketAddr, error: &io::Error) -> String {
    let advice = match error.kind() {
        io::ErrorKind::AddrInUse => "another program listens there: end it, or give another address, as 127.0.0.1:3001",
        io::ErrorKind::PermissionDenied => "ports below 1024 are for the system: give a higher one, as 127.0.0.1:3000",
        _ => "give an address of this machine, as 127.0.0.1:3000",
    };
    format!("{address} cannot be listened at ({error}): {advice}")
}
