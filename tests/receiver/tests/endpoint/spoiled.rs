//! The seventeen ways to spoil a request, end to end on loopback: against each adapter and against the example.

use std::net::SocketAddr;

use museahub_webhooks::{Delivery, ReceiveError};
use receiver::endpoint::client::{self, Answer};
use receiver::endpoint::program::Program;
use receiver::endpoint::request::{Fate, Request, spoiled};
use receiver::endpoint::{receiver, server};

/// Asserts that the extractor answers refused requests with the error's status and code, and serves the next request.
fn extractor(address: SocketAddr) {
    let rows = spoiled();
    assert!(rows.len() >= 17);
    for row in rows {
        for bytes in [row.request.to_bytes(), row.request.to_chunks(1000)] {
            let answer = client::exchange(address, &bytes).unwrap_or_else(|error| panic!("{}: {error}", row.way));
            match row.fate {
                Fate::Accepted => assert_eq!(answer.status, 200, "{}: {answer:?}", row.way),
                Fate::Refused(status, code) | Fate::Kept(status, code) => {
                    let expected = Answer {
                        status,
                        content_type: Some("application/json".to_owned()),
                        body: format!("{{\"error\":\"{code}\"}}\n"),
                    };
                    assert_eq!(answer, expected, "{}", row.way);
                }
            }
        }
        let answer = client::exchange(address, &Request::genuine("evt_9").to_bytes()).expect("it still serves");
        assert_eq!((answer.status, answer.body.as_str()), (200, "evt_9 visit.started 0"), "behind: {}", row.way);
    }
}

#[test]
fn axum_refuses_every_spoiled_request() {
    extractor(server::axum(receiver()));
}

#[test]
fn actix_refuses_every_spoiled_request() {
    extractor(server::actix(Some(receiver())));
}

/// `http` has no server: its types represent a request that was read.
#[test]
fn http_refuses_every_spoiled_request() {
    let receive = |request: &Request| -> Result<Delivery, ReceiveError> {
        let mut built = http::Request::new(request.body.clone());
        for (name, value) in &request.headers {
            let name = http::HeaderName::try_from(name.as_str()).expect("a name");
            built.headers_mut().append(name, value.parse().expect("a value"));
        }
        let by_parts = receiver().receive(built.headers(), built.body()).map(|_| ()).map_err(|error| error.code());
        let whole = receiver().receive_request(&built);
        assert_eq!(whole.as_ref().map(|_| ()).map_err(ReceiveError::code), by_parts);
        let owned = receiver().receive_owned_request(built);
        assert_eq!(owned.as_ref().map(|_| ()).map_err(ReceiveError::code), by_parts);
        owned
    };
    for row in spoiled() {
        match (receive(&row.request), row.fate) {
            (Ok(_), Fate::Accepted) => {}
            (Err(error), Fate::Refused(status, code) | Fate::Kept(status, code)) => {
                assert_eq!((http::StatusCode::from(&error).as_u16(), error.code()), (status, code), "{}", row.way);
                assert_eq!(error.delivery().is_some(), matches!(row.fate, Fate::Kept(..)), "{}", row.way);
            }
            (received, fate) => panic!("{}: {received:?}, not {fate:?}", row.way),
        }
    }
}

/// The example keeps genuine deliveries with any fault, and acknowledges them, so that they are not repeated.
#[test]
fn the_example_survives_every_spoiled_request() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::start(env!("CARGO_BIN_EXE_serve"), "127.0.0.1:0", &folder.path().join("deliveries.sqlite"));
    for row in spoiled() {
        let answer = client::exchange(program.address, &row.request.to_bytes());
        let answer = answer.unwrap_or_else(|error| panic!("{}: {error}", row.way));
        let said = (answer.status, answer.body.trim_end().to_owned());
        // The examples have no maximum age: repeated deliveries may carry their old time.
        let fate = if row.way == "stale" { Fate::Accepted } else { row.fate };
        let expected = match fate {
            Fate::Accepted => (200, r#"{"delivery":"handled"}"#.to_owned()),
            Fate::Refused(status, code) => (status, format!(r#"{{"error":"{code}"}}"#)),
            Fate::Kept(_, code) => (200, format!(r#"{{"delivery":"kept","error":"{code}"}}"#)),
        };
        assert_eq!(said, expected, "{}", row.way);
    }
    let repeated = [0, 1].map(|_| client::exchange(program.address, &Request::genuine("evt_9").to_bytes()));
    let said = repeated.map(|answer| answer.expect("it still serves").body);
    assert_eq!(said, ["{\"delivery\":\"handled\"}\n", "{\"delivery\":\"repeated\"}\n"]);
}
