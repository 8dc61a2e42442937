//! The names of headers in prose.

use crate::page::pattern::regex;

/// Returns true if a text starts with the name of a header.
pub(super) fn starts_with_header(text: &str) -> bool {
    regex!(r"^[`*]*([A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+)").captures(text).is_some_and(|found| is_header(&found[1]))
}

/// Segments that make a lower-case name a header's.
const ROLES: &[&str] = &["signature", "sig", "hmac", "digest", "timestamp", "nonce"];
/// First segments of hyphenated names that are not headers.
const OTHER: &[&str] = &["hmac", "sha", "utf", "iso", "rfc", "aes", "base64", "sha256", "sha1", "sha512", "md5"];

/// Returns true for names spelled like headers: `X-Acme-Event`, `x-acme-event`, `webhook-signature`; not `HMAC-SHA256` or `raw-body`.
pub(super) fn is_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let segments: Vec<&str> = lower.split('-').collect();
    let capital = |segment: &str| segment.starts_with(|first: char| !first.is_ascii_lowercase());
    let is_spelled = name.split('-').all(capital) || lower.starts_with("x-");
    let is_role = segments[1..].iter().any(|segment| ROLES.contains(segment));
    (is_spelled || is_role) && !OTHER.contains(&segments[0])
}

/// Returns true if the header's name says that it carries a signature. A name that ends with `-1` or `-n` is one of several, and returns
/// false.
pub(super) fn is_signature_header(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    // `X-Hub-Signature-256` names its hash, and `X-Acme-Signature-2` may be a newer one.
    let is_numbered = lower.ends_with("-1") || lower.ends_with("-n");
    let is_of_signature = |segment: &str| segment.contains("signature") || matches!(segment, "sig" | "hmac" | "digest");
    !is_numbered && lower.split('-').any(is_of_signature)
}
