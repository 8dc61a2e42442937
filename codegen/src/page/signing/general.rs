//! Sentences without any information about a scheme: each of their words is on a closed list.
//!
//! The list has no word for a signed item other than the delivery, for a key, an encoding or an operation, and none of the prepositions
//! that could introduce one. A sentence with any other word is not general.

use std::sync::LazyLock;

use regex::Regex;

use crate::page::pattern::pattern;

const WORDS: &str = "\
    a act actually all allow allows always an and any anyone anything are authentic authenticate authenticated \
    authentication authenticity be because been before being below brief but call callback callbacks calls came \
    can check come comes coming confirm could created dashboard deliver delivered deliveries delivers delivery \
    discard do down drop each else endpoint endpoints ensure event events every fake find following forge forged \
    from genuine genuinely get gets guide handler handlers has have here hitting how if ignore important invalid \
    is it it's its keep know let lets lose lost make may missing must notification notifications one or \
    our outage outages page please real really receiver recommend refuse reject request requests retried \
    retries retry safe safely secret secrets section secure securely security send sender sending sends sent \
    server settings share should shown sign signature signatures signed signing signs since so strongly sure \
    tampered tell temporarily that that's the their them these they they're this those to truly trust trusted \
    unless us verification verified verifies verify verifying was we webhook webhooks were when whenever whether \
    which will won't would wrong you your §e §n";

/// Advice about verified and unverified deliveries.
const PHRASES: &str = concat!(
    r"\b(?:trust|process|us|handl|pars|read|accept|act)(?:e|ing)?(?: on| upon)? (?:(?:a|an|the|its|any|each|their) (?:payloads?|body|data|contents?)|it|them)\b",
    r"|\b(?:does not|do not|doesn't|don't) match\b|\bthat match\b",
    r"|\blooks (?:like this|as follows)\b|\bfor example\b|\bhere is an example\b",
    r"|\bnever (?:act|accept|commit|ignore|keep|let|lose|process|send|share|trust)\b|\byour own (?:endpoint|handler|page|server)s?\b",
);

/// Returns true if a sentence in normal form is general.
pub(super) fn is_general(text: &str) -> bool {
    static DROPPED: LazyLock<Regex> = LazyLock::new(|| pattern(PHRASES));
    let rest = DROPPED.replace_all(text, " ");
    let is_word = |found: char| {
        found.is_alphanumeric() || matches!(found, '\'' | '§' | '_' | '=' | '/' | '+' | '&' | '{' | '$' | '<')
    };
    let is_listed = |word: &str| {
        let plain = word.strip_suffix("'s").unwrap_or(word);
        word == "'s" || WORDS.split(' ').any(|known| known == plain)
    };
    let mut words = rest.split(|found: char| !is_word(found)).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(is_listed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_schemes_are_not_general() {
        for text in [
            "deliveries are signed, so you can verify each one really came from §n, and they're retried",
            "verify it before trusting a payload",
            "verifying signatures",
            "reject requests if the signature does not match",
            "never share your secret",
            "send it to your own server",
        ] {
            assert!(is_general(text), "{text}");
        }
        for text in [
            "deliveries are signed with your secret",
            "the event and its number are signed",
            "the body is signed",
            "deliveries are not signed",
            "verification requests are never signed",
            "every event has its own secret",
            "verify it as §n does",
            "",
        ] {
            assert!(!is_general(text), "{text}");
        }
    }
}
