//! Headings that name an event whole, or several.
//!
//! **Rule.** What follows a name must not belong to it, and must not be a name that is not read. Otherwise the heading is refused: `order.*`
//! is not the event `order`, and `order.paid → order.shipped` is not `order.paid` alone.

use std::ops::Range;

use regex::Regex;

use crate::page::pattern::regex;

/// Returns true if what stands behind a name belongs to it: a wildcard, a placeholder or an ellipsis.
pub(in crate::page) fn goes_on(behind: &str) -> bool {
    regex!(r"^(?:[./:_-]*(?:…|\.\.)|[./:_-]+[*{<\[(%$@])").is_match(behind)
}

/// Returns true if a text in code format is a part of a longer word, as in `` `order`.`paid` ``.
pub(super) fn is_joined(text: &str, code: &Range<usize>) -> bool {
    let behind = regex!(r"^[./:_-]?[A-Za-z0-9]");
    let before = regex!(r"[A-Za-z0-9][./_-]?$");
    let is_word = text.get(code.clone()).is_some_and(|code| !code.ends_with(' ') && !code.starts_with(' '));
    is_word && (behind.is_match(&text[code.end..]) || before.is_match(&text[..code.start]))
}

/// Returns the word behind a name that may be the name of another event: in a list, in parentheses, or without anything between.
pub(super) fn other(behind: &str) -> Option<&str> {
    let listed = regex!(&list(r"[,;/|&+·•]|→|[-=]>|(?:and|or|und|oder|et|ou|y|o)\s", r"(?:\W|$)"));
    // A summary has more words than a name.
    let alone = regex!(&list(r"[-–—−:]", r"\W*$"));
    let enclosed = regex!(&list(r"\((?:\s*(?:(?:and|or|also|formerly)\b|[,;/|&+]|→))+", r"(?:\W|$)"));
    let next = regex!(&list(r"\s", r"(?:\W|$)"));
    let other = |form: &Regex| Some(form.captures(behind)?.name("name")?.as_str());
    let found = [listed, alone, enclosed, next].into_iter().find_map(other);
    found.filter(|other| !is_version(other))
}

/// Returns true if a shortened name of another event may follow: `.shipped`, `| shipped`, or `/shipped` inside of the name.
pub(super) fn is_short_list(name: &str, behind: &str) -> bool {
    let rest = regex!(r#"^[`"'“”*]*\s*(?:[,;/|&+·•]|(?:and|or)\s)\s*[`"'“”*]*[.:/][A-Za-z]"#);
    let one_word = regex!(r#"^[`"'“”*]*\s*[|·•/]\s*[`"'“”*]*(?<word>[a-z]+(?:_[a-z]+)*)[`"'“”*]*\s*$"#);
    let within = regex!(r"^\w+(?:\.\w+)+(?:/[A-Za-z_]+(?:\.\w+)*)+$");
    let is_other = |word: &str| !BADGES.split(' ').any(|badge| badge == word);
    let word = one_word.captures(behind).and_then(|found| found.name("word"));
    rest.is_match(behind) || within.is_match(name) || word.is_some_and(|word| is_other(word.as_str()))
}

/// Words behind a name that say something about the event or the page.
const BADGES: &str = "\
    added alpha beta changed deprecated event events experimental internal legacy new notification optional planned preview \
    private public recommended removed required stable topic unstable updated webhook webhooks";

/// Returns the span of the next name in a list of names, if another one follows.
pub(super) fn listed(behind: &str) -> Option<Range<usize>> {
    let next = regex!(&list(r"[,;/&]|(?:and|or|und|oder|et|ou|y|o)\s", r"(?:\W|$)"));
    next.captures(behind)?.name("name").map(|name| name.range())
}

/// Returns true if another word in code format may follow a name in code format.
pub(super) fn is_list_of_words(behind: &str) -> bool {
    regex!(r"^\s*(?:[,/&+]|(?:and|or)\s)\s*[a-z]\w*\W*$").is_match(behind)
}

fn list(joint: &str, end: &str) -> String {
    format!(
        r#"^[`"'“”*]*\s*(?:{joint})\s*(?:(?:and|or)\s+)?[`"'“”*]*(?<name>[A-Za-z][A-Za-z0-9]*(?:[._/:-][A-Za-z0-9]+)+){end}"#
    )
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
