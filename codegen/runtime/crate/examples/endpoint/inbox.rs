//! Every delivery is kept and handled exactly once, however often it is sent and whenever the server is stopped.

use std::path::Path;
use std::time::Duration;

use rusqlite::{params, Connection, Transaction, TransactionBehavior};
use vendor_webhooks::{Delivery, ReceiveError};

// The statements are those of SQLite and of PostgreSQL alike; there, `BLOB` is `BYTEA`.

const TABLES: &str = "
CREATE TABLE IF NOT EXISTS deliveries (
    id TEXT PRIMARY KEY,
    digest TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS for_a_person (
    digest TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS handled (
    event TEXT PRIMARY KEY,
    times INTEGER NOT NULL
);";

/// One row when the delivery is new, none when its id is known.
const INSERT: &str = "INSERT INTO deliveries (id, digest, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";

/// One row when the body is the known one.
const SAME: &str = "SELECT 1 FROM deliveries WHERE id = $1 AND digest = $2";

/// Something genuine that nobody expected: it is answered with success, so that it does not come again, and a person looks at it.
const KEEP: &str =
    "INSERT INTO for_a_person (digest, reason, body) VALUES ($1, $2, $3) ON CONFLICT (digest) DO NOTHING";

/// What has arrived.
pub(crate) struct Inbox(Connection);

/// What a request is answered with.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status.
    pub(crate) status: u16,
    /// One line of JSON, without anything of the request.
    pub(crate) body: String,
}

/// What became of a delivery.
enum Arrival {
    New,
    Repeated,
    Alarm,
}

impl Inbox {
    /// Opens the database, or makes it.
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // What was answered with success is on the disk, also when the power goes.
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(TABLES)?;
        Ok(Self(connection))
    }

    /// Takes what a receiver has said about a request, and says what to answer; `handle` runs once for each delivery.
    pub(crate) fn take(
        &mut self,
        received: Result<Delivery, ReceiveError>,
        handle: impl FnOnce(&Delivery, &Transaction<'_>) -> rusqlite::Result<()>,
    ) -> Answer {
        let taken = match received {
            Ok(delivery) => self.arrived(&delivery, handle),
            Err(error) => self.refused(error),
        };
        taken.unwrap_or_else(|error| {
            // Nothing was kept. Without success in the answer it is sent again.
            eprintln!("the database does not work: {error}");
            Answer::error(500, "database")
        })
    }

    fn arrived(
        &mut self,
        delivery: &Delivery,
        handle: impl FnOnce(&Delivery, &Transaction<'_>) -> rusqlite::Result<()>,
    ) -> rusqlite::Result<Answer> {
        let key = delivery.id().to_owned();
        let digest = delivery.body_digest().to_string();
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let arrival = if transaction.execute(INSERT, params![key, digest, delivery.raw()])? == 1 {
            handle(delivery, &transaction)?;
            Arrival::New
        } else if transaction.prepare(SAME)?.exists(params![key, digest])? {
            Arrival::Repeated
        } else {
            transaction.execute(KEEP, params![digest, "the id of another body", delivery.raw()])?;
            Arrival::Alarm
        };
        transaction.commit()?;
        let name = delivery.event().name();
        let answer = match arrival {
            Arrival::New => {
                println!("{key}: {name}, handled");
                "handled"
            }
            Arrival::Repeated => {
                println!("{key}: {name}, known already");
                "repeated"
            }
            Arrival::Alarm => {
                eprintln!("{key}: ALARM, this id was known with another body; both are kept");
                "kept"
            }
        };
        Ok(Answer { status: 200, body: format!("{{\"delivery\":\"{answer}\"}}\n") })
    }

    /// What is genuine is kept, whatever is wrong with it; all else is answered with the error.
    fn refused(&mut self, error: ReceiveError) -> rusqlite::Result<Answer> {
        let code = error.code();
        eprintln!("{code}: {error}\n  {}", error.hint());
        let answer = Answer::error(error.http_status(), code);
        let Some(delivery) = error.into_delivery() else { return Ok(answer) };
        self.0.execute(KEEP, params![delivery.body_digest().to_string(), code, delivery.raw()])?;
        eprintln!("  the signature holds, so it is kept, and answered with success");
        Ok(Answer { status: 200, body: format!("{{\"delivery\":\"kept\",\"error\":\"{code}\"}}\n") })
    }
}

impl Answer {
    /// An answer that names an error.
    pub(crate) fn error(status: u16, code: &str) -> Self {
        Self { status, body: format!("{{\"error\":\"{code}\"}}\n") }
    }
}
