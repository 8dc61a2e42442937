//! Reports the outcome of a request to `tracing`, if the feature is enabled: codes, hints, counts, places and names of documented events,
//! never a value. The target is the crate's name.
//!
//! A place holds member names, which a sender chooses: only the first few are reported, truncated, with invisible characters escaped.

#[cfg(feature = "tracing-0_1")]
use super::super::text::visible::Visible;
use super::super::validate::drift::Drift;
use super::refusal::Refusal;

/// Reports an accepted delivery.
#[cfg(feature = "tracing-0_1")]
pub fn accepted(id: Option<&str>, event: &str, secret_index: usize, drift: &[Drift]) {
    if drift.is_empty() {
        tracing::debug!(target: report::TARGET, id, event, secret_index, "delivery accepted");
    } else {
        let places = report::first(drift);
        let drift = drift.len();
        tracing::info!(target: report::TARGET, id, event, secret_index, drift, places, "delivery accepted, with drift");
    }
}

/// Does nothing: the feature is disabled.
#[cfg(not(feature = "tracing-0_1"))]
#[inline]
pub fn accepted(_: Option<&str>, _: &str, _: usize, _: &[Drift]) {}

/// Reports a refused request. It has an id only if its signature holds.
#[cfg(feature = "tracing-0_1")]
pub fn refused(refusal: &Refusal, id: Option<&str>, drift: &[Drift]) {
    use std::error::Error as _;

    let (code, http_status, hint) = (refusal.code(), refusal.http_status(), refusal.hint());
    let places = match (refusal.violations(), refusal.source()) {
        (Some(violations), _) => Some(report::first(violations.iter())),
        (None, _) if code == "drift" => Some(report::first(drift)),
        (None, Some(source)) => Some(report::first([source])),
        (None, None) if !drift.is_empty() => Some(report::first(drift)),
        (None, None) => None,
    };
    tracing::warn!(target: report::TARGET, code, http_status, id, places, hint, "delivery refused: {refusal}");
}

/// Does nothing: the feature is disabled.
#[cfg(not(feature = "tracing-0_1"))]
#[inline]
pub fn refused(_: &Refusal, _: Option<&str>, _: &[Drift]) {}

/// The texts of reports.
#[cfg(feature = "tracing-0_1")]
mod report {
    use std::fmt::{Display, Write as _};

    use super::Visible;

    /// The maximum number of places per report.
    const MAX_PLACES: usize = 3;
    /// The maximum number of characters per place.
    const MAX_LENGTH: usize = 200;

    /// The name of the crate.
    pub(super) const TARGET: &str = crate_of(module_path!());

    /// Returns the part of a path before the first `::`.
    const fn crate_of(path: &'static str) -> &'static str {
        let mut end = 0;
        while end < path.len() && path.as_bytes()[end] != b':' {
            end += 1;
        }
        match std::str::from_utf8(path.as_bytes().split_at(end).0) {
            Ok(name) => name,
            Err(_) => path,
        }
    }

    /// Lists the first places and the number of the others.
    pub(super) fn first<I: IntoIterator<Item = D>, D: Display>(places: I) -> String {
        let mut places = places.into_iter();
        let mut told = String::new();
        for place in places.by_ref().take(MAX_PLACES) {
            if !told.is_empty() {
                told.push_str("; ");
            }
            let place = place.to_string();
            let cut: String = place.chars().take(MAX_LENGTH).collect();
            let rest = if cut.len() < place.len() { "…" } else { "" };
            let _ = write!(told, "{}{rest}", Visible(&cut));
        }
        match places.count() {
            0 => {}
            more => {
                let _ = write!(told, "; and {more} more");
            }
        }
        told
    }
}
