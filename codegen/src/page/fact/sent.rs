//! Sentences about things that are not sent.

use crate::page::event_mention::{GONE, masked};
use crate::page::pattern::{pattern, regex};

/// A negation before a verb.
const NEGATION: &str = r"(?:\b(?:do|does|did|will) not|n['’]t|\bnever) (?:yet |currently )?";

/// Returns the pattern of words that say of a header that it is not sent.
fn gone() -> String {
    format!(r"\b(?:{GONE}|deprecated|obsolete)\b|{NEGATION}(?:send|sends|set|sets|include|includes|add|adds) ")
}

/// Returns true for a sentence about a header that the vendor does not send, or no longer, or that a receiver sends.
pub(super) fn is_not_sent(sentence: &str) -> bool {
    let not_sent = regex!(&format!(
        concat!(
            r"(?i){gone}|\b(?:instead of|replaces)\b|\b(?:we|it|they|headers?) used to\b",
            r"|{not}(?:use|uses|(?:have|has) (?:a|an|the|any)) |\bno (?:such )?headers?\b",
            r"|\b(?:call|calls|calling|requests?|request) (?:to |of )?(?:our|the|\w+['’]s) (?:\w+ )?api\b",
            r"|\bapi (?:requests?|calls?)\b",
        ),
        gone = gone(),
        not = NEGATION
    ));
    not_sent.is_match(&masked(sentence))
}

/// Returns true for a sentence about something that is not sent, or no longer.
pub(super) fn is_gone(sentence: &str) -> bool {
    regex!(&format!("(?i){}", gone())).is_match(&masked(sentence))
}

/// Returns true for a sentence in which this header is the former name of another one: `Renamed X-Acme-Topic to X-Acme-Event`.
pub(super) fn is_former(sentence: &str, header: &str) -> bool {
    // The patterns below are compiled for each header, so most sentences are left out before.
    if !regex!(r"(?i)renam|chang|replac|mov|formerly|previously|used to be|was called|→|[-=]>").is_match(sentence) {
        return false;
    }
    let sentence = sentence.replace(['`', '*', '"', '“', '”'], "");
    let header = regex::escape(header);
    let changed = "(?:renamed?|renames|changed?|changes|replaced?|moved?)";
    let forms = [
        format!(r"\b{changed}\s+(?:[a-z]+\s+){{0,3}}{header}\s+(?:[a-z]+\s+){{0,2}}(?:to|with|by|into)\b"),
        format!(
            r"\b{header}\s+(?:[a-z]+\s+){{0,2}}(?:was|is|has been|got)\s+(?:[a-z]+\s+)?{changed}\s+(?:to|with|by|into)\b"
        ),
        format!(r"\b(?:formerly|previously|used to be|was called)\s+(?:[a-z]+\s+){{0,2}}{header}\b"),
        format!(r"\b{header}\s*(?:→|[-=]+>)\s*[A-Za-z]+-"),
    ];
    pattern(&format!("(?i){}", forms.join("|"))).is_match(&sentence)
}
