//! Chunked bodies with trailers [RFC 9112 §7.1.2], which are not signed: they are ignored, or the request is answered with a status.

use std::io::{Read as _, Write as _};
use std::net::SocketAddr;
use std::time::Duration;

use receiver::endpoint::client::{self, Answer};
use receiver::endpoint::program::Program;
use receiver::endpoint::request::Request;
use receiver::endpoint::{receiver, server};

/// Sends a genuine request with trailers, as a whole and in two parts; returns the statuses of the answers.
fn statuses(address: SocketAddr) -> Vec<u16> {
    let request = Request::genuine("evt_1");
    let mut statuses = Vec::new();
    for lines in [&["Transfer-Encoding: chunked", "Trailer: X-Sum"][..], &["Transfer-Encoding: chunked"]] {
        let head = request.head(lines);
        let mut chunks = format!("{:x}\r\n", request.body.len()).into_bytes();
        chunks.extend_from_slice(&request.body);
        let trailers = b"\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n";
        for parts in [
            vec![[&head[..], &chunks, trailers].concat()],
            vec![head.clone(), [&chunks[..], trailers].concat()],
            vec![[&head[..], &chunks].concat(), trailers.to_vec()],
        ] {
            let mut stream = client::connect(address).expect("it listens");
            for part in parts {
                stream.write_all(&part).expect("it reads");
                std::thread::sleep(Duration::from_millis(100));
            }
            let mut read = Vec::new();
            let _ = stream.read_to_end(&mut read);
            statuses.push(Answer::parse(&read).expect("it answers").status);
        }
    }
    statuses
}

#[test]
fn axum_passes_trailers_over() {
    assert_eq!(statuses(server::axum(receiver())), [200; 6]);
}

#[test]
fn the_example_passes_trailers_over() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::start(env!("CARGO_BIN_EXE_serve"), "127.0.0.1:0", &folder.path().join("database"));
    assert_eq!(statuses(program.address), [200; 6]);
}

/// actix-http reads no trailers: it treats the body as truncated, and closes the connection after the answers so far.
#[test]
fn actix_refuses_trailers_with_a_status() {
    assert_eq!(statuses(server::actix(Some(receiver()))), [400; 6]);
}

#[test]
fn the_documented_actix_server_refuses_trailers() {
    let deadline = Duration::from_secs(10);
    assert_eq!(statuses(server::documented_actix(receiver(), deadline)), [400; 6]);
}

#[test]
fn the_documented_server_of_actix_has_deadlines() {
    let address = server::documented_actix(receiver(), Duration::from_secs(1));
    let whole = Request::genuine("evt_1").to_bytes();
    for half in [&whole[..20], &whole[..whole.len() - 1]] {
        let answer = client::exchange(address, half).expect("it answers");
        assert_eq!(answer.status, 408);
    }
    assert_eq!(client::exchange(address, &whole).expect("it answers").status, 200);
}
