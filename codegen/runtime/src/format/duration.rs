//! `duration` [RFC 3339 Appendix A].

/// Returns true if a text is a duration: `P1Y2M3DT4H5M6S`, `P2W`. Letters may be of either case, as in all ABNF.
pub fn is_valid(text: &str) -> bool {
    let [b'P' | b'p', rest @ ..] = text.as_bytes() else { return false };
    let (date, time) = match rest.iter().position(|byte| matches!(byte, b'T' | b't')) {
        Some(at) => (&rest[..at], Some(&rest[at + 1..])),
        None => (rest, None),
    };
    let is_time = time.is_none_or(|time| is_made_of(time, b"HMS"));
    // A duration has a date, a time or both. Weeks combine with neither.
    (is_time && (is_made_of(date, b"YMD") || (date.is_empty() && time.is_some())))
        || (time.is_none() && is_made_of(date, b"W"))
}

/// Returns true if a text is a sequence of numbers with units that are adjacent in `units`.
fn is_made_of(mut text: &[u8], units: &[u8]) -> bool {
    let mut expected = None;
    while let Some(digits) = text.iter().position(|byte| !byte.is_ascii_digit()) {
        let unit = text[digits].to_ascii_uppercase();
        let Some(index) = units.iter().position(|known| *known == unit) else { return false };
        if digits == 0 || expected.is_some_and(|expected| expected != index) {
            return false;
        }
        expected = Some(index + 1);
        text = &text[digits + 1..];
    }
    text.is_empty() && expected.is_some()
}
