//! One request on one connection, byte for byte.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// The answer of a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header `content-type`.
    pub content_type: Option<String>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// Parses the output of a server until it closed the connection; returns `None` without a complete head. Interim responses are skipped.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
        if status == 100 {
            return Self::parse(body.as_bytes());
        }
        let content_type = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-type").then(|| value.to_owned())
        });
        Some(Self { status, content_type, body: body.to_owned() })
    }
}

/// Opens a connection with timeouts, so that no test waits for ever.
///
/// # Errors
///
/// If nothing listens there.
pub fn connect(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.set_write_timeout(Some(Duration::from_secs(20)))?;
    Ok(stream)
}

/// Sends bytes and reads the answer until the server closes the connection, possibly before everything is sent.
///
/// # Errors
///
/// If nothing listens there, or no answer comes.
pub fn exchange(address: SocketAddr, bytes: &[u8]) -> io::Result<Answer> {
    let mut stream = connect(address)?;
    // A server that has seen enough closes the connection.
    let _ = stream.write_all(bytes);
    answer(stream)
}

/// Sends bytes, closes the sending side, and reads the answer.
///
/// # Errors
///
/// If nothing listens there, or no answer comes.
pub fn exchange_and_end(address: SocketAddr, bytes: &[u8]) -> io::Result<Answer> {
    let mut stream = connect(address)?;
    stream.write_all(bytes)?;
    stream.shutdown(Shutdown::Write)?;
    answer(stream)
}

/// Sends bytes repeatedly until an answer comes; returns the number of bytes sent, and the answer.
///
/// # Errors
///
/// If nothing listens there, or no answer comes.
pub fn flood(address: SocketAddr, head: &[u8], over_and_over: &[u8]) -> io::Result<(usize, Answer)> {
    let mut stream = connect(address)?;
    stream.write_all(head)?;
    let mut writer = stream.try_clone()?;
    let sent = AtomicUsize::new(0);
    thread::scope(|scope| {
        scope.spawn(|| {
            while !over_and_over.is_empty() && writer.write_all(over_and_over).is_ok() {
                sent.fetch_add(over_and_over.len(), Ordering::Relaxed);
            }
        });
        let mut read = Vec::new();
        let mut part = [0; 1024];
        let answer = loop {
            match stream.read(&mut part) {
                Ok(0) => break Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(length) => read.extend_from_slice(&part[..length]),
                Err(error) => break Err(error),
            }
            // All answers of the tests end with their only line.
            if let Some(answer) = Answer::parse(&read).filter(|answer| answer.body.ends_with('\n')) {
                break Ok((sent.load(Ordering::Relaxed), answer));
            }
        };
        let _ = stream.shutdown(Shutdown::Both);
        answer
    })
}

fn answer(mut stream: TcpStream) -> io::Result<Answer> {
    let mut read = Vec::new();
    let ended = stream.read_to_end(&mut read);
    Answer::parse(&read).ok_or_else(|| ended.err().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()))
}
