//! RUSTSEC-2022-0055: a framework without a limit. Each adapter limits the body itself, regardless of the server's own limits.

use std::io;
use std::net::SocketAddr;

use museahub_webhooks::Receiver;
use receiver::endpoint::client::Answer;
use receiver::endpoint::program::Program;
use receiver::endpoint::request::{Request, body};
use receiver::endpoint::{SECRET, client, secret, server};

const LIMIT: usize = 3 << 20;

/// Creates a receiver with another limit than the frameworks have: axum 2 MiB, actix-web 256 KiB.
fn generous() -> Receiver {
    Receiver::builder().secret(secret(SECRET)).max_body_bytes(LIMIT).build().expect("there is a secret")
}

/// Creates a genuine request with a body of that size.
fn of_size(size: usize) -> Request {
    let of_text = |text: &str| body("evt_1", "visit.unheard", &format!(r#"{{"note":"{text}"}}"#));
    Request::signed(of_text(&"x".repeat(size - of_text("").len())))
}

fn refuses_larger(address: SocketAddr, limit: usize) {
    let whole = of_size(limit);
    assert_eq!(whole.body.len(), limit);
    for bytes in [whole.to_bytes(), whole.to_chunks(4096)] {
        assert_eq!(client::exchange(address, &bytes).expect("it answers").status, 200, "exactly the limit");
    }
    let larger = of_size(limit + 1);
    for bytes in [larger.to_bytes(), larger.to_chunks(4096)] {
        let answer = client::exchange(address, &bytes).expect("it answers");
        assert_eq!((answer.status, answer.body.as_str()), (413, "{\"error\":\"body-too-large\"}\n"));
    }
}

/// A body of a terabyte, declared or not, is answered once it is known to be too large.
fn waits_for_no_more(address: SocketAddr, limit: usize) {
    let request = Request::signed("");
    let declared = client::flood(address, &request.head(&["Content-Length: 1099511627776"]), b"");
    let (_, answer) = declared.expect("it answers before anything of it has come");
    assert_eq!(answer.status, 413);

    let chunk = [b"10000\r\n".as_slice(), &vec![b'x'; 0x10000], b"\r\n"].concat();
    let endless = client::flood(address, &request.head(&["Transfer-Encoding: chunked"]), &chunk);
    let (sent, answer) = endless.expect("it answers although the body has no end");
    assert_eq!(answer.status, 413);
    // The data in flight exceeds the data read.
    assert!(sent < limit + (32 << 20), "{sent} bytes were sent before the answer came");
}

/// A body without its last byte is refused, and the same delivery sent later is new.
fn incomplete(address: SocketAddr) {
    let mut bytes = Request::genuine("evt_ends").to_bytes();
    bytes.truncate(bytes.len() - 1);
    refuses_part(address, "evt_ends", client::exchange_and_end(address, &bytes));
}

/// Sends chunks, of which the last one is spoiled.
fn broken(address: SocketAddr) {
    let request = Request::genuine("evt_breaks");
    let mut bytes = request.head(&["Transfer-Encoding: chunked"]);
    bytes.extend(format!("{:x}\r\n", request.body.len()).into_bytes());
    bytes.extend(&request.body);
    bytes.extend(b"\r\nno chunk\r\n");
    refuses_part(address, "evt_breaks", client::exchange(address, &bytes));
}

fn refuses_part(address: SocketAddr, id: &str, answer: io::Result<Answer>) {
    let answer = answer.unwrap_or_else(|error| panic!("{id}: no answer comes: {error}"));
    assert_eq!(answer.status, 400, "{id}: {answer:?}");
    let whole = client::exchange(address, &Request::genuine(id).to_bytes()).expect("it answers");
    assert_eq!(whole.status, 200, "{id}");
    assert!(!whole.body.contains("repeated"), "{id} was handled before it came as a whole: {whole:?}");
}

#[test]
fn axum() {
    let address = server::axum(generous());
    refuses_larger(address, LIMIT);
    waits_for_no_more(address, LIMIT);
    incomplete(address);
    broken(address);
}

/// The layer's error is that of `http_body_util`.
#[test]
fn a_layer_limits_bodies_too() {
    let address = server::limited_axum(generous(), 4096);
    refuses_larger(address, 4096);
    incomplete(address);
    broken(address);
}

#[test]
fn actix() {
    let address = server::actix(Some(generous()));
    refuses_larger(address, LIMIT);
    waits_for_no_more(address, LIMIT);
    incomplete(address);
    broken(address);
}

#[test]
fn the_example() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::start(env!("CARGO_BIN_EXE_serve"), "127.0.0.1:0", &folder.path().join("database"));
    refuses_larger(program.address, 1 << 20);
    waits_for_no_more(program.address, 1 << 20);
    incomplete(program.address);
    broken(program.address);
}

/// An application without a receiver is a configuration error, named in answer and log.
#[test]
fn a_missing_actix_receiver_is_reported() {
    let answer = client::exchange(server::actix(None), &Request::genuine("evt_1").to_bytes()).expect("it answers");
    assert_eq!((answer.status, answer.body.as_str()), (500, "{\"error\":\"no-receiver\"}\n"));
}
