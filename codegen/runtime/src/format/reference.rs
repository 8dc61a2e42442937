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
        scheme_end(text).is_some_and(|end| self.is_hierarchy(text, end + 1))
    }

    /// Returns true if a text is absolute or relative: `../a?b#c`.
    pub(super) fn is_reference(self, text: &str) -> bool {
        // A colon before any of the other delimiters ends a scheme.
        let first = text.bytes().find(|byte| matches!(byte, b':' | b'/' | b'?' | b'#'));
        if first == Some(b':') {
            self.is_absolute(text)
        } else {
            self.is_hierarchy(text, 0)
        }
    }

    /// Returns true if a text consists of allowed bytes, percent-encoded bytes and the alphabet's non-ASCII characters.
    pub(super) fn spells(self, text: &str, is_allowed: impl Fn(u8) -> bool, may_be_private: bool) -> bool {
        self.end(text, 0, is_allowed, may_be_private) == text.len()
    }

    /// Returns the offset of the first byte, from `from` on, that [`spells`](Self::spells) refuses.
    #[inline]
    fn end(self, text: &str, from: usize, is_allowed: impl Fn(u8) -> bool, may_be_private: bool) -> usize {
        let bytes = text.as_bytes();
        let mut at = from;
        loop {
            at += bytes[at..].iter().position(|byte| !is_allowed(*byte)).unwrap_or(bytes.len() - at);
            at += match &bytes[at..] {
                [b'%', high, low, ..] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => 3,
                [byte, ..] if !byte.is_ascii() && self == Self::Iri => match text[at..].chars().next() {
                    Some(next) if is_unicode(next) || (may_be_private && is_private(next)) => next.len_utf8(),
                    _ => return at,
                },
                _ => return at,
            }
        }
    }

    /// Returns true if an offset begins authority, path, query and fragment. One pass checks each part and finds its end.
    fn is_hierarchy(self, text: &str, from: usize) -> bool {
        let bytes = text.as_bytes();
        let is_local = !bytes[from..].starts_with(b"//");
        let path = if is_local { Some(from) } else { self.authority_end(text, from + 2) };
        let Some(path) = path else { return false };
        let mut end = self.end(text, path, is(IN_PATH), false);
        if bytes.get(end) == Some(&b'?') {
            end = self.end(text, end + 1, is(IN_QUERY), true);
        }
        if bytes.get(end) == Some(&b'#') {
            end = self.end(text, end + 1, is(IN_QUERY), false);
        }
        end == bytes.len()
    }

    /// Returns the end of an authority, such as `user@example.com:80`; `None` if it is malformed.
    fn authority_end(self, text: &str, from: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let is_end = |at: usize| matches!(bytes.get(at), None | Some(b'/' | b'?' | b'#'));
        // Most are a name alone.
        let name_end = self.end(text, from, is(IN_NAME), false);
        if is_end(name_end) {
            return Some(name_end);
        }
        let user_end = self.end(text, name_end, is(IN_USER), false);
        let host = if bytes.get(user_end) == Some(&b'@') { user_end + 1 } else { from };
        let host_end = match text[host..].strip_prefix('[') {
            Some(rest) => {
                let (address, _) = rest.split_once(']')?;
                let is_address = ipv6::is_valid(address) || is_future_address(address);
                is_address.then_some(host + address.len() + 2)?
            }
            // An IPv4 address is also a name.
            None => self.end(text, host, is(IN_NAME), false),
        };
        let port_length = match &bytes[host_end..] {
            [b':', port @ ..] => 1 + port.iter().take_while(|byte| byte.is_ascii_digit()).count(),
            _ => 0,
        };
        let end = host_end + port_length;
        is_end(end).then_some(end)
    }
}

/// Returns the offset of the colon behind a scheme; `None` without a scheme.
fn scheme_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|byte| !is(IN_SCHEME)(*byte))?;
    (bytes[end] == b':' && bytes[0].is_ascii_alphabetic()).then_some(end)
}

/// Returns true for `IPvFuture`.
fn is_future_address(text: &str) -> bool {
    let Some((version, address)) = text.strip_prefix(['v', 'V']).and_then(|text| text.split_once('.')) else {
        return false;
    };
    let is_version = !version.is_empty() && version.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_version && !address.is_empty() && address.bytes().all(is(IN_USER))
}

/// Returns a test for the bytes that may be unescaped in a part.
#[inline]
fn is(part: u8) -> impl Fn(u8) -> bool {
    move |byte| PARTS[usize::from(byte)] & part != 0
}

/// Unreserved bytes and sub-delimiters.
const IN_NAME: u8 = 1;
/// Those of a name, and `:`.
const IN_USER: u8 = 2;
/// Those of a user, `@` and `/`.
const IN_PATH: u8 = 4;
/// Those of a path, and `?`: for fragments too.
const IN_QUERY: u8 = 8;
/// Letters, digits and `+-.`.
const IN_SCHEME: u8 = 16;

/// The parts in which each byte may be unescaped.
static PARTS: [u8; 256] = {
    const fn allow(mut parts: [u8; 256], bytes: &[u8], allowed: u8) -> [u8; 256] {
        let mut index = 0;
        while index < bytes.len() {
            parts[bytes[index] as usize] |= allowed;
            index += 1;
        }
        parts
    }
    const ALPHANUMERIC: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut parts = allow([0; 256], ALPHANUMERIC, IN_SCHEME | IN_NAME | IN_USER | IN_PATH | IN_QUERY);
    parts = allow(parts, b"-._~!$&'()*+,;=", IN_NAME | IN_USER | IN_PATH | IN_QUERY);
    parts = allow(parts, b"+-.", IN_SCHEME);
    parts = allow(parts, b":", IN_USER | IN_PATH | IN_QUERY);
    parts = allow(parts, b"@/", IN_PATH | IN_QUERY);
    allow(parts, b"?", IN_QUERY)
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
