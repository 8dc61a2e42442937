//! The names of headers in prose.

use std::sync::LazyLock;

use regex::Regex;

/// Whether a text starts with the name of a header.
pub(super) fn starts_with_header(text: &str) -> bool {
    static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[`*]*([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)"));
    NAME.captures(text).is_some_and(|found| is_header(&found[1]))
}

/// Segments that make a name in lower case the name of a header.
const ROLES: &[&str] = &["signature", "sig", "hmac", "digest", "timestamp", "nonce"];
/// First segments of names with hyphens that are no headers.
const OTHER: &[&str] = &["hmac", "sha", "utf", "iso", "rfc", "aes", "base64", "sha256", "sha1", "sha512", "md5"];

/// Whether it is written as names of headers are: `X-Acme-Event`, `x-acme-event`, `webhook-signature`; not as `HMAC-SHA256` or `raw-body`.
pub(super) fn is_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let segments: Vec<&str> = lower.split('-').collect();
    let capital = |segment: &str| segment.starts_with(|first: char| !first.is_ascii_lowercase());
    let is_spelled = name.split('-').all(capital) || lower.starts_with("x-");
    let is_role = segments[1..].iter().any(|segment| ROLES.contains(segment));
    (is_spelled || is_role) && !OTHER.contains(&segments[0])
}

/// Whether the name of a header says that it carries a signature.
pub(super) fn is_signature_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.split('-').any(|segment| segment.contains("signature") || matches!(segment, "sig" | "hmac" | "digest"))
}

pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is written here, and tested")
}
