//! Sentences that give the headers other names, or that say that some deliveries have no signature, wherever they stand on the page.

use crate::page::pattern::regex;
use crate::page::signing::word;

/// Returns true if a sentence renames the headers of deliveries: `X-Acme-*` becomes `X-Partner-*`. `known` are the headers that carry the
/// signature; a sentence that only states how they begin renames nothing.
pub(super) fn renames(text: &str, known: &[String]) -> bool {
    let beginning = regex!(r#"\b(?<name>(?:[Xx]|[A-Z][A-Za-z0-9]*)-(?:[A-Za-z0-9]+-)*)(?:[*…`"'”’\s.,;:)]|$)"#);
    let all = regex!(concat!(
        r"(?i)(?:^|[,:;] ?|\b(?:the|our|all|these|its|such|names of|where) )headers (?:(?:of|in|for|from|to) (?:\w+ ){1,3})?(?:(?:will|may|can|then|all|also|there) )*(?:begin|start|are prefixed|have the prefix)",
        r"|\bprefix (?:of (?:the|our|all|its) (?:\w+ )?headers |there )?is\b",
    ));
    let renamed = regex!(
        r"(?i)\brenam|\binstead\b|\bin (?:its|their|the) place\b|\bin place of\b|\breplac|\bbecom|\bturns? into\b",
    );
    let ours = regex!(
        r"(?i)\brenam(?:e|es|ing) (?:(?:our|the|all|all of our|these|those|its|their|any|some) )?(?:(?:of )?(?:our|the) )?(?:(?:http|request|webhook) )?headers?\b",
    );
    if known.is_empty() || is_denied(text) || is_of_api(text) {
        return false;
    }
    let is_of_signature = |name: &str| {
        let name = name.to_ascii_lowercase();
        known.iter().any(|header| header.to_ascii_lowercase().starts_with(&name))
    };
    let beginnings: Vec<bool> = beginning
        .captures_iter(text)
        .map(|found| is_of_signature(found.name("name").map_or("", |it| it.as_str())))
        .collect();
    ours.is_match(text)
        || (beginnings.contains(&true) && renamed.is_match(text))
        || (beginnings.contains(&false) && all.is_match(text))
}

/// Returns true if a sentence says that some deliveries have no such header, or are sent without it. What stands `before` it in its paragraph
/// may be about another header, or another thing.
pub(super) fn lacks(text: &str, before: &str) -> bool {
    let header = regex!(concat!(
        r"(?i)\bno such headers?\b|\b(?:do|does)(?:n['’]t| not) (?:yet )?(?:have|carry|include|contain|get|send) (?:this|that|such a|such) headers?\b",
        r"|\bwithout (?:this|that|such a|any such) header\b",
    ));
    let without = regex!(
        r"(?i)\b(?:called|sent|delivered|posted|made|come|comes|arrive|arrives|go out) without (?:it|one|them)\b",
    );
    let deliveries = regex!(
        r"(?i)\b(?:requests?|deliver(?:y|ies)|calls?|pings?|webhooks?|events?|notifications?|endpoints?|accounts?)\b",
    );
    let name = regex!(r"\b(?:[Xx]|[A-Z][A-Za-z0-9]*)-[A-Za-z]");
    let some = regex!(
        r"(?i)\b(?:endpoints?|accounts?|customers?|workspaces?|organi[sz]ations?) (?:of|on|in|with) (?:the |a |an )?(?:free|trial|test|sandbox|demo|old|legacy|basic|starter|paid|enterprise) (?:plans?|tiers?|modes?|environments?|versions?)\b",
    );
    // The subject of a definition: `note: …`.
    let subject = regex!(r"^[\s`*]*[\w.-]+[`*]*\s*(?:[:=—–|]|\()");
    if !deliveries.is_match(text) || text.contains(" | ") || is_of_api(text) {
        return false;
    }
    let names_other = || name.is_match(before) || name.is_match(text);
    let is_first = || before.trim().is_empty() && !subject.is_match(text);
    (header.is_match(text) && !names_other())
        || (without.is_match(text) && is_first() && (some.is_match(text) || word::names_some(text)))
}

fn is_denied(text: &str) -> bool {
    let denied = regex!(r"(?i)\b(?:not|never|cannot)\b|n['’]t\b");
    denied.is_match(text)
}

/// Returns true for a sentence about requests of the reader, answers, or advice to refuse a delivery.
fn is_of_api(text: &str) -> bool {
    regex!(
        r"(?i)\bapi\b|\brespon|\banswer|\brepl(?:y|ies)\b|\b(?:reject|refuse|discard|drop|ignore|deny)|\b40[013]\b|\byour (?:own )?requests?\b",
    )
    .is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_of_headers_are_recognized() {
        let known = ["X-Acme-Signature".to_owned()];
        for (text, is_it) in [
            ("In Canada, all headers start with `X-Acme-Ca-`.", true),
            ("For hotels, the headers of requests begin with `X-Inn-`.", true),
            ("There, the prefix of the headers is `X-Inn-`.", true),
            ("White-label partners may rename our headers.", true),
            ("Partners get `X-Partner-*` in place of `X-Acme-*`.", true),
            ("`X-Acme-*` becomes `X-Inn-*` if you set a brand.", true),
            ("All of our headers start with `X-Acme-`.", false),
            ("In HTTP/2 headers begin with `x-acme-`.", false),
            ("The headers have names such as `X-Acme-*`.", false),
            ("Headers about the shop begin with `X-Acme-Shop-`.", false),
            ("Responses have the usual `X-RateLimit-*` headers.", false),
            ("In the API, the headers begin with `X-RateLimit-`.", false),
            ("Your proxy must not rename the headers.", false),
            ("`X-Acme-*` are ours, and `X-Amz-*` are those of your proxy.", false),
            ("Pre- and post-orders begin at once.", false),
        ] {
            assert_eq!(renames(text, &known), is_it, "{text}");
        }
        assert!(!renames("In Canada, all headers start with `X-Acme-Ca-`.", &[]));
    }

    #[test]
    fn absent_headers_are_recognized() {
        for (before, text, is_it) in [
            ("", "Calls of the preview have no such header.", true),
            ("It is easy.", "Test requests do not have that header.", true),
            ("", "Accounts on the free plan are called without it.", true),
            ("", "Webhooks of trial accounts come without one.", true),
            ("Retries have `X-Acme-Retry`.", "The first request has no such header.", false),
            ("", "Refuse requests without such a header.", false),
            ("", "Answers to our requests have no such header.", false),
            ("A note is optional.", "Test events are sent without it.", false),
            ("", "`note`: test events are sent without it.", false),
            ("", "note | test events are sent without it", false),
            ("", "Files have no such header.", false),
            ("", "Events are sent without delay.", false),
            ("", "Parcels of trial accounts are sent without invoice.", false),
        ] {
            assert_eq!(lacks(text, before), is_it, "{text}");
        }
    }
}
