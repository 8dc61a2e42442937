//! The age of a delivery. No representable time overflows here.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Returns the milliseconds since 1970-01-01T00:00:00Z, saturated at both ends of `i64`.
#[must_use]
pub fn unix_milliseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => milliseconds(since),
        Err(before) => milliseconds(before.duration()).saturating_neg(),
    }
}

/// Returns true if `created_at` is more than `max_age` before `now`, both in milliseconds since 1970-01-01T00:00:00Z. A time in the future
/// has no age: clocks differ, and the sender has signed it.
#[must_use]
pub fn is_too_old(created_at: i64, now: i64, max_age: Duration) -> bool {
    now.saturating_sub(created_at) > milliseconds(max_age)
}

/// Returns true if a time is at most `tolerance` before or after `now`, both in milliseconds since 1970-01-01T00:00:00Z.
#[must_use]
pub fn is_near(time: i64, now: i64, tolerance: Duration) -> bool {
    now.saturating_sub(time).saturating_abs() <= milliseconds(tolerance)
}

fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}
