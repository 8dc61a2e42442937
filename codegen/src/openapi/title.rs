//! The title of a document → the name of the vendor.

/// Words of a title that do not name the vendor.
const KINDS: &str = "\
    api apis docs documentation event events notifications openapi reference rest schema schemas spec specification webhook \
    webhooks";

/// Words in brackets about the state of a document.
const STATES: &str = "alpha beta deprecated draft experimental internal preview public stable";

/// Words that connect others.
const CONNECTING: &str = "and by for from of with";

/// Returns the words of a title that may name the vendor, without those that only connect them with others.
pub(super) fn vendor(title: &str) -> Option<String> {
    let has = |words: &str, word: &str| words.split_whitespace().any(|known| known == word);
    let is_kind = |word: &&str| {
        let is_bracketed = word.starts_with(['(', '[']) && word.ends_with([')', ']']);
        let word = word.trim_matches(|found: char| !found.is_alphanumeric()).to_ascii_lowercase();
        is_version(&word) || has(KINDS, &word) || is_bracketed && has(STATES, &word)
    };
    let words = title.split(' ').filter(|word| !is_kind(word)).filter_map(without_kinds);
    let mut words: Vec<&str> = words.collect();
    let is_connecting = |word: &str| {
        let is_sign = !word.contains(char::is_alphanumeric);
        is_sign || CONNECTING.split(' ').any(|connecting| word.eq_ignore_ascii_case(connecting))
    };
    while words.last().is_some_and(|word| is_connecting(word)) {
        words.pop();
    }
    let first = words.iter().position(|word| !is_connecting(word))?;
    let name = words[first..].join(" ");
    let name = name.trim_end_matches([':', ',', ';', '|', '-', '–', '—', '/']);
    let name = name.trim_start_matches(['|', '-', '–', '—', '/']).trim();
    Some(name.to_owned()).filter(|name| !name.is_empty())
}

/// Returns a word without the kinds that hyphens join to its end, as in `acme-webhooks`; nothing if it has only kinds.
fn without_kinds(word: &str) -> Option<&str> {
    let mut rest = word;
    while let Some((before, last)) = rest.rsplit_once('-') {
        let last = last.to_ascii_lowercase();
        if last.is_empty() || !KINDS.split_whitespace().any(|kind| kind == last) {
            break;
        }
        rest = before;
    }
    let is_kind = KINDS.split_whitespace().any(|kind| rest.eq_ignore_ascii_case(kind));
    Some(rest).filter(|rest| !rest.is_empty() && !is_kind)
}

/// Returns true for a version or a date: `v2`, `2.0` or `2026-11-30`.
fn is_version(word: &str) -> bool {
    let is_number = |text: &str| text.starts_with(|first: char| first.is_ascii_digit());
    let is_dated = word.contains(['.', '-']) && word.bytes().all(|byte| byte.is_ascii_digit() || b".-".contains(&byte));
    word.strip_prefix('v').is_some_and(is_number) || is_number(word) && is_dated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_vendors_without_signs() {
        for (title, expected) in [
            ("Acme API v2", Some("Acme")),
            ("Acme: Webhooks", Some("Acme")),
            ("Acme | Events", Some("Acme")),
            ("Acme Platform - Notifications", Some("Acme Platform")),
            ("Acme Platform – Webhook Events", Some("Acme Platform")),
            ("Webhooks API Reference – Acme", Some("Acme")),
            ("Webhooks: Acme", Some("Acme")),
            ("Events & Notifications of Acme", Some("Acme")),
            ("The Acme Events & Notifications API", Some("The Acme")),
            ("Acme Events and Notifications", Some("Acme")),
            ("Acme Webhooks 2026-11-30", Some("Acme")),
            ("Acme API (2.0)", Some("Acme")),
            ("ACME INC. Webhook Events API", Some("ACME INC.")),
            ("Salt & Pepper API", Some("Salt & Pepper")),
            ("Acme – Orders API", Some("Acme – Orders")),
            ("24 Hours API", Some("24 Hours")),
            ("Acme+ Webhooks", Some("Acme+")),
            ("Acme! Webhooks", Some("Acme!")),
            ("Acme — Webhooks v3 (beta)", Some("Acme")),
            ("Acme REST API v2.1.0 [DRAFT]", Some("Acme")),
            ("Acme (Public) API", Some("Acme")),
            ("Beta Acme API", Some("Beta Acme")),
            ("Acme (Europe) API", Some("Acme (Europe)")),
            ("acme-webhooks", Some("acme")),
            ("Acme-Pay-Events-API", Some("Acme-Pay")),
            ("Event-Driven Acme API", Some("Event-Driven Acme")),
            ("webhook-api", None),
            ("Webhook schema of Acme", Some("Acme")),
            ("Acme's Webhook API", Some("Acme's")),
            ("Webhooks", None),
            ("Webhooks & Events", None),
            ("– API –", None),
        ] {
            assert_eq!(vendor(title).as_deref(), expected, "{title}");
        }
    }
}
