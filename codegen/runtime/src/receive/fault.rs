//! The faults of a signature in a header: the likely reason why a value does not follow the scheme.

use super::mac_encoding::Encoding;
use super::scheme::{Part, Scheme};

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
    /// The time is neither digits nor a date and time, as the scheme has it.
    Time,
    /// The id or the nonce is empty, or longer than 1024 bytes.
    Part,
    /// An item of the value is missing.
    Incomplete,
    /// There are more than [`MAX_CANDIDATES`](super::scheme::MAX_CANDIDATES) values.
    TooMany,
}

/// Classifies a value that contains no code of the scheme; `line` is the whole header line.
#[cold]
#[must_use]
pub fn classify(scheme: &Scheme, value: &[u8], line: &[u8]) -> Fault {
    if value.is_empty() {
        return Fault::Empty;
    }
    let is_own = |start: &str| scheme.items.iter().any(|item| item.before.starts_with(start));
    let is_of = |start: &str| line.starts_with(start.as_bytes()) && !is_own(start);
    if is_of("v1,") || is_of("v1a,") {
        return Fault::StandardWebhooks;
    }
    if is_of("t=") {
        return Fault::Timed;
    }
    let before = scheme.code().before;
    let Some(code) = value.strip_prefix(before.as_bytes()) else {
        return classify_start(scheme, before, value);
    };
    match other_encoding(scheme, code) {
        Some(fault) => fault,
        None if before.is_empty() && names_algorithm(code).is_some() => classify_start(scheme, before, value),
        None if scheme.bytes.is_some_and(|bytes| code.len() != scheme.encoding.length(bytes)) => Fault::Length,
        None => Fault::Characters,
    }
}

/// Classifies the beginning of a malformed value.
fn classify_start(scheme: &Scheme, before: &str, value: &[u8]) -> Fault {
    let begins = value.get(..before.len()).unwrap_or_default();
    if !begins.is_empty() && begins.eq_ignore_ascii_case(before.as_bytes()) {
        return Fault::PrefixCase;
    }
    let plain = |name: &str| name.to_ascii_lowercase().replace("hmac", "").replace('-', "");
    match names_algorithm(value) {
        // The scheme's own algorithm in another spelling, or in a scheme whose prefix names no algorithm.
        Some(name) if plain(name) == plain(scheme.algorithm) => Fault::OtherPrefix,
        Some(_) => Fault::OtherAlgorithm,
        None if is_code(scheme, value) => Fault::NoPrefix,
        None => other_encoding(scheme, value).unwrap_or(Fault::OtherPrefix),
    }
}

fn is_code(scheme: &Scheme, text: &[u8]) -> bool {
    scheme.bytes.is_some_and(|bytes| scheme.encoding.decode(text, &mut vec![0; bytes]).is_some())
}

/// Recognizes a code in another encoding than the scheme's. Base64 may use the URL-safe alphabet and omit padding [RFC 4648 §5].
fn other_encoding(scheme: &Scheme, code: &[u8]) -> Option<Fault> {
    let bytes = scheme.bytes?;
    match scheme.encoding {
        Encoding::Hex => {
            let length = (bytes * 4).div_ceil(3);
            let padding = code.iter().rev().take(Encoding::Base64.length(bytes) - length);
            let digits = &code[..code.len() - padding.take_while(|byte| **byte == b'=').count()];
            let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(byte);
            let is_hex = digits.len() == code.len() && digits.iter().all(u8::is_ascii_hexdigit);
            (digits.len() == length && digits.iter().all(is_base64) && !is_hex).then_some(Fault::Base64)
        }
        Encoding::Base64 => Encoding::Hex.decode(code, &mut vec![0; bytes]).map(|()| Fault::Hex),
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
    /// Returns the fault of a malformed part.
    #[must_use]
    pub fn of(part: Part) -> Self {
        match part {
            Part::Time => Self::Time,
            Part::Id | Part::Nonce => Self::Part,
        }
    }

    /// Returns advice.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::Empty => "something between the sender and this program empties the header",
            Self::OtherAlgorithm => {
                "no other algorithm is accepted: ask the vendor which header carries the documented one"
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
            Self::Time => "seconds and milliseconds are digits alone: give the header's whole value, as it arrived",
            Self::Part => "the id or nonce in it is empty, or longer than 1024 bytes: give the header's whole value, as it arrived",
            Self::Incomplete => "an item of the value is missing: give the header's whole value, as it arrived",
            Self::TooMany => "at most 16 signatures per request are tried, and items of other kinds count, too",
        }
    }
}
