//! What the receiver tells `tracing`, if the feature asks for it: codes, counts and the names of documented events, never a value.

/// A delivery was accepted.
#[cfg(feature = "tracing-0_1")]
pub fn accepted(id: Option<&str>, event: &str, secret_index: usize, drift: usize) {
    tracing::debug!(id, event, secret_index, drift, "delivery accepted");
}

/// A delivery was accepted.
#[cfg(not(feature = "tracing-0_1"))]
#[inline]
pub fn accepted(_: Option<&str>, _: &str, _: usize, _: usize) {}

/// A request was refused; it has an id only when its signature holds.
#[cfg(feature = "tracing-0_1")]
pub fn refused(code: &str, http_status: u16, id: Option<&str>) {
    tracing::warn!(code, http_status, id, "delivery refused");
}

/// A request was refused; it has an id only when its signature holds.
#[cfg(not(feature = "tracing-0_1"))]
#[inline]
pub fn refused(_: &str, _: u16, _: Option<&str>) {}
