//! `hostname` [RFC 1123 §2.1], including names in Punycode [RFC 5891 §4.4].

use super::idna::{self, Form};

/// Returns true if a text is a host name: `example.com`, `xn--bcher-kva.example`.
pub fn is_valid(text: &str) -> bool {
    text.is_ascii() && idna::is_name(text.split('.'), Form::Composed)
}
