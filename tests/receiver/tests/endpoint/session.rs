//! The README's session in two terminals, also with a person's mistakes.

use std::process::{Command, Output};

use museahub_webhooks::EventName;
use receiver::endpoint::SECRET;
use receiver::endpoint::client::{self, Answer};
use receiver::endpoint::program::{Program, VARIABLE};
use receiver::endpoint::request::Request;

/// Runs the sender, with a secret or without one.
fn send(secret: Option<&str>, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_send"));
    command.args(arguments).env_remove(VARIABLE).envs(secret.map(|secret| (VARIABLE, secret)));
    command.output().expect("the example starts")
}

/// Returns the error of the sender.
fn problem(secret: Option<&str>, arguments: &[&str]) -> String {
    let output = send(secret, arguments);
    assert_eq!(output.status.code(), Some(1), "{arguments:?} does not fail: {output:?}");
    String::from_utf8(output.stderr).expect("it says it in UTF-8")
}

fn accepted(arguments: &[&str]) -> String {
    let output = send(Some(SECRET), arguments);
    let said = String::from_utf8(output.stdout).expect("it says it in UTF-8");
    assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn documented_events_are_handled_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::start(env!("CARGO_BIN_EXE_serve"), "127.0.0.1:0", &folder.path().join("database"));
    let url = format!("http://{}/webhooks", program.address);
    for name in EventName::ALL {
        let first = accepted(&[name.as_str(), &url]);
        let (sent, answer) = first.split_once('\n').expect("two lines");
        assert_eq!(answer, "200 {\"delivery\":\"handled\"}\n", "{first}");
        let id = sent.strip_prefix(&format!("{name} ")).expect("the first line names what is sent");
        let again = accepted(&[name.as_str(), &url, "--id", id]);
        assert!(again.ends_with("200 {\"delivery\":\"repeated\"}\n"), "{again}");
    }
    let other =
        accepted(&["visit.started", &url, "--id", "evt_1"]) + &accepted(&["pass.issued", &url, "--id", "evt_1"]);
    assert!(other.ends_with("200 {\"delivery\":\"kept\"}\n"), "another body of the same id is an alarm: {other}");
}

#[test]
fn each_example_explains_itself() {
    for (executable, words) in [
        (env!("CARGO_BIN_EXE_send"), ["EVENT URL", "--attempts COUNT", "MUSEAHUB_SIGNING_SECRET", "visit.started"]),
        (env!("CARGO_BIN_EXE_serve"), ["[ADDRESS]", "--timeout SECONDS", "MUSEAHUB_SIGNING_SECRET", "127.0.0.1:3000"]),
    ] {
        for option in ["--help", "-h"] {
            let output = Command::new(executable).arg(option).env_remove(VARIABLE).output().expect("it starts");
            let said = String::from_utf8(output.stdout).expect("it says it in UTF-8");
            assert!(output.status.success() && output.stderr.is_empty());
            assert!(words.iter().all(|word| said.contains(word)), "{said}");
            assert!(!said.lines().any(|line| line.starts_with("--")), "options are indented alike: {said}");
        }
    }
}

#[test]
fn a_misspelled_event_gets_a_suggestion() {
    let url = "http://127.0.0.1:9/webhooks";
    for (given, meant) in [
        ("pass.issuet", "pass.issued"),
        ("PassIssued", "pass.issued"),
        ("pass_scannedin", "pass.scanned_in"),
        ("visit.starte", "visit.started"),
        ("venue-announced", "venue.announced"),
    ] {
        let said = problem(Some(SECRET), &[given, url]);
        assert!(said.contains(&format!("`{given}` is not documented; did you mean `{meant}`?")), "{said}");
    }
    assert!(!problem(Some(SECRET), &["invoice.paid", url]).contains("did you mean"));
}

#[test]
fn sender_errors_have_advice() {
    let url = "http://127.0.0.1:9/webhooks";
    let known: Vec<&str> = EventName::ALL.iter().map(EventName::as_str).collect();
    let (known, usage) = (known.join(", "), "cargo run --example send -- EVENT URL");
    let cases: [(&[&str], &[&str]); 12] = [
        (&[], &["an event and an address are needed", usage, &known]),
        (&["pass.issued"], &["the address is missing", usage]),
        (&["pass.issued", url, url], &["unexpected argument", usage]),
        (&["pass.lost", url], &["`pass.lost` is not documented", &known]),
        (&["pass.issued", url, "--loud"], &["--loud", usage]),
        (&["pass.issued", url, "--attempts", "0"], &["a number from 1 to 20"]),
        (&["pass.issued", url, "--id"], &["--id", usage]),
        (&["pass.issued", "https://a.example/webhooks"], &["speaks no TLS", "http://127.0.0.1:3000/webhooks"]),
        (&["pass.issued", "127.0.0.1:3000"], &["is no address of a server", "http://127.0.0.1:3000/webhooks"]),
        (&["pass.issued", "http://127.0.0.1:port/"], &["is no address of a server"]),
        (
            &["pass.issued", url, "--attempts", "1"],
            &["nothing listens there: start the server", "cargo run --example serve"],
        ),
        (&["pass.issued", url, "--attempts", "2"], &["trying again in 1 s", "given up after 2 attempts"]),
    ];
    for (arguments, expected) in cases {
        let said = problem(Some(SECRET), arguments);
        for words in expected {
            assert!(said.contains(words), "{arguments:?}: {words:?} is not in {said}");
        }
    }
    for (secret, words) in
        [(None, "no variable `MUSEAHUB_SIGNING_SECRET`"), (Some(""), "is empty"), (Some("x\n"), "white space")]
    {
        let said = problem(secret, &["pass.issued", url]);
        assert!(said.contains(words) && said.contains("export MUSEAHUB_SIGNING_SECRET="), "{said}");
    }
}

#[test]
fn server_answers_have_advice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::start(env!("CARGO_BIN_EXE_serve"), "127.0.0.1:0", &folder.path().join("database"));
    let server = format!("http://{}", program.address);
    let said = problem(Some("another secret"), &["pass.issued", &format!("{server}/webhooks")]);
    assert!(said.contains("401") && said.contains("is MUSEAHUB_SIGNING_SECRET the same in both terminals?"), "{said}");
    assert!(!said.contains("another secret") && !said.contains(SECRET), "{said}");
    let said = problem(Some(SECRET), &["pass.issued", &server]);
    assert!(said.contains("404") && said.contains("that of the examples is /webhooks"), "{said}");
}

#[test]
fn server_errors_have_advice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = folder.path().join("database");
    let database = database.to_str().expect("a path is UTF-8 here");
    let taken = Program::start(env!("CARGO_BIN_EXE_serve"), "127.0.0.1:0", folder.path().join("taken").as_path());
    let taken = taken.address.to_string();
    let run = |secret: Option<&str>, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_serve"));
        command.args(arguments).env_remove(VARIABLE).envs(secret.map(|secret| (VARIABLE, secret)));
        let output = command.output().expect("the example starts");
        assert_eq!(output.status.code(), Some(1), "{arguments:?} does not fail");
        String::from_utf8(output.stderr).expect("it says it in UTF-8")
    };
    let said = run(None, &["127.0.0.1:0", database]);
    assert!(said.contains("no variable `MUSEAHUB_SIGNING_SECRET`") && said.contains("export "), "{said}");
    let said = run(Some(SECRET), &["3000"]);
    assert!(said.contains("is no address and port: give one as 127.0.0.1:3000"), "{said}");
    let said = run(Some(SECRET), &["127.0.0.1:0", database, "--timeout", "soon"]);
    assert!(said.contains("soon") && said.contains("--help"), "{said}");
    for seconds in ["0", "3601"] {
        let said = run(Some(SECRET), &["127.0.0.1:0", database, "--timeout", seconds]);
        assert!(said.contains("from 1 to 3600") && said.contains("--help"), "{said}");
    }
    let said = run(Some(SECRET), &["127.0.0.1:0", "/no/such/folder/database"]);
    assert!(said.contains("cannot be the database") && said.contains("give another file"), "{said}");
    let said = run(Some(SECRET), &["192.0.2.1:3000", database]);
    assert!(said.contains("give an address of this machine"), "{said}");
    let said = run(Some(SECRET), &[&taken, database]);
    assert!(said.contains("another program listens there"), "{said}");
}

/// `curl` waits for an interim response before it sends a large body.
#[test]
fn large_bodies_get_an_interim_response() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::start(env!("CARGO_BIN_EXE_serve"), "127.0.0.1:0", &folder.path().join("database"));
    let request = Request::genuine("evt_1").with("Expect", "100-continue");
    let answer: Answer = client::exchange(program.address, &request.to_bytes()).expect("it answers");
    assert_eq!((answer.status, answer.body.as_str()), (200, "{\"delivery\":\"handled\"}\n"));
}
