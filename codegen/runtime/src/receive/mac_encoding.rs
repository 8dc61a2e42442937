//! The encoding of a code or a key: hexadecimal digits or base64.

use super::super::validate::content;

/// The encoding of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Hexadecimal digits of either case.
    Hex,
    /// Padded base64 [RFC 4648 §4].
    Base64,
}

/// The maximum number of bytes of a code: a DER signature has 72.
const MAX_BYTES: usize = 128;

impl Encoding {
    /// Decodes a text that consists of exactly one code, as long as `code`, whose content is anything if the text is none.
    #[must_use]
    pub fn decode(self, text: &[u8], code: &mut [u8]) -> Option<()> {
        // Checks the length first, so that a long text costs nothing.
        if text.len() != self.length(code.len()) {
            return None;
        }
        match self {
            Self::Hex => {
                // Without an early exit, and without a table, the compiler decodes several digits at once.
                let mut wrong = 0;
                for (byte, digits) in code.iter_mut().zip(text.chunks_exact(2)) {
                    let [(high, wrong_high), (low, wrong_low)] = [read(digits[0]), read(digits[1])];
                    *byte = high << 4 | low;
                    wrong |= wrong_high | wrong_low;
                }
                if wrong != 0 {
                    return None;
                }
            }
            Self::Base64 => {
                let bytes = content::decode(std::str::from_utf8(text).ok()?)?;
                if bytes.len() != code.len() {
                    return None;
                }
                code.copy_from_slice(&bytes);
            }
        }
        Some(())
    }

    /// Decodes a text that consists of exactly one code, whose length varies.
    #[must_use]
    pub fn decode_any(self, text: &[u8]) -> Option<Vec<u8>> {
        if text.is_empty() || text.len() > self.length(MAX_BYTES) {
            return None;
        }
        bytes(self, text)
    }

    /// Encodes a code.
    #[must_use]
    pub fn encode(self, code: &[u8]) -> String {
        match self {
            Self::Hex => to_hex(code),
            Self::Base64 => to_base64(code),
        }
    }

    /// Returns the number of characters of an encoded code of that many bytes.
    #[must_use]
    pub fn length(self, bytes: usize) -> usize {
        match self {
            Self::Hex => 2 * bytes,
            Self::Base64 => bytes.div_ceil(3) * 4,
        }
    }

    /// Describes a code of that many bytes in words.
    #[must_use]
    pub fn description(self, bytes: usize) -> String {
        let length = self.length(bytes);
        match self {
            Self::Hex => format!("{length} hexadecimal digits"),
            Self::Base64 => format!("{length} characters of base64"),
        }
    }
}

/// Decodes a text of any length.
#[must_use]
pub fn bytes(encoding: Encoding, text: &[u8]) -> Option<Vec<u8>> {
    match encoding {
        Encoding::Hex if text.len() % 2 == 0 => {
            text.chunks_exact(2).map(|digits| Some(digit(digits[0])? << 4 | digit(digits[1])?)).collect()
        }
        Encoding::Hex => None,
        Encoding::Base64 => content::decode(std::str::from_utf8(text).ok()?),
    }
}

fn digit(byte: u8) -> Option<u8> {
    let (value, wrong) = read(byte);
    (wrong == 0).then_some(value)
}

/// Returns the value of a hexadecimal digit of either case; the second is not zero for another byte.
#[inline]
fn read(byte: u8) -> (u8, u8) {
    let is_letter = byte & 0x40 != 0;
    let value = (byte & 0xf).wrapping_add(if is_letter { 9 } else { 0 });
    let written = value.wrapping_add(if value > 9 { b'a' - 10 } else { b'0' });
    // A letter may be upper case.
    (value, (byte ^ written) & if is_letter { !0x20 } else { 0xff } | value & 0xf0)
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
