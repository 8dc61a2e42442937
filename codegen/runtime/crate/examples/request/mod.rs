//! As much of a server's HTTP/1.1 as one request needs [RFC 9112]: enough to try a receiver, too little for the open internet.

use std::io::{self, BufRead, Read, Write};

/// The request line and the headers may have so many bytes.
const MAX_HEAD: u64 = 16 << 10;

/// One line of a chunked body may have so many.
const MAX_CHUNK_LINE: u64 = 256;

/// A request.
pub(crate) struct Request {
    /// `POST`
    pub(crate) method: String,
    /// The path, without what stands behind a question mark.
    pub(crate) path: String,
    /// Names and values.
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// The body, byte for byte.
    pub(crate) body: Vec<u8>,
}

/// Why a request cannot be read: the status to answer with, and a word; nothing to answer when the connection is gone.
pub(crate) type Fault = Option<(u16, &'static str)>;

const MALFORMED: Fault = Some((400, "malformed-request"));

/// Reads a request whose body has no more than `limit` bytes. `writer` is for those who wait to be told to go on.
pub(crate) fn read(reader: &mut impl BufRead, writer: &mut impl Write, limit: usize) -> Result<Request, Fault> {
    let mut head = reader.by_ref().take(MAX_HEAD);
    let first = line(&mut head)?;
    let first = String::from_utf8(first).map_err(|_| MALFORMED)?;
    let mut words = first.split(' ');
    let (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0"), None) =
        (words.next(), words.next(), words.next(), words.next())
    else {
        return Err(MALFORMED);
    };
    let mut headers: Vec<(String, Vec<u8>)> = Vec::new();
    loop {
        let line = line(&mut head)?;
        if line.is_empty() {
            break;
        }
        let colon = line.iter().position(|byte| *byte == b':').ok_or(MALFORMED)?;
        let name = String::from_utf8(line[..colon].to_vec()).map_err(|_| MALFORMED)?;
        if name.is_empty() || name.contains(|letter: char| !letter.is_ascii_graphic()) {
            return Err(MALFORMED);
        }
        headers.push((name.to_ascii_lowercase(), trimmed(&line[colon + 1..]).to_vec()));
    }
    let mut request = Request {
        method: method.to_owned(),
        path: target.split('?').next().unwrap_or_default().to_owned(),
        headers,
        body: Vec::new(),
    };
    request.body = body(&request, reader, writer, limit)?;
    Ok(request)
}

/// Writes an answer, the last one of the connection.
pub(crate) fn answer(writer: &mut impl Write, status: u16, body: &str) -> io::Result<()> {
    let reason = match status {
        200 => "OK",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        405 => "Method Not Allowed",
        411 => "Length Required",
        413 => "Content Too Large",
        422 => "Unprocessable Content",
        431 => "Request Header Fields Too Large",
        _ => "Internal Server Error",
    };
    let length = body.len();
    write!(
        writer,
        "HTTP/1.1 {status} {reason}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )?;
    writer.flush()
}

/// The next line of the head, without its end.
fn line(head: &mut io::Take<impl BufRead>) -> Result<Vec<u8>, Fault> {
    let mut line = Vec::new();
    head.read_until(b'\n', &mut line).map_err(|_| None)?;
    match line.as_slice() {
        [text @ .., b'\r', b'\n'] => Ok(text.to_vec()),
        _ if head.limit() == 0 => Err(Some((431, "head-too-large"))),
        [] => Err(None),
        _ => Err(MALFORMED),
    }
}

fn body(request: &Request, reader: &mut impl BufRead, writer: &mut impl Write, limit: usize) -> Result<Vec<u8>, Fault> {
    let values = |wanted: &str| -> Vec<&[u8]> {
        request.headers.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.as_slice()).collect()
    };
    let (lengths, encodings) = (values("content-length"), values("transfer-encoding"));
    let length = match (lengths.as_slice(), encodings.as_slice()) {
        ([length], []) => Some(decimal(length).ok_or(MALFORMED)?),
        ([], [encoding]) if encoding.eq_ignore_ascii_case(b"chunked") => None,
        ([], []) if request.method == "POST" => return Err(Some((411, "length-required"))),
        ([], []) => return Ok(Vec::new()),
        // Whoever sees one of two lengths sees another request than whoever sees the other.
        _ => return Err(MALFORMED),
    };
    if length.is_some_and(|length| length > limit as u64) {
        return Err(Some((413, "body-too-large")));
    }
    if values("expect").iter().any(|value| value.eq_ignore_ascii_case(b"100-continue")) {
        writer.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").and_then(|()| writer.flush()).map_err(|_| None)?;
    }
    let mut body = Vec::new();
    match length {
        Some(length) => part(reader, length, &mut body)?,
        None => chunks(reader, limit, &mut body)?,
    }
    Ok(body)
}

/// Reads so many bytes, neither more nor fewer.
fn part(reader: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> Result<(), Fault> {
    let read = reader.by_ref().take(length).read_to_end(body).map_err(|_| Some((400, "body-incomplete")))?;
    if read as u64 == length {
        Ok(())
    } else {
        Err(Some((400, "body-incomplete")))
    }
}

/// Reads a body in chunks [RFC 9112 §7.1].
fn chunks(reader: &mut impl BufRead, limit: usize, body: &mut Vec<u8>) -> Result<(), Fault> {
    loop {
        let first = line(&mut reader.by_ref().take(MAX_CHUNK_LINE)).map_err(|_| MALFORMED)?;
        let digits = trimmed(first.split(|byte| *byte == b';').next().unwrap_or_default());
        let length = hexadecimal(digits).ok_or(MALFORMED)?;
        if length > limit.saturating_sub(body.len()) as u64 {
            return Err(Some((413, "body-too-large")));
        }
        if length == 0 {
            let mut trailers = reader.by_ref().take(MAX_HEAD);
            while !line(&mut trailers)?.is_empty() {}
            return Ok(());
        }
        part(reader, length, body)?;
        let mut end = [0; 2];
        reader.read_exact(&mut end).map_err(|_| Some((400, "body-incomplete")))?;
        if end != *b"\r\n" {
            return Err(MALFORMED);
        }
    }
}

fn decimal(text: &[u8]) -> Option<u64> {
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(text).ok().filter(|_| is_number)?.parse().ok()
}

fn hexadecimal(text: &[u8]) -> Option<u64> {
    let is_number = !text.is_empty() && text.iter().all(u8::is_ascii_hexdigit);
    u64::from_str_radix(std::str::from_utf8(text).ok().filter(|_| is_number)?, 16).ok()
}

/// Without the white space around it that HTTP allows [RFC 9110 §5.5].
fn trimmed(text: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = text.iter().position(|byte| !is_space(byte)).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !is_space(byte)).map_or(start, |last| last + 1);
    &text[start..end]
}
