//! Parentheses behind the name of an event: `order.paid (deprecated) — an order was paid (also a free one)`.

/// Returns what stands between the first parenthesis and the one that closes it.
pub(super) fn enclosed(text: &str) -> Option<&str> {
    let inside = text.strip_prefix('(')?;
    let mut depth = 0_usize;
    for (at, found) in inside.char_indices() {
        match found {
            '(' => depth += 1,
            ')' if depth == 0 => return inside.get(..at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}
