//! Headings that name an event whole, or several.
//!
//! **Rule.** What follows a name must not belong to it, and must not be a name that is not read. Otherwise the heading is refused: `order.*`
//! is not the event `order`, and `order.paid → order.shipped` is not `order.paid` alone.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::page::pattern::pattern;

/// Returns true if what stands behind a name belongs to it: a wildcard, a placeholder or an ellipsis.
pub(in crate::page) fn goes_on(behind: &str) -> bool {
    static REST: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:[./:_-]*(?:…|\.\.)|[./:_-]+[*{<\[(%$@])"));
    REST.is_match(behind)
}

/// Returns the word behind a name that may be the name of another event.
pub(super) fn other(behind: &str) -> Option<&str> {
    static LISTED: LazyLock<Regex> =
        LazyLock::new(|| list(r"[,;/|&+·•]|→|[-=]>|(?:and|or|und|oder|et|ou|y|o)\s", r"(?:\W|$)"));
    // A summary has more words than a name.
    static ALONE: LazyLock<Regex> = LazyLock::new(|| list(r"[-–—−:]", r"\W*$"));
    let other = |form: &LazyLock<Regex>| Some(form.captures(behind)?.name("name")?.as_str());
    other(&LISTED).or_else(|| other(&ALONE)).filter(|other| !is_version(other))
}

/// Returns the span of the next name in a list of names, if another one follows.
pub(super) fn listed(behind: &str) -> Option<Range<usize>> {
    static NEXT: LazyLock<Regex> = LazyLock::new(|| list(r"[,;/&]|(?:and|or|und|oder|et|ou|y|o)\s", r"(?:\W|$)"));
    NEXT.captures(behind)?.name("name").map(|name| name.range())
}

/// Returns true if another word in code format may follow a name in code format.
pub(super) fn is_list_of_words(behind: &str) -> bool {
    static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*(?:[,/&+]|(?:and|or)\s)\s*[a-z]\w*\W*$"));
    WORD.is_match(behind)
}

fn list(joint: &str, end: &str) -> Regex {
    pattern(&format!(
        r#"^[`"'“”*]*\s*(?:{joint})\s*(?:(?:and|or)\s+)?[`"'“”*]*(?<name>[A-Za-z][A-Za-z0-9]*(?:[._/:-][A-Za-z0-9]+)+){end}"#
    ))
}

fn is_version(name: &str) -> bool {
    name.starts_with(['v', 'V']) && name[1..].chars().all(|found| found.is_ascii_digit() || found == '.')
}

/// Returns true for a method of HTTP, which stands before a path.
pub(in crate::page) fn is_method(name: &str) -> bool {
    matches!(name, "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")
}
