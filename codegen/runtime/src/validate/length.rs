//! The length of a string: it counts code points, and mostly the number of bytes decides.

/// Whether a string has at least so many code points.
#[inline]
pub fn at_least(text: &str, limit: usize) -> bool {
    // A code point takes one to four bytes.
    text.len() >= limit && (text.len() / 4 >= limit || text.chars().nth(limit.wrapping_sub(1)).is_some() || limit == 0)
}

/// Whether a string has at most so many code points.
#[inline]
pub fn at_most(text: &str, limit: usize) -> bool {
    text.len() <= limit || (text.len() / 4 <= limit && text.chars().nth(limit).is_none())
}
