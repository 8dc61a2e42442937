//! Parentheses behind the name of an event: `order.paid (deprecated) — an order was paid (also a free one)`.

/// Returns what stands between the first parenthesis and the one that closes it.
pub(super) fn enclosed(text: &str) -> Option<&str> {
    let mut depth = 0_usize;
    for (at, found) in text.char_indices() {
        match found {
            '(' => depth += 1,
            ')' if depth == 1 => return text.get(1..at),
            ')' => depth -= 1,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}
