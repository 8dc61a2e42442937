//! A vendor that sends many deliveries concurrently and repeatedly to a server that is restarted; each must be handled exactly once.

use std::collections::BTreeSet;
use std::fmt;
use std::io::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::client;
use super::program::{Program, free_address};
use super::request::Request;

/// The amount of deliveries, senders and restarts.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// The number of deliveries, each with its own id.
    pub deliveries: usize,
    /// The number of concurrent senders.
    pub senders: usize,
    /// The number of restarts, by killing and stopping in turn.
    pub restarts: usize,
}

/// The result of a load test.
#[derive(Debug, Default)]
pub struct Report {
    /// Deliveries that were answered with success.
    pub accepted: usize,
    /// Requests that were begun.
    pub requests: usize,
    /// Requests without an answer: the server was away or was stopped, or the sender closed the connection.
    pub unanswered: usize,
    /// Answers to repeated deliveries.
    pub repeated: usize,
    /// Ids in the database.
    pub kept: usize,
    /// Ids that were answered with success and are not in the database.
    pub lost: usize,
    /// The number of handled deliveries.
    pub handled: usize,
    /// Entries for a person.
    pub odd: usize,
    /// The number of kills, and of orderly stops.
    pub stops: (usize, usize),
    /// The duration.
    pub time: Duration,
}

impl Report {
    /// Returns true if every delivery was accepted and handled exactly once.
    pub fn is_exactly_once(&self, load: Load) -> bool {
        let once = [self.accepted, self.kept, self.handled].iter().all(|count| *count == load.deliveries);
        once && self.lost == 0 && self.odd == 0
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { accepted, requests, unanswered, repeated, kept, lost, handled, odd, stops: (killed, stopped), time } =
            self;
        let rate = *requests as u128 * 1000 / time.as_millis().max(1);
        writeln!(
            f,
            "{requests} requests in {:.1} s ({rate} a second), {unanswered} without an answer",
            time.as_secs_f64()
        )?;
        writeln!(
            f,
            "{accepted} accepted, {repeated} times known already; {killed} times killed, {stopped} times stopped"
        )?;
        writeln!(f, "{kept} kept, {handled} times handled, {lost} lost, {odd} for a person")
    }
}

/// The observations of the senders.
#[derive(Default)]
struct Seen {
    next: AtomicUsize,
    done: AtomicUsize,
    requests: AtomicUsize,
    unanswered: AtomicUsize,
    repeated: AtomicUsize,
}

/// Runs the load against a program of the crate's examples.
///
/// # Panics
///
/// If the server does not start, or answers genuine deliveries with an error.
pub fn run(executable: &str, load: Load) -> Report {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("deliveries.sqlite");
    let address = free_address();
    let mut server = Program::start(executable, &address.to_string(), &database);
    let seen = Seen::default();
    let start = Instant::now();
    let mut stops = (0, 0);
    let accepted: BTreeSet<String> = thread::scope(|scope| {
        let senders: Vec<_> =
            (0..load.senders).map(|_| scope.spawn(|| send(address, load.deliveries, &seen))).collect();
        for restart in 0..load.restarts {
            let due = load.deliveries * (restart + 1) / (load.restarts + 1);
            while seen.done.load(Ordering::Relaxed) < due && !senders.iter().all(thread::ScopedJoinHandle::is_finished)
            {
                thread::sleep(Duration::from_millis(1));
            }
            if restart % 2 == 0 {
                server.kill();
                stops.0 += 1;
            } else {
                let ended = server.terminate();
                assert!(ended.success(), "{ended}");
                stops.1 += 1;
            }
            server = Program::start(executable, &address.to_string(), &database);
        }
        senders.into_iter().flat_map(|sender| sender.join().expect("no sender gives up")).collect()
    });
    let time = start.elapsed();
    server.kill();
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    Report {
        accepted: accepted.len(),
        requests: count(&seen.requests),
        unanswered: count(&seen.unanswered),
        repeated: count(&seen.repeated),
        stops,
        time,
        ..counted(&database, &accepted)
    }
}

/// Sends the next delivery until it is accepted, and some of them once more.
fn send(address: SocketAddr, deliveries: usize, seen: &Seen) -> Vec<String> {
    let mut accepted = Vec::new();
    loop {
        let index = seen.next.fetch_add(1, Ordering::Relaxed);
        if index >= deliveries {
            return accepted;
        }
        let id = format!("evt_{index}");
        let bytes = Request::genuine(&id).to_bytes();
        if index.is_multiple_of(7) {
            // The sender closes the connection and never learns the outcome.
            seen.requests.fetch_add(1, Ordering::Relaxed);
            seen.unanswered.fetch_add(1, Ordering::Relaxed);
            let _ = client::connect(address).and_then(|mut stream| stream.write_all(&bytes));
        }
        let times = if index.is_multiple_of(5) { 2 } else { 1 };
        for _ in 0..times {
            until_accepted(address, &bytes, seen);
        }
        accepted.push(id);
        seen.done.fetch_add(1, Ordering::Relaxed);
    }
}

fn until_accepted(address: SocketAddr, bytes: &[u8], seen: &Seen) {
    let mut wait = Duration::from_millis(5);
    loop {
        seen.requests.fetch_add(1, Ordering::Relaxed);
        match client::exchange(address, bytes) {
            Ok(answer) => {
                assert_eq!(answer.status, 200, "{answer:?}");
                if answer.body.contains("repeated") {
                    seen.repeated.fetch_add(1, Ordering::Relaxed);
                }
                return;
            }
            Err(_) => {
                seen.unanswered.fetch_add(1, Ordering::Relaxed);
                thread::sleep(wait);
                wait = (wait * 2).min(Duration::from_millis(200));
            }
        }
    }
}

/// Counts the entries of the database.
fn counted(database: &Path, accepted: &BTreeSet<String>) -> Report {
    let connection = Connection::open(database).expect("the server has made it");
    let mut statement = connection.prepare("SELECT id FROM deliveries").expect("the server has made it");
    let ids = statement.query_map([], |row| row.get::<_, String>(0)).expect("a statement");
    let kept: BTreeSet<String> = ids.map(|id| id.expect("an id is text")).collect();
    let number = |statement: &str| -> usize {
        let number: i64 = connection.query_row(statement, [], |row| row.get(0)).expect("a statement");
        usize::try_from(number).expect("a count")
    };
    Report {
        kept: kept.len(),
        lost: accepted.difference(&kept).count(),
        handled: number("SELECT COALESCE(SUM(times), 0) FROM handled"),
        odd: number("SELECT COUNT(*) FROM for_a_person"),
        ..Report::default()
    }
}
