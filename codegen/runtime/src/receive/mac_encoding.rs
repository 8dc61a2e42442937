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
    /// Decodes a text that is exactly one code of the length of `code`. If it is not, the content of `code` is unspecified.
    #[must_use]
    pub fn decode(self, text: &[u8], code: &mut [u8]) -> Option<()> {
        // Checks the length first, so that a long text costs nothing.
        if text.len() != self.length(code.len()) {
            return None;
        }
        match self {
            Self::Hex => {
                let mut wrong = 0;
                // Without an early exit the compiler decodes several words at once.
                for (word, eight) in code.chunks_exact_mut(4).zip(text.chunks_exact(8)) {
                    let (bytes, others) = read_eight(eight.try_into().unwrap_or_default());
                    word.copy_from_slice(&bytes);
                    wrong |= others;
                }
                let rest = text.chunks_exact(8).remainder();
                for (byte, digits) in code.chunks_exact_mut(4).into_remainder().iter_mut().zip(rest.chunks_exact(2)) {
                    *byte = pair(digits)?;
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

    /// Decodes a text that is exactly one code of at most `MAX_BYTES` bytes, and not empty.
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
        Encoding::Hex if text.len() % 2 == 0 => text.chunks_exact(2).map(pair).collect(),
        Encoding::Hex => None,
        Encoding::Base64 => content::decode(std::str::from_utf8(text).ok()?),
    }
}

/// Returns the byte of two hexadecimal digits of either case.
fn pair(digits: &[u8]) -> Option<u8> {
    let [high, low] = digits else { return None };
    let [high, low] = [high, low].map(|digit| char::from(*digit).to_digit(16));
    u8::try_from(high? << 4 | low?).ok()
}

/// Returns the four bytes of eight hexadecimal digits of either case. The number is not zero if a character is not such a digit.
#[inline]
fn read_eight(digits: [u8; 8]) -> ([u8; 4], u64) {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES << 7;
    // Sets the highest bit of each byte that is at least `least`.
    let reach = |word: u64, least: u8| word + ONES * u64::from(0x80 - least);
    let word = u64::from_le_bytes(digits);
    let ascii = word & !HIGH;
    let lower = ascii | (ONES << 5);
    let is_digit = reach(ascii, b'0') & !reach(ascii, b'9' + 1);
    let is_letter = reach(lower, b'a') & !reach(lower, b'f' + 1);
    let wrong = (word | !(is_digit | is_letter)) & HIGH;
    let values = (word & (ONES * 0xf)) + (word >> 6 & ONES) * 9;
    let pairs = (values << 4 | values >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
    let [bytes @ .., _, _, _, _] = (fours | fours >> 16).to_le_bytes();
    (bytes, wrong)
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
