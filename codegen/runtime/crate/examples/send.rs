//! Sends the documented example of an event to an address, signed and retried as a vendor would.
//!
//! `cargo run --example send -- EVENT URL [--id ID] [--attempts COUNT]`

use std::collections::hash_map::RandomState;
use std::fmt::Display;
use std::hash::{BuildHasher as _, Hasher as _};
use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs as _};
use std::process::ExitCode;
use std::thread;
use std::time::{Duration{{#chosen_time}}, SystemTime{{/chosen_time}}};

use axum::http::Uri;
use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt;
use {{library}}::testing::{self, SignedRequest};
use {{library}}::{EventName, SigningSecret};

/// The environment variable of the signing secret.
const SECRET: &str = "{{secret}}";

/// The command that sets it.
const TRIAL: &str = {{trial}};

{{#chosen_id}}
/// The form of an id, which a header has.
const ID: &str = "msg_0000000000000000";
{{/chosen_id}}
{{^chosen_id}}
/// The JSON Pointer to the member of a body that identifies the delivery.
const ID: Option<&str> = {{id_member}};
{{/chosen_id}}

/// A documented event and the endpoint of the example `serve` for it.
const EVENT: &str = {{event_literal}};
const URL: &str = {{url_literal}};

const OPTIONS: &str = "  --id ID             sends it with this id; otherwise with a new one, where deliveries have ids
  --attempts COUNT    tries so often, 1, 2, 4 … seconds apart, from 1 to 20; 5 unless given
  -h, --help          prints this
";

/// The command line.
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

/// The outcome of an attempt.
enum Outcome {
    Accepted(String),
    /// A retry would have the same outcome.
    Refused(String),
    /// A retry may succeed.
    Failed(String),
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            let _ = writeln!(io::stderr(), "error: {problem}");
            ExitCode::FAILURE
        }
    }
}

/// Prints a line, and ignores a closed pipe.
fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn run() -> Result<(), String> {
    let Some(command) = Command::read(lexopt::Parser::from_env())? else {
        say("Sends the documented example of an event, signed as the vendor signs it.\n");
        say(format_args!("  {}\n\n{OPTIONS}\nThe signing secret is in the environment: {SECRET}.", synopsis()));
        say(format_args!("Events: {}", known()));
        return Ok(());
    };
    let secret = SigningSecret::from_env(SECRET).map_err(|error| format!("{error}: {}\n  {TRIAL}", error.hint()))?;
{{#chosen_id}}
    let body = example(&command)?;
    let id = command.id.clone().unwrap_or_else(|| another(ID));
    if id.is_empty() || id.contains(char::is_control) {
        return Err("no header can have this id".to_owned());
    }
    say(format_args!("{} {id}", command.event));
    let request = testing::request_with(&secret, &command.event, body{{signed_url}}{{#signed_time}}, SystemTime::now(){{/signed_time}}, &id);
{{/chosen_id}}
{{^chosen_id}}
    let (body, id) = body(&command)?;
    say(format_args!("{}{}", command.event, id.map_or_else(String::new, |id| format!(" {id}"))));
{{#batch}}
    let body = testing::batch_body([String::from_utf8_lossy(&body)]);
{{/batch}}
    let request = testing::request(&secret, &command.event, body{{signed_url}});
{{/chosen_id}}
    let mut wait = Duration::from_secs(1);
    for attempt in 1..=command.attempts {
        match command.address.post(&request) {
            Outcome::Accepted(answer) => {
                say(answer);
                return Ok(());
            }
            Outcome::Refused(problem) => return Err(problem),
            Outcome::Failed(problem) if attempt == command.attempts => {
                return Err(format!("{problem}\n  given up after {attempt} attempts"));
            }
            Outcome::Failed(problem) => {
                let _ = writeln!(io::stderr(), "{problem}\n  trying again in {} s", wait.as_secs());
                thread::sleep(wait);
                wait *= 2;
            }
        }
    }
    Ok(())
}

/// Returns the documented example.
fn example(command: &Command) -> Result<&'static str, String> {
    testing::example_body(&command.event)
        .ok_or_else(|| format!("`{}` has no documented example that could be sent", command.event))
}

{{^chosen_id}}
/// Returns the documented example with a new id, so that it is a new delivery.
fn body(command: &Command) -> Result<(Vec<u8>, Option<String>), String> {
    let example = example(command)?;
    let unchanged = || match command.id {
        None => Ok((example.as_bytes().to_vec(), None)),
        Some(_) => Err("the documented example has no id: leave out --id".to_owned()),
    };
    let Some(member) = ID else { return unchanged() };
    let mut body: serde_json::Value = serde_json::from_str(example).map_err(|error| error.to_string())?;
    let Some(id) = body.pointer_mut(member) else { return unchanged() };
    match (&command.id, id.as_str()) {
        (Some(given), None) => {
            *id = given.parse::<i64>().map_err(|_| format!("`{given}` is no id: the documented one is a number"))?.into();
        }
        (Some(given), Some(_)) => *id = given.as_str().into(),
        (None, Some(documented)) => *id = another(documented).into(),
        (None, None) if id.is_number() => {
            let other = another(&id.to_string());
            *id = serde_json::from_str(&other).map_err(|_| format!("`{other}` is no id: give one with --id"))?;
        }
        (None, None) => {}
    }
    let id = id.as_str().map_or_else(|| id.to_string(), str::to_owned);
    Ok((body.to_string().into_bytes(), Some(id)))
}

{{/chosen_id}}
/// Returns an id of the same form with other digits. One with few digits gets more, because others may have it already.
fn another(id: &str) -> String {
    let digit = || char::from(b'1' + u8::try_from(RandomState::new().build_hasher().finish() % 9).unwrap_or_default());
    let missing = 6_usize.saturating_sub(id.chars().filter(char::is_ascii_digit).count());
    let other = id.chars().map(|letter| if letter.is_ascii_digit() { digit() } else { letter });
    other.chain((0..missing).map(|_| digit())).collect()
}

impl Command {
    /// Reads the command line; returns `None` if it asks for help.
    fn read(mut parser: lexopt::Parser) -> Result<Option<Self>, String> {
        let (mut event, mut address, mut id, mut attempts) = (None, None, None, 5);
        while let Some(argument) = parser.next().map_err(usage)? {
            match argument {
                Short('h') | Long("help") => return Ok(None),
                Long("id") => id = Some(parser.value().and_then(ValueExt::string).map_err(usage)?),
                Long("attempts") => {
                    let count: u32 = parser.value().and_then(|value| value.parse()).map_err(usage)?;
                    if !(1..=20).contains(&count) {
                        return Err(usage("--attempts takes a number from 1 to 20"));
                    }
                    attempts = count;
                }
                Value(value) if event.is_none() => event = Some(documented(&value.string().map_err(usage)?)?),
                Value(value) if address.is_none() => address = Some(Address::of(&value.string().map_err(usage)?)?),
                other => return Err(usage(other.unexpected())),
            }
        }
        let event = event.ok_or_else(|| usage("an event and an address are needed"))?;
        let address = address.ok_or_else(|| usage("the address is missing behind the event"))?;
        Ok(Some(Self { event, address, id, attempts }))
    }
}

/// Returns the event with that name; the error suggests a similar one.
fn documented(name: &str) -> Result<EventName, String> {
    let event = EventName::from(name);
    if EventName::ALL.contains(&event) {
        return Ok(event);
    }
    let bare = |name: &str| -> String {
        name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let alike = |known: &EventName| strsim::normalized_damerau_levenshtein(&bare(known.as_str()), &bare(name));
    let nearest = EventName::ALL.iter().max_by(|a, b| alike(a).total_cmp(&alike(b))).filter(|known| alike(known) > 0.6);
    let meant = nearest.map_or_else(String::new, |known| format!("; did you mean `{known}`?"));
    Err(usage(format_args!("`{name}` is not documented{meant}")))
}

/// Lists the documented events.
fn known() -> String {
    EventName::ALL.iter().map(EventName::as_str).collect::<Vec<_>>().join(", ")
}

/// Describes the usage, after a mistake.
fn usage(mistake: impl Display) -> String {
    format!("{mistake}\n  {}\n  events: {}", synopsis(), known())
}

fn synopsis() -> String {
    format!(
        "cargo run --example send -- EVENT URL [--id ID] [--attempts COUNT]\n  \
         as in: cargo run --example send -- {EVENT} {URL}"
    )
}

impl Address {
    fn of(text: &str) -> Result<Self, String> {
        let malformed = || format!("`{text}` is no address of a server: give one as {URL}");
        let uri: Uri = text.parse().map_err(|_| malformed())?;
        if uri.scheme_str() == Some("https") {
            return Err(format!(
                "{text}: this example speaks no TLS; give the address behind it, as {URL}"
            ));
        }
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        let authority = authority.filter(|_| uri.scheme_str() == Some("http")).ok_or_else(malformed)?;
        let host = authority.host().to_owned();
        let has_port = authority.as_str().len() > host.len();
        let port = if has_port { authority.port_u16().ok_or_else(malformed)? } else { 80 };
        let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
        Ok(Self { host, port, path })
    }

    /// Sends the request once.
    fn post(&self, request: &SignedRequest) -> Outcome {
        match self.exchange(request) {
            Ok(answer) => self.read(&answer),
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
        let Self { host, port, path } = self;
        stream.set_read_timeout(Some(Duration::from_secs(15)))?;
        stream.set_write_timeout(Some(Duration::from_secs(15)))?;
        let lines = request.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
        let lines: String = lines.collect();
        let length = request.body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {host}:{port}\r\n{lines}content-length: {length}\r\nconnection: close\r\n\r\n"
        );
        // A server may answer and close the connection before it has read everything.
        let written = stream.write_all(&[head.as_bytes(), &request.body].concat());
        let mut answer = Vec::new();
        let read = stream.take(64 << 10).read_to_end(&mut answer);
        if answer.is_empty() {
            written?;
            read?;
        }
        Ok(answer)
    }

    /// Reads an answer.
    fn read(&self, answer: &[u8]) -> Outcome {
        let mut headers = [httparse::EMPTY_HEADER; 64];
        let mut head = httparse::Response::new(&mut headers);
        match (head.parse(answer), head.code) {
            (Ok(httparse::Status::Complete(length)), Some(status)) => outcome(status, &answer[length..]),
            _ => Outcome::Refused(format!(
                "what answers at {}:{} does not speak HTTP: see whether the port is right",
                self.host, self.port
            )),
        }
    }

    /// Explains an unreachable server.
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
}

/// Classifies an answer.
fn outcome(status: u16, body: &[u8]) -> Outcome {
    let body = String::from_utf8_lossy(body);
    let is_plain = |letter: &char| matches!(letter, ' '..='~');
    let body: String = body.lines().next().unwrap_or_default().chars().filter(is_plain).take(200).collect();
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
