//! One page, however a copy of it ends its lines.

use std::sync::Arc;

use codegen_runtime::receive::mac_encoding::to_hex;
use sha2::{Digest as _, Sha256};

use crate::source::location::Source;

/// The page without a byte order mark, with LF at the end of each line and no white space before it. Lines and columns stay the same.
pub(crate) fn unified(page: &Arc<Source>) -> Arc<Source> {
    let text = page.text();
    let inner = text.strip_prefix('\u{feff}').unwrap_or(text);
    let inner = inner.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = inner.split('\n').map(|line| line.trim_end_matches([' ', '\t'])).collect();
    let unified = lines.join("\n");
    if unified == text { Arc::clone(page) } else { Source::new(page.path(), unified) }
}

/// SHA-256 of a unified page, in hex. White space at its end does not count.
pub(crate) fn fingerprint(page: &Source) -> String {
    to_hex(&Sha256::digest(page.text().trim_end().as_bytes()))
}
