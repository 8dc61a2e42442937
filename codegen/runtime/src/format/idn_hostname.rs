//! `idn-hostname` [RFC 5890 §2.3.2.3], or a host name of ASCII.

use super::idna::{self, Form};

/// Whether a text is a host name, internationalized or not: `bücher.example`. The dots of East Asian scripts part labels, too.
pub fn is_valid(text: &str) -> bool {
    idna::is_name(text.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']), Form::Composed)
}
