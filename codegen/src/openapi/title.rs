//! The title of a document → the name of the vendor.

/// Words of a title that do not name the vendor.
const KINDS: &str = "\
    api apis docs documentation event events notifications openapi reference rest spec specification webhook webhooks";

/// Words that connect others.
const CONNECTING: &str = "and by for from of with";

/// Returns the words of a title that may name the vendor, without those that only connect them with others.
pub(super) fn vendor(title: &str) -> Option<String> {
    let is_kind = |word: &&str| {
        let word = word.trim_matches(|found: char| !found.is_alphanumeric()).to_ascii_lowercase();
        is_version(&word) || KINDS.split_whitespace().any(|kind| kind == word)
    };
    let mut words: Vec<&str> = title.split(' ').filter(|word| !is_kind(word)).collect();
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
            ("Webhooks", None),
            ("Webhooks & Events", None),
            ("– API –", None),
        ] {
            assert_eq!(vendor(title).as_deref(), expected, "{title}");
        }
    }
}
