//! `ipv6` [RFC 4291 §2.2], without a zone.

use std::net::Ipv6Addr;

/// Returns true if a text is an IPv6 address: `2001:db8::7`, `::ffff:192.0.2.1`.
pub fn is_valid(text: &str) -> bool {
    text.parse::<Ipv6Addr>().is_ok()
}
