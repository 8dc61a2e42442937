//! `json-pointer` [RFC 6901 §3].

/// Returns true if a text is a JSON Pointer: empty, or `/a~1b/0`.
pub fn is_valid(text: &str) -> bool {
    (text.is_empty() || text.starts_with('/')) && text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']))
}
