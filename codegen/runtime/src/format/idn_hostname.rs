//! `idn-hostname` [RFC 5890 §2.3.2.3], including ASCII host names.

use super::idna::{self, Form};

/// Returns true if a text is a host name, internationalized or not: `bücher.example`. East Asian full stops also separate labels.
pub fn is_valid(text: &str) -> bool {
    idna::is_name(text.split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}']), Form::Composed)
}
