//! A receiver on nothing but the standard library, to try requests and to read. It serves sixteen of them at a time.
//!
//! `cargo run --example serve -- [ADDRESS] [DATABASE]`

mod endpoint;
mod request;

use std::io::{self, BufReader, Read as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use vendor_webhooks::Receiver;

use endpoint::inbox::{Answer, Inbox};
use endpoint::{Endpoint, Problem};

fn serve() -> Result<(), Problem> {
    let Endpoint { address, receiver, inbox } = Endpoint::from_environment()?;
    let inbox = Mutex::new(inbox);
    let listener = TcpListener::bind(address).map_err(|error| Problem::listening(address, &error))?;
    Endpoint::announce(listener.local_addr().unwrap_or(address));
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| loop {
                let Ok((stream, _)) = listener.accept() else { continue };
                // Whoever hangs up has no answer.
                let _ = serve_one(&stream, &receiver, &inbox);
            });
        }
    });
    Ok(())
}

/// Serves the one request of a connection.
fn serve_one(mut stream: &TcpStream, receiver: &Receiver, inbox: &Mutex<Inbox>) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    stream.set_write_timeout(Some(Duration::from_secs(10)))?;
    let read = request::read(&mut BufReader::new(stream), &mut stream, receiver.max_body_bytes());
    let is_whole = read.is_ok();
    let answer = match read {
        Ok(request) if request.path != endpoint::PATH => Answer::error(404, "no-such-path"),
        Ok(request) if request.method != "POST" => Answer::error(405, "post-only"),
        Ok(request) => {
            let result = receiver.receive(&request.headers, &request.body);
            inbox.lock().unwrap_or_else(PoisonError::into_inner).take(result, endpoint::handle)
        }
        Err(Some((status, code))) => {
            eprintln!("{code}: the request was not read");
            Answer::error(status, code)
        }
        Err(None) => return Ok(()),
    };
    request::answer(&mut stream, answer.status, &answer.body)?;
    stream.shutdown(Shutdown::Write)?;
    if !is_whole {
        // The sender hears the answer only if what it still sends is taken, for a while.
        let mut rest = stream.take(4 << 20);
        io::copy(&mut rest, &mut io::sink())?;
    }
    Ok(())
}

fn main() -> ExitCode {
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}
