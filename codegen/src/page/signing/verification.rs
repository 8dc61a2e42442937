//! The verification of something else than deliveries: of an address, an endpoint or a person. It says nothing about signing.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::page::pattern::pattern;

/// Things that may be verified, and are no deliveries.
const THING: &str = concat!(
    r"(?:(?:webhook|callback|e-?mail|phone|bank|customer|user|merchant|new|registered|site|domain) )*",
    r"(?:urls?|uris?|endpoints?|e-?mails?|e-?mail address(?:es)?|phones?|phone numbers?|identit(?:y|ies)|accounts?|users?|customers?|merchants?|sellers?|domains?|ownership|age|documents?|kyc)",
);

/// Returns a text without the words for a verification of something else.
pub(super) fn without_others(text: &str) -> Cow<'_, str> {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| {
        let article = "(?:(?:your|an?|their|each|every|its|this|new) )?";
        pattern(
            &[
                // `URL verification`, `the verification of e-mail addresses`, `Verify your endpoint`
                format!(r"(?i)\b{THING} verifications?\b"),
                format!(r"\bverification of {article}{THING}\b"),
                format!(r"\b(?:verify|verifies|verifying) {article}{THING}\b"),
                r"\b(?:verify|verifies|verifying|verification of) the (?:(?:webhook|callback|e-?mail) )?(?:urls?|endpoints?|e-?mail address(?:es)?|ownership)\b".to_owned(),
                // `The account was verified`, `verified customers`
                format!(r"\b{THING} (?:is|are|was|were|has been|have been|gets?|must be|be|been) (?:(?:not|now|then|already|once|successfully) )?verified\b"),
                format!(r"\b(?:un)?verified {THING}\b"),
                r"\bverification (?:e-?mails?|links?|sms)\b".to_owned(),
                // The name of an event: `user.verified`
                r"\b[a-z_]+[._:/](?:un)?verified\b".to_owned(),
            ]
            .join("|"),
        )
    });
    // `Verify the user agent`, `Verify your account key`
    static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(?:['’]s)?[ -](?:agents?|tokens?|keys?|hash(?:es)?|codes?|headers?|signatures?|secrets?|ids?|requests?|deliver(?:y|ies)|certificates?)\b",
        )
    });
    if !text.to_ascii_lowercase().contains("verif") {
        return Cow::Borrowed(text);
    }
    OTHER.replace_all(text, |found: &Captures<'_>| {
        let end = found.get(0).map_or(0, |found| found.end());
        if GOES_ON.is_match(&text[end..]) { found[0].to_owned() } else { String::new() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verifications_of_other_things_are_left_out() {
        let is_left = |text: &str| without_others(text).to_ascii_lowercase().contains("verif");
        for text in [
            "URL verification",
            "Endpoint verification",
            "Verifying your endpoint",
            "To verify the URL, we send a challenge.",
            "See verification of e-mail addresses.",
            "Users are verified by e-mail.",
            "The customer's identity verification is done.",
            "Sent after the merchant account was verified.",
            "Only verified sellers get it.",
            "Each user gets a verification e-mail.",
            "Verify ownership of your domain first.",
            "For `user.verified` see the users.",
        ] {
            assert!(!is_left(text), "{text}");
        }
        for text in [
            "Verify webhooks",
            "Verifying deliveries",
            "Verify each request to your endpoint.",
            "Verify the user agent.",
            "Verify your account key.",
            "Verification",
            "URL verification: verify the header first.",
            "Verify the URL's signature.",
            "Verify that the request is ours.",
            "The endpoint verifies it.",
            "Verified requests",
            "The verification token",
            "crypto.verify(body)",
        ] {
            assert!(is_left(text), "{text}");
        }
    }
}
