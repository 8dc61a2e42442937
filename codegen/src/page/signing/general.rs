//! Sentences without any information about a scheme: each of their words is on a closed list.
//!
//! The list has no word for a signed item other than the delivery, for a key, an encoding or an operation, and none of the prepositions
//! that could introduce one. A sentence with any other word is not general.

use crate::page::pattern::regex;
use crate::page::signing::word::ADDRESS;

const WORDS: &str = "\
    a act actually all allow allows always an and any anyone anything are authentic authenticate authenticated \
    authentication authenticity be because been being below brief but call callback callbacks calls came \
    can check come comes coming confirm could dashboard deliver delivered deliveries delivers delivery \
    discard do down drop each else endpoint endpoints ensure event events every fake find following forge forged \
    from genuine genuinely get gets guide handler handlers has have here hitting how if ignore important invalid \
    is it it's its keep know let lets lose make may must notification notifications one \
    our outage outages page please real really receiver recommend refuse reject request requests retried \
    retries retry safe safely secret secrets section secure securely security send sender sending sends sent \
    server settings share should shown sign signature signatures signed signing signs since so strongly sure \
    tampered tell temporarily that that's the their them these they they're this those to truly trust trusted \
    us verification verified verifies verify verifying was we webhook webhooks were when whenever whether \
    which will won't would you your §e §n";

/// Advice about verified and unverified deliveries.
const PHRASES: &str = concat!(
    r"\b(?:before (?:you )?)?(?:trust|process|handl|pars|read|accept|act)(?:e|ing)?(?: on| upon)? (?:(?:a|an|the|its|any|each|their) (?:payloads?|body|data|contents?)|it|them)\b",
    r"|\bbefore (?:you |we )?us(?:e|ing) (?:(?:a|an|the|its|any|each|their) (?:payloads?|body|data|contents?)|it|them)\b",
    r"|\bbefore (?:you )?(?:trust|process|handl|accept|act|do|verify|send)(?:e|ing)?\b",
    r"|\b(?:does not|do not|doesn't|don't) match\b|\bthat match\b",
    r"|\blooks (?:like this|as follows)\b|\bfor example\b|\bhere is an example\b",
    r"|\bin (?:the|your) (?:(?:webhook|developer|account|api|admin) )?(?:dashboard|settings)(?: (?:page|section))?(?:,? under (?:settings|webhooks?|developers?|api|integrations?|endpoints?)(?: ?(?:>|→|/|->) ?(?:settings|webhooks?|developers?|api|integrations?|endpoints?))*)?",
    r"|\b(?:sends?|makes?|receives?|gets?) (?:an? )?https?(?: post)? (?:requests?|calls?) to (?:your|the) (?:endpoint|server|url|handler)s?\b",
    r"|\bnever (?:act|accept|commit|ignore|keep|let|lose|process|send|share|trust)\b|\byour own (?:endpoint|handler|page|server)s?\b",
);

/// Advice to refuse a delivery. Anything else about a signature that is missing is an exception.
const REFUSALS: &str = concat!(
    r"\b(?:reject|refuse|discard|drop|deny)(?: (?:it|all|any|every|each|the|a|an|such|deliver(?:y|ies)|requests?|webhooks?|calls?|notifications?))*",
    r"(?: (?:if|when|whenever|with|where|that have|whose|which have))(?: (?:the|its|their|a|an|signatures?|secret))*(?: (?:is|are))?",
    r"(?: (?:missing|lost|wrong|invalid|forged)(?:,? (?:or|and) (?:(?:is|are) )?(?:missing|lost|wrong|invalid|forged|does not match|doesn't match))?)",
    r"(?: signatures?)?(?: or (?:secret|signature))?\b",
);

/// Introduces an example: `For example`, `The header looks as follows`.
const INTRODUCTION: &str = concat!(
    r"(?:(?:for (?:example|instance)|e\.g\.|(?:an? |the )?(?:full |complete )?examples?(?: (?:of (?:the|a|an|such a|its) )?{value})?",
    r"|(?:here|this|below|the following) is (?:an? |one )?(?:full |complete )?example(?: (?:of (?:the|a|an|such a|its) )?{value})?",
    r"|(?:the|this|an?|its|such an?|each|every|the full|full) {value} (?:then )?looks? (?:like this|like|as follows)",
    r"|(?:it|this) looks (?:like this|like|as follows)|(?:the )?full value|(?:as|like) (?:in )?this(?: example)?|(?:as|like) follows)(?:,? (?:for example|e\.g\.))?)",
);

/// Returns the pattern of an introduction.
pub(super) fn introduction() -> String {
    let value = "(?:(?:http|post|signature|signed|webhook|request|header|full) )*(?:headers?|values?|signatures?|requests?|deliver(?:y|ies)|codes?|webhooks?)";
    INTRODUCTION.replace("{value}", value)
}

/// Returns true for a sentence that only introduces an example.
pub(super) fn is_introduction(text: &str) -> bool {
    regex!(&format!("(?i)^{}$", introduction())).is_match(text.trim().trim_end_matches([':', '.', ' ']))
}

/// Returns a sentence without the introduction of an example at its end: `…, for example`.
pub(super) fn without_introduction(text: &str) -> &str {
    let end = regex!(r"(?:,|:| -)? (?:for example|for instance|e\.g\.|like this|as follows|as in this example)$");
    end.find(text).map_or(text, |found| &text[..found.start()])
}

/// Returns a pattern for what is signed beside, or instead of, a delivery.
fn other_content() -> String {
    let signs = "(?:dashboard|endpoint|handler|outage|page|section|sender|server|setting)s?";
    let other = format!("(?:{signs}|secrets?)");
    let listed = r"(?:(?:a|all|an|and|any|each|every|its|one|our|that|the|their|this|your|calls?|callbacks?|events?|deliver(?:y|ies)|notifications?|requests?|webhooks?),? )*";
    let signed = "(?:is|are|be|been|being|was|were|gets?|have been|has been) (?:always |all |actually )?signed";
    [
        // `The endpoint and the event are signed.`
        format!(r"\b(?P<place>(?:from|to) (?:\w+ )?)?{other} (?:and {listed})?{signed}\b"),
        // `It signs the request and the sender.` A signing secret is not signed content.
        format!(r"\bsign(?:s|ed|ing)? {listed}{signs}\b|\bsign(?:s|ed)? {listed}secrets?\b"),
        // `The signature is your secret.`, `Your secret is the signature.`, `Requests have your secret.`
        format!(r"\bsignatures? (?:is|are|has|have) (?:{listed}{other}\b|(?:a|an|the|your|our|its|each|every) )"),
        format!(r"{other} (?:\w+ ){{0,4}}(?:is|are) (?:the|a|your|its) signature"),
        format!(r"\b(?:has|have) {listed}secrets?\b"),
    ]
    .join("|")
}

/// Returns true if a clause behind a sentence about the scheme is general, and no further part of the scheme: it has a verb.
pub(super) fn is_general_clause(text: &str) -> bool {
    let part = regex!(r"^(?:(?:and|or|so) )?(?:(?:a|an|any|each|every|its|one|our|that|the|their|this|your) )*[\w§]+$");
    !part.is_match(text.trim()) && is_general(text)
}

/// Returns true if a sentence in normal form is general.
pub(super) fn is_general(text: &str) -> bool {
    // A delivery that is accepted in spite of its signature, or without one.
    let exception = regex!(
        r"\b(?:ignore|drop|skip) (?:a |an |any |its |the |this )*signatures?\b|\b(?:accept|process|handle|trust) .*\b(?:if|when|whenever) .*\b(?:invalid|wrong|forged)\b"
    );
    // `Deliveries from our server are signed` is about deliveries.
    if exception.is_match(text) {
        return false;
    }
    if is_introduction(text) {
        return true;
    }
    if regex!(&other_content()).captures_iter(text).any(|found| found.name("place").is_none()) {
        return false;
    }
    let rest = regex!(REFUSALS).replace_all(text, " reject ");
    let rest = regex!(ADDRESS).replace_all(&rest, " send ");
    let rest = regex!(PHRASES).replace_all(&rest, " ");
    let is_word = |found: char| {
        found.is_alphanumeric() || matches!(found, '\'' | '§' | '_' | '=' | '/' | '+' | '&' | '{' | '$' | '<')
    };
    let is_listed = |word: &str| {
        let plain = word.strip_suffix("'s").unwrap_or(word);
        word == "'s" || WORDS.split(' ').any(|known| known == plain)
    };
    let mut words = rest.split(|found: char| !is_word(found)).filter(|word| !word.is_empty()).peekable();
    // A sentence that consists of such phrases has no word left.
    let has_word = words.peek().is_some() || rest.len() < text.len();
    has_word && words.all(is_listed)
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
            "reject deliveries if the signature is missing or wrong",
            "reject requests with a missing signature",
            "you find the secret in the dashboard",
            "you find the signing secret in the dashboard under settings > webhooks",
            "§n sends an http post request to your endpoint",
            "deliveries from your server are signed",
            "verify the signature before you process the event",
            "for example",
            "example",
            "here is an example",
            "here is an example of the signature header",
            "the header looks as follows",
            "the value looks like this",
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
            "the signature may be missing when deliveries are retried",
            "deliveries sent before you created a secret are missing the signature",
            "the endpoint and the event are signed",
            "the signature signs the request, the endpoint and the sender",
            "verify the signature unless the event is a callback",
            "each request is signed, or it has the secret",
            "signatures are created using the data",
            "verification requests are signed without using the body",
            "the signature is your secret",
            "requests have your secret",
            "we sign your secret",
            "the signature is the event and the delivery",
            "the secret in the settings is the signature",
            "the signature and the sender in the dashboard are signed",
            "find the secret in the dashboard under base64",
            "accept the payload if the signature is invalid",
            "ignore the signature if the delivery is retried",
            "retries may drop the signature",
            "for example the body",
            "the header looks like the body",
            "here is an example of the signed content",
            "the key looks as follows",
            "",
        ] {
            assert!(!is_general(text), "{text}");
        }
    }
}
