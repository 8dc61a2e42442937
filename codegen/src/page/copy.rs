//! Canonical copies of a page, independent of its line ends.

use std::sync::Arc;

use codegen_runtime::receive::mac_encoding::to_hex;
use sha2::{Digest as _, Sha256};

use crate::source::location::Source;

/// Returns the page without byte order mark and trailing white space, with LF line ends. Lines and columns stay the same.
pub(crate) fn unified(page: &Arc<Source>) -> Arc<Source> {
    let text = page.text();
    let inner = text.strip_prefix('\u{feff}').unwrap_or(text);
    let inner = inner.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = inner.split('\n').map(|line| line.trim_end_matches([' ', '\t'])).collect();
    let unified = lines.join("\n");
    if unified == text { Arc::clone(page) } else { Source::new(page.path(), unified) }
}

/// Computes the SHA-256 of a canonical copy in hex. White space at its end does not count.
pub(crate) fn fingerprint(page: &Source) -> String {
    to_hex(&Sha256::digest(page.text().trim_end().as_bytes()))
}
