//! Abbreviations, whose full stop does not end a sentence.

const ABBREVIATIONS: &[&str] = &["e.g", "i.e", "etc", "vs", "cf", "approx", "incl", "no", "resp", "ca", "z.b", "d.h"];

/// Returns true if the text before a full stop ends with an abbreviation.
pub(super) fn is_last(before: &str) -> bool {
    let last = before.rsplit(|found: char| found.is_whitespace() || found == '(').next().unwrap_or_default();
    ABBREVIATIONS.contains(&last.to_lowercase().as_str())
}
