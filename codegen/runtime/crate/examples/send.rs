//! Sends the documented example of an event to an address, signed and tried again as a vendor would.
//!
//! `cargo run --example send -- EVENT URL [--id ID] [--attempts COUNT]`

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use vendor_webhooks::testing::{self, SignedRequest};
use vendor_webhooks::{EventName, SigningSecret};

/// The variable of the environment that holds the signing secret.
const SECRET: &str = "VENDOR_SIGNING_SECRET";

/// The member of a body that identifies the delivery.
const ID: Option<&str> = Some("id");

/// A request is tried so often, after 1, 2, 4 and 8 seconds; vendors go on for hours.
const ATTEMPTS: u32 = 5;

/// What the command line asks for.
struct Command {
    event: EventName,
    address: Address,
    id: Option<String>,
    attempts: u32,
}

/// `http://host:port/path`
struct Address {
    host: String,
    port: u16,
    path: String,
}

/// What came of one attempt.
enum Outcome {
    Accepted(String),
    /// It would be the same the next time.
    Refused(String),
    /// It may be better the next time.
    Failed(String),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let command = Command::of(std::env::args().skip(1))?;
    let secret = SigningSecret::from_env(SECRET).map_err(|error| {
        format!(
            "{error}: {}\n  to try it, any text will do: export {SECRET}='the same in both terminals'",
            error.hint()
        )
    })?;
    let (body, id) = body(&command)?;
    println!("{}{}", command.event, id.map_or_else(String::new, |id| format!(" {id}")));
    let request = testing::request(&secret, &command.event, body);
    let mut wait = Duration::from_secs(1);
    for attempt in 1..=command.attempts {
        match command.address.post(&request) {
            Outcome::Accepted(answer) => {
                println!("{answer}");
                return Ok(());
            }
            Outcome::Refused(problem) => return Err(problem),
            Outcome::Failed(problem) if attempt == command.attempts => {
                return Err(format!("{problem}\n  given up after {attempt} attempts"));
            }
            Outcome::Failed(problem) => {
                eprintln!("{problem}\n  trying again in {} s", wait.as_secs());
                thread::sleep(wait);
                wait *= 2;
            }
        }
    }
    Ok(())
}

/// The documented example with an id of its own, so that it is a new delivery.
fn body(command: &Command) -> Result<(Vec<u8>, Option<String>), String> {
    let example = testing::example_body(&command.event)
        .ok_or_else(|| format!("`{}` has no documented example that could be sent", command.event))?;
    let unchanged = || Ok((example.as_bytes().to_vec(), None));
    let Some(member) = ID else {
        return if command.id.is_none() {
            unchanged()
        } else {
            Err("these deliveries have no id: leave out --id".to_owned())
        };
    };
    let mut body: serde_json::Value = serde_json::from_str(example).map_err(|error| error.to_string())?;
    let Some(id) = body.get_mut(member) else { return unchanged() };
    if let (Some(documented), None) = (id.as_str(), &command.id) {
        *id = another(documented).into();
    } else if let Some(given) = &command.id {
        *id = given.as_str().into();
    }
    let id = id.as_str().map(str::to_owned);
    Ok((body.to_string().into_bytes(), id))
}

/// An id of the same form: with other digits.
fn another(id: &str) -> String {
    let mut random = RandomState::new().build_hasher().finish();
    let mut digit = |letter: char| {
        if !letter.is_ascii_digit() {
            return letter;
        }
        let digit = random % 10;
        random = (random / 10) ^ RandomState::new().build_hasher().finish();
        char::from_digit(u32::try_from(digit).unwrap_or_default(), 10).unwrap_or(letter)
    };
    id.chars().map(&mut digit).collect()
}

impl Command {
    fn of(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut positional, mut id, mut attempts) = (Vec::new(), None, ATTEMPTS);
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--help" | "-h" => return Err(usage("an event and an address are needed")),
                "--id" => {
                    id = Some(arguments.next().ok_or_else(|| usage("--id needs the id of a delivery behind it"))?);
                }
                "--attempts" => {
                    let count =
                        arguments.next().and_then(|count| count.parse().ok()).filter(|count| (1..=20).contains(count));
                    attempts = count.ok_or_else(|| usage("--attempts needs a number from 1 to 20 behind it"))?;
                }
                option if option.starts_with('-') => return Err(usage(&format!("there is no option {option}"))),
                _ => positional.push(argument),
            }
        }
        let [event, address] = positional.as_slice() else {
            return Err(usage(match positional.len() {
                0 => "an event and an address are needed",
                1 => "the address is missing behind the event",
                _ => "one event and one address are enough",
            }));
        };
        let event = EventName::from(event.as_str());
        if !EventName::ALL.contains(&event) {
            return Err(usage(&format!("`{event}` is not documented")));
        }
        Ok(Self { event, address: Address::of(address)?, id, attempts })
    }
}

/// What is wrong, and how it is done.
fn usage(problem: &str) -> String {
    let known: Vec<&str> = EventName::ALL.iter().map(EventName::as_str).collect();
    format!(
        "{problem}\n  cargo run --example send -- EVENT URL [--id ID] [--attempts COUNT]\n  \
         as in: cargo run --example send -- documented.event http://127.0.0.1:3000/webhooks\n  events: {}",
        known.join(", ")
    )
}

impl Address {
    fn of(text: &str) -> Result<Self, String> {
        if text.starts_with("https://") {
            return Err(format!(
                "{text}: this example speaks no TLS; give the address behind it, as http://127.0.0.1:3000/webhooks"
            ));
        }
        let malformed = || format!("`{text}` is no address of a server: give one as http://127.0.0.1:3000/webhooks");
        let rest = text.strip_prefix("http://").ok_or_else(malformed)?;
        let (authority, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
        let path = path.split('#').next().unwrap_or("/");
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().map_err(|_| malformed())?),
            _ => (authority, 80),
        };
        let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
        if host.is_empty() || host.contains('@') || !is_plain(host) || !is_plain(path) {
            return Err(malformed());
        }
        Ok(Self { host: host.to_owned(), port, path: path.to_owned() })
    }

    /// Sends the request once.
    fn post(&self, request: &SignedRequest) -> Outcome {
        match self.exchange(request) {
            Ok(answer) => self.outcome(&answer),
            Err(error) => Outcome::Failed(self.unreachable(&error)),
        }
    }

    fn exchange(&self, request: &SignedRequest) -> io::Result<Vec<u8>> {
        let name = self.host.trim_start_matches('[').trim_end_matches(']');
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        for address in (name, self.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, Duration::from_secs(5)) {
                Ok(stream) => return self.speak(stream, request),
                Err(error) => last = error,
            }
        }
        Err(last)
    }

    fn speak(&self, mut stream: TcpStream, request: &SignedRequest) -> io::Result<Vec<u8>> {
        stream.set_read_timeout(Some(Duration::from_secs(15)))?;
        stream.set_write_timeout(Some(Duration::from_secs(15)))?;
        let mut bytes = format!("POST {} HTTP/1.1\r\nhost: {}:{}\r\n", self.path, self.host, self.port).into_bytes();
        for (name, value) in &request.headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        let length = request.body.len();
        bytes.extend_from_slice(format!("content-length: {length}\r\nconnection: close\r\n\r\n").as_bytes());
        bytes.extend_from_slice(&request.body);
        // A server may answer, and hang up, before it has read everything.
        let written = stream.write_all(&bytes);
        let mut answer = Vec::new();
        let read = stream.take(64 << 10).read_to_end(&mut answer);
        if answer.is_empty() {
            written?;
            read?;
        }
        Ok(answer)
    }

    /// What to do about a server that cannot be reached.
    fn unreachable(&self, error: &io::Error) -> String {
        let Self { host, port, .. } = self;
        let advice = match error.kind() {
            io::ErrorKind::ConnectionRefused => {
                "nothing listens there: start the server, with cargo run --example serve in another terminal"
            }
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
                "it does not answer: see what the server is busy with"
            }
            io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionAborted => {
                "it has hung up: see what the server says"
            }
            _ => "see whether the address is right",
        };
        format!("{host}:{port} cannot be reached ({error}): {advice}")
    }

    /// What an answer means.
    fn outcome(&self, answer: &[u8]) -> Outcome {
        let text = String::from_utf8_lossy(answer);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.strip_prefix("HTTP/1.").and_then(|rest| rest.get(2..5)?.parse::<u16>().ok());
        let Some(status) = status else {
            let Self { host, port, .. } = self;
            return Outcome::Refused(format!(
                "what answers at {host}:{port} does not speak HTTP: see whether the port is right"
            ));
        };
        let body: String =
            body.lines().next().unwrap_or_default().chars().filter(|letter| !letter.is_control()).take(200).collect();
        let said = format!("{status} {body}");
        let said = said.trim_end();
        let advice = match status {
            200..=299 => return Outcome::Accepted(said.to_owned()),
            300..=399 => "give the address that it leads to; vendors do not follow",
            401 => {
                return Outcome::Refused(format!(
                    "{said}: the server does not know this signature\n  is {SECRET} the same in both terminals?"
                ))
            }
            404 => "the server has no such path; that of the examples is /webhooks",
            405 => "the server takes no POST at this path",
            413 => "the body is larger than the server's limit",
            408 | 429 | 500..=599 => return Outcome::Failed(format!("{said}: see what the server says")),
            _ => "the server has read it and refuses it: see what the server says",
        };
        Outcome::Refused(format!("{said}: {advice}"))
    }
}
