//! The texts of a folder, and the names that files may have.

use std::collections::BTreeMap;

/// Texts by relative path, with `/` on every platform.
pub type Files = BTreeMap<String, String>;

/// Appends `_` to the part of a file's name before the first dot if Windows has no such file, because a device has this name.
pub(crate) fn portable(mut name: String) -> String {
    let first = name.find('.').unwrap_or(name.len());
    if is_device(&name[..first]) {
        name.insert(first, '_');
    }
    name
}

/// Returns true for a name that [Windows](https://learn.microsoft.com/windows/win32/fileio/naming-a-file) refuses with any suffix.
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_port = |number: &str| matches!(number.as_bytes(), [b'1'..=b'9']);
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul")
        || ["com", "lpt"].iter().any(|port| name.strip_prefix(port).is_some_and(is_port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_named_after_a_device() {
        for (name, expected) in [
            ("aux", "aux_"),
            ("CON.x", "CON_.x"),
            ("Com1", "Com1_"),
            ("lpt9.paid.v1", "lpt9_.paid.v1"),
            ("com0", "com0"),
            ("com10", "com10"),
            ("con-x", "con-x"),
            ("x.con", "x.con"),
            ("", ""),
        ] {
            assert_eq!(portable(name.to_owned()), expected);
        }
    }
}
