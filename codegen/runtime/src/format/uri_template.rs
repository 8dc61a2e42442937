//! `uri-template`, of any level [RFC 6570 §2].

use super::reference::Alphabet;

/// Returns true if a text is a template: `https://example.com/{user}{?page,size:3,tags*}`.
pub fn is_valid(text: &str) -> bool {
    let mut rest = text;
    while let Some((literals, behind)) = rest.split_once('{') {
        let Some((expression, behind)) = behind.split_once('}') else { return false };
        if !is_literals(literals) || !is_expression(expression) {
            return false;
        }
        rest = behind;
    }
    is_literals(rest)
}

/// Returns true for `literals` [RFC 6570 §2.1], including the apostrophe that erratum 6937 adds.
fn is_literals(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\"%<>\\^`{|}".contains(&byte);
    Alphabet::Iri.spells(text, is_plain, true)
}

/// Returns true for the inside of `expression` [RFC 6570 §2.2], including operators reserved for later.
fn is_expression(text: &str) -> bool {
    let is_operator = |first: char| "+#./;?&=,!@|".contains(first);
    text.strip_prefix(is_operator).unwrap_or(text).split(',').all(is_variable)
}

/// Returns true for `varspec` [RFC 6570 §2.3, §2.4].
fn is_variable(text: &str) -> bool {
    let (name, is_modifier) = match text.split_once(':') {
        Some((name, length)) => (name, is_prefix_length(length)),
        None => (text.strip_suffix('*').unwrap_or(text), true),
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    is_modifier && name.split('.').all(|part| !part.is_empty() && Alphabet::Uri.spells(part, is_name, false))
}

/// Returns true for 1 to 9999.
fn is_prefix_length(text: &str) -> bool {
    (1..=4).contains(&text.len()) && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
}
