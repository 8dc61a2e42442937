//! Licence expressions [SPDX 2.3, Annex D] in Cargo's form, and the embedded licence texts.

use crate::catalog::rule::{Breach, breach};
use crate::source::nearest::nearest;

/// The default licence.
pub(crate) const DEFAULT: &str = "MIT OR Apache-2.0";

/// The embedded texts: licence, file name in the package, text.
const TEXTS: [(&str, &str, &str); 2] = [
    ("MIT", "LICENSE-MIT", include_str!("../../../LICENSE-MIT")),
    ("Apache-2.0", "LICENSE-APACHE", include_str!("../../../LICENSE-APACHE")),
];

/// Common licences, for spelling suggestions.
const KNOWN: &str = "\
    0BSD AGPL-3.0-only AGPL-3.0-or-later Apache-2.0 BSD-2-Clause BSD-3-Clause BSL-1.0 CC0-1.0 EPL-2.0 EUPL-1.2 \
    GPL-2.0-only GPL-2.0-or-later GPL-3.0-only GPL-3.0-or-later ISC LGPL-2.1-only LGPL-3.0-only MIT MIT-0 \
    MPL-2.0 Unicode-3.0 Unlicense Zlib";

/// Returns the embedded texts of a licence expression with the names of their files.
pub(crate) fn texts(expression: &str) -> Vec<(&'static str, &'static str)> {
    let licences = licences(expression).unwrap_or_default();
    TEXTS.iter().filter(|(known, ..)| licences.contains(known)).map(|(_, file, text)| (*file, *text)).collect()
}

/// Returns the licences of an expression without an embedded text.
pub(crate) fn without_text(expression: &str) -> Vec<&str> {
    let is_embedded = |licence: &&str| TEXTS.iter().any(|(known, ..)| known == licence);
    licences(expression).unwrap_or_default().into_iter().filter(|licence| !is_embedded(licence)).collect()
}

/// Returns true if a file that a person has written replaces an embedded one: it has its name, in any case and with any extension, or it has
/// no licence in its name, as `LICENSE.md`, and then the texts of all of them.
pub(crate) fn replaces(path: &str, embedded: &str) -> bool {
    let name = path.to_ascii_uppercase().replacen("LICENCE", "LICENSE", 1);
    let is_whole = |of: &str| name.strip_prefix(of).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    is_whole("LICENSE") || is_whole("COPYING") || name.starts_with(embedded)
}

/// Checks the value of `license`.
pub(super) fn rule(value: &str) -> Option<Breach> {
    let known = || KNOWN.split(' ');
    let help = |text: &str| match nearest(text, known()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("join SPDX identifiers with AND, OR and WITH, as in `{DEFAULT}`"),
    };
    let Some(licences) = licences(value) else {
        let message = format!("`{value}` is not an SPDX licence expression");
        return Some(breach("invalid-license", message, help(value)));
    };
    // SPDX ignores the case of names; readers of the package's metadata may not.
    let other_case = |name: &str| known().find(|known| known.eq_ignore_ascii_case(name) && *known != name);
    let (misspelled, known) = licences.iter().find_map(|name| Some((name, other_case(name)?)))?;
    let message = format!("SPDX has no licence `{misspelled}`");
    Some(breach("invalid-license", message, format!("did you mean `{known}`?")))
}

/// Returns the licences of an expression without exceptions; `None` if it is malformed.
fn licences(expression: &str) -> Option<Vec<&str>> {
    let mut words = words(expression)?;
    words.reverse();
    let mut found = Vec::new();
    choice(&mut words, &mut found, 0)?;
    words.is_empty().then_some(found)
}

fn words(expression: &str) -> Option<Vec<&str>> {
    let mut words = Vec::new();
    for word in expression.split_ascii_whitespace() {
        let inner = word.trim_start_matches('(');
        words.extend((inner.len()..word.len()).map(|_| "("));
        let name = inner.trim_end_matches(')');
        if name.is_empty() && inner.is_empty() {
            continue;
        }
        words.extend((!name.is_empty()).then_some(name));
        words.extend((name.len()..inner.len()).map(|_| ")"));
    }
    (!words.is_empty()).then_some(words)
}

/// Reads terms joined by AND or OR. `words` are in reverse order.
fn choice<'e>(words: &mut Vec<&'e str>, found: &mut Vec<&'e str>, depth: usize) -> Option<()> {
    loop {
        if words.last() == Some(&"(") && depth < 16 {
            words.pop();
            choice(words, found, depth + 1)?;
            (words.pop() == Some(")")).then_some(())?;
        } else {
            found.push(words.pop().filter(|word| is_name(word))?);
            if words.pop_if(|word| *word == "WITH").is_some() {
                words.pop().filter(|word| is_name(word))?;
            }
        }
        if words.pop_if(|word| matches!(*word, "AND" | "OR")).is_none() {
            return Some(());
        }
    }
}

fn is_name(word: &str) -> bool {
    let plain = word.strip_suffix('+').unwrap_or(word);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let is_operator = ["and", "or", "with"].contains(&word.to_ascii_lowercase().as_str());
    !plain.is_empty() && plain.bytes().all(is_plain) && !is_operator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn licence_expressions_are_recognized() {
        for (expression, expected) in [
            ("MIT", &["MIT"][..]),
            ("MIT OR Apache-2.0", &["MIT", "Apache-2.0"]),
            ("(MIT OR Apache-2.0) AND Unicode-3.0", &["MIT", "Apache-2.0", "Unicode-3.0"]),
            ("GPL-2.0-or-later WITH Classpath-exception-2.0", &["GPL-2.0-or-later"]),
            ("LicenseRef-acme", &["LicenseRef-acme"]),
            ("( MIT )", &["MIT"]),
        ] {
            assert_eq!(licences(expression).as_deref(), Some(expected), "{expression}");
        }
        for text in [
            "",
            " ",
            "MIT/Apache-2.0",
            "MIT Apache-2.0",
            "MIT OR",
            "OR MIT",
            "(MIT",
            "MIT)",
            "MIT or ISC",
            "WITH",
            "()",
            "GPL v3",
            "a_b",
        ] {
            assert_eq!(licences(text), None, "{text}");
        }
    }

    #[test]
    fn the_texts_follow_the_licence() {
        let files = |expression| texts(expression).into_iter().map(|(file, _)| file).collect::<Vec<_>>();
        for (expression, embedded, missing) in [
            (DEFAULT, &["LICENSE-MIT", "LICENSE-APACHE"][..], &[][..]),
            ("Apache-2.0", &["LICENSE-APACHE"], &[]),
            ("MIT OR MPL-2.0", &["LICENSE-MIT"], &["MPL-2.0"]),
            ("MPL-2.0", &[], &["MPL-2.0"]),
        ] {
            assert_eq!(
                (files(expression), without_text(expression)),
                (embedded.to_vec(), missing.to_vec()),
                "{expression}"
            );
        }
    }

    #[test]
    fn written_texts_replace_embedded_ones() {
        for (path, embedded, expected) in [
            ("LICENSE", "LICENSE-MIT", true),
            ("LICENCE.md", "LICENSE-APACHE", true),
            ("COPYING", "LICENSE-MIT", true),
            ("LICENSE-MIT.txt", "LICENSE-MIT", true),
            ("LICENCE-mit", "LICENSE-MIT", true),
            ("LICENSE-Apache-2.0", "LICENSE-APACHE", true),
            ("LICENSE-MIT", "LICENSE-APACHE", false),
            ("LICENSE-BSD-3-Clause", "LICENSE-MIT", false),
            ("NOTICE", "LICENSE-APACHE", false),
        ] {
            assert_eq!(replaces(path, embedded), expected, "{path}");
        }
    }
}
