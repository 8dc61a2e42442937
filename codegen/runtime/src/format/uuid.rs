//! `uuid` [RFC 4122 §3].

/// Returns true if a text is a UUID: hexadecimal digits of either case in groups of 8, 4, 4, 4 and 12.
pub fn is_valid(text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref();
    let is_expected = |(index, byte): (usize, &u8)| match index {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.iter().enumerate().all(is_expected)
}
