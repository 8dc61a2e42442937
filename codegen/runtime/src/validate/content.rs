//! The content of strings: base64 and JSON.

use serde::de::IgnoredAny;

/// Returns true if the string is padded base64 without white space and stray bits [RFC 4648 §3, §4].
pub fn is_base64(text: &str) -> bool {
    decode(text).is_some()
}

/// Returns true if the string is a JSON text [RFC 8259]. Duplicate names are allowed.
pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

/// Returns true if the string is base64 of a JSON text, or not base64 at all, which another assertion checks.
pub fn is_json_in_base64(text: &str) -> bool {
    decode(text).is_none_or(|bytes| String::from_utf8(bytes).is_ok_and(|text| is_json(&text)))
}

/// Decodes a base64 string.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    if bytes.len() % 4 != 0 {
        return None;
    }
    let padding = bytes.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    let mut decoded = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in &bytes[..bytes.len() - padding] {
        bits = bits << 6 | sextet(*byte)?;
        count += 6;
        if count >= 8 {
            count -= 8;
            decoded.push(u8::try_from(bits >> count).ok()?);
            bits &= (1 << count) - 1;
        }
    }
    // Unused bits of the last digit must be zero: no two texts encode the same bytes.
    (bits == 0).then_some(decoded)
}

fn sextet(byte: u8) -> Option<u32> {
    match byte {
        b'A'..=b'Z' => Some(u32::from(byte - b'A')),
        b'a'..=b'z' => Some(u32::from(byte - b'a') + 26),
        b'0'..=b'9' => Some(u32::from(byte - b'0') + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
