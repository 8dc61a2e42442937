//! The vendor of a page: from the name of a header, or from the title.

use std::collections::{BTreeMap, BTreeSet};

use crate::page::pattern::regex;

/// The name of a vendor.
pub(super) struct Vendor {
    pub(super) name: String,
    /// The header or the title, if it alone names the vendor.
    pub(super) from: Option<String>,
}

impl Vendor {
    /// Returns the vendor whom a header names, if the page uses the name, too; otherwise that of the title, and then that of the header:
    /// some vendors have headers with the name of another one, or with letters for their own. Such a vendor may have `others` with its name.
    pub(super) fn of(title: Option<&str>, header: Option<&str>, others: &[&str], prose: &[String]) -> Option<Self> {
        let of_header = header.and_then(|header| of_header(header, prose));
        if let Some((name, true)) = of_header {
            return Some(Self { name, from: None });
        }
        if let Some((title, name)) = title.and_then(|title| Some((title, of_title(title)?))) {
            let uses = |text: &&String| text.as_str() != title && text.contains(&name);
            let is_used = prose.iter().any(|text| uses(&text));
            return Some(Self { name, from: (!is_used).then(|| title.to_owned()) });
        }
        if let Some((name, from)) = header.and_then(|header| of_others(header, others, prose)) {
            return Some(Self { name, from: Some(from.to_owned()) });
        }
        of_header.map(|(name, _)| Self { name, from: header.map(str::to_owned) })
    }
}

/// Words before `webhooks` in a title that are no name.
const OTHER: &str = "\
    about account accounts admin all api app billing build check checkout configure create custom customer customers delivery \
    developer developers event events fulfillment how http inventory invoice invoices job json legacy manage merchant message \
    messages my new order orders our partner payment payments payout payouts platform product products push receive refund \
    rest secure send set shipment shipping shop sms standard store subscribe subscription subscriptions test the transaction \
    transactions use user users v1 v2 v3 verify what why your";

/// Returns the name before `webhooks` in a title: `Lemon Squeezy webhooks`.
fn of_title(title: &str) -> Option<String> {
    let of_webhooks = regex!(
        r"^(?<name>\p{Lu}[\p{L}\d]*(?:\.[a-z]{2,3})?(?: \p{Lu}[\p{L}\d]*)?)(?:'s|’s)? (?i:webhooks?)(?: (?i:api|events?|reference|guide|docs|documentation|notifications?))*$"
    );
    let name = of_webhooks.captures(title.trim())?["name"].to_owned();
    let is_other = |word: &str| {
        let word = word.to_lowercase();
        word.ends_with("ing") || OTHER.split_whitespace().any(|other| other == word)
    };
    (!name.split(' ').any(is_other)).then_some(name)
}

/// Words that begin headers of proxies, limits, traces and requests, whoever sends them.
const INFRASTRUCTURE: &str = "accel amz azure b3 cache content correlation envoy forwarded frame google idempotency rate ratelimit real request trace";

/// Words behind the name of a vendor in headers.
const SUBJECTS: &str = "api delivery hook id notification request time timestamp type version webhooks";

/// Returns the name with which several headers begin, none of them with that of the header of the signature, and the shortest of them.
fn of_others<'h>(header: &str, others: &[&'h str], prose: &[String]) -> Option<(String, &'h str)> {
    let first = |header: &str| {
        let mut words = header.split('-').filter(|word| !word.eq_ignore_ascii_case("x"));
        words.next().map(str::to_lowercase)
    };
    let own = |other: &&&str| {
        header.starts_with(['X', 'x']) && other.starts_with(['X', 'x']) && first(other) != first(header)
    };
    let mut named: BTreeMap<Option<String>, BTreeSet<String>> = BTreeMap::new();
    for other in others.iter().filter(own) {
        named.entry(first(other)).or_default().insert(other.to_lowercase());
    }
    let is_named = |word: &Option<String>| {
        let has = |words: &str, word: &str| words.split_whitespace().any(|known| known == word);
        word.as_ref().is_some_and(|word| !has(INFRASTRUCTURE, word) && !has(SUBJECTS, word))
    };
    let shared = |other: &str| named.get(&first(other)).filter(|headers| headers.len() > 1);
    let mut found: Vec<&str> = others.iter().filter(own).copied().filter(|other| is_named(&first(other))).collect();
    found.sort_by_key(|other| other.len());
    found.into_iter().find_map(|other| {
        let headers = shared(other)?;
        let begins = |start: &str| headers.iter().all(|header| format!("{header}-").starts_with(&start.to_lowercase()));
        let mut start = String::new();
        for word in other.split('-') {
            let longer = format!("{start}{word}-");
            if !begins(&longer) || SUBJECTS.split(' ').any(|subject| subject.eq_ignore_ascii_case(word)) {
                break;
            }
            start = longer;
        }
        Some((of_header(start.trim_end_matches('-'), prose)?.0, other))
    })
}

/// Returns the vendor: `X-ClearTix-Signature` and a page about Cleartix → `Cleartix`, and true if the page uses the name. Some vendors have
/// headers with the name of another one.
fn of_header(header: &str, prose: &[String]) -> Option<(String, bool)> {
    let words: Vec<&str> = header.split('-').collect();
    let inner = words.iter().filter(|word| !word.eq_ignore_ascii_case("x"));
    let is_role = |word: &str| {
        let word = word.to_ascii_lowercase();
        word.starts_with("hmac")
            || word.starts_with("sha")
            || matches!(word.as_str(), "signature" | "sig" | "event" | "topic" | "webhook")
    };
    let named: Vec<&str> = inner.copied().take_while(|word| !is_role(word)).collect();
    if named.is_empty() {
        return None;
    }
    let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
    for text in prose {
        for word in text.split(|found: char| !found.is_alphanumeric() && found != '-') {
            let is_proper = word.starts_with(char::is_uppercase);
            if is_proper && named.concat().eq_ignore_ascii_case(word) {
                *spellings.entry(word).or_default() += 1;
            }
        }
    }
    let usual = spellings.into_iter().max_by_key(|(_, count)| *count).map(|(word, _)| word.to_owned());
    let is_used = usual.is_some();
    Some((usual.unwrap_or_else(|| named.join(" ")), is_used))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_vendors() {
        for (title, name) in [
            ("Acme webhooks", "Acme"),
            ("ParcelCo Webhooks", "ParcelCo"),
            ("Lemon Tree webhooks", "Lemon Tree"),
            ("Acme Webhook Reference", "Acme"),
            ("Acme's webhooks", "Acme"),
        ] {
            assert_eq!(of_title(title).as_deref(), Some(name), "{title}");
        }
        for title in [
            "Webhooks",
            "Order webhooks",
            "Receiving webhooks",
            "API webhooks",
            "Acme",
            "How to verify webhooks",
            "acme webhooks",
            "Billing API webhooks",
        ] {
            assert_eq!(of_title(title), None, "{title}");
        }
    }

    #[test]
    fn a_title_comes_before_unused_headers() {
        let with = |title: &str, header: Option<&str>, others: &[&str], prose: &str| {
            let vendor = Vendor::of(Some(title), header, others, &[title.to_owned(), prose.to_owned()])?;
            Some((vendor.name, vendor.from))
        };
        let of = |title: &str, header: Option<&str>, prose: &str| with(title, header, &["X-Hub-Signature"], prose);
        let sure = |name: &str| Some((name.to_owned(), None));
        let assumed = |name: &str, from: &str| Some((name.to_owned(), Some(from.to_owned())));
        let hub = Some("X-Hub-Signature");
        assert_eq!(of("Acme webhooks", hub, "We send it."), assumed("Acme", "Acme webhooks"));
        assert_eq!(of("Acme webhooks", hub, "Acme sends it."), sure("Acme"));
        assert_eq!(of("Acme webhooks", None, "We send it."), assumed("Acme", "Acme webhooks"));
        assert_eq!(of("Webhooks", Some("X-Acme-Signature"), "Acme sends it."), sure("Acme"));
        assert_eq!(of("Order webhooks", hub, "We send it."), assumed("Hub", "X-Hub-Signature"));
        assert_eq!(of("Order webhooks", None, "We send it."), None);
        let others = ["X-Hub-Signature-256", "X-Acme-Event", "X-Acme-Delivery", "X-Request-Id"];
        assert_eq!(with("Order webhooks", hub, &others, "We send it."), assumed("Acme", "X-Acme-Event"));
        assert_eq!(with("Order webhooks", hub, &others[..2], "We send it."), assumed("Hub", "X-Hub-Signature"));
    }

    #[test]
    fn shared_words_of_headers_name_vendors() {
        for (others, name) in [
            (&["X-Acme-Shop-Domain", "X-Acme-Api-Version"] as &[&str], "Acme"),
            (&["X-Acme-Delivery-Id", "X-Acme-Delivery-Time"], "Acme"),
            (&["X-Lemon-Tree-Event", "X-Lemon-Tree-Shop"], "Lemon Tree"),
            (&["X-Acme-Shop", "X-Acmeshop-Id", "X-Acme-Shopper"], "Acme"),
            (&["X-RateLimit-Limit", "X-RateLimit-Remaining"], "Hub"),
            (&["X-Rate-Limit-Limit", "X-Rate-Limit-Remaining"], "Hub"),
            (&["X-Forwarded-For", "X-Forwarded-Proto"], "Hub"),
            (&["X-B3-TraceId", "X-B3-SpanId"], "Hub"),
            (&["X-Webhook-Id", "X-Webhook-Time"], "Hub"),
            (&["X-Delivery-Id", "X-Delivery-Time"], "Hub"),
            (&["X-Forwarded-For", "X-Forwarded-Proto", "X-Acme-Shop-Id", "X-Acme-Shop-Name"], "Acme Shop"),
        ] {
            let vendor = Vendor::of(None, Some("X-Hub-Signature"), others, &["We send it.".to_owned()]);
            assert_eq!(vendor.map(|vendor| vendor.name).as_deref(), Some(name), "{others:?}");
        }
    }
}
