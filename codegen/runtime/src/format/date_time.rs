//! `date-time` [RFC 3339 §5.6].

use super::{date, time};

/// Returns true if a text is a date, `T` and a time with an offset: `2026-06-12T14:05:00.000Z`.
pub fn is_valid(text: impl AsRef<[u8]>) -> bool {
    let text = text.as_ref();
    let parts = text.get(..10).zip(text.get(11..));
    let is_separated = matches!(text.get(10), Some(b'T' | b't'));
    is_separated && parts.is_some_and(|(date, time)| date::is_valid(date) && time::is_valid(time))
}
