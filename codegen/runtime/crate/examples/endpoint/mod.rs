//! What the servers of these examples have in common: where they listen, whom they trust, where they keep what arrives.

pub(crate) mod inbox;

use std::fmt;
use std::net::SocketAddr;
use std::path::PathBuf;

use vendor_webhooks::{Delivery, Event, Receiver, SigningSecret};

use inbox::Inbox;

/// The path that deliveries are posted to.
pub(crate) const PATH: &str = "/webhooks";

/// The variable of the environment that holds the signing secret.
const SECRET: &str = "VENDOR_SIGNING_SECRET";

/// What a server needs.
pub(crate) struct Endpoint {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// Whom it trusts.
    pub(crate) receiver: Receiver,
    /// What has arrived.
    pub(crate) inbox: Inbox,
}

/// Why a server does not start, and what to do.
#[derive(Debug)]
pub(crate) struct Problem(String);

impl Endpoint {
    /// The endpoint that the command line and the environment describe: `[ADDRESS] [DATABASE]`.
    pub(crate) fn from_environment() -> Result<Self, Problem> {
        let mut arguments = std::env::args().skip(1);
        let address = arguments.next().unwrap_or_else(|| "127.0.0.1:3000".to_owned());
        let address = address.parse().map_err(|_| {
            Problem(format!("`{address}` is no address and port: give one as 127.0.0.1:3000, or none for just that"))
        })?;
        let database =
            arguments.next().map_or_else(|| std::env::temp_dir().join("vendor-webhooks.sqlite"), PathBuf::from);
        let secret = SigningSecret::from_env(SECRET).map_err(|error| {
            Problem(format!(
                "{error}: {}\n  to try it, any text will do: export {SECRET}='the same in both terminals'",
                error.hint()
            ))
        })?;
        let inbox = Inbox::open(&database).map_err(|error| {
            Problem(format!(
                "{} cannot be the database: {error}\n  give another file behind the address",
                database.display()
            ))
        })?;
        println!("what arrives is kept in {}", database.display());
        Ok(Self { address, receiver: Receiver::new(secret), inbox })
    }

    /// Tells where the server listens.
    pub(crate) fn announce(address: SocketAddr) {
        println!("listening at http://{address}{PATH}; end it with ctrl-c");
    }
}

impl Problem {
    /// The address cannot be listened at.
    pub(crate) fn listening(address: SocketAddr, error: &std::io::Error) -> Self {
        let advice = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                "another program listens there: end it, or give another address, as 127.0.0.1:3001"
            }
            std::io::ErrorKind::PermissionDenied => {
                "ports below 1024 are for the system: give a higher one, as 127.0.0.1:3000"
            }
            _ => "give an address of this machine, as 127.0.0.1:3000",
        };
        Self(format!("{address} cannot be listened at ({error}): {advice}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is to be done about a delivery, once. Here it is counted; whatever is written through `transaction` happens together with the
/// delivery, or not at all.
pub(crate) fn handle(delivery: &Delivery, transaction: &rusqlite::Transaction<'_>) -> rusqlite::Result<()> {
    let event = match delivery.event() {
        Event::Documented(_) => "documented.event",
        Event::Unknown(_) => "an event that is newer than this crate",
        _ => "another event",
    };
    for drift in delivery.drift() {
        println!("  not documented yet: {drift}");
    }
    let count =
        "INSERT INTO handled (event, times) VALUES ($1, 1) ON CONFLICT (event) DO UPDATE SET times = handled.times + 1";
    transaction.execute(count, [event]).map(|_| ())
}
