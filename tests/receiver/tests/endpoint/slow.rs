//! Deliberately slow senders: the example ends them, limits their number, and serves genuine deliveries meanwhile.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use receiver::endpoint::SECRET;
use receiver::endpoint::client;
use receiver::endpoint::program::{Program, VARIABLE};
use receiver::endpoint::request::{PAID, Request, body};
use rusqlite::Connection;

/// Starts the example with a database in a folder, and a deadline in seconds.
fn serve(folder: &tempfile::TempDir, timeout: &str) -> Program {
    let mut command = Command::new(env!("CARGO_BIN_EXE_serve"));
    command.args(["--timeout", timeout]).env(VARIABLE, SECRET);
    Program::start_with(&mut command, "127.0.0.1:0", &folder.path().join("database"))
}

/// Opens connections that send this, and nothing more.
fn open(program: &Program, count: usize, bytes: &[u8]) -> Vec<TcpStream> {
    let one = |_| {
        let mut stream = client::connect(program.address).expect("it listens");
        // The server may close it before everything is sent.
        let _ = stream.write_all(bytes);
        stream
    };
    (0..count).map(one).collect()
}

/// Creates a genuine body of that size.
fn of_size(size: usize) -> Request {
    let of_text = |text: &str| body("evt_large", "visit.unheard", &format!(r#"{{"note":"{text}"}}"#));
    Request::signed(of_text(&"x".repeat(size - of_text("").len())))
}

fn is_served_at_once(program: &Program, id: &str) {
    let request = Request::genuine(id);
    for bytes in [request.to_bytes(), request.to_chunks(50)] {
        let start = Instant::now();
        let answer = client::exchange(program.address, &bytes).expect("it answers");
        assert_eq!(answer.status, 200, "{answer:?}");
        assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    }
}

#[test]
fn the_deadline_ends_half_a_request() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = serve(&folder, "1");
    let whole = Request::genuine("evt_1").to_bytes();
    let head = whole.windows(4).position(|end| end == b"\r\n\r\n").expect("a head ends");
    let chunked = Request::genuine("evt_1").to_chunks(10);
    for (bytes, status) in [
        (&b""[..], None),
        (&b"P"[..], None),
        (&whole[..head], None),
        (&whole[..head + 4], Some("408")),
        (&whole[..whole.len() - 1], Some("408")),
        (&chunked[..chunked.len() - 3], Some("408")),
    ] {
        let start = Instant::now();
        for mut stream in open(&program, 30, bytes) {
            let mut said = String::new();
            let ended = stream.read_to_string(&mut said);
            assert!(ended.is_ok() || said.is_empty(), "{ended:?}");
            assert_eq!(said.split(' ').nth(1), status, "{said}");
        }
        assert!(start.elapsed() < Duration::from_secs(8), "{:?}", start.elapsed());
    }
    is_served_at_once(&program, "evt_1");
}

/// A byte now and then is no progress.
#[test]
fn the_deadline_ends_a_dripping_sender() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = serve(&folder, "1");
    let start = Instant::now();
    let mut stream = client::connect(program.address).expect("it listens");
    while stream.write_all(b"a").is_ok() {
        assert!(start.elapsed() < Duration::from_secs(10), "it is still open");
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn slow_senders_keep_no_genuine_delivery_out() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = serve(&folder, "60");
    // More than the limit of each kind.
    let idle = open(&program, 300, b"");
    let heads = open(&program, 300, b"POST /webhooks HTTP/1.1\r\nHost: a\r\n");
    is_served_at_once(&program, "evt_1");
    drop((idle, heads));
    let declared = Request::genuine("evt_1").head(&["Content-Length: 1048576"]);
    let bodies = open(&program, 100, &declared);
    is_served_at_once(&program, "evt_2");
    drop(bodies);
}

#[test]
fn incomplete_bodies_have_limited_room() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = serve(&folder, "60");
    let whole = of_size(1 << 20);
    let before = program.memory();
    for bytes in [whole.to_bytes(), whole.to_chunks(1 << 16)] {
        let slow = open(&program, 120, &bytes[..bytes.len() - 8]);
        is_served_at_once(&program, "evt_1");
        if let (Some(before), Some(now)) = (before, program.memory()) {
            assert!(now.saturating_sub(before) < 90 << 20, "{now} bytes, {before} before");
        }
        drop(slow);
    }
}

/// A burst up to the limit of genuine deliveries: none counts as slow.
#[test]
fn a_burst_of_genuine_deliveries_is_served() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = serve(&folder, "60");
    thread::scope(|scope| {
        let send =
            |number: usize| client::exchange(program.address, &Request::genuine(&format!("evt_{number}")).to_bytes());
        let senders: Vec<_> = (0..150).map(|number| scope.spawn(move || send(number))).collect();
        for sender in senders {
            let answer = sender.join().expect("no sender panics").expect("it answers");
            assert_eq!((answer.status, answer.body.as_str()), (200, "{\"delivery\":\"handled\"}\n"));
        }
    });
}

#[test]
fn refusals_never_wait_for_the_inbox() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = serve(&folder, "60");
    let database = Connection::open(folder.path().join("database")).expect("the server has made it");
    database.execute_batch("BEGIN IMMEDIATE").expect("nobody else writes");
    thread::scope(|scope| {
        let waiting = scope
            .spawn(|| client::exchange(program.address, &Request::genuine("evt_1").to_bytes()).expect("it answers"));
        thread::sleep(Duration::from_millis(300));
        let genuine = Request::genuine("evt_2");
        for (request, status) in [
            (genuine.clone().without("X-MuseaHub-Signature"), 401),
            (genuine.with("X-MuseaHub-Signature", "sha256=abc"), 401),
            (Request::signed_by("another secret", body("evt_3", "visit.started", PAID)), 401),
            (of_size((1 << 20) + 1), 413),
        ] {
            let start = Instant::now();
            let answer = client::exchange(program.address, &request.to_bytes()).expect("it answers");
            assert_eq!(answer.status, status);
            assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
        }
        assert!(!waiting.is_finished(), "the inbox was not taken");
        database.execute_batch("COMMIT").expect("it was begun");
        assert_eq!(waiting.join().expect("the sender does not panic").status, 200);
    });
}
