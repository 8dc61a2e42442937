//! The inbox: keeps and handles each delivery in one transaction, even if it is repeated or the server is stopped.

use std::path::Path;
use std::time::Duration;

use rusqlite::{params, Connection, Transaction, TransactionBehavior};
use {{library}}::Delivery;

// These statements work in SQLite and PostgreSQL, except that `BLOB` is `BYTEA` there, and an id has no U+0000 and at most 2,692 bytes.

/// `UNIQUE` ignores `NULL`: rows without an id may repeat.
const DELIVERIES: &str =
    "CREATE TABLE IF NOT EXISTS deliveries (id TEXT UNIQUE, {{^named_in_body}}event TEXT NOT NULL, {{/named_in_body}}digest TEXT NOT NULL, body BLOB NOT NULL)";

{{#beside_body}}
/// Deliveries with the same body may differ in what the body does not have. If that cannot be read, it is empty.
{{/beside_body}}
const FOR_A_PERSON: &str = "CREATE TABLE IF NOT EXISTS for_a_person ({{#header_id}}id TEXT NOT NULL, {{/header_id}}{{^named_in_body}}event TEXT NOT NULL, {{/named_in_body}}\
     digest TEXT NOT NULL, reason TEXT NOT NULL, body BLOB NOT NULL, times INTEGER NOT NULL, \
     PRIMARY KEY ({{#header_id}}id, {{/header_id}}{{^named_in_body}}event, {{/named_in_body}}digest))";

const HANDLED: &str = "CREATE TABLE IF NOT EXISTS handled (event TEXT PRIMARY KEY, times INTEGER NOT NULL)";

/// Inserts a row if the delivery is new or has no id, and none if its id is known.
{{#named_in_body}}
const INSERT: &str = "INSERT INTO deliveries (id, digest, body) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING";
{{/named_in_body}}
{{^named_in_body}}
const INSERT: &str =
    "INSERT INTO deliveries (id, event, digest, body) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING";
{{/named_in_body}}

/// Selects a row if the known delivery with that id has the same body.
const SAME: &str = "SELECT 1 FROM deliveries WHERE id = $1 AND digest = $2";

/// Keeps a genuine but unexpected body and counts its repetitions.
const KEEP: &str = "INSERT INTO for_a_person (digest, reason, body, times{{^named_in_body}}, event{{/named_in_body}}{{#header_id}}, id{{/header_id}}) \
     VALUES ($1, $2, $3, 1{{^named_in_body}}, $4{{/named_in_body}}{{#header_id}}, {{#named_in_body}}$4{{/named_in_body}}{{^named_in_body}}$5{{/named_in_body}}{{/header_id}}) \
     ON CONFLICT ({{#header_id}}id, {{/header_id}}{{^named_in_body}}event, {{/named_in_body}}digest) DO UPDATE SET times = for_a_person.times + 1";

/// The database.
pub(crate) struct Inbox(Connection);

/// The outcome of a delivery.
#[derive(Clone, Copy)]
pub(crate) enum Arrival {
    /// Kept and handled.
    New,
    /// Known: the same id and the same body.
    Repeated,
    /// Another body with a known id, kept for a person.
    Alarm,
}

impl Inbox {
    /// Opens or creates the database.
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        // A delivery that was acknowledged is on the disk, even after a power failure.
        connection.pragma_update(None, "synchronous", "FULL")?;
        for table in [DELIVERIES, FOR_A_PERSON, HANDLED] {
            connection.execute(table, [])?;
        }
        Ok(Self(connection))
    }

    /// Does some work in one transaction: all of it is kept, or nothing.
    pub(crate) fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<T> {
        let transaction = self.0.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&transaction)?;
        transaction.commit()?;
        Ok(done)
    }
}

/// Takes a delivery. `handle` runs once per id. It runs for every delivery without an id, because none can be recognized as a repetition.
pub(crate) fn take(
    transaction: &Transaction<'_>,
    delivery: &Delivery,
    id: Option<&str>,
    handle: impl FnOnce(&Delivery, &Transaction<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<Arrival> {
    let (body, digest) = (delivery.raw(), delivery.body_digest().to_string());
{{#named_in_body}}
    if transaction.execute(INSERT, params![id, digest, body])? == 1 {
{{/named_in_body}}
{{^named_in_body}}
    let event = delivery.event().name();
    if transaction.execute(INSERT, params![id, event.as_str(), digest, body])? == 1 {
{{/named_in_body}}
        handle(delivery, transaction)?;
        Ok(Arrival::New)
    } else if transaction.prepare(SAME)?.exists(params![id, digest])? {
        Ok(Arrival::Repeated)
    } else {
        keep(transaction, {{#header_id}}id.unwrap_or_default(), {{/header_id}}{{^named_in_body}}event.as_str(), {{/named_in_body}}body, &digest, "the id of another body")?;
        Ok(Arrival::Alarm)
    }
}

/// Keeps a genuine body for a person.
{{^beside_body}}
pub(crate) fn keep(transaction: &Transaction<'_>, body: &[u8], digest: &str, reason: &str) -> rusqlite::Result<()> {
    transaction.execute(KEEP, params![digest, reason, body]).map(|_| ())
{{/beside_body}}
{{#beside_body}}
pub(crate) fn keep(
    transaction: &Transaction<'_>,
{{#header_id}}
    id: &str,
{{/header_id}}
{{^named_in_body}}
    event: &str,
{{/named_in_body}}
    body: &[u8],
    digest: &str,
    reason: &str,
) -> rusqlite::Result<()> {
    transaction.execute(KEEP, params![digest, reason, body{{^named_in_body}}, event{{/named_in_body}}{{#header_id}}, id{{/header_id}}]).map(|_| ())
{{/beside_body}}
}
