//! `idn-email`: a `Mailbox` [RFC 5321 §4.1.2], extended beyond ASCII [RFC 6531 §3.3].

use super::email::{self, Alphabet};
use super::idna::{self, Form};

/// Returns true if a text is an address, internationalized or not: `jürgen@bücher.example`.
pub fn is_valid(text: &str) -> bool {
    // RFC 6531 requires no normalization: a domain may be in any form.
    let is_domain = |text: &str| !text.is_ascii() && idna::is_name(text.split('.'), Form::Any);
    email::is_mailbox(text, Alphabet::Unicode, is_domain)
}
