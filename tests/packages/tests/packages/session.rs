//! Other vendors' examples are built unchanged, without a warning, and communicate with each other.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use museahub_webhooks::testing;
use receiver::endpoint::program::Program;
use receiver::endpoint::{SECRET, client, secret};

use crate::build::{built, path};

/// Reads a file of a vendor's package.
fn read(vendor: &str, file: &str) -> String {
    fs::read_to_string(path(vendor).join(file)).unwrap_or_else(|error| panic!("{vendor}/{file}: {error}"))
}

/// Runs the session in two terminals. `answers` are those to the same delivery, sent twice.
fn session(vendor: &str, path: &str, event: &str, id: &[&str], answers: [&str; 2]) {
    let variable = &format!("{}_SIGNING_SECRET", vendor.replace('-', "_").to_uppercase());
    let package = built(vendor);
    package.assert_no_warning();
    let [serve, send] = ["serve", "send"].map(|name| package.example(&format!("{vendor}-{name}")));
    let database = tempfile::tempdir().expect("a temporary folder");
    let mut server = Command::new(serve);
    let server = Program::start_with(server.env(variable, SECRET), "127.0.0.1:0", &database.path().join("database"));
    let url = format!("http://{}{path}", server.address);
    let answers = answers.map(|answer| format!("200 {{\"delivery\":\"{answer}\"}}"));
    for answer in answers {
        let output = Command::new(send).args([event, &url]).args(id).env(variable, SECRET).output().expect("it starts");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.trim_end().ends_with(&answer), "{vendor}: {said}{}", String::from_utf8_lossy(&output.stderr));
    }
    let refused = Command::new(send).args([event, &url]).env(variable, "another").output().expect("it starts");
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains(&format!("is {variable} the same in both terminals?")), "{vendor}: {said}");
}

#[test]
fn the_two_terminal_session_works() {
    let once = ["handled", "repeated"];
    session("base64-envelope", "/webhooks", "parcel.moved", &["--id", "k7"], once);
    session("numeric-id", "/webhooks", "parcel.moved", &["--id", "7"], once);
    session("header-id", "/webhooks", "moved", &["--id", "k7"], once);
    // Without the option, each delivery is new.
    let each = ["handled", "handled"];
    for (vendor, event) in [("base64-envelope", "parcel.moved"), ("numeric-id", "parcel.moved"), ("header-id", "moved")]
    {
        session(vendor, "/webhooks", event, &[], each);
    }
    // Nothing identifies the repetition: a second event may have the same body.
    session("bare-body", "/webhooks", "parcel.moved", &[], each);
    session("nameless", "/webhooks/parcel.moved", "parcel.moved", &[], each);
}

/// One request with several deliveries: each is kept and handled, or kept for a person.
#[test]
fn the_example_server_handles_batches() {
    let package = built("batches");
    let database = tempfile::tempdir().expect("a temporary folder");
    let variable = "BATCHES_SIGNING_SECRET";
    let mut server = Command::new(package.example("batches-serve"));
    let server = server.env(variable, SECRET);
    let (server, log) = Program::start_heard(server, "127.0.0.1:0", &database.path().join("database"));
    let url = format!("http://{}/webhooks", server.address);
    let send = || {
        let mut send = Command::new(package.example("batches-send"));
        let output = send.args(["moved", &url, "--id", "m7"]).env(variable, SECRET).output().expect("it starts");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    for said in [send(), send()] {
        assert!(said.trim_end().ends_with("200 {\"deliveries\":1}"), "{said}");
    }
    let body =
        r#"[{"event":"moved","parcel":"p","sg":{"id":"m8"}},{"event":"moved"},{"event":"new","sg":{"id":"m9"}}]"#;
    let signature = testing::sign(&secret(SECRET), body.as_bytes()).replace("sha256=", "");
    let answered = posted(&server, &signature, body);
    assert_eq!((answered.status, answered.body.as_str()), (200, "{\"deliveries\":3}\n"));
    assert_eq!(posted(&server, "00", body).status, 401);
    let log: Vec<String> = std::iter::from_fn(|| log.recv_timeout(std::time::Duration::from_secs(2)).ok()).collect();
    for line in ["m7: moved, handled", "m7: moved, known already", "m8: moved, handled", "m9: new, handled"] {
        assert!(log.iter().any(|it| it == line), "{line} is not in {log:?}");
    }
    assert!(log.iter().any(|line| line.starts_with("payload-schema: ")), "{log:?}");
}

/// Sends a body with a signature.
fn posted(server: &Program, signature: &str, body: &str) -> client::Answer {
    let length = body.len();
    let head = format!("POST /webhooks HTTP/1.1\r\nhost: a\r\nx-hmac: {signature}\r\ncontent-length: {length}\r\n\r\n");
    client::exchange(server.address, format!("{head}{body}").as_bytes()).expect("it answers")
}

/// Slack's, Zoom's and Discord's handshakes: an echo, a code by the secret, and a status.
#[test]
fn the_example_server_answers_handshakes() {
    let package = built("handshakes");
    let database = tempfile::tempdir().expect("a temporary folder");
    let mut server = Command::new(package.example("handshakes-serve"));
    let server = server.env("HANDSHAKES_SIGNING_SECRET", SECRET);
    let server = Program::start_with(server, "127.0.0.1:0", &database.path().join("database"));
    let sign = |body: &str| testing::sign(&secret(SECRET), body.as_bytes()).replace("sha256=", "");
    let code = format!(r#"{{"plainToken":"qgg8","encryptedToken":"{}"}}"#, sign("qgg8"));
    for (body, status, answer) in [
        (r#"{"type":"url_verification","challenge":"3eZbrw1a"}"#, 200, r#"{"challenge":"3eZbrw1a"}"#),
        (r#"{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8"}}"#, 200, &code),
        (r#"{"type":0}"#, 204, ""),
    ] {
        let answered = posted(&server, &sign(body), body);
        assert_eq!((answered.status, answered.body.as_str()), (status, answer), "{body}");
        assert_eq!(posted(&server, &sign("other"), body).status, 401, "{body}");
    }
}

/// Two events may have the same body, so the body is no key: neither in the README nor in the documentation nor in the examples.
#[test]
fn without_an_id_nothing_is_a_repetition() {
    for vendor in ["bare-body", "choices", "nameless"] {
        let read = |file: &str| read(vendor, file);
        let readme = read("README.md");
        assert!(readme.contains("every delivery is handled") && !readme.contains("ON CONFLICT"), "{vendor}: {readme}");
        assert!(
            readme.contains("Sent again, it is handled again") && !readme.contains("is recognized and"),
            "{vendor}"
        );
        for text in [readme, read("src/delivery.rs"), read("src/lib.rs")] {
            for phrase in ["is the key by which", "`delivery.id()` identifies"] {
                assert!(!text.contains(phrase), "{vendor}: {phrase}");
            }
        }
        assert!(
            read("examples/serve/main.rs").contains("fn id(_: &Delivery) -> Option<&str> {\n    None\n}"),
            "{vendor}"
        );
    }
    let readme = read("numeric-id", "README.md");
    assert!(readme.contains("**A delivery without an id never counts as a duplicate**"), "{readme}");
    assert!(!readme.contains("or `delivery.body_digest()`"), "{readme}");
}

#[test]
fn an_unsigned_vendor_has_no_receiver() {
    let manifest = read("unsigned", "Cargo.toml");
    for word in ["axum", "actix", "http", "example", "testing", "rusqlite", "dev-dependencies"] {
        assert!(!manifest.contains(word), "{word} is in\n{manifest}");
    }
    assert!(!path("unsigned").join("examples").exists() && !path("unsigned").join("src/receiver.rs").exists());
}

/// The README builds the examples without naming features: cargo enables those of the package's dependency on itself.
#[test]
fn examples_bring_the_features_that_they_need() {
    for vendor in ["bare-body", "base64-envelope", "choices", "nameless", "numeric-id"] {
        let manifest = read(vendor, "Cargo.toml");
        let features = |line: &str| -> BTreeSet<String> {
            let (_, list) = line.split_once('[').expect("a list");
            list.split(['"', ',', ']', ' ', '}']).filter(|name| !name.is_empty()).map(str::to_owned).collect()
        };
        let itself = manifest.lines().find(|line| line.contains("{ path = \".\", features = "));
        let brought = features(itself.unwrap_or_else(|| panic!("{vendor} does not depend on itself\n{manifest}")));
        let required = manifest.lines().filter(|line| line.starts_with("required-features"));
        let required: BTreeSet<String> = required.flat_map(features).collect();
        assert!(!required.is_empty() && required.is_subset(&brought), "{vendor}: {required:?} of {brought:?}");
    }
}
