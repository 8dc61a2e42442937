//! The encoding of an authentication code in a header.

use super::super::validate::content;
use super::hmac_sha256::Mac;

/// The encoding of an authentication code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// 64 hexadecimal digits of either case.
    Hex,
    /// 44 characters of padded base64 [RFC 4648 §4].
    Base64,
}

impl Encoding {
    /// Decodes a text that consists of exactly one code.
    #[must_use]
    pub fn decode(self, text: &[u8]) -> Option<Mac> {
        match self {
            Self::Hex => hex(text),
            Self::Base64 => {
                // Checks the length first, so that a long text costs nothing.
                let text = std::str::from_utf8(text).ok().filter(|text| text.len() == self.length())?;
                content::decode(text)?.try_into().ok()
            }
        }
    }

    /// Encodes a code.
    #[must_use]
    pub fn encode(self, mac: &Mac) -> String {
        match self {
            Self::Hex => to_hex(mac),
            Self::Base64 => to_base64(mac),
        }
    }

    /// Returns the number of characters of an encoded code.
    #[must_use]
    pub fn length(self) -> usize {
        match self {
            Self::Hex => 64,
            Self::Base64 => 44,
        }
    }

    /// Describes the encoding in words.
    #[must_use]
    pub fn description(self) -> &'static str {
        match self {
            Self::Hex => "64 hexadecimal digits",
            Self::Base64 => "44 characters of base64",
        }
    }
}

fn hex(text: &[u8]) -> Option<Mac> {
    let mut mac = Mac::default();
    if text.len() != 2 * mac.len() {
        return None;
    }
    for (byte, digits) in mac.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(digits[0])? << 4 | digit(digits[1])?;
    }
    Some(mac)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

/// Encodes bytes as lower-case hexadecimal digits.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])).collect()
}

fn to_base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for place in 0..4 {
            let sextet = (bits >> (18 - 6 * place) & 63) as usize;
            text.push(if place <= three.len() { char::from(ALPHABET[sextet]) } else { '=' });
        }
    }
    text
}
