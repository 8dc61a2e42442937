//! `ipv4`: a dotted quad [RFC 2673 §3.2], without leading zeros.

use std::net::Ipv4Addr;

/// Returns true if a text is an IPv4 address: `192.0.2.1`.
pub fn is_valid(text: &str) -> bool {
    text.parse::<Ipv4Addr>().is_ok()
}
