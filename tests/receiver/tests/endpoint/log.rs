//! The example's log: it neither decides an answer nor can be forged.

use std::process::{Command, Stdio};
use std::time::Duration;

use receiver::endpoint::SECRET;
use receiver::endpoint::client;
use receiver::endpoint::program::{Program, VARIABLE, free_address};
use receiver::endpoint::request::{PAID, Request, body};
use rusqlite::Connection;

/// Asserts that a genuine delivery is answered with success and handled once, although nobody reads the log.
fn is_served(program: &Program, database: &std::path::Path) {
    let request = Request::genuine("evt_unheard").to_bytes();
    let answers = [0, 1].map(|_| client::exchange(program.address, &request).expect("it answers").body);
    assert_eq!(answers, ["{\"delivery\":\"handled\"}\n", "{\"delivery\":\"repeated\"}\n"]);
    let times = Connection::open(database).and_then(|database| {
        database.query_row("SELECT times FROM handled WHERE event = 'another event'", [], |row| row.get::<_, i64>(0))
    });
    assert_eq!(times, Ok(1));
}

#[test]
fn a_closed_output_costs_no_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("closed");
    let mut command = Command::new("sh");
    command.args(["-c", "exec \"$0\" \"$@\" >&-", env!("CARGO_BIN_EXE_serve")]);
    is_served(&Program::start_unheard(&mut command, free_address(), &database), &database);

    let database = folder.path().join("pipe");
    let mut command = Command::new(env!("CARGO_BIN_EXE_serve"));
    let mut program = Program::start_unheard(command.stdout(Stdio::piped()), free_address(), &database);
    drop(program.stdout());
    is_served(&program, &database);
}

#[test]
fn a_full_pipe_costs_no_answer() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("database");
    let mut command = Command::new(env!("CARGO_BIN_EXE_serve"));
    let program = Program::start_unheard(command.stdout(Stdio::piped()), free_address(), &database);
    // Each is a line: more than a pipe and the queue hold.
    let forged = Request::signed_by("another secret", "{}").to_bytes();
    for _ in 0..3000 {
        assert_eq!(client::exchange(program.address, &forged).expect("it answers").status, 401);
    }
    is_served(&program, &database);
}

/// Sends a genuine delivery to a server and returns its log lines.
fn lines(body: String) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(env!("CARGO_BIN_EXE_serve"));
    let database = folder.path().join("database");
    let (program, heard) = Program::start_heard(command.env(VARIABLE, SECRET), "127.0.0.1:0", &database);
    let answer = client::exchange(program.address, &Request::signed(body).to_bytes()).expect("it answers");
    assert_eq!(answer.status, 200, "{answer:?}");
    std::iter::from_fn(|| heard.recv_timeout(Duration::from_secs(1)).ok()).collect()
}

#[test]
fn a_delivery_cannot_forge_a_line() {
    let said = lines(body(r"a\nFAKE: handled\r\n\u001b[2J\u202e\u2028", "visit.started", PAID));
    assert_eq!(said, [r"a\nFAKE: handled\r\n\u{1b}[2J\u{202e}\u{2028}: visit.started, handled"]);
    let said = lines(body("evt_1", r"new\nFAKE: handled", "{}"));
    assert_eq!(said[0], r"evt_1: new\nFAKE: handled, handled");
    assert!(said.len() == 2 && said[1].starts_with("evt_1: not documented yet, 1 in all: "), "{said:?}");
}

#[test]
fn log_lines_are_always_short() {
    let members = (0..60_000).map(|number| format!(r#""new{number}":0,"#)).collect::<Vec<_>>().concat();
    let said = lines(body("evt_1", "visit.started", &PAID.replacen('{', &format!("{{{members}"), 1)));
    assert_eq!(said.len(), 2, "{} lines", said.len());
    assert!(said[1].starts_with("evt_1: not documented yet, 60000 in all: "), "{}", said[1]);
    // The first three, by name.
    assert!(said[1].contains("/new1 ") && said[1].contains("/new10 ") && !said[1].contains("/new100 "), "{}", said[1]);
    let said = lines(body(&"long".repeat(10_000), "visit.started", PAID));
    assert!(said.len() == 1 && said[0].chars().count() < 600, "{said:?}");
}
