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

/// Returns true if a text in code format is a part of a longer word, as in `` `order`.`paid` ``.
pub(super) fn is_joined(text: &str, code: &Range<usize>) -> bool {
    static BEHIND: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[./:_-]?[A-Za-z0-9]"));
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9][./_-]?$"));
    let is_word = text.get(code.clone()).is_some_and(|code| !code.ends_with(' ') && !code.starts_with(' '));
    is_word && (BEHIND.is_match(&text[code.end..]) || BEFORE.is_match(&text[..code.start]))
}

/// Returns the word behind a name that may be the name of another event: in a list, in parentheses, or without anything between.
pub(super) fn other(behind: &str) -> Option<&str> {
    static LISTED: LazyLock<Regex> =
        LazyLock::new(|| list(r"[,;/|&+·•]|→|[-=]>|(?:and|or|und|oder|et|ou|y|o)\s", r"(?:\W|$)"));
    // A summary has more words than a name.
    static ALONE: LazyLock<Regex> = LazyLock::new(|| list(r"[-–—−:]", r"\W*$"));
    static ENCLOSED: LazyLock<Regex> =
        LazyLock::new(|| list(r"\((?:\s*(?:(?:and|or|also|formerly)\b|[,;/|&+]|→))+", r"(?:\W|$)"));
    static NEXT: LazyLock<Regex> = LazyLock::new(|| list(r"\s", r"(?:\W|$)"));
    let other = |form: &LazyLock<Regex>| Some(form.captures(behind)?.name("name")?.as_str());
    let found = [&LISTED, &ALONE, &ENCLOSED, &NEXT].into_iter().find_map(other);
    found.filter(|other| !is_version(other))
}

/// Returns true if a shortened name of another event may follow: `.shipped`, `| shipped`, or `/shipped` inside of the name.
pub(super) fn is_short_list(name: &str, behind: &str) -> bool {
    static REST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"^[`"'“”*]*\s*(?:[,;/|&+·•]|(?:and|or)\s)\s*[`"'“”*]*[.:/][A-Za-z]"#));
    static WORD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"^[`"'“”*]*\s*[|·•/]\s*[`"'“”*]*(?<word>[a-z]+(?:_[a-z]+)*)[`"'“”*]*\s*$"#));
    static WITHIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\w+(?:\.\w+)+(?:/[A-Za-z_]+(?:\.\w+)*)+$"));
    let is_other = |word: &str| !BADGES.split(' ').any(|badge| badge == word);
    let word = WORD.captures(behind).and_then(|found| found.name("word"));
    REST.is_match(behind) || WITHIN.is_match(name) || word.is_some_and(|word| is_other(word.as_str()))
}

/// Words behind a name that say something about the event or the page.
const BADGES: &str = "\
    added alpha beta changed deprecated event events experimental internal legacy new notification optional planned preview \
    private public recommended removed required stable topic unstable updated webhook webhooks";

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

/// Returns true for a version such as `v1.2`.
pub(super) fn is_version(name: &str) -> bool {
    let number = name.strip_prefix(['v', 'V']).unwrap_or_default();
    !number.is_empty() && number.chars().all(|found| found.is_ascii_digit() || found == '.')
}

/// Returns true for a method of HTTP, which stands before a path.
pub(in crate::page) fn is_method(name: &str) -> bool {
    matches!(name, "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS")
}
