//! `email`: a `Mailbox` [RFC 5321 §4.1.2].

use super::{ipv4, ipv6};

/// Returns true if a text is an address: a dotted or quoted local part, `@`, and a domain or an address in brackets.
pub fn is_valid(text: &str) -> bool {
    is_mailbox(text, Alphabet::Ascii, |_| false)
}

/// The alphabet of a local part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// ASCII.
    Ascii,
    /// All of Unicode.
    Unicode,
}

/// Returns true if a text is an address in that alphabet; `is_other_domain` accepts further domains.
pub(super) fn is_mailbox(text: &str, alphabet: Alphabet, is_other_domain: impl Fn(&str) -> bool) -> bool {
    // A quoted local part may contain `@`; a domain cannot.
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    (alphabet.is_dot_string(local) || alphabet.is_quoted_string(local))
        && (is_domain(domain) || is_address_literal(domain) || is_other_domain(domain))
}

impl Alphabet {
    fn is_dot_string(self, text: &str) -> bool {
        text.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(|byte| is_atext(byte) || self.extends_to(byte)))
    }

    fn is_quoted_string(self, text: &str) -> bool {
        let quoted = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let Some(quoted) = quoted else { return false };
        let mut bytes = quoted.bytes();
        while let Some(byte) = bytes.next() {
            let is_allowed = match byte {
                b'\\' => bytes.next().is_some_and(|escaped| matches!(escaped, b' '..=b'~')),
                byte => (matches!(byte, b' '..=b'~') && byte != b'"') || self.extends_to(byte),
            };
            if !is_allowed {
                return false;
            }
        }
        true
    }

    fn extends_to(self, byte: u8) -> bool {
        self == Self::Unicode && !byte.is_ascii()
    }
}

/// Returns true for `atext` [RFC 5322 §3.2.3].
fn is_atext(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}

fn is_domain(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    text.split('.').all(|label| {
        let has_edges = !label.is_empty() && !label.starts_with('-') && !label.ends_with('-');
        has_edges && label.bytes().all(is_inner)
    })
}

/// Returns true for `address-literal` [RFC 5321 §4.1.3].
fn is_address_literal(text: &str) -> bool {
    let literal = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let Some(literal) = literal else { return false };
    match literal.split_once(':') {
        None => ipv4::is_valid(literal),
        Some((tag, address)) if tag.eq_ignore_ascii_case("ipv6") => ipv6::is_valid(address),
        Some((tag, content)) => is_tag(tag) && is_literal_content(content),
    }
}

fn is_tag(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    !text.is_empty() && !text.ends_with('-') && text.bytes().all(is_inner)
}

fn is_literal_content(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'!'..=b'Z' | b'^'..=b'~'))
}
