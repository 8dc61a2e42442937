//! Hand-written lines of the changelog: the changes that they tell already.
//!
//! A line too many is better than a lost one. So a line tells a change if it begins with the subject, names the member, and says what happens
//! to it. A line about the future tells nothing yet.

use crate::diff::Change;
use crate::emit::wording::code;

/// Returns true if a line tells a change.
pub(super) fn tells(line: &str, change: &Change) -> bool {
    let names = |name: &str| line.contains(&code(name)) || line.contains(&code(name.trim_matches('"')));
    let member = change.member.rsplit('.').next().and_then(|name| name.split('[').next()).filter(|it| !it.is_empty());
    let is_member = change.member.is_empty() || names(&change.member) || member.is_some_and(names);
    let is_everywhere = change.also.iter().all(|other| names(other));
    let mut spans = change.words.split('`').skip(1).step_by(2).filter(|span| Some(*span) != member).peekable();
    let names_something = spans.peek().is_some();
    let names_all = spans.all(names);
    line.starts_with(&code(&change.subject))
        && is_member
        && is_everywhere
        && names_all
        && says(line, change, names_something)
}

/// Returns true if a line says what happens, in words of its own for what happens often.
fn says(line: &str, change: &Change, names_something: bool) -> bool {
    let line = line.to_lowercase();
    let words: Vec<&str> = line.split(|letter: char| !letter.is_alphanumeric()).collect();
    let has = |stems: &[&str]| words.iter().any(|word| stems.iter().any(|stem| word.starts_with(stem)));
    let begins = |verbs: &[&str]| verbs.iter().any(|verb| change.words.starts_with(verb));
    let is_any = |others: &[&str]| words.iter().any(|word| others.contains(word));
    if is_any(&["will", "later", "soon", "planned"]) {
        return false;
    }
    if begins(&["adds"]) && is_any(&["not", "never", "no"]) {
        return false;
    }
    if begins(&["adds the value"]) {
        return true;
    }
    if begins(&["adds"]) {
        return is_any(&["new"]) || has(&["add"]);
    }
    if begins(&["changes"]) {
        return names_something && (has(&["chang"]) || names_numbers(&words, change));
    }
    if begins(&["removes", "no longer"]) {
        return has(&["remov", "gone", "drop", "delet"]) || line.contains("no longer");
    }
    if begins(&["makes the member"]) {
        let is_optional = change.words.contains("` optional");
        return if is_optional { has(&["optional", "absent", "missing"]) } else { has(&["required"]) };
    }
    if begins(&["allows null", "forbids null"]) {
        return has(&["null"]);
    }
    names_something || line.contains(&change.words.to_lowercase())
}

/// Returns true if a line has the numbers that a changed part is described with.
fn names_numbers(words: &[&str], change: &Change) -> bool {
    let after = change.after.as_ref().map(|after| after.words.to_lowercase()).unwrap_or_default();
    let parts = after.split(|letter: char| !letter.is_alphanumeric());
    let numbers: Vec<&str> = parts.filter(|it| it.starts_with(|letter: char| letter.is_ascii_digit())).collect();
    !numbers.is_empty() && numbers.iter().all(|number| words.contains(number))
}
