//! Recognizes a compressed body for the hint of an error. Nothing is decompressed.

use super::headers::trim;

/// Returns true if the value of `Content-Encoding` names a coding other than `identity` [RFC 9110 §8.4].
#[must_use]
pub fn is_coding(value: &[u8]) -> bool {
    let codings = value.split(|byte| *byte == b',').map(trim);
    codings.into_iter().any(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case(b"identity"))
}

/// Returns true if the bytes begin as gzip [RFC 1952], zlib [RFC 1950] or Zstandard [RFC 8878], as no JSON text does. Brotli has no
/// signature.
#[must_use]
pub fn begins(body: &[u8]) -> bool {
    match body {
        [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] => true,
        [0x78, flags, ..] => (0x7800 + u16::from(*flags)) % 31 == 0,
        _ => false,
    }
}
