//! The length of a string in code points, mostly decided by its number of bytes.

/// Returns true if a string has at least `limit` code points.
#[inline]
pub fn at_least(text: &str, limit: usize) -> bool {
    // A code point takes one to four bytes.
    text.len() >= limit && (text.len() / 4 >= limit || text.chars().nth(limit.wrapping_sub(1)).is_some() || limit == 0)
}

/// Returns true if a string has at most `limit` code points.
#[inline]
pub fn at_most(text: &str, limit: usize) -> bool {
    text.len() <= limit || (text.len() / 4 <= limit && text.chars().nth(limit).is_none())
}
