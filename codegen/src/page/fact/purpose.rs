//! Sentences that state the purpose of a header: the event's name, or the id of a delivery.

use std::ops::Range;

use crate::page::pattern::regex;

/// Returns true if a text says that it is about the name of the event itself, and not about that of another one.
pub(super) fn is_name_of_event(text: &str) -> bool {
    let name_of_event = regex!(
        r"(?i)\b(?:name|type|topic|kind)s? of (?:the|each|this|an) (?:webhook )?event(?<of>['’]s|\b)|\b(?:names|identifies which) (?:the )?event\b|\bevent(?:['’]s)? (?:name|type)\b|\bwhich event\b"
    );
    let other_event = regex!(r"(?i)\b(?:caus|trigger|preced|follow|previous|parent|original)\w*\b");
    name_of_event.captures_iter(text).any(|found| found.name("of").is_none_or(|of| of.is_empty()))
        && !other_event.is_match(text)
}

/// Returns true if a text says that something identifies a delivery, or is the same in each attempt to deliver it.
pub(in crate::page) fn is_id_of_delivery(text: &str) -> bool {
    // The id of a webhook may well be that of its subscription.
    const OWN: &str = "(?:delivery|deliveries|event|message|notification|request)s?";
    const DELIVERY: &str = "(?:delivery|deliveries|event|webhook|message|notification|request)s?";
    let id = regex!(
            &[
                format!(r"(?i)\b(?:identif(?:y|ies)|unique (?:for|per|to|in)|deduplicat\w+|dedupe?) (?:(?:the|each|every|a|an|this) )?(?:webhook |single )?{DELIVERY}\b"),
                format!(r"\b(?:id|identifier|uuid|guid|key) (?:of|for) (?:the|each|every|this) (?:webhook |single )?{OWN}\b"),
                format!(r"\b(?:unique|{OWN}) (?:id|identifier|uuid|guid)\b"),
                r"\b(?:retries|retried|attempts?|redeliver\w+)\b[^.]*\bthe same\b|\bthe same\b[^.]*\b(?:retry|retries|retried|attempts?|redeliver\w+)\b".to_owned(),
            ]
            .join("|")
    );
    id.is_match(text)
}

/// Returns true if the text around a name calls it a header: `the header webhook-id`, `the webhook-id header`.
pub(super) fn is_called_header(text: &str, name: &Range<usize>) -> bool {
    let before = regex!(r#"(?i)\bheaders? (?:field )?(?:(?:named|called|is) )?["'`“]?$"#);
    let behind = regex!(r#"(?i)^["'`”]? (?:http |request )?header\b"#);
    before.is_match(&text[..name.start]) || behind.is_match(&text[name.end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_say_what_is_meant() {
        for (text, is_name, is_id) in [
            ("The header … has the name of the event.", true, false),
            ("The type of the event's subject.", false, false),
            ("The name of the event that caused this one.", false, false),
            ("It says which event it is.", true, false),
            ("It identifies the delivery.", false, true),
            ("Retries have the same value.", false, true),
            ("A unique id.", false, true),
            ("The id of the shop.", false, false),
            ("The key of the event", false, true),
        ] {
            assert_eq!((is_name_of_event(text), is_id_of_delivery(text)), (is_name, is_id), "{text}");
        }
    }
}
