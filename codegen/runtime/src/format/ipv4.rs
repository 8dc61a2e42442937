//! `ipv4`: a dotted quad [RFC 2673 §3.2], without leading zeros.

/// Whether a text is an IPv4 address: `192.0.2.1`.
pub fn is_valid(text: &str) -> bool {
    let mut octets = text.split('.');
    octets.by_ref().take(4).filter(|octet| is_octet(octet)).count() == 4 && octets.next().is_none()
}

fn is_octet(text: &str) -> bool {
    matches!(
        text.as_bytes(),
        [b'0'..=b'9']
            | [b'1'..=b'9', b'0'..=b'9']
            | [b'1', b'0'..=b'9', b'0'..=b'9']
            | [b'2', b'0'..=b'4', b'0'..=b'9']
            | [b'2', b'5', b'0'..=b'5']
    )
}
