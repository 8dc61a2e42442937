//! The signature in a request's headers: the scheme's grammar, the candidates found, and faults.

use std::fmt;

use super::headers::trim;
use super::hmac_sha256::Mac;
use super::mac_encoding::Encoding;

/// The maximum number of signatures that are examined per request.
pub const MAX_CANDIDATES: usize = 16;

/// The signing scheme of a vendor: HMAC-SHA256 of the raw body, in a header.
#[derive(Debug)]
pub struct Scheme {
    /// The header's name.
    pub header: &'static str,
    /// The text before the encoded code; may be empty.
    pub prefix: &'static str,
    /// The encoding of the code.
    pub encoding: Encoding,
}

impl Scheme {
    /// Formats the value of the header for a code.
    #[must_use]
    pub fn write(&self, mac: &Mac) -> String {
        format!("{}{}", self.prefix, self.encoding.encode(mac))
    }
}

/// The fault of a header value that is not a signature of the scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The value is empty.
    Empty,
    /// The prefix names another algorithm.
    OtherAlgorithm,
    /// The prefix is missing.
    NoPrefix,
    /// The prefix has another case.
    PrefixCase,
    /// The prefix is another text.
    OtherPrefix,
    /// The code looks like base64, where hexadecimal digits are expected.
    Base64,
    /// The code looks like hexadecimal digits, where base64 is expected.
    Hex,
    /// The code has another length.
    Length,
    /// The code has characters outside its encoding's alphabet.
    Characters,
    /// The value follows Standard Webhooks: `v1,` and base64.
    StandardWebhooks,
    /// The value is a list with a time, as in schemes that also sign the time.
    Timed,
    /// There are more than [`MAX_CANDIDATES`] values.
    TooMany,
}

/// The signatures of a request.
#[derive(Debug)]
pub struct Candidates {
    scheme: &'static Scheme,
    found: [Mac; MAX_CANDIDATES],
    length: usize,
    /// The number of examined values, well-formed or not.
    looked_at: usize,
    /// The fault of the first malformed value.
    fault: Option<Fault>,
}

impl Candidates {
    /// Creates an empty set of candidates.
    #[must_use]
    pub fn new(scheme: &'static Scheme) -> Self {
        Self { scheme, found: [Mac::default(); MAX_CANDIDATES], length: 0, looked_at: 0, fault: None }
    }

    /// Adds the value of one header line: a signature or a comma-separated list of signatures [RFC 9110 §5.6.1].
    pub fn add_line(&mut self, line: &[u8]) {
        let prefix = self.scheme.prefix.as_bytes();
        let line = trim(line);
        let mut rest = line;
        loop {
            rest = trim(rest);
            // A comma inside the prefix is no separator.
            let start = if rest.starts_with(prefix) { prefix.len() } else { 0 };
            let comma = rest[start..].iter().position(|byte| *byte == b',').map(|at| start + at);
            self.add(trim(&rest[..comma.unwrap_or(rest.len())]), line);
            match comma {
                Some(comma) if self.looked_at <= MAX_CANDIDATES => rest = &rest[comma + 1..],
                _ => return,
            }
        }
    }

    fn add(&mut self, value: &[u8], line: &[u8]) {
        self.looked_at += 1;
        if self.looked_at > MAX_CANDIDATES {
            self.fault = Some(Fault::TooMany);
            return;
        }
        let code = value.strip_prefix(self.scheme.prefix.as_bytes());
        match code.and_then(|code| self.scheme.encoding.decode(code)) {
            Some(mac) => {
                self.found[self.length] = mac;
                self.length += 1;
            }
            None => self.fault = self.fault.or_else(|| Some(classify(self.scheme, value, line))),
        }
    }

    /// Returns the codes to compare.
    ///
    /// # Errors
    ///
    /// If there is none: the fault of the header, or `None` if the request does not have it.
    pub fn codes(&self) -> Result<&[Mac], Option<Fault>> {
        match self.fault {
            Some(Fault::TooMany) => Err(Some(Fault::TooMany)),
            fault if self.length == 0 => Err(fault),
            _ => Ok(&self.found[..self.length]),
        }
    }
}

/// Classifies a malformed value; `line` is the whole header line.
#[cold]
fn classify(scheme: &Scheme, value: &[u8], line: &[u8]) -> Fault {
    if value.is_empty() {
        return Fault::Empty;
    }
    let is_of = |start: &str| line.starts_with(start.as_bytes()) && !scheme.prefix.starts_with(start);
    if is_of("v1,") || is_of("v1a,") {
        return Fault::StandardWebhooks;
    }
    if is_of("t=") {
        return Fault::Timed;
    }
    let Some(code) = value.strip_prefix(scheme.prefix.as_bytes()) else {
        return classify_prefix(scheme, value);
    };
    match other_encoding(scheme, code) {
        Some(fault) => fault,
        None if scheme.prefix.is_empty() && names_algorithm(code).is_some() => classify_prefix(scheme, value),
        None if code.len() == scheme.encoding.length() => Fault::Characters,
        None => Fault::Length,
    }
}

/// Classifies the beginning of a malformed value.
fn classify_prefix(scheme: &Scheme, value: &[u8]) -> Fault {
    let begins = value.get(..scheme.prefix.len()).unwrap_or_default();
    if !begins.is_empty() && begins.eq_ignore_ascii_case(scheme.prefix.as_bytes()) {
        return Fault::PrefixCase;
    }
    match names_algorithm(value) {
        // The scheme's own algorithm under another spelling, or where the scheme names none.
        Some("sha256" | "sha-256" | "hmac-sha256") => Fault::OtherPrefix,
        Some(_) => Fault::OtherAlgorithm,
        None if scheme.encoding.decode(value).is_some() => Fault::NoPrefix,
        None => other_encoding(scheme, value).unwrap_or(Fault::OtherPrefix),
    }
}

/// Recognizes a code in another encoding than the scheme's. Base64 may use the URL-safe alphabet and omit padding [RFC 4648 §5].
fn other_encoding(scheme: &Scheme, code: &[u8]) -> Option<Fault> {
    match scheme.encoding {
        Encoding::Hex => {
            let digits = code.strip_suffix(b"=").unwrap_or(code);
            let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
            let is_hex = digits.len() == code.len() && digits.iter().all(u8::is_ascii_hexdigit);
            (digits.len() == 43 && digits.iter().all(is_base64) && !is_hex).then_some(Fault::Base64)
        }
        Encoding::Base64 => Encoding::Hex.decode(code).map(|_| Fault::Hex),
    }
}

/// Returns the algorithm that a value names before an equals sign.
fn names_algorithm(value: &[u8]) -> Option<&'static str> {
    const NAMES: &str = "md5 sha1 sha-1 sha224 sha256 sha-256 sha384 sha-384 sha512 sha-512 sha3-256 sha3-512 blake2b \
                         blake3 hmac-sha1 hmac-sha256 hmac-sha512";
    let length = value.iter().take(16).position(|byte| *byte == b'=')?;
    NAMES.split(' ').find(|name| name.as_bytes().eq_ignore_ascii_case(&value[..length]))
}

impl Fault {
    /// Returns advice.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Empty => "something between the sender and this program empties the header",
            Self::OtherAlgorithm => {
                "nothing else than HMAC-SHA256 is accepted: ask the vendor which header carries it, or whether another one does"
            }
            Self::NoPrefix => "the code stands there without its prefix: give the header's whole value, as it arrived",
            Self::PrefixCase => "the prefix is compared letter by letter: something between the sender and this program rewrites headers",
            Self::OtherPrefix => "give the header's whole value, as it arrived, and see whether it is the right header",
            Self::Base64 => {
                "this looks like base64: the vendor writes the code in another way than this crate was generated for, which is `encoding` in \
                 its catalogue"
            }
            Self::Hex => {
                "this looks like hexadecimal digits: the vendor writes the code in another way than this crate was generated for, which is \
                 `encoding` in its catalogue"
            }
            Self::Length => "the code is cut off or has something behind it: give the header's whole value, as it arrived",
            Self::Characters => "something between the sender and this program has changed the header",
            Self::StandardWebhooks => {
                "this looks like a signature of Standard Webhooks (`v1,` and base64), which is another scheme: see whether the request comes \
                 from another vendor"
            }
            Self::Timed => {
                "this looks like a scheme that signs a time beside the body, which is another one: see whether the request comes from another \
                 vendor"
            }
            Self::TooMany => "no more than 16 signatures of one request are looked at",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.prefix {
            "" => write!(f, "{}", self.encoding.description()),
            prefix => write!(f, "`{prefix}` and {}", self.encoding.description()),
        }
    }
}
