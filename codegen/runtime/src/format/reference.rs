//! URI and IRI references, for `uri`, `uri-reference`, `iri` and `iri-reference` [RFC 3986 §3, §4; RFC 3987 §2.2].

use super::ipv6;

/// The alphabet of a reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// ASCII.
    Uri,
    /// ASCII and most of Unicode.
    Iri,
}

impl Alphabet {
    /// Returns true if a text has a scheme: `https://example.com/a?b#c`.
    pub(super) fn is_absolute(self, text: &str) -> bool {
        text.split_once(':').is_some_and(|(scheme, rest)| is_scheme(scheme) && self.is_hierarchy(rest))
    }

    /// Returns true if a text is absolute or relative: `../a?b#c`.
    pub(super) fn is_reference(self, text: &str) -> bool {
        // A colon before any of the other delimiters ends a scheme.
        let first = text.bytes().find(|byte| matches!(byte, b':' | b'/' | b'?' | b'#'));
        if first == Some(b':') {
            self.is_absolute(text)
        } else {
            self.is_hierarchy(text)
        }
    }

    /// Returns true if a text consists of allowed bytes, percent-encoded bytes and the alphabet's non-ASCII characters.
    pub(super) fn spells(self, text: &str, is_allowed: impl Fn(u8) -> bool, may_be_private: bool) -> bool {
        let mut rest = text.as_bytes();
        loop {
            let Some(other) = rest.iter().position(|byte| !is_allowed(*byte)) else { return true };
            rest = match &rest[other..] {
                [b'%', high, low, rest @ ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest,
                rest @ [byte, ..] if !byte.is_ascii() && self == Self::Iri => {
                    let Some(next) = text[text.len() - rest.len()..].chars().next() else { return false };
                    let is_spelled = is_unicode(next) || (may_be_private && is_private(next));
                    if !is_spelled {
                        return false;
                    }
                    &rest[next.len_utf8()..]
                }
                _ => return false,
            };
        }
    }

    /// Returns true for the part after the scheme: authority, path, query and fragment.
    fn is_hierarchy(self, text: &str) -> bool {
        let (text, fragment) = split(text, b'#');
        let (text, query) = split(text, b'?');
        let is_query_byte = |byte| is_path_byte(byte) || byte == b'?';
        let is_path = |text| self.spells(text, is_path_byte, false);
        let is_located = match text.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                self.is_authority(authority) && is_path(path)
            }
            None => is_path(text),
        };
        is_located && self.spells(query, is_query_byte, true) && self.spells(fragment, is_query_byte, false)
    }

    fn is_authority(self, text: &str) -> bool {
        let (user, rest) = text.split_once('@').unwrap_or(("", text));
        self.spells(user, |byte| is_plain_byte(byte) || byte == b':', false) && self.is_host_and_port(rest)
    }

    fn is_host_and_port(self, text: &str) -> bool {
        let (is_host, port) = match text.strip_prefix('[').map(|text| text.split_once(']')) {
            Some(None) => return false,
            Some(Some((host, port))) => (ipv6::is_valid(host) || is_future_address(host), port),
            None => {
                let (host, port) = text.split_at(text.find(':').unwrap_or(text.len()));
                // An IPv4 address is also a name.
                (self.spells(host, is_plain_byte, false), port)
            }
        };
        let is_port = |port: &str| port.bytes().all(|byte| byte.is_ascii_digit());
        is_host && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
    }
}

/// Splits a text at an ASCII byte. Most texts are too short for a vectorized search.
fn split(text: &str, byte: u8) -> (&str, &str) {
    match text.bytes().position(|other| other == byte) {
        Some(at) => (&text[..at], &text[at + 1..]),
        None => (text, ""),
    }
}

fn is_scheme(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_inner)
}

/// Returns true for `IPvFuture`.
fn is_future_address(text: &str) -> bool {
    let Some((version, address)) = text.strip_prefix(['v', 'V']).and_then(|text| text.split_once('.')) else {
        return false;
    };
    let is_version = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_version && !address.is_empty() && address.bytes().all(|byte| is_plain_byte(byte) || byte == b':')
}

/// Returns true for the bytes of a path: those of a name, `:`, `@` and `/`.
#[inline]
fn is_path_byte(byte: u8) -> bool {
    PLACES[usize::from(byte)] != NOWHERE
}

/// Returns true for unreserved bytes and sub-delimiters.
#[inline]
fn is_plain_byte(byte: u8) -> bool {
    PLACES[usize::from(byte)] == ANYWHERE
}

const NOWHERE: u8 = 0;
const ANYWHERE: u8 = 1;
const IN_PATHS: u8 = 2;

/// The places where each byte may be unescaped.
static PLACES: [u8; 256] = {
    const fn allow(mut places: [u8; 256], bytes: &[u8], place: u8) -> [u8; 256] {
        let mut index = 0;
        while index < bytes.len() {
            places[bytes[index] as usize] = place;
            index += 1;
        }
        places
    }
    let mut places = allow([NOWHERE; 256], b"-._~!$&'()*+,;=0123456789", ANYWHERE);
    places = allow(places, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", ANYWHERE);
    allow(places, b":@/", IN_PATHS)
};

/// Returns true for `ucschar`.
fn is_unicode(next: char) -> bool {
    match u32::from(next) {
        0xa0..=0xd7ff | 0xf900..=0xfdcf | 0xfdf0..=0xffef => true,
        // Excludes the last two code points of each plane, and tags.
        code_point @ 0x1_0000..=0xe_fffd => code_point & 0xffff < 0xfffe && !(0xe_0000..0xe_1000).contains(&code_point),
        _ => false,
    }
}

/// Returns true for `iprivate`.
fn is_private(next: char) -> bool {
    matches!(next, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}')
}
