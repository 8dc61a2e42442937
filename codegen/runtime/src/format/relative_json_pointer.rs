//! `relative-json-pointer` [draft-bhutton-relative-json-pointer-00 §3].

use super::json_pointer;

/// Returns true if a text is a relative JSON Pointer: `1/a/b`, `0#`, `0-1/a`.
pub fn is_valid(text: &str) -> bool {
    let Some(rest) = after_integer(text) else { return false };
    let rest = match rest.strip_prefix(['+', '-']) {
        Some(shift) if shift.starts_with('0') => None,
        Some(shift) => after_integer(shift),
        None => Some(rest),
    };
    rest.is_some_and(|rest| rest == "#" || json_pointer::is_valid(rest))
}

/// Skips an integer without sign and leading zeros.
fn after_integer(text: &str) -> Option<&str> {
    let end = text.find(|next: char| !next.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let is_integer = digits == "0" || (!digits.is_empty() && !digits.starts_with('0'));
    is_integer.then_some(rest)
}
